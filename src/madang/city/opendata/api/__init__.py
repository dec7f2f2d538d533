"""The Plaza's part of the API: data sets, their rows, and SQL for everybody."""

from ninja import Router

router = Router()
