"""Periods, classes of a map, and areas summed into those above them."""

from datetime import date

import pytest

from madang.city.proposals.rules.figures import Period, class_of, first_day, gathered, step_of

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
