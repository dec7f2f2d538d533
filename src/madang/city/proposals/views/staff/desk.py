"""The desk of ideas: queues at the left, and one idea with the acts that the rules allow its reader."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.look.templatetags.look import date_table, number
from madang.city.proposals.queries import queues, showing
from madang.city.proposals.queries.lines import ProposalLine
from madang.city.proposals.queries.queues import Queue
from madang.city.proposals.rules.life import AUTHORS, UNKNOWN, State
from madang.city.proposals.views import showing as pages
from madang.city.proposals.views import words
from madang.city.proposals.views.door import beside_form, marked, said, signed_in, staff_of
from madang.city.proposals.views.staff.acts import ACTS, form_for, is_offered

LABELS = {
    Queue.MINE: gettext_lazy("On my desk"),
    Queue.DEPARTMENT: gettext_lazy("My department"),
    Queue.OVERDUE: gettext_lazy("Late"),
    Queue.WAITING: gettext_lazy("Author asked"),
    Queue.ROUTE: gettext_lazy("To be given to a department"),
}


@signed_in
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show a queue, the earliest due first."""
    viewer, today = staff_of(request), clock.today(clock.now())
    counts = queues.counts(viewer=viewer, today=today)
    chosen = next((one for one in counts if one == request.GET.get("queue")), Queue.MINE)
    here = reverse("proposals:staff-list")
    rail = [
        {"label": LABELS[one], "url": f"{here}?queue={one}", "count": number(count), "current": one is chosen,
         "late": one is Queue.OVERDUE and count > 0}
        for one, count in counts.items()
    ]  # fmt: skip
    found = queues.queue(chosen, viewer=viewer, today=today)
    context = {"rail": rail, "label": LABELS[chosen], "rows": [_cells(one) for one in found]}
    return render(request, "proposals/staff/desk.html", context)


def _cells(one: ProposalLine) -> dict[str, Any]:
    return {
        "url": reverse("proposals:staff-idea", args=[one.reference]),
        "title": marked(one.title, one.language),
        "reference": one.reference,
        "tag": words.state_tag(one.state, one.decision, is_overdue=False),
        "place": said(one.area) if one.area else _("The whole city"),
        "supports": number(one.supports),
        "due": date_table(one.due_on),
        "is_late": one.is_overdue,
    }


@signed_in
@require_safe
def idea(request: HttpRequest, reference: str) -> HttpResponse:
    """Show an idea to whoever works on it."""
    return _page(request, reference, {})


def _page(
    request: HttpRequest, reference: str, bound: dict[str, forms.Form], problem: str = "", status: int = 200
) -> HttpResponse:
    viewer = staff_of(request)
    shown = showing.proposal(reference, viewer=viewer, now=clock.now())
    if shown.standing.state is State.DRAFT or shown.mine.parts & AUTHORS:
        raise Refused(UNKNOWN)
    offered = [
        {
            "name": str(name),
            "label": act.label,
            "yes": act.yes,
            "form": bound.get(name) or form_for(name, shown),
            "open": name in bound,
        }
        for name, act in ACTS.items()
        if is_offered(name, shown, viewer)
    ]  # fmt: skip
    context = pages.page(shown) | {
        "acts": offered,
        "problem": problem,
        "typed": _lost(bound, [one["name"] for one in offered]),
        "form": next(iter(bound.values()), None),
    }
    return render(request, "proposals/staff/idea.html", context, status=status)


def _lost(bound: dict[str, forms.Form], offered: Collection[str]) -> list[str]:
    """Return the words of a form that the page does not show any more."""
    return [str(form.data.get(f"{name}-text", "")) for name, form in bound.items() if name not in offered]


@signed_in
@require_POST
def act(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Make a move; on a refusal show the idea as it stands now, the reason, and what was typed."""
    viewer = staff_of(request)
    chosen = ACTS.get(name)
    if chosen is None:
        raise Http404
    form = form_for(name, showing.proposal(reference, viewer=viewer, now=clock.now()), request.POST, request.FILES)
    bound = {name: form} if form is not None else {}
    if form is not None and not form.is_valid():
        return _page(request, reference, bound, status=422)
    told = chosen.told(form.cleaned_data) if form is not None else {}
    if chosen.has_revision:
        told["revision"] = _revision(request)
    try:
        chosen.service(reference=reference, by=viewer, now=clock.now(), **told)
    except Refused as refused:
        return _page(request, reference, bound, beside_form(refused), refused.refusal.status)
    messages.success(request, _("Written down, and everybody sees it."))
    return redirect("proposals:staff-idea", reference)


def _revision(request: HttpRequest) -> int | None:
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 9 else None
