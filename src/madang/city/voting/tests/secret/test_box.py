"""The registrar and the box: one token each, one ballot a token, everything else refused."""

import base64
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from tests.urban.ballots.secret_builders import token, token_key

from madang.city.kernel.refusals import Refused
from madang.city.voting.models import Checkpoint, Issued, LogNode, SecretBallot, SecretVote, Vote
from madang.city.voting.queries import secret as queries
from madang.city.voting.rules.votes import Kind, Rule
from madang.city.voting.services import moving, secret
from madang.city.voting.tests.builders import CLOSES, OPENS, opened, person
from madang.city.voting.tests.secret.builders import Held, held
from madang.urban.ballots import log, records
from madang.urban.ballots.records import Paper, Token

pytestmark = pytest.mark.django_db
INSTANT = timedelta(microseconds=1)
THREADS = 100


def refused(call, *given, **named):
    with pytest.raises(Refused) as problem:
        call(*given, **named)
    return problem.value.refusal.key


def kept(vote: Held) -> list[bytes]:
    return [bytes(one) for one in SecretBallot.objects.filter(vote=vote.row).values_list("record", flat=True)]


# ---- Opening ---------------------------------------------------------------------------------------------------


def test_the_log_begins_with_the_terms_that_everybody_may_read():
    vote = held(2)
    seen = queries.opened(vote.reference)
    assert (seen.entitled, seen.issued, seen.is_open) == (2, 0, True)
    assert seen.origin == f"127.0.0.1:8000/votes/{vote.reference}"
    entry = records.canonical(
        {"entitled": 2, "format": "madang-ballots/1", "token_key": seen.token_key, "vote": dict(seen.terms)}
    )
    assert [bytes(one) for one in LogNode.objects.values_list("hash", flat=True)] == [log.leaf_hash(entry)]
    assert queries.checkpoint(vote.reference).startswith(f"{seen.origin}\n1\n")


def test_a_straw_vote_has_no_box():
    reference = opened()
    assert refused(queries.opened, reference) == "voting.not_secret"
    assert refused(queries.checkpoint, reference) == "voting.not_secret"
    row = Vote.objects.get(reference=reference)
    assert refused(secret.cast, reference=reference, record=b"{}", now=OPENS) == "voting.not_secret"
    assert refused(secret.close_box, row=row, now=CLOSES) == "voting.not_secret"


# ---- The registrar ---------------------------------------------------------------------------------------------


def test_each_who_may_vote_gets_one_token():
    vote = held(2)
    assert not queries.has_part(vote.reference, vote.people[0])
    vote.token(0)
    assert queries.has_part(vote.reference, vote.people[0])
    assert not queries.has_part(vote.reference, vote.people[1])
    assert list(queries.took_part(vote.row, vote.people)) == vote.people[:1]
    assert refused(vote.token, 0) == "voting.token_given"
    vote.token(1)
    assert queries.issued(vote.row.pk) == 2


def test_the_same_question_has_the_same_answer_and_costs_no_second_token():
    vote = held(1)
    voter = vote.voter()
    assert vote.issue(voter.blinded) == vote.issue(voter.blinded)
    assert queries.issued(vote.row.pk) == 1


def test_who_may_not_vote_gets_no_token():
    vote = held(1)
    stranger = person(proved=True)
    asked = vote.voter().blinded
    assert refused(secret.issue, reference=vote.reference, person=stranger, blinded=asked, now=OPENS) == "voting.not_on_register"
    assert refused(secret.issue, reference=vote.reference, person="roll:1", blinded=asked, now=OPENS) == "voting.code_unknown"
    assert not Issued.objects.exists()


def test_tokens_are_given_from_opening_to_the_last_instant():
    vote = held(1)
    asked = vote.voter().blinded
    issue = {"reference": vote.reference, "person": vote.people[0], "blinded": asked}
    assert refused(secret.issue, **issue, now=CLOSES) == "voting.closed"
    assert not Issued.objects.exists()
    assert len(secret.issue(**issue, now=CLOSES - INSTANT)) == 384


@pytest.mark.parametrize("blinded", [b"", b"x", bytes(384), b"\xff" * 384, b"\x01" * 385, b"\x01" * 100_000])
def test_what_is_no_blinded_message_is_refused_and_spends_nothing(blinded):
    vote = held(1)
    assert refused(vote.issue, blinded) == "voting.blinded_malformed"
    assert not Issued.objects.exists()
    vote.token()


