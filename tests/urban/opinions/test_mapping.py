"""The whole map: the same for the same votes, and sensible where there is little to map."""

import hashlib
import json
import os
import subprocess
import sys
import textwrap

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.urban.opinions import NO_GROUP, Way, opinion_map, place, sorted_votes
from tests.urban.opinions.builders import FEW, any_rows, map_of, noise, told, votes_of

CAMPS = "\n".join(["++++----"] * 6 + ["----++++"] * 4)


def test_two_camps_are_two_groups():
    found = map_of(CAMPS)
    assert found.groups.tolist() == [0] * 6 + [1] * 4
    assert found.group_sizes.tolist() == [6, 4]
    assert found.explained.tolist() == [1, 0]
    assert not found.positions[:, 1].any()
    assert found.by_group.agrees.tolist() == [[6] * 4 + [0] * 4, [0] * 4 + [4] * 4]
    assert [pick.way for pick in found.representative[0]] == [Way.AGREE] * 4 + [Way.DISAGREE]
    assert found.divisive == (0, 1, 2, 3, 4)
    assert found.bridging == ()


def test_positions_are_the_formula_that_the_map_states():
    """axes @ (vote - mean), missing votes as the mean, times the root of statements / votes cast."""
    found = map_of("++-0 --+. +.0- .++- -0-+")
    votes = np.array([1, np.nan, 0, -1])  # the third person
    by_hand = found.axes @ np.nan_to_num(votes - found.means) * np.sqrt(4 / 3)
    assert found.positions[2] == pytest.approx(by_hand, abs=1e-8)
    assert place(found.axes, found.means, votes) == pytest.approx(found.positions[2].tolist(), abs=1e-8)


def test_who_has_not_voted_stands_in_the_middle():
    found = map_of("++-0 --+. +.0-")
    assert place(found.axes, found.means, np.full(4, np.nan)) == (0, 0)


def test_groups_that_are_too_small_are_none():
    """Six and four people: with a least of five the four count for everybody only."""
    found = opinion_map(votes_of(CAMPS), least_group=5)
    assert found.groups.tolist() == [0] * 6 + [NO_GROUP] * 4
    assert found.by_group.agrees.tolist() == [[6] * 4 + [0] * 4]
    assert found.everyone.agrees.tolist() == [6] * 4 + [4] * 4
    assert len(found.representative) == 1


def test_few_votes_give_a_place_but_no_group():
    """Six of eight statements are one too few of seven; where there are only four, four are enough."""
    found = map_of(CAMPS + "\n++++--..")
    assert found.groups[-1] == NO_GROUP
    assert found.positions[-1, 0] * found.positions[0, 0] > 0
    assert map_of("++-- --++ ++--").groups.tolist() == [0, 1, 0]


def test_votes_without_a_group_count_for_everybody_only():
    found = map_of(CAMPS + "\n+.......")
    assert found.everyone.agrees[0] == 7
    assert found.by_group.agrees[:, 0].tolist() == [6, 0]


@FEW
@given(any_rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_bit(table, dice):
    mixed = list(table)
    dice.shuffle(mixed)
    assert told(map_of(mixed)) == told(map_of(table))


@FEW
@given(any_rows, st.integers(101, 107))
def test_a_statement_left_out_is_as_if_nobody_had_ever_seen_it(table, statement):
    rest = [row for row in table if row[1] != statement]
    people, statements, values = zip(*rest, strict=True) if rest else ((), (), ())
    assert told(map_of(table, left_out=[statement])) == told(opinion_map(sorted_votes(people, statements, values)))


@FEW
@given(any_rows)
def test_a_persons_double_stands_in_the_same_place_and_group(table):
    found = map_of(table + [(who + 1_000, what, said) for who, what, said in table])
    half = len(found.people) // 2
    assert found.positions[:half].tolist() == found.positions[half:].tolist()
    assert found.groups[:half].tolist() == found.groups[half:].tolist()
    assert (found.everyone.seen % 2 == 0).all()


@FEW
@given(any_rows)
def test_names_do_not_matter_but_in_their_order(table):
    renamed = [(f"person {who}", f"statement {what}", said) for who, what, said in table]
    first, second = map_of(table), map_of(renamed)
    assert first.positions.tolist() == second.positions.tolist()
    assert first.groups.tolist() == second.groups.tolist()
    assert first.representative == second.representative


@FEW
@given(any_rows)
def test_shares_and_consensus_are_probabilities_and_every_vote_is_counted(table):
    found = map_of(table)
    for values in (found.agree.share, found.disagree.share, found.joint_agree, found.joint_disagree, found.explained):
        assert ((values >= 0) & (values <= 1)).all()
    assert found.everyone.seen.sum() == len(table)
    assert (found.by_group.seen.sum(axis=0) <= found.everyone.seen).all()
    assert np.isfinite(found.positions).all()


@pytest.mark.parametrize(
    ("picture", "groups"),
    [
        ("+", [0]),
        ("+-0", [0]),
        ("+ - 0", [0, 1, 0]),
        ("+ + +", [0, 0, 0]),
        ("+-0 +-0 +-0 +-0", [0, 0, 0, 0]),
        ("00000000 00000000", [0, 0]),
        ("+. .+", [NO_GROUP, NO_GROUP]),
    ],
    ids=[
        "one person, one statement",
        "one person",
        "one statement",
        "one vote",
        "all alike",
        "everybody passes",
        "too few votes",
    ],
)
def test_where_there_is_little_to_map_there_is_a_map(picture, groups):
    found = map_of(picture)
    assert found.groups.tolist() == groups
    assert json.loads(told(found))[0]["people"] == len(groups)


def test_nobody_has_a_map_too():
    found = opinion_map(sorted_votes([], [], []))
    assert json.loads(told(found)) == [
        {
            "people": 0, "votes": 0, "ungrouped": 0, "explained": [0, 0], "silhouettes": {}, "groups": [], "statements": [],
            "consensus": [], "bridging": [], "divisive": [],
        },
        [],
    ]  # fmt: skip


def test_people_who_all_think_alike_stand_at_the_origin():
    assert not map_of("+-0 +-0 +-0").positions.any()


PROGRAM = """
    import hashlib, json, sys
    from madang.urban.opinions import opinion_map, sorted_votes
    from madang.urban.opinions.report import as_dict, positions
    found = opinion_map(sorted_votes(*json.load(sys.stdin)))
    print(hashlib.sha256(json.dumps([as_dict(found), positions(found)]).encode()).hexdigest())
"""


@pytest.mark.parametrize("threads", ["1", "2"])
def test_another_process_with_more_threads_draws_the_same_picture_to_the_last_bit(threads):
    table = noise(300, 60, 0.4, seed=8)
    here = hashlib.sha256(told(map_of(table)).encode()).hexdigest()
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(PROGRAM)],
        input=json.dumps(list(zip(*table[::-1], strict=True))),
        env=os.environ | {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == here
