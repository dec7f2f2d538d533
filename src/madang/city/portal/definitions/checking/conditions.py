"""Check the questions, the conditions of eligibility, evidence and fees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from madang.city.portal.definitions.layers import Path
from madang.city.portal.definitions.model import FieldType, ServiceDefinition
from madang.city.portal.definitions.scope import eligibility_names, form_names

from .problems import Problems


def check(definition: ServiceDefinition, plain: Mapping[str, Any], problems: Problems) -> None:
    """Check every condition outside the form."""
    for condition_id, condition in plain.get("eligibility", {}).items():
        _one_of(("eligibility", condition_id), condition, ("rule", "question"), problems)
    if isinstance(plain["cost"], dict):
        _one_of(("cost",), plain["cost"], ("amount_minor", "fees"), problems)
    _questions(definition, problems)
    names = eligibility_names(definition.form, definition.questions)
    for condition in definition.eligibility:
        if "rule" not in plain["eligibility"][condition.id]:
            continue
        problems.condition(("eligibility", condition.id, "rule"), condition.rule, names)
    for_form = form_names(definition.form)
    for evidence in definition.evidence:
        problems.condition(("evidence", evidence.id, "when"), evidence.when, for_form)
    for fee in definition.cost.fees:
        problems.condition(("cost", "fees", fee.id, "when"), fee.when, for_form)
    _fees(definition, problems)


def _one_of(path: Path, plain: Mapping[str, Any], keys: tuple[str, str], problems: Problems) -> None:
    there = [key for key in keys if key in plain]
    if len(there) != 1:
        what = "both" if there else "neither"
        link = "and" if there else "nor"
        problems.error(path, f"there is {what} '{keys[0]}' {link} '{keys[1]}'", "give one of the two")


def _questions(definition: ServiceDefinition, problems: Problems) -> None:
    types = {field.id: field.type for field in definition.fields()}
    seen: set[str] = set()
    for question in definition.questions:
        path = ("questions", question.id)
        if question.id in seen:
            problems.error(("eligibility", question.id), f"'{question.id}' is a question and a condition", "give one another id")
        seen.add(question.id)
        if (question.type is FieldType.CHOICE) != bool(question.options):
            problems.error(path, "options belong to a choice, and a choice needs them", "write type: choice and options")
        if types.get(question.id, question.type) is not question.type:
            message = f"the form's field '{question.id}' has another type than the question of this id"
            problems.error(path, message, "give both one type, or one of them another id")


def _fees(definition: ServiceDefinition, problems: Problems) -> None:
    fees = definition.cost.fees
    for fee in fees[:-1]:
        if fee.when is None:
            problems.error(("cost", "fees", fee.id), "this fee always holds, those below are never reached", "move it to the end")
    if fees and fees[-1].when is not None:
        message = "no fee holds for people of whom none of the conditions is true"
        problems.warn(("cost", "fees", fees[-1].id), message, "end with a fee without 'when'")
