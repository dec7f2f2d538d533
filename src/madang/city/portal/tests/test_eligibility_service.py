"""Who is entitled to a service: yes, no or cannot tell, why, and what to ask next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from madang.city.portal.definitions import ServiceDefinition
from madang.city.portal.definitions.eligibility import (
    Answer,
    EligibilityError,
    applies,
    asked,
    eligibility,
    evaluate,
    facts_of,
    holds,
    most_useful,
)  # fmt: skip
from madang.city.portal.definitions.model import Condition
from madang.city.portal.tests.builders_definitions import service


def outcome(definition: ServiceDefinition | None = None, **known: object) -> tuple[Answer, tuple[str, ...], tuple[str, ...]]:
    found = eligibility(definition or service(), facts_of(known))
    return found.answer, found.decided_by, found.next_questions


def test_all_conditions_must_hold() -> None:
    assert outcome(resident={"lives_in_city": True}, answers={"likes_books": True}) == (Answer.YES, ("here", "reader"), ())


def test_one_false_condition_says_no_and_asks_nothing_more() -> None:
    assert outcome(answers={"likes_books": False}) == (Answer.NO, ("reader",), ())


def test_what_is_not_known_is_not_false() -> None:
    found = outcome(resident={"lives_in_city": False}, answers={"likes_books": True})
    assert found == (Answer.CANNOT_TELL, ("here",), ("resident.works_in_city",))


def test_the_questions_left_come_in_the_order_of_the_file() -> None:
    assert outcome()[2] == ("resident.lives_in_city", "resident.works_in_city", "answers.likes_books")


def test_a_service_without_conditions_is_for_everybody() -> None:
    assert outcome(replace(service(), eligibility=())) == (Answer.YES, (), ())


def test_each_condition_has_its_verdict_and_its_text() -> None:
    here, reader = eligibility(service(), facts_of({"resident": {"works_in_city": True}})).conditions
    assert (here.verdict.value, here.verdict.decided_by, here.verdict.would_settle) == (True, ("here",), ())
    assert (reader.verdict.value, reader.verdict.decided_by, reader.verdict.would_settle) == (None, (), ("answers.likes_books",))
    assert here.text == {"en": "You live or work here."}


def test_a_condition_that_cannot_be_computed_is_named_and_hides_no_catalogue() -> None:
    rule = Condition(id="share", rule="household.rent_monthly_minor / household.income_monthly_minor > 2", text={})
    facts = facts_of({"household": {"rent_monthly_minor": 5, "income_monthly_minor": 0}})
    with pytest.raises(EligibilityError, match=r"condition 'share' \(household.rent.*: division by zero"):
        evaluate(rule, facts)
    found = eligibility(replace(service(), eligibility=(rule,)), facts)
    assert (found.answer, found.next_questions) == (Answer.CANNOT_TELL, ())
    assert "division by zero" in found.conditions[0].error


def test_a_question_of_the_vocabulary_is_one_for_all_services() -> None:
    question = asked(service(), "household.child_ages")
    assert question is not None
    assert question.label["ko"].startswith("집에 있는 자녀의 나이")
    assert question.read("10, 4") == [10, 4]
    assert question.read(["10", "4"]) == [10, 4]
    assert question.read("") == []
    assert question.read("ten") is None
    assert question.read("44") is None  # no child is 44


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("resident.age", "67", 67),
        ("resident.age", "670", None),
        ("resident.age", "-1", None),
        ("resident.age", "", None),
        ("resident.lives_in_city", "yes", True),
        ("resident.lives_in_city", "no", False),
        ("resident.lives_in_city", "perhaps", None),
        ("resident.work", "retired", "retired"),
        ("resident.work", "king", None),
        ("household.income_monthly_minor", "2,500,000", 2_500_000),
        ("answers.likes_books", "yes", True),
        ("answers.kind", "child", "child"),
        ("answers.birth_date", "2010-13-01", None),
    ],
)
def test_an_answer_becomes_a_fact_or_nothing(name: str, raw: str, value: object) -> None:
    question = asked(service(), name)
    assert question is not None
    assert question.read(raw) == value


@pytest.mark.parametrize("name", ["resident.name", "resident.oddity", "answers.full_name", "answers.oddity", "today"])
def test_what_is_never_asked_has_no_question(name: str) -> None:
    assert asked(service(), name) is None


def test_the_question_that_helps_most_services_comes_first() -> None:
    narrow = replace(service(), eligibility=(Condition(id="a", rule="resident.works_in_city", text={}),))
    found = most_useful([eligibility(one, {}) for one in (service(), narrow)])
    assert found == ["resident.works_in_city", "resident.lives_in_city", "answers.likes_books"]


def test_what_hangs_on_the_profile_is_asked_for_while_unknown_what_hangs_on_an_answer_is_not() -> None:
    assert applies("household.children > 1", {}) is True
    assert applies("answers.kind == 'adult'", {}) is False
    assert applies("household.children > 1 && answers.kind == 'adult'", {}) is False
    assert applies("household.children > 1", {"household.children": 1}) is False
    assert applies("1 / household.children > 1", {"household.children": 0}) is False
    assert applies(None, {}) is True


def test_a_fee_or_paper_holds_may_hold_or_does_not() -> None:
    today = facts_of({"today": date(2026, 3, 1)})
    assert holds("today < date('2026-04-01')", today) is True
    assert holds("today > date('2026-04-01')", today) is False
    assert holds("resident.age > 3", today) is None
    assert holds(None, today) is True
