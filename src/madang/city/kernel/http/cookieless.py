"""Addresses that know nobody: a ballot box must not learn of a session even where a browser sends its cookie."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_ADDRESSES: list[re.Pattern[str]] = []


def register(pattern: str) -> None:
    """Drop cookies at each path that the whole of ``pattern`` matches."""
    _ADDRESSES.append(re.compile(pattern))


class CookielessMiddleware:
    """Stands before sessions, and takes the cookies away where nobody may be known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request; at a registered address as if it had come without cookies."""
        if any(address.fullmatch(request.path_info) for address in _ADDRESSES):
            request.META.pop("HTTP_COOKIE", None)
            request.COOKIES = {}
        return self.get_response(request)
