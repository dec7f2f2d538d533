"""Jobs: rows in the same transaction as the data, run by a worker, retried with back-off.

Procrastinate keeps them in PostgreSQL. Only ``tasks.py`` files declare jobs; anybody enqueues one by name.
"""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import close_old_connections, connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as _app
from procrastinate.exceptions import AlreadyEnqueued

MAX_RETRIES = 8
BACK_OFF_SECONDS = 4

Task = Callable[..., None]


class UnknownJob(LookupError):
    """Raised when a job is enqueued that no tasks.py declares."""


def job(name: str, *, retries: int = MAX_RETRIES, every: str | None = None) -> Callable[[Task], Task]:
    """Declare the function below as the job ``name``; it must be safe to run twice.

    retries  how often it is tried again, waiting 4, 16, 64 ... seconds
    every    a cron line, for a job that runs by itself; it is then called with ``timestamp``
    """

    def declare(function: Task) -> Task:
        @functools.wraps(function)
        def run(**arguments: Any) -> None:
            if not connection.in_atomic_block:
                close_old_connections()
            function(**arguments)

        strategy = RetryStrategy(max_attempts=retries, exponential_wait=BACK_OFF_SECONDS)
        task = _app.task(name=name, retry=strategy)(run)
        if every:
            _app.periodic(cron=every)(task)  # type: ignore[arg-type] # it is called with the timestamp
        return function

    return declare


def enqueue(name: str, *, key: str | None = None, run_at: datetime | None = None, **arguments: Any) -> None:
    """Put the job ``name`` on the queue within the present transaction.

    key     an idempotency key: while a job with this key waits, a second one is dropped
    run_at  not before this instant
    Raises UnknownJob if no tasks.py declares ``name``.
    """
    if name not in _app.tasks:
        raise UnknownJob(f"no tasks.py declares the job {name!r}; known jobs: {', '.join(sorted(known()))}")
    configured = _app.configure_task(name, queueing_lock=key, schedule_at=run_at)
    try:
        with transaction.atomic():
            configured.defer(**arguments)
    except AlreadyEnqueued:
        return


def known() -> frozenset[str]:
    """Return the names of the city's own jobs."""
    return frozenset(name for name in _app.tasks if not name.startswith(("procrastinate.", "builtin:")))


def run_pending(now: datetime | None = None) -> int:
    """Run every due job here and now, in this process and transaction; return how many ran.

    For tests, the demo's story and imports that must end with their mail sent. A failing job raises.
    """
    from procrastinate.contrib.django.models import ProcrastinateJob

    ran = 0
    while True:
        waiting = ProcrastinateJob.objects.filter(status="todo").order_by("id")
        if now is not None:
            waiting = waiting.exclude(scheduled_at__gt=now)
        row = waiting.first()
        if row is None:
            return ran
        _mark(row.id, "doing")
        _app.tasks[row.task_name].func(**row.args)
        _mark(row.id, "succeeded")
        ran += 1


def _mark(job_id: int, status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job_id])
