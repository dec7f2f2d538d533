"""The journal: who did what."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Registers what journal offers to the rest of the city."""

    name = "madang.city.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
