"""Citizen Cloud."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from madang.city.kernel.registries.staff_pages import Standing


def _missed_words() -> Standing:
    from datetime import timedelta

    from madang.city.kernel import clock
    from madang.city.portal.queries.catalogue import missed_words
    from madang.city.portal.views.find import MISSED_DAYS

    count = len(missed_words(clock.today(clock.now()) - timedelta(days=MISSED_DAYS)))
    return Standing(ngettext("%(n)s in three months", "%(n)s in three months", count) % {"n": count})


def _figures() -> Standing:
    from madang.city.portal.queries.performance import whole_city

    found = whole_city()
    if found is None or found.share_in_time is None:
        return Standing(_("not counted yet"))
    return Standing(_("%(share)s %% in time") % {"share": round(100 * found.share_in_time)})


class PortalConfig(AppConfig):
    """Registers what portal offers to the rest of the city."""

    name = "madang.city.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register sentences, the navigation's entry and the search source; each room adds its own lines."""
        from madang.city.kernel import refusals
        from madang.city.kernel.registries import journal_verbs, navigation, search
        from madang.city.portal.queries.finding import CATALOGUE_SOURCE

        # The catalogue
        refusals.register_sentences(CATALOGUE_SENTENCES)
        refusals.register_sentences(API_SENTENCES)
        journal_verbs.register(CATALOGUE_VERBS)
        navigation.register(navigation.Entry(20, _("Services"), "list", "portal:services", ("/services", "/check")))
        search.register(CATALOGUE_SOURCE)

        # Staff: the navigation of their pages, and the words that found nothing
        from madang.city.kernel.registries import staff_pages
        from madang.city.people.rules import why_not_staff
        from madang.city.portal.rules.drafts import why_not_counter

        for entry in (
            navigation.Entry(10, _("Inbox"), "inbox", "portal:inbox", ("/staff/cases",)),
            navigation.Entry(20, _("Counter"), "people", "portal:counter", ("/staff/counter",), why_not=why_not_counter),
            navigation.Entry(30, _("Services"), "list", "portal:services", on_desks=True),
        ):
            navigation.register_for_staff(entry)
        label, text = _("Words that found nothing"), _("What people looked for in vain, for the editors of services")
        page = staff_pages.StaffPage(30, label, text, "portal:missed-words", why_not_staff, _missed_words)
        staff_pages.register(page)
        label, text = (
            _("How our services do"),
            _("What everybody sees: how many apply, how long it takes, how often we answer in time"),
        )
        page = staff_pages.StaffPage(35, label, text, "portal:performance", why_not_staff, _figures)
        staff_pages.register(page)

        # Cases
        from madang.city.kernel.registries import datasets, notice_kinds, personal_data
        from madang.city.portal.datasets import SOURCES
        from madang.city.portal.services.cases.held import CasesHeld
        from madang.city.portal.services.cases.sentences import NOTICE_KINDS, SENTENCES, VERBS

        refusals.register_sentences(SENTENCES)
        journal_verbs.register(VERBS)
        for kind in NOTICE_KINDS:
            notice_kinds.register(kind)
        personal_data.register(CasesHeld())
        for source in SOURCES:
            datasets.register(source)

        # Applying
        from madang.city.portal.services.drafts import DraftsHeld
        from madang.city.portal.services.drafts import sentences as applying

        refusals.register_sentences(applying.SENTENCES)
        for kind in applying.NOTICE_KINDS:
            notice_kinds.register(kind)
        personal_data.register(DraftsHeld())


CATALOGUE_SENTENCES = {
    "portal.slug_taken": _(
        "The service %(slug)s stands in the catalogue already, from the list “%(source)s”. Give yours another id."
    ),
    "portal.unknown_authority": _(
        "The service %(service)s names the department %(code)s, which does not exist. Add it, or name another."
    ),
    "portal.reserved_slug": _("The site itself uses the address /services/%(service)s. Give the service another id."),
    "portal.no_service": _("There is no such service. Look for it in the list of services."),
}

CATALOGUE_VERBS = {
    "imported": _("Loaded a list of services"),
    "linked": _("Attached links to services"),
    "published": _("Published services"),
}

API_SENTENCES = {
    "portal.unknown_fact": _("There is no fact called %(name)s. Did you mean %(near)s?"),
    "portal.no_such_day": _("There is no day %(day)s."),
    "portal.outcome_missing": _("A decision needs an outcome: granted, partly_granted or refused."),
    "portal.fact_of_other_type": _("The fact %(name)s has a value that is not of its type (%(type)s)."),
}
