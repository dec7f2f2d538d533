from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.city.portal.rules.cases import Outcome
from madang.city.portal.rules.certificates import (
    DRAWN,
    LETTERS,
    Standing,
    code_of,
    is_family_name,
    is_reversed,
    may_ask,
    standing,
    tidy_code,
    valid_until,
)

DRAWS = st.lists(st.integers(0, len(LETTERS) - 1), min_size=DRAWN, max_size=DRAWN)


def test_a_code_is_three_groups_of_four():
    # Weights 2 to 12 sum to 77; 77 times 1, modulo 29, is 19: the twentieth letter.
    assert code_of([1] * DRAWN) == f"3333-3333-333{LETTERS[19]}"
    with pytest.raises(ValueError, match="made of 11 numbers, not 3"):
        code_of([1, 2, 3])


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}", "{3}"])
def test_a_code_is_understood_however_it_is_typed(typed):
    code = code_of(range(DRAWN))
    told = typed.format(code, code.lower(), code.replace("-", ""), code.replace("-", " – "))
    assert tidy_code(told) == code


@given(drawn=DRAWS, place=st.integers(0, DRAWN), by=st.integers(1, len(LETTERS) - 1))
def test_one_wrong_character_is_always_noticed(drawn, place, by):
    bare = code_of(drawn).replace("-", "")
    other = LETTERS[(LETTERS.index(bare[place]) + by) % len(LETTERS)]
    assert tidy_code(bare[:place] + other + bare[place + 1 :]) is None


@given(drawn=DRAWS, place=st.integers(0, DRAWN - 2))
def test_two_neighbours_exchanged_are_always_noticed(drawn, place):
    bare = code_of(drawn).replace("-", "")
    swapped = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
    assert (tidy_code(swapped) is None) is (swapped != bare)


@pytest.mark.parametrize("typed", ["", "MD-7K3F-92X", "0000-0000-0000", "x" * 500, "\x00", "가나다라-가나다라-가나다라"])
def test_what_is_no_code_is_none(typed):
    assert tidy_code(typed) is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Park", "Park Jiwon"), ("park ", "Park Jiwon"), ("Yusuf", "Amina Yusuf"), ("Amina Yusuf", "Amina Yusuf"),
        ("de la Cruz", "Ana de la Cruz"), ("muller", "Jörg Müller"), ("Ｐａｒｋ", "Park Jiwon"), ("O’Neill", "Una O'Neill"),
        ("박", "박순자"), ("박순자", "박순자"), ("남궁", "남궁민수"), ("陈", "陈伟"), ("欧阳", "欧阳娜娜"), ("Sukarno", "Sukarno"),
    ],
)  # fmt: skip
def test_a_family_name_is_known_in_the_persons_own_manner(typed, name):
    assert is_family_name(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("", "Park Jiwon"), ("Par", "Park Jiwon"), ("la", "Ana de la Cruz"), ("순자", "박순자"), ("박순", "박순자"), ("남", "남궁민수"),
        ("P", "Park"), ("Kim", "Park Jiwon"), ("Jiwon Park", "Park Jiwon"), ("Park", ""), ("*", "Park Jiwon"), ("%", "Park"),
    ],
)  # fmt: skip
def test_part_of_a_name_and_another_name_are_not_enough(typed, name):
    assert not is_family_name(typed, name)


BORN = date(1984, 3, 14)


@pytest.mark.parametrize(
    ("name", "born", "may"),
    [
        ("Kim", None, True), ("", BORN, True), ("Kim", BORN, True), ("", None, False), ("  ", None, False),
        ("Kim", date(1984, 3, 15), False), ("Lee", BORN, False),
    ],
)  # fmt: skip
def test_one_right_thing_opens_and_one_wrong_thing_shuts(name, born, may):
    assert may_ask(name="Kim Haru", born=BORN, typed_name=name, typed_born=born) is may


def test_no_birth_date_is_not_opened_by_none():
    assert not may_ask(name="Kim Haru", born=None, typed_name="", typed_born=None)
    assert not may_ask(name="Kim Haru", born=None, typed_name="", typed_born=BORN)


@pytest.mark.parametrize(
    ("issued", "months", "last"),
    [
        (date(2026, 11, 20), 3, date(2027, 2, 20)), (date(2026, 11, 30), 3, date(2027, 2, 28)), (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)), (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2026, 11, 20), None, None),
    ],
)  # fmt: skip
def test_the_last_day_is_the_same_day_or_the_months_last(issued, months, last):
    assert valid_until(issued, months) == last


def test_a_certificate_is_valid_on_its_last_day_and_withdrawn_whatever_the_day():
    last = date(2027, 2, 20)
    assert standing(last, False, last) is Standing.VALID
    assert standing(last, False, date(2027, 2, 21)) is Standing.EXPIRED
    assert standing(None, False, date(2999, 1, 1)) is Standing.VALID
    assert standing(last, True, last) is Standing.WITHDRAWN


@pytest.mark.parametrize("before", Outcome)
@pytest.mark.parametrize("after", Outcome)
def test_only_the_same_outcome_leaves_what_was_issued(before, after):
    assert is_reversed(before, after) is (before.value != after.value)
