"""The discussion of an idea or a vote, a page of threads at a time, and one thread alone."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.paging import BadCursor
from madang.city.look.parts import Page, Tab
from madang.city.proposals.queries import comments as queries
from madang.city.proposals.queries.comments import Discussion
from madang.city.proposals.rules.comments import Order, Side
from madang.city.proposals.rules.subjects import SubjectKind
from madang.city.proposals.views.comments import showing
from madang.city.proposals.views.door import viewer_of

ORDERS = {Order.HELPFUL: gettext_lazy("Most helpful first"), Order.NEWEST: gettext_lazy("Newest first")}


@require_safe
def discussion(request: HttpRequest, kind: SubjectKind, reference: str) -> HttpResponse:
    """Show the threads under an idea or a vote; where a page asks for them by itself, it takes their part alone."""
    order = next((one for one in Order if one == request.GET.get("order")), Order.HELPFUL)
    side = next((one for one in showing.SIDES if one == request.GET.get("side")), None)
    viewer, now = viewer_of(request), clock.now()
    read = partial(queries.discussion, reference, viewer, now=now, kind=kind, order=order, side=side)
    try:
        found = read(cursor=request.GET.get("after"))
    except BadCursor:
        found = read()
    context = showing.discussion(request, found) | {
        "tabs": _tabs(found, order, side),
        "orders": [Tab(label, _address(found, one, side), None, one is order) for one, label in ORDERS.items()],
        "page": _neighbours(request, found, order, side),
    }
    return render(request, "proposals/comments/discussion.html", context)


@require_safe
def comment(request: HttpRequest, kind: SubjectKind, reference: str, public_id: UUID) -> HttpResponse:
    """Show the thread in which a comment stands."""
    found = queries.thread(reference, public_id, viewer_of(request), now=clock.now(), kind=kind)
    return render(request, "proposals/comments/thread.html", showing.discussion(request, found))


def _address(found: Discussion, order: Order, side: Side | None, after: str = "") -> str:
    told = {"order": "" if order is Order.HELPFUL else order.value, "side": side.value if side else "", "after": after}
    kept = "&".join(f"{name}={value}" for name, value in told.items() if value)
    return found.about.discussion + (f"?{kept}" if kept else "")


def _tabs(found: Discussion, order: Order, side: Side | None) -> list[Tab]:
    everything = Tab(_("All"), _address(found, order, None), found.total, side is None)
    labels = {Side.FOR: _("For"), Side.AGAINST: _("Against"), Side.QUESTION: _("Questions")}
    return [
        everything,
        *(Tab(label, _address(found, order, one), found.counts[one], one is side) for one, label in labels.items()),
    ]


def _neighbours(request: HttpRequest, found: Discussion, order: Order, side: Side | None) -> Page:
    after = found.page.next_cursor
    first = _address(found, order, side) if request.GET.get("after") else ""
    return Page(next_url=_address(found, order, side, after) if after else "", previous_url=first)
