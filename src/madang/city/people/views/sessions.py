"""Where somebody is signed in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.city.people import rules, services
from madang.city.people.views.guard import signed_in, viewer_of

LONGEST_ID = 18


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session as its owner sees it."""

    id: int
    device: rules.Device
    address: str
    since: datetime
    last_seen: datetime
    is_this: bool


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sessions(request: HttpRequest) -> HttpResponse:
    """Show the sessions; end one, or all others."""
    account_id = viewer_of(request).account_id or 0
    if request.method == "POST":
        return _end(request, account_id)
    this = request.session.session_key
    rows = sorted(UserSession.objects.purge_and_list(request.user), key=lambda row: (row.session_key != this, -row.pk))
    lines = [
        SessionLine(row.pk, rules.device(row.user_agent), row.ip, row.created_at, row.last_seen_at, row.session_key == this)
        for row in rows
    ]
    return render(request, "people/sessions.html", {"sessions": lines})


def _end(request: HttpRequest, account_id: int) -> HttpResponse:
    chosen = request.POST.get("session", "")
    if not chosen.isdecimal() or len(chosen) > LONGEST_ID:
        services.end_sessions(account_id=account_id, but=request.session.session_key or "")
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("usersessions_list")
    own = UserSession.objects.filter(pk=int(chosen), session_key=request.session.session_key, user_id=account_id)
    if own.exists():
        logout(request)
        return redirect("account_login")
    services.end_session(account_id=account_id, session_id=int(chosen))
    messages.success(request, _("That session has ended."))
    return redirect("usersessions_list")
