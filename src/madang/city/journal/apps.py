"""The journal: who did what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.refusals import register_sentences

VERBS = {"read": _("Read"), "erased": _("Erased")}


class JournalConfig(AppConfig):
    """Registers what journal offers to the rest of the city."""

    name = "madang.city.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the refusals their sentences and the verbs their words."""
        from madang.city.kernel.registries import journal_verbs

        journal_verbs.register(VERBS)
        register_sentences({"journal.auditors_only": _("Only auditors and administrators read the journal.")})
