"""Forms without pages: what is asked, what is taken, what is dropped, what is missing."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from madang.city.portal.definitions import answers
from madang.city.portal.definitions.answers import (
    ERROR_KEYS,
    all_facts,
    answer_text,
    evidence_needed,
    fee,
    incomplete_steps,
    prefill,
    pruned,
    summary,
    validate,
    walk,
)  # fmt: skip
from madang.city.portal.definitions.eligibility import facts_of
from madang.city.portal.definitions.model import Field, FieldType, Option
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
    [("en", "31 January 1990"), ("ko", "1990년 1월 31일"), ("zh", "1990 年 1 月 31 日")],
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
