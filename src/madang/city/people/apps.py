"""Accounts, residents, staff, departments."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers what people offers to the rest of the city."""

    name = "madang.city.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
