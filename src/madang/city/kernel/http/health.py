"""Is it alive, is it ready, what does it do: for supervisors and monitors."""

import ipaddress
import secrets

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

WAITING = Gauge("madang_jobs", "Jobs by state", ["state"])
_JOBS = "SELECT status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1"
_STATES = ("todo", "doing", "failed")


def _count_jobs() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_JOBS)
        return dict.fromkeys(_STATES, 0) | dict(cursor.fetchall())


def alive(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 if database and job queue answer, else 503 with what does not."""
    try:
        jobs = _count_jobs()
    except Exception as problem:  # noqa: BLE001 - whatever stops the database from answering is the news here
        return JsonResponse({"database": "down", "reason": type(problem).__name__}, status=503)
    return JsonResponse({"database": "up", "jobs": jobs})


OWN_NETWORKS = [
    ipaddress.ip_network(one)
    for one in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7", "fe80::/10")
]
_SHUT = "Figures are given to this machine and to private networks, or to whoever sends MADANG_METRICS_TOKEN as a bearer token.\n"


def may_read_metrics(request: HttpRequest) -> bool:
    """Tell whether who asks may have the figures: by the token where one is set, else from a private address.

    A proxy may stand between: then every address that it names has to be private too.
    """
    if token := settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return secrets.compare_digest(given.encode(), token.encode())
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return all(_is_ours(address) for address in [request.META.get("REMOTE_ADDR", ""), *told])


def _is_ours(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in network for network in OWN_NETWORKS)


def metrics(request: HttpRequest) -> HttpResponse:
    """Return the figures of this worker in Prometheus' text format, to whoever may have them."""
    if not may_read_metrics(request):
        return HttpResponse(_SHUT, content_type="text/plain; charset=utf-8", status=403)
    for state, count in _count_jobs().items():
        WAITING.labels(state).set(count)
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
