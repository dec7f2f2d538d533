"""Doors: what every page of people asks first."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from madang.city.kernel.refusals import Refusal, Refused
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


def for_residents(page: Page) -> Page:
    """Lead whoever is no resident, as staff may be, to their account: there they can become one."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if viewer_of(request).resident_id is None:
            return redirect("people:account")
        return page(request, *args, **kwargs)

    return signed_in(guarded)


def resident_id_of(request: HttpRequest) -> int:
    """Return the resident behind the account. Raises TypeError where there is none: ``for_residents`` asks first."""
    resident_id = viewer_of(request).resident_id
    if resident_id is None:
        raise TypeError("a page for residents without its guard")
    return resident_id
