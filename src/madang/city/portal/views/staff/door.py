"""What all pages of staff share: who may come in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from madang.city.kernel.refusals import Refused
from madang.city.people.rules import Viewer, why_not_staff

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
