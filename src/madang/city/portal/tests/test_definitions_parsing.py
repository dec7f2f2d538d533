"""What a field takes: forgiving about form, strict about meaning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from madang.city.portal.definitions.answers import ERROR_KEYS, FileMeta, check_files, check_value, day_of
from madang.city.portal.definitions.answers.parsing import parse
from madang.city.portal.definitions.answers.values import Problem
from madang.city.portal.definitions.model import Field, FieldType, FileLimits, Option

TODAY = date(2026, 3, 1)


def a_field(kind: FieldType, **more: Any) -> Field:
    return Field(id="f", type=kind, label={"en": "F"}, **more)


def taken(kind: FieldType, raw: str | list[str] | dict[str, str], **more: Any) -> Any:
    """Return the clean value of a field, or the key of its error."""
    inputs: Mapping[str, Any] = {f"f-{part}": text for part, text in raw.items()} if isinstance(raw, dict) else {"f": raw}
    field = a_field(kind, **more)
    try:
        value = parse(field, inputs)
        check_value(field, value, TODAY)
    except Problem as problem:
        return problem.key if set(problem.params) == set(ERROR_KEYS[problem.key]) else f"{problem.key} with other parameters"
    return value


@pytest.mark.parametrize(
    "name", ["김", "이 준", "Ng", "X", "O'Brien", "Anne-Marie", "José", "阿卜杜拉·买买提", "Łukasz", "王", "Jr. 3"]
)
def test_short_and_foreign_names_are_names(name: str) -> None:
    assert taken(FieldType.NAME, f"  {name} ") == name


@pytest.mark.parametrize("name", ["1234", "!!!", "-", "'"])
def test_what_has_no_letter_is_no_name(name: str) -> None:
    assert taken(FieldType.NAME, name) == "invalid_name"


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (FieldType.TEXT, "  a \t b\n c ", "a b c"),
        (FieldType.TEXT, "a\x00b\x1b", "ab"),
        (FieldType.TEXT, "", "required"),
        (FieldType.TEXT, "   ", "required"),
        (FieldType.TEXT, "x" * 201, "too_long"),
        (FieldType.TEXT, "\u1112\u1161\u11ab", "한"),  # letters that came apart are put together
        (FieldType.LONG_TEXT, "a  \r\nb\r\n\r\n", "a\nb"),
        (FieldType.LONG_TEXT, "x" * 4001, "too_long"),
        (FieldType.EMAIL, " kim@haneul.example ", "kim@haneul.example"),
        (FieldType.EMAIL, "김@하늘.example", "김@하늘.example"),
        (FieldType.EMAIL, "kim@haneul", "invalid_email"),
        (FieldType.EMAIL, "kim at haneul.example", "invalid_email"),
        (FieldType.EMAIL, "a@b@c.example", "invalid_email"),
        (FieldType.PHONE, "010-1234-5678", "010-1234-5678"),
        (FieldType.PHONE, "+82 10 1234 5678", "+82 10 1234 5678"),
        (FieldType.PHONE, "０１０－１２３４－５６７８", "010-1234-5678"),
        (FieldType.PHONE, "(02) 123 4567", "(02) 123 4567"),
        (FieldType.PHONE, "12345", "invalid_phone"),
        (FieldType.PHONE, "call me", "invalid_phone"),
        (FieldType.NUMBER, "1,234,567", 1234567),
        (FieldType.NUMBER, "1 234 567", 1234567),
        (FieldType.NUMBER, "１２３", 123),
        (FieldType.NUMBER, "−5", -5),
        (FieldType.NUMBER, "1,23", "not_a_number"),
        (FieldType.NUMBER, "12a", "not_a_number"),
        (FieldType.NUMBER, ",", "not_a_number"),
        (FieldType.NUMBER, "1.5", "too_many_decimals"),
        (FieldType.NUMBER, "1.0", 1),
        (FieldType.NUMBER, "9" * 40, "not_a_number"),
        (FieldType.NUMBER, "1" + "0" * 15, "too_large"),
        (FieldType.MONEY, "₩2,500,000", 2500000),
        (FieldType.MONEY, "2500000원", 2500000),
        (FieldType.MONEY, "250만", 2500000),
        (FieldType.MONEY, "1.2억 원", 120000000),
        (FieldType.MONEY, "3万元", 30000),
        (FieldType.MONEY, "12.50", "too_many_decimals"),
        (FieldType.MONEY, "a lot", "not_a_number"),
        (FieldType.YES_NO, "yes", True),
        (FieldType.YES_NO, "no", False),
        (FieldType.YES_NO, "", "required"),
        (FieldType.YES_NO, "maybe", "not_an_option"),
        (FieldType.DECLARATION, "yes", True),
        (FieldType.DECLARATION, "", "must_be_accepted"),
        (FieldType.DECLARATION, "no", "must_be_accepted"),
        (FieldType.AREA, "1168058000", "1168058000"),
        (FieldType.DATE, {"year": "2026", "month": "2", "day": "9"}, "2026-02-09"),
        (FieldType.DATE, {"year": "２０２６", "month": "０２", "day": "９"}, "2026-02-09"),
        (FieldType.DATE, {"year": "2026", "month": "2", "day": "29"}, "invalid_date"),
        (FieldType.DATE, {"year": "2026", "month": "", "day": "9"}, "date_incomplete"),
        (FieldType.DATE, {"year": "26", "month": "2", "day": "9"}, "invalid_year"),
        (FieldType.DATE, {"year": "2026", "month": "Feb", "day": "9"}, "invalid_date"),
        (FieldType.DATE, {"year": "", "month": "", "day": ""}, "required"),
        (FieldType.DATE, "2026-02-09", "2026-02-09"),
        (FieldType.DATE, "2026. 2. 9.", "2026-02-09"),
        (FieldType.DATE, "2026년 2월 9일", "2026-02-09"),
        (FieldType.DATE, "2026年2月9日", "2026-02-09"),
        (FieldType.DATE, "9 February", "invalid_date"),
        (FieldType.ADDRESS, {"line": "하늘로 12", "detail": "", "postcode": "04524"}, {"line": "하늘로 12", "postcode": "04524"}),
        (FieldType.ADDRESS, {"line": "", "postcode": "04524"}, "address_line_required"),
        (FieldType.ADDRESS, {"line": "x" * 201}, "too_long"),
        (FieldType.ADDRESS, {}, "required"),
    ],
)
def test_answers_are_read_as_people_write_them(kind: FieldType, raw: Any, value: Any) -> None:
    assert taken(kind, raw) == value


def test_money_of_a_currency_with_cents_is_kept_in_cents() -> None:
    field = a_field(FieldType.MONEY)
    assert parse(field, {"f": "€12.50"}, minor_digits=2) == 1250
    assert parse(field, {"f": "1,250"}, minor_digits=2) == 125000


@pytest.mark.parametrize(
    ("kind", "limits", "raw", "error"),
    [
        (FieldType.TEXT, {"min": "3"}, "ab", "too_short"),
        (FieldType.TEXT, {"max": "3"}, "abcd", "too_long"),
        (FieldType.TEXT, {"pattern": "[0-9]{4}", "pattern_text": {"en": "Four digits"}}, "12345", "pattern"),
        (FieldType.NUMBER, {"min": "3"}, "2", "too_small"),
        (FieldType.NUMBER, {"max": "3"}, "4", "too_large"),
        (FieldType.NUMBER, {"decimals": 1}, "4.25", "too_many_decimals"),
        (FieldType.DATE, {"min": "today"}, "2026-02-28", "date_too_early"),
        (FieldType.DATE, {"max": "today-18y"}, "2008-03-02", "date_too_late"),
        (FieldType.DATE, {"max": "2026-01-01"}, "2026-01-02", "date_too_late"),
    ],
)
def test_limits_are_kept(kind: FieldType, limits: dict[str, Any], raw: str, error: str) -> None:
    assert taken(kind, raw, **limits) == error


def test_limits_include_their_ends() -> None:
    assert taken(FieldType.DATE, "2008-03-01", max="today-18y") == "2008-03-01"
    assert taken(FieldType.TEXT, "1234", pattern="[0-9]{4}") == "1234"
    assert taken(FieldType.NUMBER, "3", min="3", max="3") == 3
    assert taken(FieldType.NUMBER, "4.2", decimals=1) == 4.2


def test_choices_are_of_the_options() -> None:
    options = tuple(Option(id=one, label={"en": one}) for one in "abc")
    assert taken(FieldType.CHOICE, "a", options=options) == "a"
    assert taken(FieldType.CHOICE, "z", options=options) == "not_an_option"
    assert taken(FieldType.CHOICES, ["a", "b", "a", ""], options=options) == ["a", "b"]
    assert taken(FieldType.CHOICES, ["a", "z"], options=options) == "not_an_option"
    assert taken(FieldType.CHOICES, [], options=options) == "required"
    assert taken(FieldType.CHOICES, ["a"], options=options, min="2") == "too_few_choices"
    assert taken(FieldType.CHOICES, ["a", "b"], options=options, max="1") == "too_many_choices"


def test_an_optional_question_may_stay_empty() -> None:
    assert taken(FieldType.TEXT, "", required=False) is None
    assert taken(FieldType.DECLARATION, "", required=False) is None


@pytest.mark.parametrize(
    ("bound", "day"),
    [
        ("today", "2026-03-01"),
        ("today+14d", "2026-03-15"),
        ("today-1d", "2026-02-28"),
        ("today+11m", "2027-02-01"),
        ("today-18y", "2008-03-01"),
        ("2026-05-05", "2026-05-05"),
    ],
)
def test_a_bound_is_a_day(bound: str, day: str) -> None:
    assert day_of(bound, TODAY).isoformat() == day


def test_a_month_that_lacks_the_day_ends_on_its_last() -> None:
    assert day_of("today+1m", date(2026, 1, 31)) == date(2026, 2, 28)
    assert day_of("today-1y", date(2024, 2, 29)) == date(2023, 2, 28)


def test_files_are_checked_by_number_size_and_what_they_are() -> None:
    field = a_field(FieldType.FILE, files=FileLimits(types=("pdf", "jpg"), max_mb=1, count=2))
    fine = FileMeta("1", "a.pdf", 10, "pdf")
    photo = FileMeta("2", "b.jpeg", 1024 * 1024, "jpeg")
    check_files(field, [fine, photo])
    check_value(field, [fine.as_json()], TODAY)
    for wrong, key in (
        ([fine, fine, fine], "too_many_files"),
        ([FileMeta("3", "big.pdf", 1024 * 1024 + 1, "pdf")], "file_too_large"),
        ([FileMeta("4", "virus.pdf", 10, "exe")], "file_type"),
        ([FileMeta("5", "nothing.pdf", 0, "pdf")], "file_empty"),
    ):
        with pytest.raises(Problem) as caught:
            check_files(field, wrong)
        assert caught.value.key == key
        assert set(caught.value.params) == set(ERROR_KEYS[key])
