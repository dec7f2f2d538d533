"""Citizen Cloud's part of the API: catalogue, search, eligibility, own cases, staff moves."""

from ninja import Router

from madang.city.portal.api.catalogue import router as catalogue

router = Router()
router.add_router("", catalogue)
