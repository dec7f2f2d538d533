"""Citizen Cloud's part of the API: catalogue, search, eligibility, own cases, staff moves."""

from ninja import Router

from madang.city.portal.api.cases import own_router, staff_router
from madang.city.portal.api.catalogue import router as catalogue

router = Router()
router.add_router("", catalogue)
router.add_router("/cases", own_router)
router.add_router("/staff/cases", staff_router)
