"""The answers as people read them again: check your answers, letters, the case page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from madang.city.kernel.text.days import day_text
from madang.city.portal.definitions.model import Field, FieldType, ServiceDefinition, Step, Texts

from .walking import Facts, fields_now, walk

_YES_NO = {"en": ("Yes", "No"), "ko": ("예", "아니요"), "zh": ("是", "否")}


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its answer; `value` is None if it was left empty."""

    field: Field
    value: Any


@dataclass(frozen=True, slots=True)
class StepSummary:
    """A step with one list of rows; a repeated step has one list for each entry."""

    step: Step
    entries: tuple[tuple[Row, ...], ...]


def summary(definition: ServiceDefinition, values: Mapping[str, Any], facts: Facts) -> tuple[StepSummary, ...]:
    """Return the steps that apply with their answers, in order."""
    found = []
    for walked in walk(definition, values, facts):
        step, repeated = walked.step, walked.step.repeat is not None
        parts = walked.values.get(step.id, []) if repeated else [walked.values]
        root = "item" if repeated else "answers"
        entries = tuple(
            tuple(Row(field, part.get(field.id)) for field in fields_now(step, part, walked.facts, root)) for part in parts
        )
        found.append(StepSummary(step, entries))
    return tuple(found)


def localised(texts: Texts, language: str) -> str:
    """Return a text in a language, else in English, else in any."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def answer_text(field: Field, value: Any, language: str) -> str:  # noqa: PLR0911 - by type
    """Return an answer as plain text for a letter or a list; an empty text if there is none."""
    if value is None:
        return ""
    if field.type in (FieldType.YES_NO, FieldType.DECLARATION):
        yes, no = _YES_NO.get(language, _YES_NO["en"])
        return yes if value else no
    if field.type in (FieldType.CHOICE, FieldType.CHOICES):
        labels = {option.id: localised(option.label, language) for option in field.options}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(one, str(one)) for one in chosen)
    if field.type is FieldType.DATE:
        return day_text(date.fromisoformat(value), language)
    if field.type is FieldType.ADDRESS:
        return ", ".join(value[part] for part in ("line", "detail", "postcode") if value.get(part))
    if field.type is FieldType.FILE:
        return ", ".join(one["name"] for one in value)
    if field.type in (FieldType.NUMBER, FieldType.MONEY):
        unit = f" {localised(field.unit, language)}" if field.unit else ""
        return f"{value:,}{unit}"
    return str(value)
