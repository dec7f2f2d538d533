"""How the city looks."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """Registers what look offers to the rest of the city."""

    name = "madang.city.look"
    label = "look"
    default_auto_field = "django.db.models.BigAutoField"
