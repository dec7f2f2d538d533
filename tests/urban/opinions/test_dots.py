"""No dot is fewer people than asked for, and nobody is lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.urban.opinions import Dot, dots
from tests.urban.opinions.builders import FEW

LINE = np.array([(0.0, 0), (1, 0), (2, 0), (10, 0), (11, 0), (12, 0)])


def test_people_are_halved_along_the_longer_side():
    assert dots(LINE, 3) == [Dot(1, 0, 3), Dot(11, 0, 3)]
    assert dots(LINE[:, ::-1], 2) == [Dot(0, 1, 3), Dot(0, 11, 3)]


def test_too_few_people_are_no_dot():
    assert dots(LINE, 7) == []
    assert dots(np.zeros((0, 2)), 5) == []


@FEW
@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), max_size=60), st.integers(1, 9), st.randoms(use_true_random=False))
def test_every_dot_is_large_enough_and_together_they_are_everybody(points, least, dice):
    positions = np.array(points).reshape(-1, 2)
    found = dots(positions, least)
    assert all(least <= dot.people < 2 * least for dot in found)
    assert sum(dot.people for dot in found) == (len(points) if len(points) >= least else 0)
    dice.shuffle(points)
    assert dots(np.array(points).reshape(-1, 2), least) == found
    if found:
        middle = sum(dot.people * np.array([dot.x, dot.y]) for dot in found) / len(points)
        assert middle == pytest.approx(positions.mean(axis=0), abs=1e-3)
