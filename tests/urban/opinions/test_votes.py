"""Votes come in any order and are kept in one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.urban.opinions import sorted_votes
from tests.urban.opinions.builders import FEW, any_rows, votes_of


def test_votes_are_sorted_by_person_then_statement():
    votes = sorted_votes([7, 3, 7], [2, 9, 1], [-1, 1, 0])
    assert votes.people.tolist() == [3, 7]
    assert votes.statements.tolist() == [1, 2, 9]
    assert list(zip(votes.rows, votes.columns, votes.values, strict=True)) == [(0, 2, 1), (1, 0, 0), (1, 1, -1)]
    assert votes.cast.tolist() == [1, 2]


def test_ids_may_be_texts_or_numbers_far_apart():
    texts = sorted_votes(["kim", "an"], ["b", "a"], [1, -1])
    assert texts.people.tolist() == ["an", "kim"]
    assert texts.columns.tolist() == [0, 1]
    far = sorted_votes([2**60, -(2**60)], [5, 5], [1, -1])
    assert far.people.tolist() == [-(2**60), 2**60]
    assert far.values.tolist() == [-1, 1]


@FEW
@given(any_rows)
def test_ids_close_together_and_far_apart_are_numbered_alike(table):
    near = votes_of(table)
    far = votes_of([(who * 10**15, what * 10**15, said) for who, what, said in table])
    for name in ("rows", "columns", "values"):
        assert np.array_equal(getattr(near, name), getattr(far, name))
    assert (near.people * 10**15).tolist() == far.people.tolist()


def test_a_statement_that_is_left_out_takes_its_only_voters_with_it():
    votes = votes_of("++ .-", left_out=[102])
    assert votes.statements.tolist() == [101]
    assert votes.people.tolist() == [1]


def test_nobody_is_no_error():
    votes = sorted_votes([], [], [])
    assert (len(votes.people), len(votes.statements), len(votes.values)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("given_rows", "words"),
    [
        (([1, 1], [5, 5], [1, -1]), "person 1 votes twice on statement 5"),
        (([1, 1], [5, 5], [1, 1]), "person 1 votes twice on statement 5"),
        (([1], [5], [2]), "a vote is 1, 0 or -1, not 2"),
        (([1, 2], [5, 6], [1, 0.5]), "a vote is 1, 0 or -1, not 0.5"),
        (([1, 2], [5], [1]), "three lists of one length"),
        (([1.5], [5], [1]), "ids are whole numbers or texts, not float64"),
    ],
)
def test_what_is_no_table_of_votes_is_refused(given_rows, words):
    with pytest.raises(ValueError, match=words):
        sorted_votes(*given_rows)


@FEW
@given(any_rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(table, dice):
    mixed = list(table)
    dice.shuffle(mixed)
    first, second = votes_of(table), votes_of(mixed)
    for name in ("people", "statements", "rows", "columns", "values"):
        assert np.array_equal(getattr(first, name), getattr(second, name))
