"""Home, navigation and search across systems."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers what web offers to the rest of the city."""

    name = "madang.city.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
