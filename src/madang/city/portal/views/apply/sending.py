"""Check the answers, send them, and keep the receipt."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refused, sentence
from madang.city.portal.forms.applying import plain
from madang.city.portal.queries import drafts as queries
from madang.city.portal.queries.drafts import DraftView
from madang.city.portal.services import drafts as services
from madang.city.portal.views.apply import showing
from madang.city.portal.views.apply.door import draft_of, patient_form, signed_in, viewer_of
from madang.city.portal.views.texts import said


@require_http_methods(["GET", "HEAD", "POST"])
@patient_form
@signed_in
@rate_limited("send", "30/m")
def check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show all answers, and what sending means; send them. A second press leads to the same receipt."""
    view = draft_of(request, public_id)
    if view.reference:
        return redirect("portal:draft-sent", public_id)
    if request.method != "POST":
        return render(request, "portal/apply/check.html", _words(view))
    if request.is_stale:  # type: ignore[attr-defined]
        return render(request, "portal/apply/check.html", _words(view) | {"notice": "stale"}, status=403)
    try:
        services.send(draft_id=view.id, now=clock.now(), paper_signed=request.POST.get("paper_signed") == "on")
    except Refused as refused:
        words = _words(draft_of(request, public_id)) | {"refusal": sentence(refused.refusal)}
        return render(request, "portal/apply/check.html", words, status=refused.refusal.status)
    return redirect("portal:draft-sent", public_id)


@never_cache
@require_safe
@signed_in
def sent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the receipt."""
    receipt = queries.receipt(public_id, viewer=viewer_of(request))
    if receipt is None:
        return redirect("portal:draft", public_id)
    words = {"receipt": receipt, "service_title": said(receipt.titles), "department": said(receipt.department)}
    return render(request, "portal/apply/sent.html", words)


def _words(view: DraftView) -> dict[str, Any]:
    total = len(view.walked) + 1
    return {
        "draft": view,
        "service_title": said(view.definition.title),
        "page_title": plain(view.definition.title),
        "parts": showing.parts(view),
        "is_ready": not view.open_steps,
        "next_url": showing.next_url(view),
        "back_url": showing.last_url(view),
        "total": total,
        "due_on": showing.due_on(view.definition, clock.today(clock.now())),
        "fee": showing.fee_of(view),
    }