@pytest.mark.django_db(transaction=True)
def test_a_hundred_browsers_of_one_person_get_one_token():
    vote = held(1)
    asked = [(number + 2).to_bytes(384, "big") for number in range(THREADS)]

    def ask(blinded: bytes) -> str:
        try:
            vote.issue(blinded)
        except Refused as problem:
            return problem.refusal.key
        finally:
            connection.close()
        return "signed"

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(ask, asked))
    assert sorted(answers) == ["signed"] + ["voting.token_given"] * (THREADS - 1)
    signed = hashlib.sha256(asked[answers.index("signed")]).digest()
    assert bytes(Issued.objects.get().blinded) == signed


# ---- The box ---------------------------------------------------------------------------------------------------


def test_a_ballot_is_kept_byte_for_byte_and_answered_with_its_hash():
    vote = held(1)
    record = vote.record(vote.token(), [2])
    assert vote.put(record) == log.leaf_hash(record)
    assert kept(vote) == [record]


def test_the_same_ballot_again_is_answered_the_same_way():
    vote = held(1)
    record = vote.record(vote.token(), [2])
    assert vote.put(record) == vote.put(record)
    vote.seal()
    assert vote.put(record) == log.leaf_hash(record)
    assert kept(vote) == [record]


def test_a_token_does_not_vote_twice():
    vote = held(1)
    spent = vote.token()
    vote.put(vote.record(spent, [1]))
    assert refused(vote.put, vote.record(spent, [2])) == "voting.revision_taken"
    vote.seal()
    assert refused(vote.put, vote.record(spent, [2])) == "voting.revision_taken"
    assert len(kept(vote)) == 1


def test_a_ballot_is_kept_by_two_answers_of_the_database(django_assert_num_queries):
    vote = held(1)
    record = vote.record(vote.token(), [2])
    with django_assert_num_queries(2):
        vote.put(record)


def test_a_later_revision_takes_the_place_and_all_stay():
    vote = held(1)
    own = vote.token()
    for revision, choice in ((1, [1]), (2, [2]), (7, [3])):
        vote.put(vote.record(own, choice, revision))
    assert refused(vote.put, vote.record(own, [1], 5)) == "voting.revision_taken"
    assert vote.put(vote.record(own, [3], 7)) == log.leaf_hash(vote.record(own, [3], 7))
    assert len(kept(vote)) == 3
    vote.close()
    assert queries.counted(vote.row) == [(1, [3])]


@pytest.mark.django_db(transaction=True)
def test_a_hundred_threads_with_one_token_cast_one_ballot():
    vote = held(1)
    own = vote.token()
    rivals = [vote.record(own, [1 + number % 3], 1) for number in range(THREADS)]

    def put(record: bytes) -> str:
        try:
            vote.put(record)
        except Refused as problem:
            return problem.refusal.key
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(put, rivals))
    (winner,) = kept(vote)
    assert set(answers) == {"kept", "voting.revision_taken"}
    assert {rivals[number] for number, said in enumerate(answers) if said == "kept"} == {winner}
    assert answers.count("kept") == rivals.count(winner)


def test_a_token_of_another_vote_is_refused():
    vote, other = held(1), held(1)
    foreign = other.token()
    assert refused(vote.put, records.electronic(vote.reference, [1], foreign)) == "voting.token_forged"
    assert refused(vote.put, records.electronic(other.reference, [1], foreign)) == "voting.record_of_other_vote"
    assert kept(vote) == []


def test_forged_signatures_are_refused():
    vote = held(1)
    own = vote.token()
    for signature in (bytes(384), own.signature[:-1] + b"\x00", own.signature[1:], b"", own.signature + b"\x00"):
        forged = Token(own.prefix, own.serial, signature)
        assert refused(vote.put, vote.record(forged, [1])) == "voting.token_forged"
    for changed in (Token(bytes(32), own.serial, own.signature), Token(own.prefix, bytes(32), own.signature)):
        assert refused(vote.put, vote.record(changed, [1])) == "voting.token_forged"
    assert refused(vote.put, vote.record(token(1, token_key(2), vote.reference), [1])) == "voting.token_forged"
    assert kept(vote) == []


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda raw: raw + b" " * 20_000, "voting.record_long"),
        (lambda raw: raw + b" ", "voting.record_not_canonical"),
        (lambda raw: raw.replace(b'"revision":1,', b'"revision":1,"revision":1,'), "voting.record_not_canonical"),
        (lambda raw: raw.replace(b"[1]", b"[1.0]"), "voting.record_choice"),
        (lambda raw: raw.replace(b"[1]", b"[4]"), "voting.record_choice"),
        (lambda raw: raw.replace(b"[1]", b"[1,2]"), "voting.record_choice"),
        (lambda raw: raw.replace(b'"revision":1', b'"revision":101'), "voting.record_revision"),
        (lambda raw: raw.replace(b'"prefix"', b'"Prefix"'), "voting.record_token"),
        (lambda raw: b"{}", "voting.record_shape"),
        (lambda raw: b"\xff\xfe", "voting.record_not_canonical"),
    ],
)
def test_malformed_ballots_are_refused_with_a_reason(spoil, reason):
    vote = held(1)
    assert refused(vote.put, spoil(vote.record(vote.token(), [1]))) == reason
    assert kept(vote) == []


