"""Counts are exact, shares and tests are those of Polis, worked by hand."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.urban.opinions.figures import NO_GROUP, group_informed, leaning, tallies
from tests.urban.opinions.builders import FEW, any_rows, votes_of


def counted(*figures: list[int]) -> np.ndarray:
    return np.array(figures, np.int64)


@FEW
@given(any_rows, st.lists(st.integers(NO_GROUP, 2), min_size=9, max_size=9))
def test_counts_are_those_of_counting_one_by_one(table, groups):
    votes = votes_of(table)
    by_person = np.array(groups[: len(votes.people)])
    whole, parts = tallies(votes, by_person)
    group_of = dict(zip(votes.people.tolist(), by_person.tolist(), strict=True))
    everybody = Counter((what, said) for _, what, said in table)
    each = Counter((group_of[who], what, said) for who, what, said in table)
    for at, what in enumerate(votes.statements.tolist()):
        assert [whole.agrees[at], whole.passes[at], whole.disagrees[at]] == [everybody[what, said] for said in (1, 0, -1)]
        for group in range(by_person.max() + 1):
            mine = [parts.agrees[group, at], parts.passes[group, at], parts.disagrees[group, at]]
            assert mine == [each[group, what, said] for said in (1, 0, -1)]
            assert parts.seen[group, at] == sum(mine)


def test_shares_and_tests_are_worked_by_hand():
    """6 of 6 agree here, 4 of 5 there.

    share (6+1)/(6+2); test 2 sqrt(7) (7/7 - 1/2) = sqrt 7; ratio (7/8) / (5/7) = 49/40;
    two shares: 7/7 and 5/6, pooled 12/13, z = (1/6) / sqrt(12/13 * 1/13 * (1/7 + 1/6)) = (1/6) / sqrt(2/91)
    """
    found = leaning(counted([6], [4]), counted([6], [5]))
    assert found.share[:, 0] == pytest.approx([7 / 8, 5 / 7])
    assert found.share_test[0, 0] == pytest.approx(math.sqrt(7))
    assert found.ratio[0, 0] == pytest.approx(49 / 40)
    assert found.ratio_test[:, 0] == pytest.approx([math.sqrt(91 / 2) / 6, -math.sqrt(91 / 2) / 6])


def test_where_everybody_votes_alike_nobody_leans():
    """The pooled share is 1, so that the test would divide by 0."""
    assert leaning(counted([3], [4]), counted([3], [4])).ratio_test.tolist() == [[0.0], [0.0]]


def test_a_group_without_others_is_compared_with_one_in_two():
    found = leaning(counted([3]), counted([4]))
    assert found.ratio[0, 0] == pytest.approx((4 / 6) / (1 / 2))
    assert np.isfinite(found.ratio_test).all()


def test_the_joint_consensus_is_the_product_of_the_groups_shares():
    """8 of 8 and 1 of 2: 9/10 * 2/4. A large group cannot make up for a small one."""
    shares = leaning(counted([8, 8], [1, 0]), counted([8, 8], [2, 2])).share
    assert group_informed(shares) == pytest.approx([9 / 20, 9 / 40])


def test_without_groups_nothing_is_joint():
    assert group_informed(np.zeros((0, 3))).tolist() == [0, 0, 0]
