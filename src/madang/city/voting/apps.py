"""mVoting: residents and the city ask, everybody entitled answers, anybody can count again."""

from django.apps import AppConfig


class VotingConfig(AppConfig):
    """Registers what voting offers to the rest of the city."""

    name = "madang.city.voting"
    label = "voting"
    default_auto_field = "django.db.models.BigAutoField"
