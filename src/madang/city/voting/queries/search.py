"""Votes in the one search box of the city."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.registries.search import Hit
from madang.city.kernel.text import localised
from madang.city.voting.queries.votes import VoteLine, votes_like
from madang.city.voting.rules.votes import Mode, State


class VoteSearch:
    """Questions that were put to residents."""

    name = "votes"
    label = _("Votes")

    def search(self, query: str, lang: str, limit: int) -> Sequence[Hit]:
        """Return the votes whose question or options are most like the query."""
        return [_hit(one, lang) for one in votes_like(query, limit=limit)]


def _hit(line: VoteLine, lang: str) -> Hit:
    kind = gettext("Official vote") if line.mode is Mode.OFFICIAL else gettext("Straw vote")
    return Hit(localised(line.question, lang), f"{kind} · {state_words(line.state)}", f"/votes/{line.reference}", "vote")


def state_words(state: State) -> str:
    """Return where a vote stands, in the reader's language."""
    return {
        State.DRAFT: gettext("Draft"),
        State.ANNOUNCED: gettext("Opens soon"),
        State.OPEN: gettext("Open"),
        State.CLOSED: gettext("Being counted"),
        State.COUNTED: gettext("Counted"),
        State.ANSWERED: gettext("Answered"),
        State.CANCELLED: gettext("Cancelled"),
    }[state]
