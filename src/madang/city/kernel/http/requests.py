"""Every request has an id: in the answer's head, in the log lines and, small, on error pages."""

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
_request_id: ContextVar[str] = ContextVar("request_id", default="-")
_GOOD_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_log = logging.getLogger("madang.requests")
REQUESTS = Counter("madang_requests_total", "Requests answered", ["method", "view", "status"])
SECONDS = Histogram("madang_request_seconds", "Time to the answer", ["view"])


def present_request_id() -> str:
    """Return the id of the request that is being answered, or a dash."""
    return _request_id.get()


class RequestIdFilter(logging.Filter):
    """Gives every log line the request's id."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add ``request_id`` to the record."""
        record.request_id = present_request_id()
        return True


class RequestIdMiddleware:
    """Takes a proxy's X-Request-ID where it is a sane one, else makes one; counts and times the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request under its id."""
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _GOOD_ID.fullmatch(given) else uuid4().hex[:16]
        token = _request_id.set(request_id)
        request.request_id = request_id  # type: ignore[attr-defined]
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            _count(request, response, time.perf_counter() - started)
        finally:
            _request_id.reset(token)
        response["X-Request-ID"] = request_id
        return response


def _count(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    view = (request.resolver_match.view_name if request.resolver_match else "") or "none"
    method = request.method if request.method in METHODS else "other"  # anybody can invent methods, and each label is kept
    REQUESTS.labels(method, view, response.status_code).inc()
    SECONDS.labels(view).observe(seconds)
    if response.status_code >= 500:
        _log.error("answered %s with %s", request.path, response.status_code)
