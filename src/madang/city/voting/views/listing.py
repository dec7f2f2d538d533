"""The list of votes: open, soon and closed ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.paging import BadCursor
from madang.city.kernel.paging import Page as Found
from madang.city.look.parts import Page, Tab, Tag
from madang.city.look.templatetags.look import date_words, number, percent, time_words
from madang.city.voting.queries.votes import VoteLine
from madang.city.voting.queries.votes import votes as find_votes
from madang.city.voting.rules.electorate import Electorate
from madang.city.voting.rules.votes import Mode, State
from madang.city.voting.views import words
from madang.city.voting.views.door import said, viewer_of

STAGES: Mapping[str, tuple[Any, frozenset[State]]] = {
    "open": (pgettext_lazy("vote", "Open"), frozenset({State.OPEN})),
    "soon": (gettext_lazy("Soon"), frozenset({State.ANNOUNCED})),
    "closed": (gettext_lazy("Closed"), frozenset({State.CLOSED, State.COUNTED, State.ANSWERED, State.CANCELLED})),
}
EMPTY: Mapping[str, tuple[Any, Any]] = {
    "open": (gettext_lazy("No vote is open"), gettext_lazy("What residents and the city ask stands here while you can answer.")),
    "soon": (gettext_lazy("No vote opens soon"), gettext_lazy("Votes stand here as soon as they are announced.")),
    "closed": (gettext_lazy("No vote is closed yet"), gettext_lazy("Results stand here, with how they were counted.")),
}
MODES = {Mode.OFFICIAL.value: gettext_lazy("Official votes"), Mode.STRAW.value: gettext_lazy("Straw votes")}


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A vote in a list as the page prints it."""

    url: str
    question: Any
    mode: Tag
    state: Tag | None
    when: str
    left: str
    who: str
    more: Any


@require_safe
def votes(request: HttpRequest) -> HttpResponse:
    """Show the votes of a stage."""
    stage = request.GET.get("stage", "open")
    stage = stage if stage in STAGES else "open"
    mode = request.GET.get("mode", "")
    mode = mode if mode in MODES else ""
    found = _found(request, stage, mode)
    context = {
        "stage": stage,
        "mode": mode,
        "modes": MODES.items(),
        "tabs": [Tab(label, _address(name, mode), None, name == stage) for name, (label, _states) in STAGES.items()],
        "rows": [row(one) for one in found.rows],
        "page": _neighbours(request, found, stage, mode),
        "empty": EMPTY[stage],
        "asks": viewer_of(request).staff is None,
    }
    return render(request, "voting/list.html", context)


def row(one: VoteLine, *, url: str = "", with_state: bool = False) -> VoteRow:
    """Return a vote as a row: what it asks, who asks how, until when, who may vote, how many took part."""
    shows = with_state or one.state not in (State.OPEN, State.ANNOUNCED)
    return VoteRow(
        url=url or reverse("voting:vote", args=[one.reference]),
        question=said(one.question),
        mode=words.mode_tag(one.mode),
        state=words.state_tag(one.state) if shows else None,
        when=_when(one),
        left=_left(one),
        who=_who(one.electorate) if one.voters is None else "",
        more=said(one.department_name) if one.voters is None else _voters(one.voters, one.entitled),
    )


def _when(one: VoteLine) -> str:
    at = one.opens_at if one.state in (State.ANNOUNCED, State.DRAFT) else one.closes_at
    told = {"day": date_words(at), "time": time_words(at)}
    if one.state in (State.ANNOUNCED, State.DRAFT):
        return _("Opens %(day)s, %(time)s") % told
    return (_("Closes %(day)s, %(time)s") if one.state is State.OPEN else _("Closed %(day)s, %(time)s")) % told


def _left(one: VoteLine) -> str:
    """Return how long a vote is open still; "" for others, and on its last day, whose hour says it."""
    days = (one.closes_at - clock.now()).days if one.state is State.OPEN else 0
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days} if days > 0 else ""


def _who(electorate: Electorate) -> str:
    """Return in few words for whom a vote is."""
    if electorate.roll is not None:
        return _("by invitation")
    if electorate.near is not None:
        return _("near %(place)s") % {"place": electorate.near.name}
    if electorate.areas:
        return _("for a part of the city")
    return _("everybody from %(age)s on") % {"age": electorate.age_from}


def _voters(voters: int, entitled: int | None) -> str:
    told = ngettext("%(n)s person voted", "%(n)s people voted", voters) % {"n": number(voters)}
    return f"{told} ({percent(voters / entitled, 1 if voters * 10 < entitled else 0)})" if entitled else told


def _found(request: HttpRequest, stage: str, mode: str) -> Found[VoteLine]:
    states, kind = STAGES[stage][1], Mode(mode) if mode else None
    try:
        return find_votes(states=states, mode=kind, cursor=request.GET.get("after"))
    except BadCursor:
        return find_votes(states=states, mode=kind)


def _address(stage: str, mode: str, after: str = "") -> str:
    told = {"stage": "" if stage == "open" else stage, "mode": mode, "after": after}
    kept = urlencode({name: value for name, value in told.items() if value})
    return f"{reverse('voting:list')}?{kept}" if kept else reverse("voting:list")


def _neighbours(request: HttpRequest, found: Found[VoteLine], stage: str, mode: str) -> Page:
    after = found.next_cursor
    first = _address(stage, mode) if request.GET.get("after") else ""
    return Page(next_url=_address(stage, mode, after) if after else "", previous_url=first)
