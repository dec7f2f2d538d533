import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.city.portal.rules.letters import LETTERS, OWN, UnknownGap, fill, paragraphs

VALUES = {"applicant": "Park Jiwon", "due_date": "11 December", "answers.child_name": "Haru"}


def test_gaps_are_filled():
    assert (
        fill("Dear {applicant}, by {due_date} for {answers.child_name}.", VALUES) == "Dear Park Jiwon, by 11 December for Haru."
    )


def test_an_answer_that_was_not_given_is_left_out():
    assert fill("[{answers.second_name}]", VALUES) == "[]"


def test_double_braces_are_braces():
    assert fill("{{applicant}} }}{{ {applicant}", VALUES) == "{applicant} }{ Park Jiwon"


def test_a_placeholder_that_does_not_exist_is_named():
    with pytest.raises(UnknownGap, match=r"\{aplicant\}.*applicant, due_date"):
        fill("Dear {aplicant}", VALUES)


@given(name=st.text(max_size=40))
def test_what_people_write_is_never_read_as_a_gap(name):
    assert fill("<{applicant}>", {"applicant": name}) == f"<{name}>"


def test_an_empty_line_begins_a_paragraph():
    assert paragraphs("Dear A,\n\n one\ntwo \n \n\nthree\n") == (("Dear A,",), ("one", "two"), ("three",))
    assert paragraphs(" \n ") == ()


def test_every_letter_says_what_it_may_hold():
    assert set(OWN) == set(LETTERS)