def test_a_ballot_on_paper_does_not_come_through_the_browser():
    vote = held(1)
    paper = records.on_paper(vote.reference, [1], Paper("A", 1))
    assert refused(vote.put, paper) == "voting.record_token"


def test_an_over_long_ranking_and_a_shared_rank_are_refused():
    vote = held(1, kind=Kind.RANKING, rule=Rule.IRV, maximum=2)
    own = vote.token()
    assert refused(vote.put, vote.record(own, [[1], [2], [3]])) == "voting.record_choice"
    assert refused(vote.put, vote.record(own, [[1, 2]])) == "voting.choice_same_rank"
    vote.put(vote.record(own, [[3], [1]]))


def test_the_box_is_open_to_the_last_instant():
    vote = held(2)
    first, second = vote.record(vote.token(0), [1]), vote.record(vote.token(1), [2])
    assert secret.cast(reference=vote.reference, record=first, now=CLOSES - INSTANT).leaf == log.leaf_hash(first)
    assert refused(secret.cast, reference=vote.reference, record=second, now=CLOSES) == "voting.closed"
    assert kept(vote) == [first]


def test_a_clock_that_is_slow_does_not_reopen_a_closed_box():
    """The page was asked before the end, the box closed while it was answered."""
    vote = held(2)
    record, asked = vote.record(vote.token(0), [1]), vote.voter().blinded
    vote.close()
    late = CLOSES - INSTANT
    assert refused(secret.cast, reference=vote.reference, record=record, now=late) == "voting.closed"
    issue = {"reference": vote.reference, "person": vote.people[1], "blinded": asked}
    assert refused(secret.issue, **issue, now=late) == "voting.closed"
    assert kept(vote) == []


def test_what_is_in_the_box_shows_to_nobody_before_it_is_closed():
    vote = held(1)
    vote.cast([1])
    assert refused(queries.counted, vote.row) == "voting.result_later"
    assert refused(secret.publish, row=vote.row, result={}, now=OPENS) == "voting.closes_later"


def test_a_cancelled_vote_leaves_nothing_behind():
    vote = held(1)
    vote.cast([1])
    vote.seal()
    secret.discard(row=vote.row)
    for table in (SecretBallot, Issued, LogNode, Checkpoint, SecretVote):
        assert not table.objects.exists()


def test_a_record_is_what_a_browser_writes():
    """Sorted keys, no blanks, base64 with its marks: the shape that the browser's module writes by hand."""
    vote = held(1)
    own = vote.token()
    written = json.loads(vote.record(own, [1]))
    assert list(written) == ["choice", "revision", "token", "vote"]
    assert base64.b64decode(written["token"]["signature"]) == own.signature


@pytest.mark.django_db(transaction=True)
def test_a_vote_that_closes_amid_ballots_loses_none_and_waits_for_nobody_who_waits_for_it():
    """Ballots, sealings and the closing itself at once: what was acknowledged is in the log that was signed last."""
    vote = held(1)
    rivals = [vote.record(token(number, token_key(), vote.reference), [1]) for number in range(40)]

    def act(number: int) -> bytes | None:
        try:
            if number == 20:
                moving.close_vote(reference=vote.reference, now=CLOSES)
            elif number % 7 == 0:
                vote.seal()
            else:
                return vote.put(rivals[number])
        except Refused as problem:
            refusals.add(problem.refusal.key)
        finally:
            connection.close()
        return None

    refusals: set[str] = set()
    with ThreadPoolExecutor(10) as threads:
        acknowledged = {leaf for leaf in threads.map(act, range(40)) if leaf}
    assert refusals <= {"voting.closed"}
    sealed = {bytes(leaf) for leaf in SecretBallot.objects.filter(is_sealed=True).values_list("leaf", flat=True)}
    assert acknowledged == sealed
    assert SecretBallot.objects.count() == len(sealed)
    assert queries.checkpoint(vote.reference).split("\n")[1] == str(len(sealed) + 1)
