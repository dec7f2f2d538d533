"""Versions of data sets and what differs between them, for programs and feed readers."""

from ninja import Router

from madang.city.opendata.api.versions.changes import router as changes
from madang.city.opendata.api.versions.feeds import router as feeds

router = Router()
router.add_router("", changes)
router.add_router("", feeds)

__all__ = ["router"]
