"""The Open Data Plaza."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from madang.city.kernel.registries.staff_pages import Standing


def _requests() -> Standing:
    from madang.city.opendata.queries.community import state_counts

    count = state_counts()["open"]
    return Standing(ngettext("%(n)s waits", "%(n)s wait", count) % {"n": count})


def _showcases() -> Standing:
    from madang.city.kernel import clock
    from madang.city.opendata.queries.community import showcases_waiting

    count = len(showcases_waiting(now=clock.now()))
    words = ngettext("%(n)s waits", "%(n)s wait", count) % {"n": count}
    return Standing(words, needs_care=bool(count))


def _harvests() -> Standing:
    from madang.city.opendata.queries import harvests

    failed = sum(one.last is not None and one.last.state == "failed" for one in harvests.sources())
    if failed:
        words = ngettext("%(n)s catalogue could not be read", "%(n)s catalogues could not be read", failed) % {"n": failed}
        return Standing(words, needs_care=True)
    running = harvests.running()
    return Standing(ngettext("%(n)s is being read", "%(n)s are being read", running) % {"n": running})


def _register_harvests() -> None:
    from madang.city.kernel import refusals
    from madang.city.kernel.registries import journal_verbs, staff_pages
    from madang.city.opendata.rules.access import why_not_see_harvests
    from madang.city.opendata.services import harvesting

    refusals.register_sentences(harvesting.SENTENCES)
    journal_verbs.register(harvesting.VERBS)
    label, text = _("Harvests"), _("Catalogues elsewhere whose data sets stand here too")
    page = staff_pages.StaffPage(62, label, text, "opendata:harvests", why_not_see_harvests, _harvests)
    staff_pages.register(page)


class OpendataConfig(AppConfig):
    """Registers what the Plaza offers to the rest of the city."""

    name = "madang.city.opendata"
    label = "opendata"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register sentences, verbs and the navigation's entry; each room adds its own lines."""
        _register_catalogue()

        from madang.city.kernel import refusals

        # Versions and corrections
        from madang.city.kernel.registries import journal_verbs, notice_kinds, personal_data
        from madang.city.opendata.services import versions
        from madang.city.opendata.services.correcting import CorrectionsHeld

        refusals.register_sentences(versions.SENTENCES)
        journal_verbs.register(versions.VERBS)
        for kind in versions.NOTICE_KINDS:
            notice_kinds.register(kind)
        personal_data.register(CorrectionsHeld())

        # Publishers' pages
        from madang.city.kernel.registries import navigation

        navigation.register_for_staff(navigation.Entry(25, _("Data"), "list", "opendata:staff-data", ("/staff/data",)))

        # Asking
        from madang.city.opendata.services import asking_sentences

        refusals.register_sentences(asking_sentences.SENTENCES)

        _register_harvests()

        # Pages of data sets
        from madang.city.opendata.services import chart_sentences

        refusals.register_sentences(chart_sentences.SENTENCES)

        # Protocols
        from madang.city.opendata.api import protocol_words

        refusals.register_sentences(protocol_words.SENTENCES)

        _register_gate()


def _register_catalogue() -> None:
    from madang.city.kernel import refusals
    from madang.city.kernel.registries import datasets, journal_verbs, navigation, search, staff_pages
    from madang.city.kernel.registries import notice_kinds as kinds
    from madang.city.kernel.registries import personal_data as personal
    from madang.city.opendata.datasets import SOURCES
    from madang.city.opendata.queries.search import CATALOGUE_SOURCE
    from madang.city.opendata.rules.community import why_not_edit
    from madang.city.opendata.services import catalogue, community
    from madang.city.people.rules import why_not_staff

    refusals.register_sentences(CATALOGUE_SENTENCES)
    for room in (catalogue, community):
        refusals.register_sentences(room.SENTENCES)
        journal_verbs.register(room.VERBS)
    for kind in community.NOTICE_KINDS:
        kinds.register(kind)
    personal.register(community.CommunityHeld())
    navigation.register(navigation.Entry(30, _("Data"), "table", "opendata:catalogue", ("/data",), on_desks=True))
    search.register(CATALOGUE_SOURCE)
    for source in SOURCES:
        datasets.register(source)
    label, text = _("Requests for data"), _("What people ask the city to open, and the days left to answer")
    staff_pages.register(staff_pages.StaffPage(55, label, text, "opendata:staff-requests", why_not_staff, _requests))
    label, text = _("Uses of data to look at"), _("Apps and studies that people propose to show")
    staff_pages.register(staff_pages.StaffPage(60, label, text, "opendata:staff-showcase", why_not_edit, _showcases))


def _register_gate() -> None:
    from madang.city.kernel import refusals
    from madang.city.kernel.registries import journal_verbs
    from madang.city.opendata.services import gate

    refusals.register_sentences(gate.SENTENCES)
    journal_verbs.register(gate.VERBS)


CATALOGUE_SENTENCES = {
    "opendata.no_dataset": _("There is no data set %(slug)s. Look for it in the list of data sets."),
}
