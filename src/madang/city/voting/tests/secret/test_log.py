"""The log of the box: sealed many at a time, proved to everybody, closed for good, published and verified."""

import base64
import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection

from madang.city.journal.models import Note
from madang.city.kernel.refusals import Refused
from madang.city.voting.models import Checkpoint, Issued, LogNode, SecretBallot, SecretVote
from madang.city.voting.queries import secret as queries
from madang.city.voting.rules import counting
from madang.city.voting.rules.certificates import seed_of, terms_of
from madang.city.voting.rules.votes import Kind, Rule
from madang.city.voting.services import secret
from madang.city.voting.tests.builders import CLOSES
from madang.city.voting.tests.secret.builders import Held, held
from madang.urban.ballots import log, public_file, verifier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def root_of(note: str) -> tuple[int, bytes]:
    """Return size and root of a checkpoint."""
    lines = note.split("\n")
    return int(lines[1]), base64.b64decode(lines[2])


def refused(call, *given, **named):
    with pytest.raises(Refused) as problem:
        call(*given, **named)
    return problem.value.refusal.key


def published(vote: Held) -> Path:
    """Close a vote, count it and write its public file."""
    vote.close()
    ballots = queries.counted(vote.row)
    terms = terms_of(vote.row.secret.terms)
    outcome = counting.count(terms, ballots, seed_of(vote.row.secret.terms["ties"]))
    result = public_file.result(counting.winners(terms, outcome), outcome)
    return secret.publish(row=vote.row, result=result, now=CLOSES)


def test_nothing_is_sealed_before_ten_wait():
    vote = held(10)
    for who in range(9):
        vote.cast([1], who)
    assert secret.seal_all() == 0
    assert queries.checkpoint(vote.reference).split("\n")[1] == "1"
    vote.cast([2], 9)
    assert secret.seal_all() == 10
    assert queries.checkpoint(vote.reference).split("\n")[1] == "11"
    assert secret.seal_all(least=1) == 0


def test_a_sealing_is_sorted_by_hash_whatever_order_the_ballots_came_in():
    vote = held(8)
    first = sorted(vote.cast([1], who) for who in range(5))
    vote.seal()
    second = sorted(vote.cast([2], who) for who in range(5, 8))
    vote.seal()
    leaves = [bytes(one) for one in LogNode.objects.filter(level=0).order_by("index").values_list("hash", flat=True)]
    assert leaves[1:] == first + second


def test_sealed_ballots_lie_in_the_tables_file_as_in_the_log_and_came_in_one_transaction():
    """What the database itself keeps of a row, its place and its transaction, tells nothing of when it was cast."""
    vote = held(8)
    for who in range(8):
        vote.cast([1], who)
    vote.seal()
    with connection.cursor() as cursor:
        cursor.execute("SELECT leaf FROM voting_secretballot ORDER BY ctid")
        lying = [bytes(leaf) for (leaf,) in cursor.fetchall()]
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM voting_secretballot")
        assert cursor.fetchone() == (1,)
    assert lying == sorted(lying)


def test_every_sealed_ballot_is_proved_and_nothing_else():
    vote = held(7)
    leaves = [vote.cast([1], who) for who in range(5)]
    assert queries.inclusion(vote.reference, leaves[0]) is None
    vote.seal()
    leaves += [vote.cast([2], who) for who in range(5, 7)]
    vote.seal()
    for leaf in leaves:
        proof = queries.inclusion(vote.reference, leaf)
        size, root = root_of(proof.checkpoint)
        assert (proof.size, size) == (8, 8)
        assert log.is_included(leaf, proof.index, size, proof.hashes, root)
    assert queries.inclusion(vote.reference, bytes(32)) is None


def test_a_proof_asks_the_database_once_for_all_its_hashes(django_assert_num_queries):
    vote = held(6)
    leaves = [vote.cast([1], who) for who in range(6)]
    vote.seal()
    with django_assert_num_queries(2):  # the leaf and the checkpoint, then the nodes
        queries.inclusion(vote.reference, leaves[3])


def test_a_proof_reads_each_hash_by_its_key_before_the_statistics_know_of_the_log():
    with connection.cursor() as cursor:
        for statement in ("ANALYZE voting_lognode", "SELECT"):
            cursor.execute(
                "INSERT INTO voting_lognode SELECT 0, number, sha256(number::text::bytea), %s FROM generate_series(1, 3000) AS number",
                [held(0).row.pk],
            )
            cursor.execute(statement)
        cursor.execute(f"EXPLAIN {queries._NODES}", [[0, 0], [1, 2], held(0).row.pk])
        plan = "".join(line for (line,) in cursor.fetchall())
    assert re.search(r"Index Cond: \(\(vote_id = \d+\) AND \(level = needed.level\) AND \(index = needed.index\)\)", plan), plan


def test_each_checkpoint_begins_all_later_ones():
    vote = held(6)
    for who in range(6):
        vote.cast([1], who)
        vote.seal()
    notes = list(Checkpoint.objects.order_by("size").values_list("note", flat=True))
    assert [root_of(note)[0] for note in notes] == [1, 2, 3, 4, 5, 6, 7]
    for note in notes:
        first, root = root_of(note)
        proof = queries.consistency(vote.reference, first)
        size, newest = root_of(proof.checkpoint)
        assert log.is_consistent(first, size, proof.hashes, root, newest)
    assert refused(queries.consistency, vote.reference, 8) == "voting.no_such_log"
    assert refused(queries.consistency, vote.reference, 0) == "voting.no_such_log"


