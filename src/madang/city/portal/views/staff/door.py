"""What all pages of staff share: who may come in, and the navigation."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from madang.city.kernel.refusals import Refused
from madang.city.people.rules import Role, Viewer, why_not_staff

View = Callable[..., HttpResponse]


def for_staff(view: View) -> View:
    """Let people in who work for the city; what they may see is asked case by case."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if reason := why_not_staff(viewer_of(request)):
            raise Refused(reason)
        return view(request, *args, **options)

    return never_cache(login_required(guarded))


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who asks."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def staff_nav(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the navigation of staff pages: at most five entries."""
    staff = viewer_of(request).staff
    entries = [
        (_("Inbox"), "inbox", "portal:inbox", "/staff/cases"),
        (_("Counter"), "person", "portal:counter", "/staff/counter"),
        (_("Services"), "list", "portal:services", "/services"),
        (_("Figures"), "chart", "portal:performance", "/services/figures"),
    ]
    if staff is not None and staff.role in (Role.AUDITOR, Role.ADMINISTRATOR):
        entries.append((_("Journal"), "book", "journal:journal", "/staff/journal"))
    found = []
    for label, icon, name, below in entries:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        found.append({"label": label, "icon": icon, "url": url, "current": request.path == url or request.path.startswith(below)})
    return found
