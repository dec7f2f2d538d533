"""Who may vote, and which condition fails first."""

from dataclasses import replace
from datetime import date

import pytest

from madang.city.people.rules import Assurance, age_in_years
from madang.city.voting.rules.electorate import (
    Condition,
    Electorate,
    Near,
    Person,
    Roll,
    born_between,
    from_plain,
    to_plain,
    why_not,
    why_not_electorate,
)
from madang.city.voting.rules.votes import Mode

MAPO, JUNG, HAPJEONG = 1, 2, 11
HARU = Person(
    age=30,
    homes=(HAPJEONG, MAPO),
    gender="female",
    languages=frozenset({"ko", "vi"}),
    assurance=Assurance.IDENTITY_PROVED,
)
PLACE = Near(126.9, 37.5, 800, "Mangwon Park")
EVERYTHING = Electorate(
    areas=frozenset({MAPO}),
    near=PLACE,
    age_from=19,
    age_until=34,
    genders=frozenset({"female"}),
    languages=frozenset({"vi", "en"}),
    least=Assurance.EMAIL,
    roll=Roll.MAILS,
)
IN = replace(HARU, is_near=True, on_roll=True)


@pytest.mark.parametrize(
    ("person", "condition", "values"),
    [
        (IN, None, {}),
        (replace(IN, on_roll=False), Condition.ROLL, {"roll": Roll.MAILS}),
        (replace(IN, assurance=Assurance.SELF_DECLARED), Condition.ASSURANCE, {"least": Assurance.EMAIL}),
        (replace(IN, age=None), Condition.AGE_UNKNOWN, {"least": 19}),
        (replace(IN, age=18), Condition.TOO_YOUNG, {"least": 19, "age": 18}),
        (replace(IN, age=19), None, {}),
        (replace(IN, age=34), None, {}),
        (replace(IN, age=35), Condition.TOO_OLD, {"most": 34, "age": 35}),
        (replace(IN, homes=()), Condition.HOME_UNKNOWN, {}),
        (replace(IN, homes=(21, JUNG)), Condition.AREA, {"areas": [MAPO], "homes": (21, JUNG)}),
        (replace(IN, is_near=False), Condition.NEAR, {"near": PLACE, "homes": (HAPJEONG, MAPO)}),
        (replace(IN, gender=""), Condition.GENDER, {"genders": ["female"], "gender": ""}),
        (replace(IN, languages=frozenset({"ko"})), Condition.LANGUAGE, {"languages": ["en", "vi"]}),
    ],
)
def test_all_conditions_must_hold_and_the_first_that_fails_is_told(person, condition, values):
    failing = why_not(person, EVERYTHING)
    assert (failing.condition if failing else None) == condition
    assert dict(failing.values if failing else {}) == values


def test_without_conditions_everybody_from_fourteen_may_vote():
    anybody = Person(age=14)
    assert why_not(anybody, Electorate()) is None
    assert why_not(replace(anybody, age=13), Electorate()).condition is Condition.TOO_YOUNG


def test_who_holds_a_code_is_asked_nothing_else():
    assert why_not(Person(on_roll=True), Electorate(roll=Roll.LETTERS)) is None
    assert why_not(HARU, Electorate(roll=Roll.CODES)).condition is Condition.ROLL


@pytest.mark.parametrize(
    ("electorate", "mode", "by_staff", "refused"),
    [
        (Electorate(), Mode.STRAW, False, None),
        (Electorate(age_from=13), Mode.STRAW, True, "age_least"),
        (Electorate(age_from=30, age_until=29), Mode.STRAW, True, "age_backwards"),
        (Electorate(age_from=30, age_until=30), Mode.STRAW, True, None),
        (Electorate(age_from=121), Mode.STRAW, True, "age_backwards"),
        (Electorate(near=replace(PLACE, metres=49)), Mode.STRAW, True, "near_metres"),
        (Electorate(near=replace(PLACE, longitude=float("nan"))), Mode.STRAW, True, "near_place"),
        (Electorate(near=replace(PLACE, name="")), Mode.STRAW, True, "near_place"),
        (Electorate(genders=frozenset({"robot"})), Mode.STRAW, True, "gender_unknown"),
        (Electorate(roll=Roll.CODES), Mode.STRAW, False, "roll_by_staff"),
        (Electorate(roll=Roll.CODES), Mode.OFFICIAL, True, None),
        (Electorate(roll=Roll.CODES, areas=frozenset({MAPO})), Mode.STRAW, True, "roll_stands_alone"),
        (Electorate(roll=Roll.PHONES, least=Assurance.EMAIL), Mode.STRAW, True, "phones_proved"),
        (Electorate(roll=Roll.PHONES, least=Assurance.IDENTITY_PROVED), Mode.STRAW, True, None),
        (Electorate(roll=Roll.MAILS), Mode.STRAW, True, "mails_confirmed"),
        (EVERYTHING, Mode.OFFICIAL, True, None),
        (Electorate(), Mode.OFFICIAL, True, "official_assurance"),
    ],
)
def test_conditions_that_cannot_be_are_refused(electorate, mode, by_staff, refused):
    refusal = why_not_electorate(electorate, mode, by_staff=by_staff)
    assert (refusal.key.removeprefix("voting.") if refusal else None) == refused


def test_conditions_are_read_as_they_were_written():
    assert from_plain(to_plain(EVERYTHING)) == EVERYTHING
    assert to_plain(Electorate()) == {"age_from": 14, "least": "self-declared"}


@pytest.mark.parametrize("on", [date(2026, 11, 20), date(2024, 2, 29), date(2023, 2, 28), date(2023, 3, 1)])
def test_birth_dates_and_ages_say_the_same(on):
    electorate = Electorate(age_from=15, age_until=18)
    after, until = born_between(electorate, on)
    around = [
        date(year, month, day)
        for year in range(on.year - 20, on.year - 13)
        for month, day in ((2, 28), (3, 1), (11, 20), (11, 21))
    ]
    around += [
        date(2008, 2, 29),
        date(2004, 2, 29),
        on.replace(year=on.year - 15, day=min(on.day, 28)),
        on.replace(year=on.year - 19, day=min(on.day, 28)),
    ]
    for born in around:
        assert (after < born <= until) == (15 <= age_in_years(born, on) <= 18), born
    assert born_between(Electorate(), on)[0] is None
