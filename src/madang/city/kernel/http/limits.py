"""Rate limits: so many tries in so many seconds, counted for each account or address."""

import functools
import hashlib
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from madang.city.kernel.refusals import Refusal, Refused

SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def _parse(rate: str) -> tuple[int, int]:
    count, unit = rate.split("/")
    return int(count), SECONDS[unit]


def _who(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"account:{user.pk}"
    return f"address:{address_of(request)}"


def address_of(request: HttpRequest) -> str:
    """Return the address that a request comes from; behind a reverse proxy (MADANG_BEHIND_PROXY) what the proxy says it is."""
    told = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return told.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")


def spend(name: str, rate: str, who: str) -> None:
    """Count one try of ``who`` at ``name``. Raises Refused (429) when ``rate``, such as ``10/m``, is used up."""
    if not settings.RATE_LIMITS:
        return
    most, seconds = _parse(rate)
    window = int(time.time()) // seconds
    digest = hashlib.sha256(f"{name}:{who}:{window}".encode()).hexdigest()
    cache.add(f"limit:{digest}", 0, timeout=seconds)
    if cache.incr(f"limit:{digest}") > most:
        left = seconds - int(time.time()) % seconds
        raise Refused(Refusal("kernel.too_often", {"seconds": left}, status=429))


def rate_limited(name: str, rate: str, *, methods: tuple[str, ...] = ("POST",)) -> Callable[..., Any]:
    """Limit a view to ``rate`` (``10/m``) for each account, or address where nobody is signed in."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in methods:
                spend(name, rate, _who(request))
            return view(request, *args, **kwargs)

        return limited

    return decorate
