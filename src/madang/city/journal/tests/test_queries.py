"""What the journal tells."""

from datetime import timedelta

import pytest

from madang.city.journal import queries, services
from madang.city.journal.queries import Wanted
from madang.city.journal.tests.builders import NOW, write

pytestmark = pytest.mark.django_db


def test_the_notes_about_a_thing_come_newest_first():
    write(3, about="case:17")
    write(1, about="case:170")
    assert [line.details["step"] for line in queries.notes_about("case:17")] == [2, 1, 0]


def test_the_readings_of_a_resident_are_only_readings_and_only_theirs():
    services.note(verb="read", about="resident:9", actor="staff:2", at=NOW, details={"purpose": "case:MD-7K3F-92"})
    services.note(verb="joined", about="resident:9", actor="account:9", at=NOW)
    services.note(verb="read", about="resident:10", actor="staff:2", at=NOW)
    (line,) = queries.reads_of(9)
    assert (line.actor, line.details) == ("staff:2", {"purpose": "case:MD-7K3F-92"})


def test_auditors_find_by_actor_verb_and_day():
    write(3, actor="staff:1", verb="granted")
    write(3, actor="staff:2", verb="refused")
    found = queries.page(
        Wanted(actor="staff:2", verb="refused", since=NOW + timedelta(minutes=1), before=NOW + timedelta(minutes=2))
    )
    assert [line.details["step"] for line in found.rows] == [1]


def test_pages_follow_each_other_without_a_gap():
    ids = write(7)
    first = queries.page(Wanted(), size=3)
    second = queries.page(Wanted(), cursor=first.next_cursor, size=3)
    third = queries.page(Wanted(), cursor=second.next_cursor, size=3)
    assert [line.id for part in (first, second, third) for line in part.rows] == ids[::-1]
    assert third.next_cursor is None


def test_every_verb_is_listed_once():
    write(2, verb="granted")
    write(2, verb="applied")
    assert queries.verbs() == ["applied", "granted"]


def test_the_standing_counts_and_remembers_the_last_verification():
    write(3)
    services.seal(now=NOW)
    write(1)
    services.record_verification(now=NOW)
    standing = queries.standing()
    assert (standing.sealed, standing.unsealed, standing.batches, standing.verified_notes, standing.first_broken) == (
        3,
        1,
        1,
        3,
        None,
    )
    assert standing.head == services.verify().head


def test_an_empty_journal_stands_empty():
    assert queries.standing().head == ""
    assert queries.verbs() == []
