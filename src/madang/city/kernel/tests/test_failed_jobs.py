"""Jobs that were given up can be tried again; jobs whose worker was killed come back by themselves."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from madang.city.kernel import failed_jobs, jobs
from madang.city.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


def now() -> datetime:
    return datetime.now(UTC)


def later() -> datetime:
    return now() + timedelta(minutes=10)


def a_job(status: str, *, key: str | None = None, worker_heard: datetime | None = None, attempts: int = 1) -> int:
    """Put a job on the queue and leave it in a state, perhaps in the hands of a worker."""
    jobs.enqueue("kernel.rescue", key=key)
    found = ProcrastinateJob.objects.order_by("-id").values_list("id", flat=True)[0]
    with connection.cursor() as cursor:
        worker = None
        if worker_heard:
            cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [worker_heard])
            worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s, attempts = %s, worker_id = %s WHERE id = %s",
            [status, attempts, worker, found],
        )
    return int(found)


def status_of(job: int) -> str:
    return str(ProcrastinateJob.objects.get(pk=job).status)


def test_a_job_that_was_given_up_is_listed_and_tried_again():
    job = a_job("failed")
    (shown,) = failed_jobs.failed_jobs().rows
    assert (shown.id, shown.name, shown.tries) == (job, "kernel.rescue", 1)
    failed_jobs.try_again(job_id=job, now=now())
    assert status_of(job) == "todo"
    assert failed_jobs.failed_jobs().rows == ()


@pytest.mark.parametrize("status", ["todo", "doing", "succeeded"])
def test_only_what_failed_is_tried_again(status):
    with pytest.raises(Refused):
        failed_jobs.try_again(job_id=a_job(status), now=now())


def test_a_job_whose_key_waits_already_is_not_put_beside_it():
    job = a_job("failed", key="same")
    a_job("todo", key="same")
    with pytest.raises(Refused):
        failed_jobs.try_again(job_id=job, now=now())
    assert status_of(job) == "failed"


def test_a_killed_workers_job_comes_back():
    job = a_job("doing", worker_heard=now())
    assert failed_jobs.rescue(now=now()) == 0
    assert failed_jobs.rescue(now=later()) == 1
    assert status_of(job) == "todo"


def test_a_job_whose_worker_has_left_no_trace_comes_back():
    job = a_job("doing")
    assert failed_jobs.rescue(now=later()) == 1
    assert status_of(job) == "todo"


def test_a_living_workers_job_is_left_alone():
    job = a_job("doing", worker_heard=later())
    assert failed_jobs.rescue(now=later()) == 0
    assert status_of(job) == "doing"


def test_a_job_that_keeps_killing_its_worker_is_given_up():
    job = a_job("doing", attempts=jobs.MAX_RETRIES)
    failed_jobs.rescue(now=later())
    assert status_of(job) == "failed"


def test_a_killed_workers_job_whose_key_waits_again_is_given_up():
    job = a_job("doing", key="same")
    a_job("todo", key="same")
    failed_jobs.rescue(now=later())
    assert status_of(job) == "failed"


def test_states_are_counted():
    a_job("failed")
    a_job("todo")
    assert failed_jobs.jobs_by_state() == {"todo": 1, "doing": 0, "failed": 1}
