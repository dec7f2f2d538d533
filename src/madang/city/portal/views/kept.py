"""Pages that are the same for everybody who is not signed in: rendered once, answered from memory, 304 if the reader has it."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

MOST_PAGES = 600


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page with its tag and status."""

    content: bytes
    etag: str
    status: int

    @classmethod
    def of(cls, response: HttpResponse) -> "Page":
        """Take the content of a response."""
        digest = hashlib.blake2b(response.content, digest_size=12).hexdigest()
        return cls(response.content, f'"{digest}"', response.status_code)


class KeptPages:
    """The pages rendered last, by key. A key names all that the content depends on."""

    def __init__(self, most: int = MOST_PAGES) -> None:
        self._most, self._pages, self._lock = most, OrderedDict[Hashable, Page](), threading.Lock()

    def answer(self, request: HttpRequest, key: Hashable, render: Callable[[], HttpResponse]) -> HttpResponse:
        """Return the page for a key, rendering it if need be; for somebody signed in it is always rendered anew."""
        if not is_common(request):
            response = render()
            response["Cache-Control"] = "private, no-store"
            return response
        page = self._pages.get(key)
        if page is None:
            page = Page.of(render())
            self._put(key, page)
        return _as_response(request, page)

    def _put(self, key: Hashable, page: Page) -> None:
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)


def is_common(request: HttpRequest) -> bool:
    """Tell whether a request gets the page that everybody gets: nobody signed in, no message waiting, nothing asked for."""
    personal = {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    return request.method in {"GET", "HEAD"} and not personal and not request.META.get("QUERY_STRING")


def _as_response(request: HttpRequest, page: Page) -> HttpResponse:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if page.status == 200 and (page.etag in known or f"W/{page.etag}" in known):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(page.content, status=page.status)
    response["ETag"] = page.etag
    response["Cache-Control"] = "no-cache"
    return response
