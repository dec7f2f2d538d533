"""The Plaza's part of the API: data sets, their rows, and SQL for everybody."""

from ninja import Router

from madang.city.opendata.api.sql import router as sql
from madang.city.opendata.api.tabular import router as tabular
from madang.city.opendata.api.upload import router as upload
from madang.city.opendata.api.versions import router as versions

router = Router()
router.add_router("", tabular)
router.add_router("", upload)
router.add_router("", versions)
router.add_router("", sql)
