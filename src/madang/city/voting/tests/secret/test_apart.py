"""Nothing joins the registrar and the box: no column, no note, no line of a log, no job."""

import json
import logging
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models
from procrastinate.contrib.django.models import ProcrastinateJob

from madang.city.journal.models import Note
from madang.city.voting.models import Checkpoint, Issued, LogNode, PaperEntry, SecretBallot, SecretVote
from madang.city.voting.tests.secret.builders import held

pytestmark = pytest.mark.django_db
REGISTRAR = {"voting_issued": {"id", "vote_id", "person", "blinded", "on_paper"}}
BOX = {
    "voting_secretballot": {"id", "vote_id", "leaf", "serial", "revision", "batch", "number", "overrides", "record", "is_sealed"},
    "voting_lognode": {"vote_id", "level", "index", "hash"},
    "voting_checkpoint": {"vote_id", "size", "note"},
}
OF_THE_VOTE = {
    "voting_secretvote": {"vote_id", "terms", "entitled", "origin", "token_key", "log_key", "keys", "file_hash"},
    "voting_paperentry": {"id", "vote_id", "batch", "clerk_id", "ballots"},
}
TIMES = {
    "timestamp with time zone",
    "timestamp without time zone",
    "date",
    "time without time zone",
    "time with time zone",
    "interval",
}


def asked(query: str, *given: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return cursor.fetchall()


def columns(table: str) -> dict[str, str]:
    query = "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
    return dict(asked(query, table))


def references(table: str) -> set[str]:
    """Return the tables that a table points at."""
    query = "SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"
    return {name for (name,) in asked(query, table)}


def pointing(table: str) -> set[str]:
    query = "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND confrelid = %s::regclass"
    return {name for (name,) in asked(query, table)}


def triggers(table: str) -> set[str]:
    query = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
    return {name for (name,) in asked(query, table)}


def test_the_tables_of_secret_votes_are_these_and_no_others():
    models_here = {Issued, SecretBallot, LogNode, Checkpoint, SecretVote, PaperEntry}
    assert {one._meta.db_table for one in models_here} == {*REGISTRAR, *BOX, *OF_THE_VOTE}
    for table, names in {**REGISTRAR, **BOX, **OF_THE_VOTE}.items():
        assert set(columns(table)) == names, table


def test_registrar_and_box_share_nothing_but_the_vote():
    for table in REGISTRAR:
        for other in BOX:
            assert set(columns(table)) & set(columns(other)) <= {"id", "vote_id"}
    for table in {**REGISTRAR, **BOX}:
        assert references(table) == {"voting_vote"}
        assert pointing(table) == set()
        assert triggers(table) == set()


def test_neither_holds_a_time_an_address_or_a_number_that_counts_up():
    for table in {**REGISTRAR, **BOX}:
        kinds = columns(table)
        assert not TIMES & set(kinds.values()), table
        assert not {"inet", "cidr", "macaddr"} & set(kinds.values()), table
        numbered = "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND (is_identity = 'YES' OR column_default LIKE %s)"
        assert asked(numbered, table, "nextval%") == []
        assert kinds.get("id", "uuid") == "uuid"


def test_the_ids_of_registrar_and_box_are_drawn_at_random():
    for model in (Issued, SecretBallot):
        assert isinstance(model._meta.pk, models.UUIDField)
    vote = held(1)
    vote.cast([1])
    for model in (Issued, SecretBallot):
        assert model.objects.get().pk.version == 4  # 1 and 7 would hold a time


def test_no_table_of_another_system_points_at_either():
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.related_model in (Issued, SecretBallot, LogNode, Checkpoint):
                raise AssertionError(f"{model.__name__}.{field.name}")


def test_a_comment_joins_a_resident_to_the_vote_as_its_page_shows_and_to_no_ballot():
    """Nobody learns from a comment whether or when its author voted: it names author, vote and thread, and nothing of either side."""
    named = {"proposals_comment", "proposals_proposal", "people_resident", "voting_vote"}
    assert references("proposals_comment") == named
    for table in {**REGISTRAR, **BOX}:
        assert set(columns("proposals_comment")) & set(columns(table)) <= {"id", "vote_id"}


def long_words(text: str) -> set[str]:
    """Return what could join two texts: every run of six or more letters and figures."""
    return set(re.findall(r"[0-9A-Za-z+/=_-]{6,}", text))


class Overheard(logging.Handler):
    """Writes down everything that anybody logs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture
def overheard() -> Iterator[Overheard]:
    handler, root = Overheard(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.disable(logging.NOTSET)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


def rows(*tables: str) -> str:
    """Return all that the tables hold, as text, bytes as hex."""
    found = []
    for table in tables:
        for (line,) in asked(f"SELECT to_jsonb(t)::text FROM {table} AS t"):
            found.append(line.replace("\\\\x", ""))
            held_record = json.loads(line).get("record")
            found.append(bytes.fromhex(held_record[2:]).decode() if held_record else "")
    return " ".join(found)


def test_issuing_and_casting_write_no_note_no_line_and_no_job(overheard):
    vote = held(2)
    notes, jobs = Note.objects.count(), ProcrastinateJob.objects.count()
    overheard.lines.clear()
    vote.cast([1], 0)
    vote.seal()
    vote.cast([2], 1)
    assert Note.objects.count() == notes
    assert ProcrastinateJob.objects.count() == jobs
    assert overheard.lines == []


def test_all_that_is_kept_of_issuing_and_of_casting_has_nothing_in_common():
    """Every word of six letters that the registrar's rows, the notes and the jobs hold, against every one of the box's."""
    vote = held(3)
    browsers = [vote.voter() for _ in range(3)]
    tokens = [browser.token(vote.issue(browser.blinded, who)) for who, browser in enumerate(browsers)]
    registrar = long_words(rows(*REGISTRAR, "journal_note", "procrastinate_jobs", "django_session"))
    for who, own in enumerate(tokens):
        vote.put(vote.record(own, [1 + who]))
    vote.seal()
    box = long_words(rows(*BOX))
    of_the_vote = long_words(f"{vote.reference} {vote.row.pk} vote_id") | long_words(SecretVote.objects.get().origin)
    assert {own.serial.hex() for own in tokens} <= box
    assert len(registrar) > 10
    assert registrar & box - of_the_vote == set()


def test_what_the_registrar_saw_is_nowhere_in_the_box():
    """Neither the blinded message nor the blind signature, nor their hashes, nor the person's, in any spelling."""
    vote = held(1)
    browser = vote.voter()
    answer = vote.issue(browser.blinded)
    vote.put(vote.record(browser.token(answer), [1]))
    row = Issued.objects.get()
    everything = rows(*BOX)
    for seen in (browser.blinded, answer, bytes(row.blinded), bytes(row.person)):
        assert seen.hex() not in everything


def test_a_word_that_joined_the_two_would_be_noticed():
    assert long_words("abcdef 12345 abc-de") == {"abcdef", "abc-de"}
    assert long_words('{"person":"\\\\x00ff00ff"}'.replace("\\\\x", "")) == {"person", "00ff00ff"}
