"""The staff page of failed jobs."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from madang.city.journal import queries as journal
from madang.city.kernel import failed_jobs, jobs
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people

pytestmark = pytest.mark.django_db
PAGE = reverse("web:failed-jobs")


def a_failed_job() -> int:
    jobs.enqueue("notices.deliver", delivery_id=17)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = 'notices.deliver' RETURNING id")
        return int(cursor.fetchone()[0])


def test_strangers_sign_in_and_others_are_refused():
    assert Client().get(PAGE).status_code == 302
    assert people.signed_in(people.resident()).get(PAGE).status_code == 403
    assert people.signed_in(people.staff(Role.HEAD)).get(PAGE).status_code == 403


def test_an_administrator_sees_a_failed_job_and_tries_it_again():
    job = a_failed_job()
    client = people.signed_in(people.staff(Role.ADMINISTRATOR))
    page = client.get(PAGE).content.decode()
    assert "notices.deliver" in page
    assert "&quot;delivery_id&quot;: 17" in page
    assert client.post(PAGE, {"job": job}).status_code == 302
    assert failed_jobs.failed_jobs().rows == ()
    assert [line.verb for line in journal.notes_about(f"job:{job}")] == ["retried"]
    assert client.post(PAGE, {"job": job}).status_code == 409


@pytest.mark.parametrize("job", ["", "x", "-1", "9" * 30, "²"])
def test_a_number_that_is_none_is_a_404(job):
    assert people.signed_in(people.staff(Role.ADMINISTRATOR)).post(PAGE, {"job": job}).status_code == 404


def test_a_clean_queue_says_so():
    assert "No job has failed" in people.signed_in(people.staff(Role.ADMINISTRATOR)).get(PAGE).content.decode()
