"""Throw a draft away and take it back; move it to the form that holds now."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.portal.queries import drafts as queries
from madang.city.portal.rules.drafts import UNKNOWN
from madang.city.portal.services import drafts as services
from madang.city.portal.views.apply.door import draft_of, signed_in, viewer_of
from madang.city.portal.views.texts import said


@require_POST
@signed_in
def delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    services.delete(draft_id=draft_of(request, public_id).id, now=clock.now())
    return redirect("portal:draft-deleted", public_id)


@require_safe
@signed_in
def deleted(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say that a draft is gone, with the way to take it back."""
    line = queries.deleted_draft(public_id, viewer=viewer_of(request), now=clock.now())
    if line is None:
        raise Refused(UNKNOWN)
    return render(request, "portal/apply/deleted.html", {"line": line, "service_title": said(line.titles)})


@require_POST
@signed_in
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a draft back."""
    viewer = viewer_of(request)
    line = queries.deleted_draft(public_id, viewer=viewer, now=clock.now())
    if line is None:
        raise Refused(UNKNOWN)
    staff_id = viewer.staff.id if viewer.staff and line.is_counter else None
    services.undo(public_id=public_id, resident_id=viewer.resident_id, staff_id=staff_id, now=clock.now())
    messages.success(request, _("The application is back, with everything you had filled in."))
    return redirect("portal:draft", public_id)


@require_POST
@signed_in
def move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Go on with the form as it is now."""
    services.move_to_present_version(draft_id=draft_of(request, public_id).id, now=clock.now())
    messages.success(request, _("You go on with the new form. What still fits was kept."))
    return redirect("portal:draft", public_id)
