"""Periods, classes of a map, areas summed into those above them, and which parts of a sum may be told."""

import itertools
from datetime import date

import pytest

from madang.city.proposals.rules.figures import Period, class_of, first_day, gathered, step_of, told_parts

BEGINNING = date(2000, 1, 1)


@pytest.mark.parametrize(
    ("period", "today", "first"),
    [
        (Period.YEAR, date(2026, 11, 20), date(2025, 12, 1)),
        (Period.QUARTER, date(2026, 11, 20), date(2026, 9, 1)),
        (Period.QUARTER, date(2026, 2, 28), date(2025, 12, 1)),
        (Period.ALL, date(2026, 2, 28), BEGINNING),
    ],
)
def test_a_period_begins_with_a_month(period, today, first):
    assert first_day(period, today, BEGINNING) == first


@pytest.mark.parametrize(
    ("most", "step"), [(1, 1), (6, 1), (7, 2), (12, 2), (13, 5), (30, 5), (31, 10), (700, 200), (12_001, 5_000)]
)
def test_at_most_six_classes_of_round_width_reach_to_the_most(most, step):
    assert step_of(most) == step
    assert class_of(most, step) <= 6


def test_no_count_at_all_has_no_classes():
    assert class_of(0, 5) == 0
    with pytest.raises(ValueError, match="nothing to class"):
        step_of(0)


def test_an_idea_counts_where_it_is_and_in_the_area_above_once():
    parents = {1: None, 2: 1, 3: 1, 21: 2, 22: 2}
    counts = {21: 4, 22: 1, 2: 10, None: 7, 99: 3}
    assert gathered(counts, parents, [2, 3]) == {2: 15, 3: 0}
    assert gathered(counts, parents, [21, 22]) == {21: 4, 22: 1}


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"a": 0, "b": 12, "c": 30}, (42, {"a": 0, "b": 12, "c": 30})),
        ({"a": 3, "b": 12, "c": 30}, (45, {"a": None, "b": None, "c": 30})),  # 15 are left: either may be ten or more
        ({"a": 1, "b": 10, "c": 30}, (41, {"a": None, "b": None, "c": 30})),  # of 11, a is 1 to 10
        ({"a": 4, "b": 5, "c": 30}, (39, {"a": None, "b": None, "c": None})),  # of 9 none could be ten
        ({"a": 6, "b": 7, "c": 30}, (43, {"a": None, "b": None, "c": 30})),  # of 13, each is 1 to 12
        ({"a": 4, "b": 0}, (None, {"a": None, "b": 0})),
        ({"a": 5, "b": 5}, (None, {"a": None, "b": None})),  # of 10, nine is the most
        ({"a": 0, "b": 0}, (0, {"a": 0, "b": 0})),
    ],
)
def test_small_parts_are_left_out_with_as_many_others_as_hide_them(counts, told):
    found = told_parts(counts, 10)
    assert (found.total, dict(found.parts)) == told


def test_no_part_that_is_left_out_can_be_known_to_be_small():
    for counts in itertools.product(range(0, 26, 3), repeat=3):
        told = told_parts(dict(zip("abc", counts, strict=True)), 10)
        if told.total is not None:
            left = [counts["abc".index(name)] for name, count in told.parts.items() if count is None]
            most = told.total - sum(count for count in told.parts.values() if count) - (len(left) - 1)
            assert not left or most >= 10, counts
