"""The account: overview, profile, who read it, download, leaving."""

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import sentence
from madang.city.people import queries, services
from madang.city.people.forms.staff import ROLE_WORDS
from madang.city.people.rules import Actor, Assurance
from madang.city.people.views.guard import for_residents, resident_id_of, signed_in, sure, viewer_of

OWN = "own-account"
REASONS = {
    "counter": gettext_lazy("You were at the counter"),
    "filling-in": gettext_lazy("To fill in your application"),
    "inbox": gettext_lazy("To work through the cases that lie there"),
    "letters": gettext_lazy("To write you a letter"),
    "sign-in": gettext_lazy("You signed in to another service of the city"),
}


@require_safe
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Show the account at a glance; staff who are no residents see what concerns their work."""
    viewer = viewer_of(request)
    resident = viewer.resident_id
    profile = queries.profile(resident, viewer=Actor("resident", resident), purpose=OWN) if resident is not None else None
    words = {
        "profile": profile,
        "name": (profile.name if profile else "") or (viewer.staff.name if viewer.staff else ""),
        "doors": _doors(),
        "staff": viewer.staff,
        "role": ROLE_WORDS[viewer.staff.role] if viewer.staff else "",
        "can_prove": viewer.assurance is not Assurance.IDENTITY_PROVED,
    }
    return render(request, "people/account.html", words)


@require_POST
@signed_in
def become_resident(request: HttpRequest) -> HttpResponse:
    """Let somebody who works for the city use it as a resident too, because they said so."""
    services.become_resident(account_id=viewer_of(request).account_id or 0, now=clock.now())
    messages.success(request, _("You are a resident of the city here too. Tell it your name, and forms fill themselves in."))
    return redirect("people:profile")


@require_safe
@for_residents
def readings(request: HttpRequest) -> HttpResponse:
    """Show who read the resident's data."""
    resident_id = resident_id_of(request)
    lines = queries.readings_of(resident_id, viewer=Actor("resident", resident_id), purpose=OWN)
    shown = [(line, _reason(line.purpose)) for line in lines]
    return render(request, "people/readings.html", {"readings": shown})


@require_safe
@for_residents
@sure
def download(request: HttpRequest) -> HttpResponse:
    """Give residents everything that the city holds about them, as one file."""
    resident_id = resident_id_of(request)
    held = queries.everything_held(resident_id, viewer=Actor("resident", resident_id), purpose=OWN)
    body = json.dumps(held, ensure_ascii=False, indent=2, default=str)
    answer = HttpResponse(body, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents
@rate_limited("delete-account", "5/h")
@sure
def delete(request: HttpRequest) -> HttpResponse:
    """Ask whether the account is to be deleted, then do it."""
    resident_id = resident_id_of(request)
    if request.method == "POST":
        services.erase(resident_id=resident_id, by=Actor("resident", resident_id), now=clock.now())
        logout(request)
        return redirect("people:deleted")
    reasons = [sentence(reason) for reason in queries.objections_to_erasure(resident_id)]
    return render(request, "people/delete.html", {"reasons": reasons, "is_staff": viewer_of(request).staff is not None})


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Say that the account is gone."""
    return render(request, "people/deleted.html")


def _reason(purpose: str) -> str:
    """Return a purpose in people's words; a code that has none stands as it is."""
    kind, _colon, reference = purpose.partition(":")
    if kind == "case" and reference:
        return _("Your case %(reference)s") % {"reference": reference}
    return str(REASONS.get(purpose, purpose))


def _doors() -> dict[str, str]:
    """Return addresses of pages that other systems may offer; empty where they do not."""
    try:
        return {"preferences": reverse("notices:wishes")}
    except NoReverseMatch:
        return {}
