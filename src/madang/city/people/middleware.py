"""Who asks, which devices they are signed in on, and steps that leave the site."""

from collections.abc import Callable
from hashlib import sha256
from urllib.parse import urlsplit

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from madang.city.people import queries
from madang.city.people.rules import NOBODY, Viewer

SEEN_EVERY_SECONDS = 300
OUTWARD_VIEWS = {"openid_connect_login", "idp:oidc:authorization", "idp:oidc:logout"}


class ViewerMiddleware:
    """Adds ``request.viewer``; a page that does not ask costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, its viewer known when needed; a step to another site goes by a page that says so."""
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-cache"  # what somebody signed in sees is kept by no cache between
        match = request.resolver_match
        if match and match.view_name in OUTWARD_VIEWS and _leaves(request, response):
            return _outward(request, response)
        return response


class SessionsSeenMiddleware:
    """Writes down when and from where a session was last used: at most once in five minutes, not at every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, having noted the session if it was not noted lately."""
        key, seen = request.session.session_key, caches["seen"]
        if key and seen.add(sha256(key.encode()).hexdigest(), 1, SEEN_EVERY_SECONDS) and request.user.is_authenticated:
            UserSession.objects.create_from_request(request)
        return self.get_response(request)


def _viewer(request: HttpRequest) -> Viewer:
    account_id = request.user.pk
    return queries.viewer_of(account_id) if account_id else NOBODY


def _leaves(request: HttpRequest, response: HttpResponse) -> bool:
    target = urlsplit(response.get("Location", ""))
    return bool(target.scheme) and (target.scheme, target.netloc) != (request.scheme, request.get_host())


def _outward(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return a page that leads on. Browsers refuse a form whose answer redirects to another site (``form-action 'self'``)."""
    target = response["Location"]
    if urlsplit(target).scheme in ("javascript", "data", "vbscript"):
        return render(request, "look/errors/page.html", {"status": 400}, status=400)
    page = render(request, "people/outward.html", {"target": target, "host": urlsplit(target).netloc})
    page.cookies = response.cookies
    page["Cache-Control"] = "no-store"
    return page
