"""Citizen Cloud."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers what portal offers to the rest of the city."""

    name = "madang.city.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
