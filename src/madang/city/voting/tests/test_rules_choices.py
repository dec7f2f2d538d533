"""What is a ballot, and what is none: tables for every kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.city.voting.rules.choices import tidied, why_not_choice
from madang.city.voting.rules.votes import Kind, Rule, Terms
from madang.urban.ballots import records

YES_NO = Terms(Kind.YES_NO, Rule.PLURALITY, 2)
SINGLE = Terms(Kind.SINGLE, Rule.PLURALITY, 5)
APPROVAL = Terms(Kind.APPROVAL, Rule.APPROVAL, 6, minimum=2, maximum=4)
BORDA = Terms(Kind.RANKING, Rule.BORDA, 5, maximum=5)
RUNOFF = Terms(Kind.RANKING, Rule.IRV, 5, minimum=2, maximum=3)
SCORE = Terms(Kind.SCORE, Rule.SCORE, 4, maximum=4, most_points=5)
POINTS = Terms(Kind.POINTS, Rule.POINTS, 4, maximum=3, most_points=10)
ALL = [YES_NO, SINGLE, APPROVAL, BORDA, RUNOFF, SCORE, POINTS]


@pytest.mark.parametrize(
    ("terms", "choice", "refused"),
    [
        (YES_NO, [2], None),
        (YES_NO, [], None),
        (YES_NO, [1, 2], "choice_many"),
        (YES_NO, [3], "choice_unknown"),
        (YES_NO, [0], "choice_unknown"),
        (YES_NO, [True], "choice_malformed"),
        (YES_NO, "1", "choice_malformed"),
        (YES_NO, None, "choice_malformed"),
        (SINGLE, [5], None),
        (SINGLE, ["5"], "choice_malformed"),
        (SINGLE, [1.0], "choice_malformed"),
        (APPROVAL, [6, 1], None),
        (APPROVAL, [1], "choice_few"),
        (APPROVAL, [], None),
        (APPROVAL, [1, 2, 3, 4, 5], "choice_many"),
        (APPROVAL, [2, 2], "choice_twice"),
        (APPROVAL, [1, 7], "choice_unknown"),
        (BORDA, [[3], [1, 2]], None),
        (BORDA, [[3], []], "choice_malformed"),
        (BORDA, [3, 1], "choice_malformed"),
        (BORDA, [[3], [1, 3]], "choice_twice"),
        (BORDA, [[1], [2], [3], [4], [5], [6]], "choice_unknown"),
        (RUNOFF, [[3], [1]], None),
        (RUNOFF, [[3], [1, 2]], "choice_same_rank"),
        (RUNOFF, [[3]], "choice_few"),
        (RUNOFF, [[1], [2], [3], [4]], "choice_many"),
        (SCORE, {"1": 5, "4": 0}, None),
        (SCORE, {"1": 6}, "choice_points"),
        (SCORE, {"1": -1}, "choice_points"),
        (SCORE, {"5": 1}, "choice_unknown"),
        (SCORE, {1: 1}, "choice_malformed"),
        (SCORE, {"01": 1}, "choice_malformed"),
        (SCORE, {"1": 2.5}, "choice_malformed"),
        (SCORE, {"9" * 5_000: 1}, "choice_malformed"),
        (SCORE, [1], "choice_malformed"),
        (POINTS, {"1": 7, "2": 3}, None),
        (POINTS, {"1": 7, "2": 4}, "choice_total"),
        (POINTS, {}, None),
        (POINTS, {"1": 1, "2": 1, "3": 1, "4": 1}, "choice_many"),
        (POINTS, {"1": 1, "2": 1, "3": 1, "4": 0}, None),
    ],
)
def test_a_choice_is_taken_or_refused_with_its_reason(terms, choice, refused):
    refusal = why_not_choice(choice, terms)
    assert (refusal.key.removeprefix("voting.") if refusal else None) == refused


def test_a_choice_is_kept_in_one_way_whatever_way_it_was_marked():
    assert tidied([4, 1], APPROVAL) == [1, 4]
    assert tidied([[3], [5, 1]], BORDA) == [[3], [1, 5]]
    assert list(tidied({"4": 1, "2": 3, "1": 0}, SCORE).items()) == [("2", 3), ("4", 1)]


@given(
    st.sampled_from(ALL),
    st.recursive(
        st.integers(-1, 7) | st.booleans() | st.text(max_size=2),
        lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.sampled_from("12345x"), inner, max_size=4),
        max_leaves=8,
    ),
)
def test_what_is_taken_here_is_taken_by_the_ballot_box(terms, choice):
    box = records.Terms("MD-1", terms.kind.value, terms.options, terms.minimum, terms.maximum, terms.most_points)
    if why_not_choice(choice, terms) is None:
        assert records.why_not_choice(tidied(choice, terms), box) == ""


@given(st.lists(st.integers(1, 6), max_size=6))
def test_what_the_ballot_box_takes_is_taken_here(marks):
    box = records.Terms("MD-1", "approval", 6, 2, 4)
    if records.why_not_choice(marks, box) == "":
        assert why_not_choice(marks, APPROVAL) is None
