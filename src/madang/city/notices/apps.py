"""Messages to residents and staff."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Registers what notices offers to the rest of the city."""

    name = "madang.city.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
