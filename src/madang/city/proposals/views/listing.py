"""The list of ideas: stages, words, topic, place and order; what many lists share of a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.paging import BadCursor
from madang.city.look.parts import Page, Tab, Tag
from madang.city.look.templatetags.look import date_plain, number
from madang.city.portal.queries.subjects import TOPICS
from madang.city.proposals.queries import listing
from madang.city.proposals.queries.listing import Found, Order, ProposalLine, Wanted
from madang.city.proposals.queries.settings import threshold_for
from madang.city.proposals.queries.stages import counts_by_state
from madang.city.proposals.rules.life import SUPPORTED, State
from madang.city.proposals.views import choices, maps, words
from madang.city.proposals.views.door import marked, said

MOST_WORDS = 200
ORDERS = {
    Order.NEWEST: gettext_lazy("Newest first"),
    Order.SUPPORTED: gettext_lazy("Most supported"),
    Order.EXPIRING: gettext_lazy("Time runs out"),
    Order.ANSWERED: gettext_lazy("Answered last"),
    Order.BEST: gettext_lazy("Best match"),
}


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """An idea in a list as the page prints it; ``share`` fills the bar, None where no support is collected."""

    url: str
    title: Any
    tag: Tag
    place: Any
    topic: str
    supporters: str
    note: str
    share: float | None
    picture_url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page's address asks for, its shape checked."""

    stage: str
    wanted: Wanted
    on_map: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Tell whether more than a stage was chosen."""
        return bool(self.wanted.words or self.wanted.topic or self.wanted.area_id)


@require_safe
def ideas(request: HttpRequest) -> HttpResponse:
    """Show the ideas."""
    asked = _asked(request)
    here = reverse("proposals:list")
    shown = _map_shown(asked) if asked.on_map else _list_shown(request, asked, here)
    context = {
        **shown,
        "asked": asked,
        "tabs": _tabs(asked, here),
        "list_url": _address(asked, here, show=""),
        "map_url": _address(asked, here, show="map"),
        "topics": words.topics(),
        "areas": choices.areas(),
        "area": str(asked.wanted.area_id or ""),
        "orders": [(one.value, label) for one, label in ORDERS.items() if one is not Order.BEST or asked.wanted.words],
        "threshold": threshold_for(None),
    }
    return render(request, "proposals/list.html", context)


def _list_shown(request: HttpRequest, asked: Asked, here: str) -> dict[str, Any]:
    found = _found(request, asked.wanted)
    return {
        "rows": rows(found.page.rows),
        "found_words": _found_words(found.total or 0) if asked.is_narrowed else "",
        "page": _neighbours(request, found, asked, here),
    }


def _map_shown(asked: Asked) -> dict[str, Any]:
    on_map = maps.ideas_frame(asked.wanted, _told(asked))
    return {
        "on_map": on_map,
        "mapped_words": _found_words(on_map["shown"]) if on_map else "",
        "elsewhere": on_map["elsewhere"] if on_map else 0,
    }


def _asked(request: HttpRequest) -> Asked:
    told = request.GET
    stage, area, topic = told.get("stage", ""), told.get("area", ""), told.get("topic", "")
    typed = " ".join(told.get("q", "").replace("\x00", " ").split())[:MOST_WORDS]
    default = Order.BEST if typed else Order.NEWEST
    order = next((one for one in ORDERS if one == told.get("order")), default)
    wanted = Wanted(
        words=typed,
        states=words.STAGES[stage][1] if stage in words.STAGES else frozenset(),
        topic=topic if topic in TOPICS else "",
        area_id=int(area) if area.isascii() and area.isdecimal() and len(area) < 10 else None,
        order=order if typed or order is not Order.BEST else default,
    )
    return Asked(stage if stage in words.STAGES else "", wanted, on_map=told.get("show") == "map")


def _found(request: HttpRequest, wanted: Wanted) -> Found:
    today = clock.today(clock.now())
    try:
        return listing.find(wanted, today=today, cursor=request.GET.get("after"))
    except BadCursor:
        return listing.find(wanted, today=today)


def _address(asked: Asked, here: str, **more: str) -> str:
    kept = urlencode({name: value for name, value in (_told(asked) | more).items() if value})
    return f"{here}?{kept}" if kept else here


def _told(asked: Asked) -> dict[str, str]:
    """Return what was asked as the parameters of an address."""
    wanted = asked.wanted
    told = {"q": wanted.words, "topic": wanted.topic, "area": str(wanted.area_id or ""), "stage": asked.stage}
    told["order"] = "" if wanted.order in (Order.NEWEST, Order.BEST) else wanted.order.value
    told["show"] = "map" if asked.on_map else ""
    return {name: value for name, value in told.items() if value}


def _tabs(asked: Asked, here: str) -> list[Tab]:
    """Return the stages; with their counts as long as nothing narrows them."""
    counts = {} if asked.is_narrowed else counts_by_state()
    all_of_them = None if asked.is_narrowed else sum(counts.values())
    tabs = [Tab(_("All"), _address(asked, here, stage=""), all_of_them, not asked.stage)]
    for name, (label, states) in words.STAGES.items():
        count = None if asked.is_narrowed else sum(counts.get(state, 0) for state in states)
        tabs.append(Tab(label, _address(asked, here, stage=name), count, asked.stage == name))
    return tabs


def _found_words(total: int) -> str:
    return ngettext("%(n)s idea found", "%(n)s ideas found", total) % {"n": number(total)}


def _neighbours(request: HttpRequest, found: Found, asked: Asked, here: str) -> Page:
    after = found.page.next_cursor
    first = _address(asked, here) if request.GET.get("after") else ""
    return Page(next_url=_address(asked, here, after=after) if after else "", previous_url=first)


def rows(lines: Iterable[ProposalLine]) -> list[IdeaRow]:
    """Return ideas as rows of a list."""
    return [row(one) for one in lines]


def row(one: ProposalLine) -> IdeaRow:
    """Return an idea as a row: what it is, where, how it stands, how many support it."""
    collects = one.state is State.COLLECTING
    return IdeaRow(
        url=reverse("proposals:idea", args=[one.reference]),
        title=marked(one.title, one.language),
        tag=words.state_tag(one.state, one.decision, is_overdue=one.is_overdue),
        place=said(one.area) if one.area else _("The whole city"),
        topic=words.topic(one.topic),
        supporters=supporters_words(one.supports, one.needed if collects else 0),
        note=_note(one),
        share=one.supports / max(1, one.needed) if collects else None,
        picture_url=reverse("proposals:small-picture", args=[one.reference, one.picture]) if one.picture else "",
    )


def supporters_words(supports: int, needed: int) -> str:
    """Return "41 of 50 supporters", or without a threshold "312 supporters"."""
    if needed:
        return _("%(n)s of %(needed)s supporters") % {"n": number(supports), "needed": number(needed)}
    return ngettext("%(n)s supporter", "%(n)s supporters", supports) % {"n": number(supports)}


def _note(one: ProposalLine) -> str:
    """Return what comes next and when."""
    today = clock.today(clock.now())
    if one.state is State.COLLECTING and one.collects_until:
        left = max(0, (one.collects_until - today).days)
        return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    if one.is_overdue and one.due_on:
        return _("Was due on %(day)s") % {"day": date_plain(one.due_on)}
    if one.due_on and one.state is State.ROUTED:
        return _("Officer named by %(day)s") % {"day": date_plain(one.due_on)}
    if one.due_on and one.state in SUPPORTED:
        return _("Answer by %(day)s") % {"day": date_plain(one.due_on)}
    if one.due_on:
        return _("Next step by %(day)s") % {"day": date_plain(one.due_on)}
    return _("Answered on %(day)s") % {"day": date_plain(clock.today(one.answered_at))} if one.answered_at else ""
