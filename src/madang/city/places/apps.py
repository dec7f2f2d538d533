"""Areas and addresses."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Registers what places offers to the rest of the city."""

    name = "madang.city.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
