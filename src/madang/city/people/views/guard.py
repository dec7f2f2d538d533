"""Doors: what every page of people asks first."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people import services
from madang.city.people.rules import Viewer

Page = Callable[..., HttpResponse]
Rule = Callable[[Viewer], Refusal | None]

sure: Callable[[Page], Page] = reauthentication_required


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who asks."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def signed_in(page: Page) -> Page:
    """Lead strangers to the sign-in page and back; keep the page out of every cache."""
    return never_cache(login_required(page))


def allowed(rule: Rule) -> Callable[[Page], Page]:
    """Let in whom ``rule`` does not refuse; strangers sign in first."""

    def guard(page: Page) -> Page:
        @wraps(page)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if reason := rule(viewer_of(request)):
                raise Refused(reason)
            return page(request, *args, **kwargs)

        return signed_in(guarded)

    return guard


def resident_id_of(request: HttpRequest) -> int:
    """Return the resident behind the account, made at need: staff have one as soon as they look."""
    viewer = viewer_of(request)
    if viewer.resident_id is not None:
        return viewer.resident_id
    return services.become_resident(account_id=viewer.account_id or 0, now=clock.now())
