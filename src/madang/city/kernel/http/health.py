"""Is it alive, is it ready, what does it do: for supervisors and monitors."""

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


def metrics(request: HttpRequest) -> HttpResponse:
    """Return the figures of this worker in Prometheus' text format."""
    for state, count in _count_jobs().items():
        WAITING.labels(state).set(count)
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
