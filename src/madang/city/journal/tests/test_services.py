"""Notes are added, sealed, verified and erased."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from madang.city.journal import queries, services
from madang.city.journal.models import Batch, Erasure, Note, Verification
from madang.city.journal.rules import NotANote, Personal
from madang.city.journal.tests.builders import NOW, tamper, write

pytestmark = pytest.mark.django_db


def test_a_note_vanishes_with_the_transaction_that_wrote_it():
    def write_and_fail():
        with transaction.atomic():
            write()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert not Note.objects.exists()


def test_a_note_with_personal_words_is_not_written():
    with pytest.raises(NotANote):
        services.note(verb="wrote", about="case:17", actor="resident:4", at=NOW, details={"text": "my mother is ill"})
    assert not Note.objects.exists()


def test_notes_are_sealed_in_batches_of_the_size_asked_for():
    write(5)
    assert services.seal(now=NOW, size=2) == 5
    assert list(Batch.objects.order_by("sequence").values_list("sequence", "count")) == [(1, 2), (2, 2), (3, 1)]
    assert services.seal(now=NOW) == 0


def test_a_sealed_journal_is_whole_and_counts_what_waits():
    write(5)
    services.seal(now=NOW, size=2)
    write(2)
    verdict = services.verify()
    assert (verdict.ok, verdict.sealed, verdict.unsealed, verdict.batches) == (True, 5, 2, 3)
    assert verdict.head.startswith("3:")


def test_an_empty_journal_is_whole():
    assert services.verify().ok


def test_progress_reaches_the_whole():
    write(5)
    services.seal(now=NOW, size=2)
    seen = []
    services.verify(progress=lambda done, total: seen.append((done, total)))
    assert seen == [(2, 5), (4, 5), (5, 5)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_note SET verb = 'withdrew'",
        "UPDATE journal_note SET at = at + interval '1 day'",
        "UPDATE journal_note SET about = 'case:18'",
        "UPDATE journal_note SET about_salt = NULL",
        "UPDATE journal_note SET subjects = ARRAY['resident:9'], subject_salts = ARRAY['x'::bytea]",
        "UPDATE journal_note SET about = '#00', about_salt = NULL",
        "UPDATE journal_note SET place = place + 7",
        "UPDATE journal_note SET batch_id = NULL, place = NULL, leaf = NULL",
        "UPDATE journal_batch SET count = count + 1",
        "DELETE FROM journal_note",
        "DELETE FROM journal_batch",
        "INSERT INTO journal_note (at, verb, about, actor, details, batch_id, place, leaf) VALUES (now(), 'x', 'a', 'b', '{}', 1, 99, '')",
    ],
)
def test_the_database_itself_refuses_changes(statement):
    write(2)
    services.seal(now=NOW)
    refused = pytest.raises(DatabaseError, match=r"the journal only grows|a note is added unsealed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert services.verify().ok


def broken() -> str:
    verdict = services.verify()
    return verdict.first_broken.sentence() if verdict.first_broken else ""


def sealed_notes(count: int = 6) -> list[int]:
    ids = write(count)
    services.seal(now=NOW, size=2)
    return ids


def test_a_changed_note_is_named():
    ids = sealed_notes()
    tamper("UPDATE journal_note SET verb = 'withdrew' WHERE id = %s", ids[3])
    assert broken() == f"note {ids[3]} in batch 2 was changed"


def test_a_changed_actor_is_named():
    ids = sealed_notes()
    tamper("UPDATE journal_note SET actor = 'resident:5' WHERE id = %s", ids[0])
    assert broken() == f"note {ids[0]} in batch 1 was changed"


def test_the_first_of_two_changes_is_named():
    ids = sealed_notes()
    tamper("UPDATE journal_note SET verb = 'withdrew' WHERE id IN (%s, %s)", ids[5], ids[2])
    assert broken() == f"note {ids[2]} in batch 2 was changed"


def test_a_removed_note_is_missed():
    ids = sealed_notes()
    tamper("DELETE FROM journal_note WHERE id = %s", ids[3])
    assert broken() == "batch 2 lacks a note that was sealed in it"


def test_a_batch_without_its_notes_is_missed():
    ids = sealed_notes()
    tamper("DELETE FROM journal_note WHERE id IN (%s, %s)", ids[2], ids[3])
    assert broken() == "batch 2 lacks a note that was sealed in it"


def test_a_removed_batch_is_missed():
    ids = sealed_notes()
    tamper("DELETE FROM journal_note WHERE id IN (%s, %s)", ids[2], ids[3])
    tamper("DELETE FROM journal_batch WHERE sequence = 2")
    assert broken() == "batch 2 is missing"


def test_swapped_notes_are_noticed():
    first, _ = sealed_notes(2)
    tamper("UPDATE journal_note SET place = place + 10")
    tamper("UPDATE journal_note SET place = CASE id WHEN %s THEN 1 ELSE 0 END", first)
    assert broken() == f"note {first} in batch 1 stands in another place than when it was sealed"


def test_a_note_slipped_into_a_sealed_batch_is_named():
    sealed_notes(2)
    (late,) = write(1)
    tamper("UPDATE journal_note SET batch_id = 1, place = 2, leaf = %s WHERE id = %s", b"x" * 32, late)
    assert broken() == f"note {late} in batch 1 was changed"


def test_a_batch_rewritten_with_its_notes_breaks_the_one_after_it():
    ids = sealed_notes()
    tamper("DELETE FROM journal_note WHERE id IN (%s, %s)", ids[0], ids[1])
    tamper("DELETE FROM journal_batch WHERE sequence = 1")
    tamper("UPDATE journal_note SET batch_id = NULL, place = NULL, leaf = NULL WHERE batch_id = 2")
    tamper("DELETE FROM journal_batch WHERE sequence = 2")
    assert broken() == "batch 1 is missing"


def test_a_changed_batch_is_named():
    sealed_notes()
    tamper("UPDATE journal_batch SET sealed_at = sealed_at + interval '1 second' WHERE sequence = 2")
    assert broken() == "batch 2 was changed"


def test_a_head_that_somebody_wrote_down_shows_that_the_end_was_cut_off():
    ids = sealed_notes()
    head = services.verify().head
    assert services.verify(known_head=head).ok
    tamper("DELETE FROM journal_note WHERE id IN (%s, %s)", ids[4], ids[5])
    tamper("DELETE FROM journal_batch WHERE sequence = 3")
    assert services.verify().ok
    assert services.verify(known_head=head).first_broken.fault == "head_unknown"
    assert services.verify(known_head="nonsense").first_broken.fault == "head_unknown"


def test_erasing_a_resident_keeps_the_chain_and_forgets_the_resident():
    write(3, about="resident:9", actor="staff:2", verb="read")
    write(1, about="case:17", actor="resident:9")
    services.seal(now=NOW, size=2)
    assert services.erase(subject="resident:9", actor="system", now=NOW) == 7
    services.seal(now=NOW)
    verdict = services.verify()
    assert verdict.ok, verdict
    assert queries.notes_about("resident:9") == []
    held = list(Note.objects.values_list("about", "actor", "details"))
    assert not any("resident:9" in text for row in held for text in row)
    assert [line.actor for line in queries.notes_by("staff:2")] == ["staff:2"] * 3
    assert [line.details for line in queries.notes_by("staff:2")] == [{}] * 3


def test_erasing_twice_or_nothing_writes_nothing():
    write(1, about="resident:9")
    services.erase(subject="resident:9", actor="system", now=NOW)
    before = Note.objects.count()
    assert services.erase(subject="resident:9", actor="system", now=NOW) == 0
    assert Note.objects.count() == before


def test_notes_erased_before_they_were_sealed_are_sealed_all_the_same():
    write(2, about="resident:9")
    services.erase(subject="resident:9", actor="system", now=NOW)
    services.seal(now=NOW)
    assert services.verify().ok


def test_emptying_a_note_without_an_erasure_is_noticed():
    ids = sealed_notes(2)
    tamper(
        "UPDATE journal_note SET about = '#' || encode(sha256(about_salt || convert_to(about, 'UTF8')), 'hex'), about_salt = NULL"
        " WHERE id = %s",
        ids[1],
    )
    assert broken() == f"note {ids[1]} was emptied without an erasure that says so"


def test_an_erasure_stretched_to_another_note_is_noticed():
    write(1, about="resident:9")
    (other,) = write(1, about="case:1")
    services.erase(subject="resident:9", actor="system", now=NOW)
    services.seal(now=NOW)
    act = Erasure.objects.first().by_id
    tamper(
        "UPDATE journal_note SET about = '#' || encode(sha256(about_salt || convert_to(about, 'UTF8')), 'hex'), about_salt = NULL"
        " WHERE id = %s",
        other,
    )
    Erasure.objects.create(note_id=other, text="about", by_id=act)
    assert broken() == f"the list of what note {act} erased was changed"


def a_list_read(*residents: int) -> int:
    subjects = [f"resident:{one}" for one in residents]
    return services.note(verb="read", about="residents", actor="staff:2", at=NOW, details={"purpose": "inbox"}, subjects=subjects)


def test_one_note_is_found_by_each_of_its_subjects():
    a_list_read(4, 9)
    a_list_read(9)
    a_list_read(90)
    assert [(one.actor, one.details, one.times) for one in queries.list_reads_of(9)] == [("staff:2", {"purpose": "inbox"}, 2)]
    assert [one.times for one in queries.list_reads_of(4)] == [1]
    assert queries.list_reads_of(5) == []


def test_the_chain_holds_the_subjects_too():
    a_list_read(4, 9)
    write(1)
    services.seal(now=NOW)
    assert services.verify().ok
    tamper("UPDATE journal_note SET subjects = ARRAY['resident:4', 'resident:8'] WHERE subjects IS NOT NULL")
    assert services.verify().first_broken.fault == "note_changed"


@pytest.mark.parametrize("gone", ["NULL", "ARRAY['resident:4']::varchar[]"])
def test_a_subject_that_was_taken_out_is_missed(gone):
    pk = a_list_read(4, 9)
    services.seal(now=NOW)
    salts = "NULL" if gone == "NULL" else "subject_salts[1:1]"
    tamper(f"UPDATE journal_note SET subjects = {gone}, subject_salts = {salts} WHERE id = %s", pk)
    assert broken() == f"note {pk} in batch 1 was changed"


def test_erasing_one_of_many_leaves_the_others_in_the_note():
    a_list_read(4, 9, 12)
    services.seal(now=NOW)
    a_list_read(9)
    assert services.erase(subject="resident:9", actor="system", now=NOW) == 2
    services.seal(now=NOW)
    verdict = services.verify()
    assert verdict.ok, verdict
    assert queries.list_reads_of(9) == []
    assert [one.details for one in queries.list_reads_of(12)] == [{"purpose": "inbox"}]
    assert not any("resident:9" in row for row in Note.objects.exclude(subjects=None).values_list("subjects", flat=True))
    assert services.erase(subject="resident:9", actor="system", now=NOW) == 0


def test_a_subject_emptied_without_an_erasure_is_noticed():
    pk = a_list_read(4, 9)
    services.seal(now=NOW)
    tamper(
        "UPDATE journal_note SET subject_salts[1] = NULL,"
        " subjects[1] = '#' || encode(sha256(subject_salts[1] || convert_to(subjects[1], 'UTF8')), 'hex') WHERE id = %s",
        pk,
    )
    assert broken() == f"note {pk} was emptied without an erasure that says so"


def test_a_resident_is_erased_from_the_lists_of_notes_as_they_were_written_before_they_had_subjects():
    for residents in ([4, 9], [90]):
        details = {"purpose": "inbox", "residents": residents}
        services.note(verb="read", about="residents", actor="staff:2", at=NOW, details=details)
    services.seal(now=NOW)
    assert services.erase(subject="resident:9", actor="system", now=NOW) == 1
    assert services.verify().ok
    assert [line.details for line in queries.notes_about("residents")] == [{"purpose": "inbox", "residents": [90]}, {}]


def test_a_claim_about_a_personal_text_can_be_checked_until_it_is_erased():
    pk = services.note(verb="sent", about="resident:9", actor="system", at=NOW, details={"to": Personal("kim@example.org")})
    assert queries.holds(pk, "to", "kim@example.org")
    assert not queries.holds(pk, "to", "lee@example.org")
    assert "kim" not in Note.objects.get(pk=pk).details
    services.erase(subject="resident:9", actor="system", now=NOW)
    assert not queries.holds(pk, "to", "kim@example.org")


def test_a_verification_is_kept_with_what_it_found():
    ids = sealed_notes(2)
    assert services.record_verification(now=NOW).ok
    tamper("UPDATE journal_note SET verb = 'withdrew' WHERE id = %s", ids[0])
    services.record_verification(now=NOW + timedelta(days=1))
    assert list(Verification.objects.order_by("id").values_list("first_broken", flat=True)) == ["", f"note_changed 1 {ids[0]}"]


@pytest.mark.django_db(transaction=True)
def test_two_that_seal_at_once_make_one_chain():
    write(40)
    together = threading.Barrier(4)
    counts = []

    def work():
        together.wait()
        counts.append(services.seal(now=NOW, size=5))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    services.seal(now=NOW, size=5)
    verdict = services.verify()
    assert (verdict.ok, verdict.sealed, verdict.unsealed) == (True, 40, 0), verdict


@pytest.mark.django_db(transaction=True)
def test_nobody_who_writes_waits_for_the_one_who_seals():
    write(3)
    with transaction.atomic():
        services.seal(now=NOW)
        written = []

        def work():
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            written.extend(write(2))
            connection.close()

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert len(written) == 2
    assert services.verify().unsealed == 2
