"""What could not be delivered: a page for administrators."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from madang.city.kernel.clock import now
from madang.city.kernel.paging import BadCursor
from madang.city.kernel.refusals import Refused
from madang.city.look.parts import Column, Failure, Failures, Figure, Page
from madang.city.look.templatetags.look import day_and_time
from madang.city.notices import queries, services
from madang.city.notices.queries import FailedDelivery
from madang.city.people.rules import why_not_keep_the_site


@never_cache
@login_required
@require_GET
def failed(request: HttpRequest) -> HttpResponse:
    """Show the deliveries that were given up, with the reason of each."""
    _only_administrators(request)
    try:
        page = queries.failed_deliveries(cursor=request.GET.get("after"))
    except BadCursor:
        return redirect("notices:failed")
    states = queries.deliveries_by_state()
    words = {
        "title": _("Notices that did not arrive"),
        "failures": _table(page.rows),
        "figures": [
            Figure(f"{states.get('failed', 0):,}", _("Given up")),
            Figure(f"{states.get('waiting', 0) + states.get('sending', 0):,}", _("On their way")),
        ],
        "paging": Page(next_url=f"{reverse('notices:failed')}?after={page.next_cursor}" if page.next_cursor else ""),
        "none": _("Everything has arrived"),
        "none_words": _("A notice that no channel could deliver stands here with its reason."),
    }
    return render(request, "look/failures.html", words)


def _table(rows: Sequence[FailedDelivery]) -> Failures:
    found = [
        Failure(one.about, one.kind, (one.channel_label, day_and_time(one.created_at), one.tries, one.reason), one.token)
        for one in rows
    ]
    columns = (
        Column(_("Channel")),
        Column(_("Written")),
        Column(_("Tries"), numeric=True),
        Column(_("What the other side said")),
    )
    caption, action = _("Notices that did not arrive, newest first"), reverse("notices:retry")
    return Failures(caption, _("About"), columns, found, action=action, field="delivery")


@login_required
@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Try a delivery again that was given up."""
    _only_administrators(request)
    delivery_id = queries.delivery_by_token(request.POST.get("delivery", ""))
    if delivery_id is None:
        raise Http404
    services.try_again(delivery_id=delivery_id, now=now())
    messages.success(request, _("It is on its way again."))
    return redirect("notices:failed")


def _only_administrators(request: HttpRequest) -> None:
    if reason := why_not_keep_the_site(request.viewer):  # type: ignore[attr-defined]
        raise Refused(reason)
