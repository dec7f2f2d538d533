"""The journal: who did what."""

from django.apps import AppConfig
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.refusals import register_sentences
from madang.city.kernel.registries.staff_pages import Standing

VERBS = {"read": _("Read"), "erased": _("Erased")}


def _standing() -> Standing:
    from madang.city.journal import queries

    found = queries.standing()
    if found.first_broken:
        return Standing(gettext("The chain is broken"), needs_care=True)
    count = found.sealed + found.unsealed
    return Standing(ngettext("%(n)s note", "%(n)s notes", count) % {"n": f"{count:,}"})


class JournalConfig(AppConfig):
    """Registers what journal offers to the rest of the city."""

    name = "madang.city.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the refusals their sentences and the verbs their words."""
        from madang.city.journal.rules import why_not_read
        from madang.city.kernel.registries import journal_verbs, staff_pages

        journal_verbs.register(VERBS)
        text = _("Who did what and who read what, chained so that nothing can be changed")
        staff_pages.register(staff_pages.StaffPage(40, _("Journal"), text, "journal:journal", why_not_read, _standing))
        register_sentences({"journal.auditors_only": _("Only auditors and administrators read the journal.")})
