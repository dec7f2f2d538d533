"""The staff page of failed jobs."""

import json

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
from madang.city.look.parts import Figure, Page
from madang.city.people.rules import Role, why_not_staff


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def failed_jobs(request: HttpRequest) -> HttpResponse:
    """Show the jobs that were given up; try one again."""
    if reason := why_not_staff(request.viewer, Role.ADMINISTRATOR):  # type: ignore[attr-defined]
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
        "jobs": [(job, json.dumps(dict(job.arguments), ensure_ascii=False, sort_keys=True)) for job in page.rows],
        "figures": [Figure(f"{states[state]:,}", label) for state, label in shown],
        "paging": Page(next_url=f"{here}?after={page.next_cursor}" if page.next_cursor else ""),
    }
    return render(request, "web/jobs.html", words)


def _try_again(request: HttpRequest) -> HttpResponse:
    given = request.POST.get("job", "")
    if not given.isascii() or not given.isdecimal() or len(given) > 18:
        raise Http404
    jobs.try_again(job_id=int(given), now=now())
    actor = str(request.viewer.actor)  # type: ignore[attr-defined]
    journal.note(verb="retried", about=f"job:{given}", actor=actor, at=now())
    messages.success(request, _("The job is on the queue again."))
    return redirect("web:failed-jobs")
