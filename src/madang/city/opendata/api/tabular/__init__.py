"""The tabular API: data sets, their columns, and their rows filtered, sorted, grouped."""

from ninja import Router

from madang.city.opendata.api.tabular.catalogue import router as catalogue
from madang.city.opendata.api.tabular.rows import router as rows

router = Router(tags=["open data"])
router.add_router("", catalogue)
router.add_router("", rows)
