"""Puts ``request.viewer`` on every request: who asks, found out only when somebody wants to know."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from madang.city.people import queries
from madang.city.people.rules import NOBODY, Viewer


class ViewerMiddleware:
    """Adds the viewer; a page that does not ask costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, its viewer known when needed."""
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _viewer(request: HttpRequest) -> Viewer:
    account_id = request.user.pk
    return queries.viewer_of(account_id) if account_id else NOBODY
