"""The staff page of failed jobs."""

import json
from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from madang.city.journal import services as journal
from madang.city.kernel import failed_jobs as jobs
from madang.city.kernel.clock import now
from madang.city.kernel.paging import BadCursor
from madang.city.kernel.refusals import Refused
from madang.city.look.parts import Column, Failure, Failures, Figure, Page
from madang.city.look.templatetags.look import day_and_time
from madang.city.people.rules import why_not_keep_the_site


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def failed_jobs(request: HttpRequest) -> HttpResponse:
    """Show the jobs that were given up; try one again."""
    if reason := why_not_keep_the_site(request.viewer):  # type: ignore[attr-defined]
        raise Refused(reason)
    if request.method == "POST":
        return _try_again(request)
    try:
        page = jobs.failed_jobs(cursor=request.GET.get("after"))
    except BadCursor:
        return redirect("web:failed-jobs")
    here = reverse("web:failed-jobs")
    states = jobs.jobs_by_state()
    shown = (("failed", _("Given up")), ("todo", _("Waiting")), ("doing", _("Running")))
    words = {
        "title": _("Jobs that failed"),
        "hint": _("The reason of each stands in the log, under its number."),
        "failures": _table(page.rows, here),
        "figures": [Figure(f"{states[state]:,}", label) for state, label in shown],
        "paging": Page(next_url=f"{here}?after={page.next_cursor}" if page.next_cursor else ""),
        "none": _("No job has failed"),
        "none_words": _("A job that was tried too often stands here, and can be tried again."),
    }
    return render(request, "look/failures.html", words)


def _table(rows: Sequence[jobs.FailedJob], here: str) -> Failures:
    found = [
        Failure(
            job.name,
            job.id,
            (json.dumps(dict(job.arguments), ensure_ascii=False, sort_keys=True), job.tries, day_and_time(job.failed_at)),
            job.id,
        )
        for job in rows
    ]
    columns = (Column(_("With")), Column(_("Tries"), numeric=True), Column(_("Last tried")))
    return Failures(_("Jobs that failed, newest first"), _("Job"), columns, found, action=here, field="job")


def _try_again(request: HttpRequest) -> HttpResponse:
    given = request.POST.get("job", "")
    if not given.isascii() or not given.isdecimal() or len(given) > 18:
        raise Http404
    jobs.try_again(job_id=int(given), now=now())
    actor = str(request.viewer.actor)  # type: ignore[attr-defined]
    journal.note(verb="retried", about=f"job:{given}", actor=actor, at=now())
    messages.success(request, _("The job is on the queue again."))
    return redirect("web:failed-jobs")
