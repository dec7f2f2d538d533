"""The invented city of Haneul."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Registers what demo offers to the rest of the city."""

    name = "madang.city.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
