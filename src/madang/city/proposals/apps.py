"""Oasis: residents propose and discuss, the city answers with a date."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """Registers what proposals offers to the rest of the city."""

    name = "madang.city.proposals"
    label = "proposals"
    default_auto_field = "django.db.models.BigAutoField"
