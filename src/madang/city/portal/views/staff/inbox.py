"""The inbox: queues at the left, the most urgent case first."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from madang.city.kernel import clock
from madang.city.kernel.paging import BadCursor
from madang.city.kernel.text import localised, text_key
from madang.city.look.parts import Page
from madang.city.people.rules import Role
from madang.city.portal.forms.staff import FilterForm
from madang.city.portal.queries import inbox as queries
from madang.city.portal.queries.inbox import COUNTED, Inbox, InboxLine, Queue, Wanted
from madang.city.portal.rules.cases import RUNNING, State
from madang.city.portal.views.cases import words
from madang.city.portal.views.staff.door import for_staff, viewer_of
from madang.city.portal.views.texts import said

QUEUES: Mapping[Queue, Any] = {
    Queue.MINE: gettext_lazy("Mine"),
    Queue.UNASSIGNED: gettext_lazy("Unassigned"),
    Queue.SOON: gettext_lazy("Due within 3 days"),
    Queue.OVERDUE: gettext_lazy("Overdue"),
    Queue.WAITING: gettext_lazy("Waiting"),
    Queue.FOUR_EYES: gettext_lazy("Four eyes"),
    Queue.APPEALS: gettext_lazy("Objections"),
    Queue.ALL: gettext_lazy("Department, all"),
}
EMPTY: Mapping[Queue, Any] = {
    Queue.MINE: gettext_lazy("No case lies on your desk. Take one from “Unassigned”."),
    Queue.UNASSIGNED: gettext_lazy("Every case has its caseworker."),
    Queue.SOON: gettext_lazy("Nothing is due in the next three working days."),
    Queue.OVERDUE: gettext_lazy("Nothing is late."),
    Queue.WAITING: gettext_lazy("No case waits for somebody else."),
    Queue.FOUR_EYES: gettext_lazy("No proposal waits for a second pair of eyes."),
    Queue.APPEALS: gettext_lazy("Nobody has objected."),
    Queue.ALL: gettext_lazy("Your department has no open case."),
}
SOON_DAYS = 3


@for_staff
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Show one page of one queue."""
    form = FilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    wanted = _wanted(asked, viewer_of(request).staff)
    today = clock.today(clock.now())
    try:
        found = queries.inbox(viewer_of(request), wanted, today=today, cursor=asked.get("after") or None)
    except BadCursor:
        found = queries.inbox(viewer_of(request), wanted, today=today)
    return render(request, "portal/staff/inbox.html", _context(request, found, wanted, asked, today))


def _wanted(asked: Mapping[str, Any], staff: Any) -> Wanted:
    queue = asked.get("queue")
    own = Queue.MINE if staff.role in (Role.CASEWORKER, Role.HEAD) else Queue.ALL
    state = asked.get("state", "")
    return Wanted(
        queue=Queue(queue) if queue in set(Queue) else own,
        service=asked.get("service", ""),
        state=state if state in set(State) else "",
        search=asked.get("q", "").strip(),
    )


def _context(request: HttpRequest, found: Inbox, wanted: Wanted, asked: Mapping[str, Any], today: Any) -> dict[str, Any]:
    here = reverse("portal:inbox")
    kept = {name: asked.get(name) for name in ("q", "service", "state") if asked.get(name)}
    cursor = found.page.next_cursor
    paged = urlencode(kept | {"queue": wanted.queue.value, "after": cursor or ""})
    staff = viewer_of(request).staff
    return {
        "rail": [_rail_entry(queue, found.rail.counts[queue], wanted, here) for queue in Queue],
        "wanted": wanted,
        "list_label": _("Search for “%(words)s”") % {"words": wanted.search} if wanted.search else QUEUES[wanted.queue],
        "found_words": _found_words(found.found),
        "queue_url": f"{here}?queue={wanted.queue.value}",
        "back_words": _("Back to “%(queue)s”") % {"queue": QUEUES[wanted.queue]},
        "department": said(found.desk.department_name),
        "open_words": _open_words(found.rail.counts[Queue.ALL]),
        "lines": [_line(one, today) for one in found.page.rows],
        "services": [(slug, localised(titles, text_key())) for slug, titles in found.rail.services],
        "states": [(state.value, words.STAFF_STATES[state]) for state in State if state in RUNNING],
        "is_narrowed": bool(kept),
        "empty": _empty_words(wanted, bool(kept)),
        "page": Page(
            next_url=f"{here}?{paged}" if cursor else "",
            previous_url=f"{here}?{urlencode(kept | {'queue': wanted.queue.value})}" if asked.get("after") else "",
        ),
        "may_work": staff is not None and staff.role in (Role.CASEWORKER, Role.HEAD),
        "may_assign": staff is not None and staff.role is not Role.AUDITOR,
    }


def _found_words(count: int | None) -> str:
    """Say how many cases a search found and among which; nothing where nobody searched."""
    if count is None:
        return ""
    if count >= COUNTED:
        return _("More than 999 cases found among all that you may see, open and closed.")
    words = ngettext(
        "%(n)s case found among all that you may see, open and closed.",
        "%(n)s cases found among all that you may see, open and closed.",
        count,
    )
    return words % {"n": count}


def _empty_words(wanted: Wanted, is_narrowed: bool) -> Any:
    if wanted.search:
        return _("Nobody and nothing fits. Search by the whole number, the whole name or the e-mail address.")
    return _("No case of this queue fits what you chose.") if is_narrowed else EMPTY[wanted.queue]


def _open_words(count: int) -> str:
    if count >= COUNTED:
        return _("more than 999 open cases")
    return ngettext("%(n)s open case", "%(n)s open cases", count) % {"n": count}


def _rail_entry(queue: Queue, count: int, wanted: Wanted, here: str) -> dict[str, Any]:
    return {
        "label": QUEUES[queue],
        "url": f"{here}?queue={queue.value}",
        "count": _("999+") if count >= COUNTED else count,
        "current": queue is wanted.queue and not wanted.search,
        "late": queue is Queue.OVERDUE and count > 0,
    }


def _line(one: InboxLine, today: Any) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "url": reverse("portal:staff-case", args=[one.reference]),
        "applicant": one.applicant or _("Name deleted"),
        "service": said(one.titles),
        "tag": words.state_tag(one.state, staff=True),
        "waits_for": _waits_for(one),
        "due": words.table_day(one.due_on, today) if one.state in RUNNING else "",
        "left": _left(one),
        "late": one.left is not None and one.left < 0,
        "soon": one.left is not None and 0 <= one.left <= SOON_DAYS,
        "assignee": one.assignee,
    }


def _waits_for(one: InboxLine) -> str:
    if one.state is State.WAITING_APPLICANT:
        return _("Applicant")
    if one.state is State.WAITING_THIRD_PARTY:
        return one.status_text or _("Third party")
    return _("Us")


def _left(one: InboxLine) -> str:
    if one.left is None:
        return _("Clock stopped") if one.state in RUNNING else ""
    if one.left < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -one.left) % {"n": -one.left}
    return _("today") if one.left == 0 else ngettext("%(n)s day", "%(n)s days", one.left) % {"n": one.left}
