"""The auditors' pages of the journal."""

import csv
import json
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from madang.city.journal import queries
from madang.city.journal.forms import LookForm
from madang.city.journal.rules import FAULTS, BrokenLink, why_not_read
from madang.city.kernel.jobs import enqueue
from madang.city.kernel.paging import BadCursor, Page
from madang.city.kernel.refusals import Refused
from madang.city.kernel.registries.journal_verbs import verb_words
from madang.city.look import parts

View = Callable[..., HttpResponseBase]


def for_auditors(view: View) -> View:
    """Let auditors and administrators in, nobody else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if reason := why_not_read(request.viewer):  # type: ignore[attr-defined]
            raise Refused(reason)
        return view(request, *args, **kwargs)

    return guarded


@never_cache
@login_required
@for_auditors
@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """Show the newest notes that were asked for, and how the chain stands."""
    form = LookForm(request.GET or None, verbs=queries.verbs())
    page = _page(form, request.GET.get("after"))
    standing = queries.standing()
    query = request.GET.copy()
    query.pop("after", None)
    words = {
        "form": form,
        "page": page,
        "notes": [(line, verb_words(line.verb)) for line in page.rows] if page else [],
        "standing": standing,
        "broken": _said(standing.first_broken),
        "query": query.urlencode(),
        "filtered": any(query.values()),
        "paging": _paging(page, query),
    }
    return render(request, "journal/journal.html", words, status=200 if page else 422)


def _said(broken: BrokenLink | None) -> str:
    """Return the finding in the reader's language."""
    return _(FAULTS[broken.fault]) % {"batch": broken.batch, "note": broken.note} if broken else ""


def _paging(page: Page[queries.NoteLine] | None, query: QueryDict) -> parts.Page:
    if page is None or page.next_cursor is None:
        return parts.Page()
    onward = query.copy()
    onward["after"] = page.next_cursor
    return parts.Page(next_url=f"?{onward.urlencode()}")


def _page(form: LookForm, cursor: str | None) -> Page[queries.NoteLine] | None:
    if not form.is_bound:
        return queries.page(queries.Wanted())
    if not form.is_valid():
        return None
    try:
        return queries.page(form.wanted(), cursor=cursor)
    except BadCursor:
        return queries.page(form.wanted())


@never_cache
@login_required
@for_auditors
@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """Send the notes that were asked for as CSV, however many they are."""
    form = LookForm(request.GET, verbs=queries.verbs())
    if not form.is_valid():
        return journal(request)
    answer = StreamingHttpResponse(_csv(queries.lines(form.wanted())), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="journal.csv"'
    return answer


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, text: str) -> str:
        return text


def _csv(lines: Iterator[queries.NoteLine]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(["id", "at", "verb", "about", "actor", "details", "batch", "subjects"])
    for line in lines:
        details = json.dumps(dict(line.details), ensure_ascii=False)
        plain = [line.id, line.at.isoformat(), line.verb, line.about, line.actor, details, line.batch or ""]
        yield writer.writerow([*plain, " ".join(line.subjects)])


@login_required
@for_auditors
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Have the whole chain walked by a job; the page shows what it finds."""
    enqueue("journal.verify", key="journal.verify")
    messages.info(request, _("The journal is being verified. The result stands here when the walk has ended."))
    return redirect("journal:journal")
