"""Raking, worked by hand and against the closed form of a single margin."""

import numpy as np
import pytest

from madang.urban.ballots.weights import UNKNOWN, Margin, effective_size, rake

AGE = np.array([0, 0, 1, 1])
GENDER = np.array([0, 1, 0, 1])


def margin(category, *people):
    return Margin(np.asarray(category), np.array(people, float))


def test_one_margin_is_the_share_of_people_over_the_share_of_votes():
    weights = rake([60, 20], [margin([0, 1], 500, 500)])
    assert weights.factors == pytest.approx([40 / 60, 40 / 20])
    assert weights.is_settled
    assert weights.capped == 0


def test_two_margins_are_both_met():
    # 30, 10, 20, 40 voters; half of the people are young, half are women. Odds ratios stay as they were: (30 * 40) / (10 * 20) = 6,
    # so the weighted table of 100 is x, 50 - x, 50 - x, x with x^2 = 6 (50 - x)^2: x = 50 sqrt 6 / (1 + sqrt 6).
    weights = rake([30, 10, 20, 40], [margin(AGE, 1, 1), margin(GENDER, 7, 7)])
    x = 50 * 6**0.5 / (1 + 6**0.5)
    assert weights.factors * [30, 10, 20, 40] == pytest.approx([x, 50 - x, 50 - x, x], abs=1e-4)
    assert weights.gap < 1e-6


def test_all_ballots_together_count_as_many_as_there_are():
    weights = rake([3, 5, 7, 11], [margin(AGE, 40, 60), margin(GENDER, 55, 45)])
    assert weights.factors @ [3, 5, 7, 11] == pytest.approx(26)


def test_the_effective_size_falls_as_weights_differ():
    assert effective_size([10, 10], [1, 1]) == pytest.approx(20)
    assert effective_size([10, 10], [1.5, 0.5]) == pytest.approx(20**2 / (10 * 2.25 + 10 * 0.25))
    assert effective_size([0], [1]) == 0


def test_nobody_speaks_for_more_than_the_cap():
    weights = rake([99, 1], [margin([0, 1], 50, 50)], cap=5)
    assert weights.factors[1] == pytest.approx(5)
    assert weights.capped == 1
    assert not weights.is_settled
    assert weights.gap == pytest.approx(0.5 - 5 / (5 + weights.factors[0] * 99))


def test_a_group_of_whom_nobody_voted_is_named_and_the_others_keep_their_proportion():
    weights = rake([20, 20, 0], [margin([0, 1, 2], 300, 100, 600)])
    assert weights.lacking == ((2,),)
    assert weights.factors[:2] == pytest.approx([1.5, 0.5])


def test_who_did_not_say_is_left_as_they_are():
    weights = rake([30, 10, 60], [margin([0, 1, UNKNOWN], 1, 1)])
    assert weights.factors == pytest.approx([20 / 30, 2, 1])


def test_a_category_without_people_is_left_as_it_is():
    weights = rake([30, 10, 60], [margin([0, 1, 2], 1, 1, 0)])
    assert weights.factors == pytest.approx([20 / 30, 2, 1])


def test_without_margins_every_ballot_counts_one():
    weights = rake([3, 4], [])
    assert weights.factors.tolist() == [1, 1]
    assert weights.effective == pytest.approx(7)


@pytest.mark.parametrize(
    ("voters", "margins", "cap", "words"),
    [
        ([], [], 5, "not all of them 0"),
        ([0, 0], [], 5, "not all of them 0"),
        ([3, -1], [], 5, "at least 0"),
        ([3, 1], [], 1, "above 1"),
        ([3, 1], [margin([0], 1)], 5, "a category for each cell"),
        ([3, 1], [margin([0, 1], 1, -1)], 5, "at least 0 people"),
        ([3, 1], [margin([0, 2], 1, 1)], 5, "numbers from 0"),
        ([3, 1], [margin([0, -2], 1, 1)], 5, "numbers from 0"),
    ],
)
def test_what_cannot_be_weighed_is_refused(voters, margins, cap, words):
    with pytest.raises(ValueError, match=words):
        rake(voters, margins, cap=cap)
