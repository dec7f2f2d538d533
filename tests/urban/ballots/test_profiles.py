import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.urban.ballots.faults import BallotFault
from madang.urban.ballots.grouping import grouped, sums
from madang.urban.ballots.profiles import Approvals, Rankings, Scores


def as_dict(profile):
    return dict(zip(map(tuple, profile.rows.tolist()), profile.counts.tolist(), strict=True))


def test_equal_rankings_are_kept_once_with_their_count():
    profile = Rankings.from_ballots(3, [(2, [[1], [2, 3]]), (1, [[2]]), (3, [[1], [3, 2]]), (4, [])])
    assert as_dict(profile) == {(1, 2, 2): 5, (4, 1, 4): 1, (4, 4, 4): 4}
    assert (profile.candidates, profile.voters) == (3, 10)


def test_an_array_of_ranks_says_the_same_as_ballots():
    from_ranks = Rankings.from_ranks([[1, 2, 2], [0, 1, 0], [1, 2, 2]], [2, 1, 3])
    assert as_dict(from_ranks) == as_dict(Rankings.from_ballots(3, [(5, [[1], [2, 3]]), (1, [[2]])]))


def test_more_candidates_than_a_byte_can_number_are_ranked():
    profile = Rankings.from_ballots(300, [(1, [[300], [1]]), (2, [[one] for one in range(300, 0, -1)])])
    assert sorted(profile.rows[:, 299].tolist()) == [1, 1]
    assert sorted(profile.rows[:, 0].tolist()) == [2, 300]


def test_approvals_and_points_are_grouped_too():
    assert as_dict(Approvals.from_ballots(3, [(2, [3, 1]), (1, [1, 3]), (4, [])])) == {
        (True, False, True): 3,
        (False, False, False): 4,
    }
    assert as_dict(Scores.from_ballots(2, [(2, {1: 5}), (1, {2: -3}), (1, {1: 5, 2: 0})])) == {(5, 0): 3, (0, -3): 1}


def test_marks_may_be_ones_and_zeros():
    assert as_dict(Approvals.from_marks([[1, 0], [1, 0]])) == {(True, False): 2}


def test_nobody_may_change_a_profile():
    profile = Approvals.from_marks(np.ones((2, 2), bool))
    with pytest.raises(ValueError, match="read-only"):
        profile.rows[0, 0] = False


def test_a_profile_leaves_the_array_that_it_was_made_from_alone():
    marks = np.ones((1, 2), bool)
    Approvals.from_marks(marks)
    marks[0, 0] = False
    assert not marks[0, 0]


def test_a_ballot_that_nobody_cast_is_left_out():
    assert as_dict(Approvals.from_marks([[1, 0], [0, 1]], [0, 2])) == {(False, True): 2}


def test_no_ballot_at_all_is_a_profile_too():
    assert Rankings.from_ballots(3, []).voters == 0
    assert Scores.from_points(np.zeros((0, 3), int)).candidates == 3


@pytest.mark.parametrize(
    ("ballots", "words"),
    [
        ([(1, [[1]]), (1, [[2], [9]])], r"ballot 2: there is no candidate 9; they are numbered from 1 to 3"),
        ([(1, [[0]])], r"ballot 1: there is no candidate 0"),
        ([(1, [[1]]), (1, [[1], [2, 1]])], r"ballot 2: candidate 1 stands there twice"),
        ([(1, [[1], [], [2]])], r"ballot 1: rank 2 is empty; leave it out"),
        ([(1, [["1"]])], r"ballot 1: '1' with 1 are not a candidate's number and a whole number"),
        ([(1, [[2**70]])], r"ballot 1: \d+ with 1 are not"),
        ([(-2, [[1]])], r"ballot 1: is cast -2 times; leave it out"),
        ([(1.5, [[1]])], r"a count is not a whole number"),
        ([(2**41, [[1]])], r"more than 1,099,511,627,776 ballots"),
    ],
)
def test_a_ranking_that_cannot_be_counted_is_named(ballots, words):
    with pytest.raises(BallotFault, match=words):
        Rankings.from_ballots(3, ballots)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Rankings.from_ranks([[1, 2], [3, 1]]), "ballot 2: has rank 3 for candidate 1; ranks run from 1"),
        (lambda: Rankings.from_ranks([[1.0, 2.0]]), "a rank is not a whole number"),
        (lambda: Rankings.from_ranks([1, 2]), r"an array of shape \(2,\)"),
        (lambda: Rankings.from_ranks(np.zeros((2, 0), int)), r"an array of shape \(2, 0\)"),
        (lambda: Rankings.from_ranks([[1, 2]], [1, 1]), r"1 ballots have counts of shape \(2,\); give one for each"),
        (lambda: Rankings.from_ballots(0, []), "0 candidates; there must be 1 to 10,000"),
        (lambda: Approvals.from_marks([[0, 2]]), "ballot 1: has mark 2 for candidate 2"),
        (lambda: Approvals.from_ballots(2, [(1, [2, 2])]), "ballot 1: candidate 2 stands there twice"),
        (lambda: Scores.from_points([[0, 2**21]]), "ballot 1: has score 2097152 for candidate 2"),
        (lambda: Scores.from_points([[4, 2], [4, 3]], purse=6), "ballot 2: gives away 7 points of 6"),
        (lambda: Scores.from_points([[7, -1]], purse=6), "ballot 1: has score -1 for candidate 2"),
        (lambda: Scores.from_ballots(2, [(1, {1: 0.5})]), "ballot 1: 1 with 0.5 are not"),
    ],
)
def test_what_cannot_be_counted_says_why(make, words):
    with pytest.raises(BallotFault, match=words):
        make()


def test_a_fault_is_a_value_error_that_knows_its_ballot():
    fault = BallotFault("is odd", 1234)
    assert isinstance(fault, ValueError)
    assert (str(fault), fault.ballot) == ("ballot 1,234: is odd", 1234)


rows = st.integers(1, 20).flatmap(lambda width: st.lists(st.lists(st.integers(0, 2), min_size=width, max_size=width), min_size=1))


@given(rows, st.sampled_from([np.uint8, np.int16, np.int64]))
def test_grouping_keeps_each_row_and_how_often_it_occurs(table, kind):
    given_rows = np.array(table, kind)
    found, counts = grouped(given_rows, np.ones(len(table), np.int64))
    expected = {tuple(row): table.count(row) for row in table}
    assert dict(zip(map(tuple, found.tolist()), counts.tolist(), strict=True)) == expected
    assert len(found) == len(expected)


@given(rows, st.data())
def test_grouping_does_not_rest_on_the_order_of_the_ballots(table, data):
    shuffled = data.draw(st.permutations(table))
    first, second = (grouped(np.array(one, np.uint8), np.ones(len(one), np.int64)) for one in (table, shuffled))
    assert (first[0].tolist(), first[1].tolist()) == (second[0].tolist(), second[1].tolist())


def test_booleans_are_grouped_in_any_width():
    marks = np.eye(70, dtype=bool)[[0, 69, 0]]
    found, counts = grouped(marks, np.array([1, 1, 1]))
    assert {int(np.argmax(row)): int(count) for row, count in zip(found, counts, strict=True)} == {0: 2, 69: 1}


@pytest.mark.parametrize("columns", [1, 7, 200_000])
def test_sums_of_columns_go_over_all_parts(columns):
    marks = np.ones((3, columns), bool)
    marks[1, 0] = False
    assert sums(marks, np.array([1, 10, 2**40]))[:2] == [2**40 + 1, 2**40 + 11][: min(columns, 2)]
