"""Ballots on paper: who came, two clerks for each batch, and never more ballots than people."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from madang.city.journal.models import Note
from madang.city.kernel.refusals import Refused
from madang.city.people.rules import NOBODY, Role
from madang.city.people.tests.builders import staff, viewer_for
from madang.city.voting.models import Issued, PaperEntry, SecretBallot
from madang.city.voting.queries import secret as queries
from madang.city.voting.rules.secret import differences
from madang.city.voting.services import secret
from madang.city.voting.tests.builders import CLOSES, OPENS
from madang.city.voting.tests.secret.builders import Held, held
from madang.urban.ballots import verifier

pytestmark = pytest.mark.django_db
BATCH = [([1], None), ([2], None), ([], None)]


def clerk(role: Role = Role.CASEWORKER):
    return viewer_for(staff(role))


def admit(vote: Held, who: int, by=None) -> bool:
    return secret.admit(reference=vote.reference, person=vote.people[who], by=by or clerk(), now=OPENS)


def enter(vote: Held, ballots, by=None, batch: str = "A1") -> secret.BatchState:
    return secret.enter_batch(reference=vote.reference, batch=batch, ballots=ballots, by=by or clerk(), now=OPENS)


def refused(call, *given, **named):
    with pytest.raises(Refused) as problem:
        call(*given, **named)
    return problem.value.refusal.key


def came(voters: int) -> Held:
    """Return a vote whose people all came to vote on paper."""
    vote = held(voters)
    for who in range(voters):
        assert not admit(vote, who)
    return vote


def test_who_came_to_vote_on_paper_gets_no_token():
    vote = came(1)
    assert refused(vote.token, 0) == "voting.votes_on_paper"
    assert refused(admit, vote, 0) == "voting.came_before"
    assert queries.issued(vote.row.pk) == 0


def test_who_has_a_token_may_come_once_and_is_known_to_have_one():
    vote = held(1)
    vote.token()
    assert admit(vote, 0)
    assert refused(admit, vote, 0) == "voting.came_before"
    assert queries.issued(vote.row.pk) == 1


@pytest.mark.django_db(transaction=True)
def test_somebody_who_comes_to_many_desks_at_once_is_admitted_at_one():
    vote, desk = held(1), clerk()

    def come(_: int) -> str:
        try:
            admit(vote, 0, desk)
        except Refused as problem:
            return problem.refusal.key
        finally:
            connection.close()
        return "admitted"

    with ThreadPoolExecutor(8) as threads:
        answers = sorted(threads.map(come, range(16)))
    assert answers == ["admitted"] + ["voting.came_before"] * 15
    assert Issued.objects.count() == 1


def test_only_staff_admits_and_types_and_only_while_the_vote_is_open():
    vote = held(1)
    assert refused(admit, vote, 0, NOBODY) == "people.staff_only"
    assert refused(enter, vote, BATCH, NOBODY) == "people.staff_only"
    late = {"reference": vote.reference, "by": clerk(), "now": CLOSES}
    assert refused(secret.admit, person=vote.people[0], **late) == "voting.closed"
    assert refused(secret.enter_batch, batch="A", ballots=BATCH, **late) == "voting.closed"


def test_a_batch_counts_once_two_clerks_typed_the_same():
    vote = came(3)
    assert enter(vote, BATCH) == secret.BatchState(False)
    assert not SecretBallot.objects.exists()
    assert enter(vote, BATCH) == secret.BatchState(True)
    assert queries.batches(vote.row) == [("A1", 3)]
    assert not PaperEntry.objects.exists()
    assert refused(enter, vote, BATCH) == "voting.batch_taken"
    vote.close()
    assert queries.counted(vote.row) == [(1, [1]), (1, [2]), (1, [])]


def test_one_clerk_alone_never_fills_the_box():
    vote, alone = came(3), clerk()
    assert enter(vote, BATCH, alone) == secret.BatchState(False)
    assert enter(vote, BATCH, alone) == secret.BatchState(False)
    assert not SecretBallot.objects.exists()


def test_clerks_who_differ_are_told_where_and_may_type_again():
    vote, first, second = came(3), clerk(), clerk()
    enter(vote, BATCH, first)
    assert enter(vote, [([1], None), ([3], None)], second) == secret.BatchState(False, (2, 3))
    assert enter(vote, BATCH, second) == secret.BatchState(True)


def test_differences_are_numbered_from_one():
    assert differences(["a", "b"], ["a", "b"]) == []
    assert differences(["a", "b"], ["x", "b", "c"]) == [1, 3]
    assert differences([], ["a"]) == [1]


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_type_at_the_same_moment_put_the_batch_in_once():
    vote, clerks = came(3), [clerk(), clerk()]

    def type_in(by) -> bool:
        try:
            return enter(vote, BATCH, by).is_accepted
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(type_in, clerks)) == [False, True]
    assert SecretBallot.objects.count() == 3


def test_a_ballot_on_paper_stands_for_the_token_that_was_handed_over(tmp_path, settings, capsys):
    settings.MEDIA_ROOT = tmp_path
    vote = held(3)
    own = vote.token(0)
    vote.put(vote.record(own, [3]))
    assert admit(vote, 0)
    assert not admit(vote, 1)
    batch = [([1], own.serial.hex()), ([2], None)]
    enter(vote, batch)
    assert enter(vote, batch).is_accepted
    assert refused(vote.put, vote.record(own, [3], 2)) == "voting.counts_on_paper"
    vote.cast([1], 2)
    vote.close()
    assert queries.counted(vote.row) == [(2, [1]), (1, [2])]
    result = {"winners": [1], "tallies": [{"1": 2, "2": 1, "3": 0}]}
    place = secret.publish(row=vote.row, result=result, now=CLOSES)
    assert verifier.main([str(place)]) == 0, capsys.readouterr().out
    assert json.loads(place.read_text())["electorate"]["paper"] == [{"batch": "A1", "ballots": 2}]


@pytest.mark.parametrize(("with_token", "ballots"), [(0, [([1], None)] * 4), (0, [([1], "ab" * 32)]), (1, [([1], None)] * 4)])
def test_there_are_never_more_ballots_on_paper_than_people_who_came(with_token, ballots):
    vote = held(3 + with_token)
    for who in range(with_token):
        vote.token(who)
    for who in range(3 + with_token):
        admit(vote, who)
    enter(vote, ballots)
    assert refused(enter, vote, ballots) == "voting.more_paper_than_people"
    assert not SecretBallot.objects.exists()


def test_no_token_is_stood_for_twice():
    vote = held(2)
    serials = [vote.token(who).serial.hex() for who in range(2)]
    assert [admit(vote, who) for who in range(2)] == [True, True]
    twice = [([1], serials[0]), ([1], serials[0])]
    enter(vote, twice)
    assert refused(enter, vote, twice) == "voting.batch_token_taken"
    for batch in ("B1", "B2"):
        enter(vote, [([1], serials[0])], batch=batch)
    assert enter(vote, [([1], serials[0])], batch="B1").is_accepted
    assert refused(enter, vote, [([1], serials[0])], batch="B2") == "voting.batch_token_taken"


@pytest.mark.parametrize(
    ("batch", "ballots", "reason"),
    [
        ("", BATCH, "voting.batch_name"),
        ("a b", BATCH, "voting.batch_name"),
        ("A" * 21, BATCH, "voting.batch_name"),
        ("A", [], "voting.batch_size"),
        ("A", BATCH * 334, "voting.batch_size"),
        ("A", [([1], None), ([4], None)], "voting.batch_ballot"),
        ("A", [([1, 2], None)], "voting.batch_ballot"),
        ("A", [([1], "AB")], "voting.batch_ballot"),
        ("A", [({}, None)], "voting.batch_ballot"),
    ],
)
def test_a_batch_that_cannot_be_read_is_refused_whole(batch, ballots, reason):
    vote = held(1)
    assert refused(enter, vote, ballots, batch=batch) == reason
    assert not PaperEntry.objects.exists()


def test_the_journal_says_who_typed_what_batch_and_no_ballot():
    vote, first, second = came(3), clerk(), clerk()
    enter(vote, BATCH, first)
    enter(vote, BATCH, second)
    notes = Note.objects.filter(verb__in=["entered-batch", "accepted-batch"]).order_by("pk")
    assert [(one.verb, one.actor) for one in notes] == [
        ("entered-batch", str(first.actor)),
        ("entered-batch", str(second.actor)),
        ("accepted-batch", str(second.actor)),
    ]
    assert {one.details for one in notes} == {'{"ballots":3,"batch":"A1"}'}