def test_closing_seals_the_rest_and_destroys_every_private_key():
    vote = held(3)
    vote.cast([1], 0)
    assert queries.has_part(vote.reference, vote.people[0])
    vote.close()
    assert not SecretBallot.objects.filter(is_sealed=False).exists()
    assert queries.checkpoint(vote.reference).split("\n")[1] == "2"
    assert SecretVote.objects.get(vote=vote.row).keys is None
    assert not queries.has_part(vote.reference, vote.people[0])
    assert list(queries.took_part(vote.row, vote.people)) == []
    assert refused(secret.seal, vote_id=vote.row.pk, least=0) == "voting.closed"
    assert secret.seal_all(least=0) == 0
    secret.close_box(row=vote.row, now=CLOSES)
    (note,) = Note.objects.filter(verb="closed-box")
    assert json.loads(note.details) == {"entitled": 3, "issued": 1, "leaves": 2}


def test_the_public_file_of_a_vote_is_verified(capsys):
    vote = held(6)
    own = vote.token(0)
    vote.put(vote.record(own, [1]))
    vote.seal()
    vote.put(vote.record(own, [3], 2))
    for who, choice in enumerate(([1], [3], [2], []), 1):
        vote.cast(choice, who)
    place = published(vote)
    assert verifier.main([str(place)]) == 0, capsys.readouterr().out
    said = capsys.readouterr().out
    assert "6 ballots are as they should be" in said
    assert "5 of 5 tokens came back, 0 ballots are on paper, 6 people may vote" in said
    assert "5 ballots count, and give the published result: [3] won" in said
    written = place.read_bytes()
    assert bytes(SecretVote.objects.get(vote=vote.row).file_hash) == hashlib.sha256(written).digest()
    (note,) = Note.objects.filter(verb="published-ballots")
    assert json.loads(note.details) == {"sha256": hashlib.sha256(written).hexdigest()}


def test_publishing_again_writes_the_same_file():
    vote = held(3)
    vote.cast([1], 0)
    place = published(vote)
    before = place.read_bytes()
    held_result = json.loads(before)["result"]
    assert secret.publish(row=vote.row, result=held_result, now=CLOSES).read_bytes() == before
    assert [path.name for path in place.parent.iterdir()] == [place.name]


@pytest.mark.parametrize(
    ("kind", "rule", "choices", "more"),
    [
        (Kind.APPROVAL, Rule.APPROVAL, ([1, 2], [2], [], [2, 3]), {"maximum": 3}),
        (Kind.RANKING, Rule.IRV, ([[1], [2]], [[2], [3]], [[3], [2]], [[1]]), {"maximum": 3}),
        (Kind.RANKING, Rule.SCHULZE, ([[1, 2]], [[2], [3]], [[3], [2]], [[1], [3]]), {"maximum": 3}),
        (Kind.SCORE, Rule.SCORE, ({"1": 5, "2": 1}, {"2": 5}, {}, {"3": 4}), {"maximum": 3, "most_points": 5}),
        (Kind.POINTS, Rule.POINTS, ({"1": 5, "2": 5}, {"2": 9}, {}, {"3": 10}), {"maximum": 3, "most_points": 10}),
    ],
)
def test_every_kind_of_ballot_is_verified(kind, rule, choices, more, capsys):
    vote = held(len(choices), kind=kind, rule=rule, **more)
    for who, choice in enumerate(choices):
        vote.cast(choice, who)
    assert verifier.main([str(published(vote))]) == 0, capsys.readouterr().out


def test_a_receipt_holds_in_the_public_file(tmp_path, capsys):
    vote = held(4)
    leaf = vote.cast([2], 0)
    vote.cast([1], 1)
    vote.seal()
    proof = queries.inclusion(vote.reference, leaf)
    receipt = {"format": "madang-receipt/1", "vote": vote.reference, "leaf": leaf.hex(), "index": proof.index}
    (tmp_path / "receipt.json").write_text(json.dumps(receipt | {"checkpoint": proof.checkpoint}))
    vote.cast([3], 2)
    assert verifier.main([str(published(vote)), "--receipt", str(tmp_path / "receipt.json")]) == 0
    assert "counts: [2]" in capsys.readouterr().out


def test_the_order_of_the_file_tells_nothing_of_the_order_of_the_box():
    vote = held(8)
    for who in range(8):
        vote.cast([1 + who % 3], who)
        vote.seal()
    ballots = json.loads(published(vote).read_text())["ballots"]
    leaves = [log.leaf_hash(record.encode()) for record in ballots]
    assert all(one < another for one, another in pairwise(leaves))


def test_as_many_tokens_as_were_given_out_are_published():
    vote = held(5)
    for who in range(3):
        vote.token(who)
    vote.cast([1], 3)
    held_file = json.loads(published(vote).read_text())
    assert held_file["electorate"] == {"entitled": 5, "issued": 4, "paper": []}
    assert Issued.objects.count() == 4
