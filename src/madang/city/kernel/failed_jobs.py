"""Jobs that were given up, and jobs whose worker died: what staff see, and what puts them back on the queue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Max, Q
from procrastinate.contrib.django.models import ProcrastinateJob

from madang.city.kernel.jobs import MAX_RETRIES
from madang.city.kernel.paging import Page, keyset
from madang.city.kernel.refusals import Refusal, Refused

SILENT_SECONDS = 120
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that was given up after so many tries."""

    id: int
    name: str
    arguments: Mapping[str, Any]
    tries: int
    failed_at: datetime | None


def failed_jobs(*, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[FailedJob]:
    """Return one page of the jobs that were given up, newest first. Raises BadCursor."""
    rows = ProcrastinateJob.objects.filter(status="failed").annotate(at=Max("procrastinateevent__at"))
    return keyset(rows, order=("-id",), cursor=cursor, size=size, make=_failed)


def _failed(row: Any) -> FailedJob:
    return FailedJob(row.id, row.task_name, row.args, row.attempts, row.at)


def jobs_by_state() -> dict[str, int]:
    """Return how many jobs wait, run and were given up."""
    rows = ProcrastinateJob.objects.filter(status__in=["todo", "doing", "failed"]).values_list("status")
    return {"todo": 0, "doing": 0, "failed": 0} | dict(rows.annotate(number=Count("id")))


def try_again(*, job_id: int, now: datetime) -> None:
    """Put a job that was given up back on the queue.

    Raises Refused if it was not given up, or if another one with its key waits already.
    """
    if not ProcrastinateJob.objects.filter(pk=job_id, status="failed").exists():
        raise Refused(Refusal("kernel.job_not_failed"))
    try:
        _requeue(job_id, now)
    except IntegrityError as problem:
        raise Refused(Refusal("kernel.job_waits_already")) from problem


def rescue(*, now: datetime) -> int:
    """Put jobs back on the queue whose worker has not been heard of for two minutes; return how many.

    One that was tried more often than any job may be is given up instead, since it may be what kills its worker.
    """
    silent = Q(worker=None) | Q(worker__last_heartbeat__lt=now - timedelta(seconds=SILENT_SECONDS))
    begun = Q(begun__lt=now - timedelta(seconds=SILENT_SECONDS)) | Q(begun=None)
    rows = ProcrastinateJob.objects.filter(silent, status="doing").annotate(begun=Max("procrastinateevent__at")).filter(begun)
    found = list(rows.values_list("id", "attempts"))
    for job_id, attempts in found:
        try:
            if attempts >= MAX_RETRIES:
                _give_up(job_id)
            else:
                _requeue(job_id, now)
        except IntegrityError:
            _give_up(job_id)
    return len(found)


@transaction.atomic
def _requeue(job_id: int, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, scheduled_at = %s"
            " WHERE id = %s AND status IN ('doing', 'failed')",
            [now, job_id],
        )


@transaction.atomic
def _give_up(job_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s AND status = 'doing'", [job_id])
