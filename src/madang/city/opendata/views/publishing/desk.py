"""The publisher's desk: all data sets of the department, those that wait for somebody first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.paging import BadCursor
from madang.city.kernel.text import localised, text_key
from madang.city.look.parts import Page, Tag
from madang.city.opendata.queries import desk as queries
from madang.city.opendata.queries.desk import DeskLine, Waiting
from madang.city.opendata.rules.frequencies import Keeping
from madang.city.opendata.rules.states import VersionState
from madang.city.opendata.views.publishing import states
from madang.city.opendata.views.publishing.door import for_staff
from madang.city.opendata.views.visitors import viewer_of
from madang.city.people.rules import Role


@for_staff
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show what the department publishes and what waits for somebody."""
    viewer, now = viewer_of(request), clock.now()
    reach = queries.reach(viewer, now)
    try:
        found = queries.desk(reach, now=now, cursor=request.GET.get("after") or None)
    except BadCursor:
        found = queries.desk(reach, now=now)
    here, cursor = reverse("opendata:staff-data"), found.page.next_cursor
    told = {
        "lines": [_line(one) for one in found.page.rows],
        "to_do_words": _to_do(found.to_do),
        "may_add": viewer.staff is not None and viewer.staff.role is not Role.AUDITOR,
        "page": Page(next_url=f"{here}?after={cursor}" if cursor else "", previous_url=here if request.GET.get("after") else ""),
    }
    return render(request, "opendata/publishing/desk.html", told)


def _to_do(count: int) -> str:
    if not count:
        return _("Nothing waits for you.")
    return ngettext("%(n)s thing waits for your department.", "%(n)s things wait for your department.", count) % {"n": count}


def _line(one: DeskLine) -> dict[str, Any]:
    lang = text_key()
    promise = {
        Keeping.KEPT: Tag(_("Kept"), "go"),
        Keeping.BROKEN: Tag(_("Broken"), "stop"),
    }.get(one.keeping)
    return {
        "title": localised(one.titles, lang),
        "url": reverse("opendata:staff-dataset", args=[one.slug]),
        "publisher": localised(one.publisher, lang),
        "tag": states.dataset_tag(one.state),
        "rows": f"{one.rows:,}" if one.rows is not None else "",
        "promise": promise,
        "waits": [*map(_wait, one.waiting), *_asked(one)],
    }


def _wait(one: Waiting) -> dict[str, str]:
    words = {
        VersionState.RECEIVED: _("A file waits to be read"),
        VersionState.READING: _("A file is being read, %(done)s %%") % {"done": one.done},
        VersionState.FAILED: _("You: a file could not be read"),
        VersionState.AT_GATE: _("You: look and publish"),
    }[one.state]
    return {"url": reverse("opendata:staff-version", args=[one.id]), "words": words}


def _asked(one: DeskLine) -> list[dict[str, str]]:
    if not one.corrections:
        return []
    count = one.corrections
    words = ngettext("You: %(n)s proposed correction", "You: %(n)s proposed corrections", count) % {"n": count}
    return [{"url": reverse("opendata:staff-corrections") + f"?dataset={one.slug}", "words": words}]
