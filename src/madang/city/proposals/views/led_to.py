"""What an idea led to, as its page prints it: votes once they are public, services, cases without their number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.look.parts import Happening
from madang.city.people.rules import NOBODY
from madang.city.proposals.queries.links import LinkLine
from madang.city.proposals.queries.values import ProposalWhole
from madang.city.proposals.rules.life import AUTHORS, DESK
from madang.city.proposals.views.door import said
from madang.city.voting.queries import votes

KINDS: Mapping[str, Any] = {
    "vote": _("An official vote"),
    "budget": _("A round of the participatory budget"),
    "case": _("A case of this service"),
    "service": _("A service of the city"),
    "dataset": _("A data set"),
}


@dataclass(frozen=True, slots=True)
class LedTo:
    """Something that an idea led to; ``url`` is empty where the page is not for everybody."""

    kind: Any
    title: Any
    url: str
    happening: Happening


def links(shown: ProposalWhole) -> list[LedTo]:
    """Return what an idea led to, oldest first; a vote that is not announced yet only to those who work on the idea."""
    works = bool(shown.mine.parts & DESK) and not shown.mine.parts & AUTHORS
    return [_shown(one, works=works) for one in shown.links if works or one.kind != "vote" or _is_public(one.reference)]


def _shown(one: LinkLine, *, works: bool) -> LedTo:
    url = one.url if works or one.kind != "case" else ""
    if works and one.kind == "vote":
        url = f"/staff/votes/{one.reference}"
    title = said(one.title)
    return LedTo(KINDS[one.kind], title, url, Happening(KINDS[one.kind], clock.today(one.at), "", title))


def _is_public(reference: str) -> bool:
    try:
        votes.vote(reference, NOBODY, today=clock.today(clock.now()))
    except Refused:
        return False
    return True
