"""The desk of votes: queues at the left, the late ones first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.look.parts import Tab
from madang.city.look.templatetags.look import date_table, date_words, number, time_words, url_or_none
from madang.city.voting.queries import desk as queries
from madang.city.voting.queries.desk import DeskLine, Queue
from madang.city.voting.rules.life import why_not_ask
from madang.city.voting.rules.votes import Mode, State
from madang.city.voting.views import words
from madang.city.voting.views.door import said, signed_in
from madang.city.voting.views.staff.door import staff_of

LABELS = {
    Queue.LATE: gettext_lazy("Answer late"),
    Queue.DUE: gettext_lazy("Answer due"),
    Queue.DRAFTS: gettext_lazy("Drafts"),
    Queue.RUNNING: gettext_lazy("Open and soon"),
    Queue.COUNTING: gettext_lazy("To be counted"),
    Queue.DONE: pgettext_lazy("votes", "Done"),
}


@signed_in
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show a queue; unless one is chosen, the first that holds something."""
    viewer, today = staff_of(request), clock.today(clock.now())
    counts = queries.counts(viewer=viewer, today=today)
    first = next((one for one, count in counts.items() if count), Queue.RUNNING)
    chosen = next((one for one in Queue if one == request.GET.get("queue")), first)
    here = reverse("voting:staff-list")
    rail = [
        {"label": LABELS[one], "url": f"{here}?queue={one}", "count": number(count), "current": one is chosen,
         "late": one is Queue.LATE and count > 0}
        for one, count in counts.items()
    ]  # fmt: skip
    context = {
        "rail": rail,
        "label": LABELS[chosen],
        "tabs": desk_tabs(is_votes=True),
        "rows": [_cells(one) for one in queries.queue(chosen, viewer=viewer, today=today)],
        "may_ask": why_not_ask(viewer, Mode.OFFICIAL, running=0) is None,
    }
    return render(request, "voting/staff/desk.html", context)


def desk_tabs(*, is_votes: bool) -> list[Tab]:
    """Return the two desks of those who let people take part: ideas and votes."""
    ideas = url_or_none("proposals:staff-list")
    first = [Tab(_("Ideas"), ideas, None, not is_votes)] if ideas else []
    return [*first, Tab(_("Votes"), reverse("voting:staff-list"), None, is_votes)]


def _cells(one: DeskLine) -> dict[str, Any]:
    return {
        "url": reverse("voting:staff-vote", args=[one.reference]),
        "question": said(one.question),
        "reference": one.reference,
        "mode": words.mode_tag(one.mode),
        "state": words.state_tag(one.state),
        "next": _next(one),
        "department": said(one.department),
        "due": date_table(one.due_on),
        "is_late": one.is_late,
    }


def _next(one: DeskLine) -> str:
    is_coming = one.state in (State.DRAFT, State.ANNOUNCED)
    at = one.opens_at if is_coming else one.closes_at
    told = {"day": date_words(at), "time": time_words(at)}
    if is_coming:
        return _("Opens %(day)s, %(time)s") % told
    return (_("Closes %(day)s, %(time)s") if one.state is State.OPEN else _("Closed %(day)s, %(time)s")) % told
