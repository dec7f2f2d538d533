"""A process that is killed while it casts loses no acknowledged ballot and counts none twice."""

import os
import signal
import warnings

import pytest
from django.db import connections
from tests.urban.ballots.secret_builders import token, token_key

from madang.city.voting.models import SecretBallot
from madang.city.voting.queries import secret as queries
from madang.city.voting.tests.secret.builders import Held, held
from madang.urban.ballots import log

KILLS, BALLOTS = 6, 60


def casting(vote: Held, records: list[bytes]) -> tuple[int, int]:
    """Start a process that casts all records; return its id and a pipe on which it says the hash of each that was taken."""
    hears, says = os.pipe()
    connections.close_all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # later Pythons warn of forks beside threads; none of them runs here
        child = os.fork()
    if child:
        os.close(says)
        return child, hears
    try:
        for record in records:
            os.write(says, vote.put(record))
    finally:
        os._exit(0)


def acknowledged(hears: int, most: int) -> list[bytes]:
    """Read up to so many hashes from a pipe."""
    found = []
    while len(found) < most and (leaf := os.read(hears, 32)):
        found.append(leaf)
    return found


@pytest.mark.django_db(transaction=True)
def test_no_kill_loses_an_acknowledged_ballot_or_counts_one_twice():
    vote = held(1)
    records = [vote.record(token(serial, token_key(), vote.reference), [1 + serial % 3]) for serial in range(BALLOTS)]
    taken: list[bytes] = []
    for number in range(KILLS):
        child, hears = casting(vote, records)
        taken += acknowledged(hears, 4 + 7 * number)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        taken += acknowledged(hears, BALLOTS)  # what was said before the kill, and not yet heard
        os.close(hears)
        if number % 2:
            vote.seal()
    in_box = [bytes(leaf) for leaf in SecretBallot.objects.values_list("leaf", flat=True)]
    assert len(set(taken)) > KILLS
    assert set(taken) <= set(in_box)
    assert len(set(in_box)) == len(in_box)
    for record in records:  # every browser that heard nothing asks again
        vote.put(record)
    vote.close()
    assert sum(times for times, _ in queries.counted(vote.row)) == BALLOTS
    assert {log.leaf_hash(record) for record in records} == {
        bytes(leaf) for leaf in SecretBallot.objects.values_list("leaf", flat=True)
    }
