"""Who stands before a page."""

from django.http import HttpRequest

from madang.city.people.rules import Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who asks; the middleware of people has found it out."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer
