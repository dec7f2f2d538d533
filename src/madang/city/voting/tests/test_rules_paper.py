"""Ballots on paper as a clerk types them."""

import pytest

from madang.city.voting.rules.paper import line_of, read_lines
from madang.city.voting.rules.votes import Kind

SERIAL = "4f" * 32


@pytest.mark.parametrize(
    ("kind", "line", "choice"),
    [
        (Kind.SINGLE, "2", [2]),
        (Kind.SINGLE, "-", []),
        (Kind.APPROVAL, "3, 1", [1, 3]),
        (Kind.RANKING, "2 > 1=3", [[2], [1, 3]]),
        (Kind.RANKING, "-", []),
        (Kind.SCORE, "1:5 3:0 2:7", {"1": 5, "2": 7}),
        (Kind.POINTS, "-", {}),
    ],
)
def test_a_line_is_a_ballot(kind, line, choice):
    typed = read_lines(line, kind)
    assert (typed.ballots, typed.broken) == (((choice, None),), ())
    assert read_lines(line_of((choice, SERIAL)), kind).ballots == ((choice, SERIAL),)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (Kind.SINGLE, "two"),
        (Kind.SINGLE, "2 @12"),
        (Kind.SINGLE, "2 @"),
        (Kind.RANKING, "2 > > 1"),
        (Kind.SCORE, "1:5 1:6"),
        (Kind.SCORE, "3"),
        (Kind.APPROVAL, "1 x"),
    ],
)
def test_a_line_that_is_none_is_named(kind, line):
    assert read_lines(f"-\n{line}\n-\n\n", kind).broken == (2,)


def test_an_empty_line_between_ballots_is_no_blank_ballot():
    assert read_lines("1\n\n2\n", Kind.SINGLE).broken == (2,)
