"""The auditors' pages."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from madang.city.journal import queries, services
from madang.city.journal.tests.builders import NOW, tamper, write
from madang.city.kernel.jobs import run_pending
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people

pytestmark = pytest.mark.django_db


def browser(role: str | None) -> Client:
    """Return a browser in which somebody of a role, or a mere resident, is signed in."""
    return people.signed_in(people.staff(Role(role)) if role else people.resident())


@pytest.mark.parametrize("name", ["journal", "export"])
def test_strangers_are_asked_to_sign_in(name):
    answer = Client().get(reverse(f"journal:{name}"))
    assert answer.status_code == 302
    assert "/account/" in answer["Location"]


@pytest.mark.parametrize("role", [None, "caseworker", "head"])
def test_only_auditors_and_administrators_read_the_journal(role):
    client = browser(role)
    assert client.get(reverse("journal:journal")).status_code == 403
    assert client.get(reverse("journal:export")).status_code == 403
    assert client.post(reverse("journal:verify")).status_code == 403


def test_an_auditor_sees_the_newest_notes_and_how_the_chain_stands():
    write(3)
    services.seal(now=NOW)
    page = browser("auditor").get(reverse("journal:journal")).content.decode()
    assert "case:17" in page
    assert "3 notes are sealed" in page
    assert ">1 batch<" in page
    assert re.search(r">\d+ notes wait for the next minute<", page)
    assert "It has not been verified yet." in page


def test_one_is_not_many():
    write(1)
    services.seal(now=NOW)
    services.record_verification(now=NOW)
    client = browser("auditor")
    page = client.get(reverse("journal:journal")).content.decode()
    for words in (">1 note is sealed<", ">1 batch<", "the one sealed note stands"):
        assert words in page
    services.seal(now=NOW)
    write(1)
    page = client.get(reverse("journal:journal")).content.decode()
    for words in (">2 batches<", ">1 note waits for the next minute<"):
        assert words in page


def test_verbs_are_words_and_an_unknown_one_stands_as_it_is():
    write(1, verb="read")
    write(1, verb="frobbed")
    for language, words in (("en", "Read"), ("ko", "열람"), ("zh-hans", "查看")):
        page = browser("auditor").get(reverse("journal:journal"), headers={"Accept-Language": language}).content.decode()
        assert f'<option value="read">{words}</option>' in page
        assert f">{words}</td>" in page
        assert ">frobbed</td>" in page


def test_a_note_about_many_is_found_by_each_and_says_how_many():
    subjects = ["resident:4", "resident:9"]
    services.note(verb="read", about="residents", actor="staff:2", at=NOW, details={"purpose": "inbox"}, subjects=subjects)
    page = browser("auditor").get(reverse("journal:journal"), {"about": "resident:9"}).content.decode()
    assert "2 names" in page
    answer = browser("auditor").get(reverse("journal:export"), {"about": "resident:4"})
    (row,) = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode()))
    assert row["subjects"] == "resident:4 resident:9"


def test_the_filter_shows_only_what_was_asked_for():
    write(1, about="case:17")
    write(1, about="case:99")
    page = browser("auditor").get(reverse("journal:journal"), {"about": "case:99"}).content.decode()
    assert "case:99" in page
    assert "case:17" not in page.replace('placeholder="case:17"', "")


def test_a_span_that_ends_before_it_begins_is_refused_with_a_sentence():
    answer = browser("auditor").get(reverse("journal:journal"), {"since": "2026-11-20", "until": "2026-11-19"})
    assert answer.status_code == 422
    assert "not before the first one" in answer.content.decode()


def test_days_are_the_citys_days():
    services.note(verb="applied", about="case:1", actor="system", at=NOW.replace(hour=15, minute=30))
    found = browser("auditor").get(reverse("journal:export"), {"since": "2026-11-21"})
    assert b"case:1" in b"".join(found.streaming_content)


def test_the_export_holds_every_note_that_was_asked_for():
    ids = write(60)
    answer = browser("auditor").get(reverse("journal:export"), {"about": "case:17"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert [int(row["id"]) for row in rows] == ids
    assert rows[0]["about"] == "case:17"


def test_a_broken_cursor_shows_the_first_page():
    write(1)
    answer = browser("auditor").get(reverse("journal:journal"), {"about": "case:17", "after": "nonsense"})
    assert answer.status_code == 200


def test_verifying_is_a_job_and_its_finding_stands_on_the_page():
    ids = write(2)
    services.seal(now=NOW)
    tamper("UPDATE journal_note SET verb = 'withdrew' WHERE id = %s", ids[0])
    client = browser("auditor")
    assert client.post(reverse("journal:verify")).status_code == 302
    run_pending()
    assert queries.standing().first_broken.note == ids[0]
    page = client.get(reverse("journal:journal")).content.decode()
    assert f"note {ids[0]} in batch 1 was changed" in page
