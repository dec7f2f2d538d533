"""Forms without pages: what is asked, what is taken, what is dropped, what is missing."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from madang.city.portal.definitions import answers
from madang.city.portal.definitions.answers import (
    ERROR_KEYS,
    FileMeta,
    all_facts,
    answer_text,
    check_files,
    check_value,
    day_of,
    evidence_needed,
    fee,
    incomplete_steps,
    prefill,
    pruned,
    summary,
    validate,
    walk,
)  # fmt: skip
from madang.city.portal.definitions.answers.parsing import parse
from madang.city.portal.definitions.answers.values import Problem
from madang.city.portal.definitions.eligibility import facts_of
from madang.city.portal.definitions.model import Field, FieldType, FileLimits, Option
from madang.city.portal.tests.builders_definitions import service

TODAY = date(2026, 3, 1)
FACTS = facts_of({"today": TODAY})
ADULT = {
    "full_name": "김",
    "birth_date-year": "1990",
    "birth_date-month": "1",
    "birth_date-day": "31",
    "kind": "adult",
}
STORED: dict[str, Any] = {
    "full_name": "김",
    "birth_date": "1990-01-31",
    "kind": "adult",
    "items": [{"thing": "book", "page_count": 300}],
}


def a_field(kind: FieldType, **more: Any) -> Field:
    return Field(id="f", type=kind, label={"en": "F"}, **more)


def taken(kind: FieldType, raw: str | list[str] | dict[str, str], **more: Any) -> Any:
    """Return the clean value of a field, or the key of its error."""
    inputs: Mapping[str, Any] = {f"f-{part}": text for part, text in raw.items()} if isinstance(raw, dict) else {"f": raw}
    one, digits = a_field(kind, **more), 0
    try:
        value = parse(one, inputs, minor_digits=digits)
        check_value(one, value, TODAY)
    except Problem as problem:
        assert set(problem.params) == set(ERROR_KEYS[problem.key])
        return problem.key
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


def test_a_step_gives_clean_values_and_errors_beside_their_fields() -> None:
    step = service().form[0]
    found = validate(step, {**ADULT, "birth_date-month": "13"}, facts=FACTS, today=TODAY)
    assert found.values == {"full_name": "김", "kind": "adult"}
    assert [(error.field, error.key) for error in found.errors] == [("birth_date", "invalid_date")]
    assert validate(step, ADULT, facts=FACTS, today=TODAY).is_valid


def test_a_question_appears_when_an_answer_on_the_same_page_calls_for_it() -> None:
    child = {**ADULT, "birth_date-year": "2020", "kind": "child"}
    found = validate(service().form[0], child, facts=FACTS, today=TODAY)
    assert [(error.field, error.key) for error in found.errors] == [("guardian", "required")]
    found = validate(service().form[0], {**child, "guardian": "이"}, facts=FACTS, today=TODAY)
    assert found.values["guardian"] == "이"


def test_an_answer_to_a_question_that_was_not_asked_is_dropped() -> None:
    found = validate(service().form[0], {**ADULT, "guardian": "이"}, facts=FACTS, today=TODAY)
    assert found.is_valid
    assert "guardian" not in found.values


def items(**raw: str) -> answers.Validated:
    step = service().form[1]
    return validate(step, {f"items-{name.replace('_', '-', 1)}": text for name, text in raw.items()}, facts=FACTS, today=TODAY)


def test_entries_of_a_repeated_step_are_read_by_number_and_blank_ones_left_out() -> None:
    found = items(**{"0_thing": "book", "0_page_count": "300", "3_thing": " ", "7_thing": "film"})
    assert found.values == {"items": [{"thing": "book", "page_count": 300}, {"thing": "film"}]}
    assert found.is_valid
    assert found.entries[1] == {"items-1-thing": "film"}


def test_an_error_in_an_entry_has_the_entrys_new_number() -> None:
    found = items(**{"2_thing": "book", "5_thing": "pen", "5_page_count": "0", "6_thing": "x" * 21})
    assert [(error.field, error.key) for error in found.errors] == [
        ("items-1-page_count", "too_small"),
        ("items-2-thing", "too_long"),
        ("items", "too_many_entries"),
    ]


def test_the_number_of_entries_is_kept() -> None:
    assert [(error.field, error.key, dict(error.params)) for error in items().errors] == [
        ("items", "too_few_entries", {"min": 1})
    ]
    found = items(**{f"{number}_thing": "book" for number in range(3)})
    assert [(error.field, error.key) for error in found.errors] == [("items", "too_many_entries")]


def test_a_flood_of_entries_is_not_read_to_its_end() -> None:
    found = items(**{f"{number}_thing": "book" for number in range(5_000)})
    assert len(found.values["items"]) == 100


def test_a_condition_inside_an_entry_sees_that_entry() -> None:
    found = items(**{"0_thing": "film", "0_page_count": "12", "1_thing": "book", "1_page_count": "12"})
    assert found.values == {"items": [{"thing": "film"}, {"thing": "book", "page_count": 12}]}


def test_steps_that_do_not_apply_are_left_out_with_their_answers() -> None:
    definition = service()
    assert [walked.step.id for walked in walk(definition, STORED, FACTS)] == ["you", "items"]
    child = {**STORED, "kind": "child"}
    assert [walked.step.id for walked in walk(definition, child, FACTS)] == ["you"]
    assert pruned(definition, child, FACTS) == {"full_name": "김", "birth_date": "1990-01-31", "kind": "child"}


def test_a_stale_answer_no_longer_decides_anything() -> None:
    definition = service("when: answers.kind == 'adult'\n    repeat", "when: has(answers.guardian)\n    repeat")
    stale = {**STORED, "guardian": "이"}  # typed when the birth date was another
    assert [walked.step.id for walked in walk(definition, stale, FACTS)] == ["you"]


def test_a_form_is_complete_when_every_step_that_applies_is() -> None:
    definition = service()
    assert incomplete_steps(definition, {}, FACTS, TODAY) == ["you"]
    assert incomplete_steps(definition, {**STORED, "items": []}, FACTS, TODAY) == ["items"]
    assert incomplete_steps(definition, STORED, FACTS, TODAY) == []


@pytest.mark.parametrize(
    "spoil",
    [
        {"birth_date": "2030-01-01"},
        {"kind": "giant"},
        {"full_name": 5},
        {"full_name": None},
        {"birth_date": "soon"},
        {"items": [{"thing": True}]},
    ],
)
def test_what_was_stored_is_checked_again_before_it_is_sent(spoil: dict[str, Any]) -> None:
    assert incomplete_steps(service(), {**STORED, **spoil}, FACTS, TODAY) != []


def test_an_unknown_area_is_refused_where_areas_are_known() -> None:
    step = service(
        "type: choice, label: Which card?, options: {adult: For adults, child: For children}", "type: area, label: Where?"
    ).form[0]
    raw = {**ADULT, "kind": "haneul-1"}
    assert validate(step, raw, facts=FACTS, today=TODAY, area_exists=lambda code: code == "haneul-1").is_valid
    assert [error.key for error in validate(step, raw, facts=FACTS, today=TODAY, area_exists=lambda _: False).errors] == [
        "not_an_option"
    ]


def test_papers_are_needed_may_be_needed_or_are_not() -> None:
    definition = service()
    assert [(one.id, certain) for one, certain in evidence_needed(definition, FACTS)] == [("proof", False)]
    assert [(one.id, certain) for one, certain in evidence_needed(definition, all_facts(definition, STORED, FACTS))] == [
        ("proof", True)
    ]
    assert evidence_needed(definition, all_facts(definition, {**STORED, "kind": "child"}, FACTS)) == []


FEES = "cost: {fees: {low: {label: Low, amount_minor: 0, when: household.income_monthly_minor < 100}, all: {label: All, amount_minor: 5}}}"


@pytest.mark.parametrize(("income", "amount"), [(50, 0), (100, 5), (None, None)])
def test_the_first_fee_that_holds_is_charged_and_none_while_unknown(income: int | None, amount: int | None) -> None:
    facts = {} if income is None else {"household.income_monthly_minor": income}
    found = fee(service("cost: free", FEES), facts)
    assert (found.amount_minor if found else None) == amount


def test_fields_bound_to_the_profile_are_filled_in() -> None:
    facts = facts_of({"resident": {"name": "김 하늘", "birth_date": date(1990, 1, 31)}})
    assert prefill(service(), facts) == {"full_name": "김 하늘"}
    bound = service("max: today}", "max: today, fact: resident.birth_date}")
    assert prefill(bound, facts) == {"full_name": "김 하늘", "birth_date": "1990-01-31"}


def test_the_summary_shows_each_question_that_was_asked() -> None:
    you, things = summary(service(), STORED, FACTS)
    assert [(row.field.id, row.value) for row in you.entries[0]] == [
        ("full_name", "김"),
        ("birth_date", "1990-01-31"),
        ("kind", "adult"),
    ]
    assert [[(row.field.id, row.value) for row in entry] for entry in things.entries] == [
        [("thing", "book"), ("page_count", 300)]
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "31 January 1990"), ("ko", "1990년 1월 31일"), ("zh", "1990年1月31日")],
)
def test_a_date_reads_as_in_its_language(language: str, expected: str) -> None:
    assert answer_text(a_field(FieldType.DATE), "1990-01-31", language) == expected


def test_answers_read_as_words() -> None:
    options = (Option(id="a", label={"en": "Apple", "ko": "사과"}), Option(id="b", label={"en": "Pear"}))
    assert answer_text(a_field(FieldType.CHOICES, options=options), ["a", "b"], "ko") == "사과, Pear"
    assert answer_text(a_field(FieldType.YES_NO), False, "zh") == "否"
    assert answer_text(a_field(FieldType.NUMBER, unit={"en": "m²"}), 1234, "en") == "1,234 m²"
    assert answer_text(a_field(FieldType.ADDRESS), {"line": "하늘로 12", "postcode": "04524"}, "ko") == "하늘로 12, 04524"
    assert answer_text(a_field(FieldType.FILE), [{"name": "a.pdf"}], "en") == "a.pdf"
    assert answer_text(a_field(FieldType.TEXT), None, "en") == ""


def test_every_error_that_can_be_raised_is_listed_with_its_parameters() -> None:
    used: set[str] = set()
    for path in Path(answers.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Problem", "FieldError"):
                used |= {
                    one.value
                    for part in node.args
                    for one in ast.walk(part)
                    if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value in ERROR_KEYS
                }
    assert used == set(ERROR_KEYS)


def test_an_empty_draft_begins_with_the_first_step() -> None:
    assert [walked.step.id for walked in walk(service(), {}, {})] == ["you"]
