"""Arrows put options in order, one place a press."""

import pytest

from madang.city.voting.rules.ranking import moved


@pytest.mark.parametrize(
    ("order", "option", "way", "then"),
    [
        ([], 2, "up", [2]),
        ([2], 3, "up", [2, 3]),
        ([2, 3], 3, "up", [3, 2]),
        ([3, 2], 3, "up", [3, 2]),
        ([3, 2, 1], 3, "down", [2, 3, 1]),
        ([3, 2, 1], 1, "down", [3, 2]),
        ([3, 2], 1, "down", [3, 2]),
    ],
)
def test_a_press_moves_one_option_by_one_place(order, option, way, then):
    assert moved(order, option, up=way == "up", most=3) == then


def test_no_more_options_get_a_place_than_there_are_places():
    assert moved([1, 2], 3, up=True, most=2) == [1, 2]
