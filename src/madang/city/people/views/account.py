"""The account: overview, profile, who read it, download, leaving."""

import json

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import sentence
from madang.city.people import queries, services
from madang.city.people.rules import Actor, Assurance, Role
from madang.city.people.views.guard import resident_id_of, signed_in, sure, viewer_of

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
    """Show the account at a glance."""
    resident_id = resident_id_of(request)
    profile = queries.profile(resident_id, viewer=Actor("resident", resident_id), purpose=OWN)
    staff = viewer_of(request).staff
    words = {
        "profile": profile,
        "doors": _doors(),
        "staff": staff,
        "sees_staff": staff is not None and staff.role in (Role.ADMINISTRATOR, Role.AUDITOR),
        "can_prove": profile.assurance is not Assurance.IDENTITY_PROVED,
    }
    return render(request, "people/account.html", words)


@require_safe
@signed_in
def readings(request: HttpRequest) -> HttpResponse:
    """Show who read the resident's data."""
    resident_id = resident_id_of(request)
    lines = queries.readings_of(resident_id, viewer=Actor("resident", resident_id), purpose=OWN)
    shown = [(line, _reason(line.purpose)) for line in lines]
    return render(request, "people/readings.html", {"readings": shown})


@require_safe
@signed_in
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
@signed_in
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
