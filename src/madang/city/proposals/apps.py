"""Oasis: residents propose and discuss, the city answers with a date."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.registries.staff_pages import Standing


def _standing() -> Standing:
    """Return whether somebody is there who names who answers."""
    from madang.city.proposals.queries.settings import accounts_with
    from madang.city.proposals.rules.settings import Duty

    clerks = accounts_with(Duty.CLERK)
    return Standing(_("Somebody names who answers")) if clerks else Standing(_("Nobody names who answers"), needs_care=True)


class ProposalsConfig(AppConfig):
    """Registers what proposals offers to the rest of the city."""

    name = "madang.city.proposals"
    label = "proposals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register sentences, verbs, notices, the search source, data sets and what is held about people."""
        from madang.city.kernel import refusals
        from madang.city.kernel.registries import (
            beside,
            datasets,
            discussions,
            journal_verbs,
            navigation,
            notice_kinds,
            origins,
            personal_data,
            search,
            staff_pages,
        )
        from madang.city.proposals.datasets import SOURCES
        from madang.city.proposals.queries.links import as_origins
        from madang.city.proposals.queries.search import ProposalSearch
        from madang.city.proposals.rules.settings import why_not_set
        from madang.city.proposals.services import sentences, similar_sentences
        from madang.city.proposals.services.comments import sentences as comments
        from madang.city.proposals.services.comments.held import CommentsHeld
        from madang.city.proposals.services.held import ProposalsHeld
        from madang.city.proposals.services.moderation import sentences as moderation
        from madang.city.proposals.services.opinions import sentences as opinions
        from madang.city.proposals.views.comments.showing import of_vote

        for said in (sentences, opinions, comments, moderation, similar_sentences):
            refusals.register_sentences(said.SENTENCES)
            journal_verbs.register(said.VERBS)
        for kind in (*sentences.NOTICE_KINDS, *comments.NOTICE_KINDS, *moderation.NOTICE_KINDS):
            notice_kinds.register(kind)
        navigation.register(navigation.Entry(25, _("Take part"), "chat", "proposals:list", ("/ideas", "/votes")))
        below = ("/staff/ideas", "/staff/votes")
        navigation.register_for_staff(navigation.Entry(15, _("Ideas"), "bulb", "proposals:staff-list", below))
        beside.register(beside.Beside("take-part", 10, _("Ideas"), "proposals:list"))
        beside.register(beside.Beside("take-part", 20, _("Votes"), "voting:list"))
        beside.register(beside.Beside("my-things", 10, _("My cases"), "portal:cases"))
        beside.register(beside.Beside("my-things", 20, _("My ideas"), "proposals:mine"))
        origins.register("proposals", as_origins)
        discussions.register("vote", of_vote)
        label, text = _("Settings of ideas"), _("Thresholds, days, and who holds which duty")
        staff_pages.register(staff_pages.StaffPage(58, label, text, "proposals:settings", why_not_set, _standing))
        search.register(ProposalSearch())
        for source in SOURCES:
            datasets.register(source)
        personal_data.register(ProposalsHeld())
        personal_data.register(CommentsHeld())
