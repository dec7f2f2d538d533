"""Which names a condition may use, and their types, at each place of a service file."""

from __future__ import annotations

from collections.abc import Iterable

from .cel.checking import BOOL, DATE, DOUBLE, DYN, INT, STRING, Type, list_of
from .model import Field, FieldType, Question, Step
from .vocabulary import ADDRESS, vocabulary_types

Names = dict[str, Type]

_ANSWER_TYPES = {
    FieldType.NUMBER: INT, FieldType.MONEY: INT, FieldType.DATE: DATE, FieldType.YES_NO: BOOL, FieldType.DECLARATION: BOOL,
    FieldType.FILE: list_of(DYN), FieldType.ADDRESS: ADDRESS,
}  # fmt: skip


def answer_type(field: Field | Question) -> Type:
    """Return the type that the answer to a field or question has in conditions."""
    options = frozenset(option.id for option in field.options)
    if field.type is FieldType.CHOICE:
        return Type("string", options=options)
    if field.type is FieldType.CHOICES:
        return list_of(Type("string", options=options))
    if field.type is FieldType.NUMBER and isinstance(field, Field) and field.decimals:
        return DOUBLE
    return _ANSWER_TYPES.get(field.type, STRING)


def step_names(step: Step) -> Names:
    """Return the names that later steps may use of a step: its fields, or the list of its entries if it is repeated."""
    if step.repeat:
        return {f"answers.{step.id}": list_of(Type("map", parts={field.id: answer_type(field) for field in step.fields}))}
    return {f"answers.{field.id}": answer_type(field) for field in step.fields}


def form_names(form: Iterable[Step]) -> Names:
    """Return the names of a whole form, with those of residents and households."""
    names = dict(vocabulary_types())
    for step in form:
        names |= step_names(step)
    return names


def eligibility_names(form: Iterable[Step], questions: Iterable[Question]) -> Names:
    """Return the names that conditions of eligibility may use."""
    return form_names(form) | {f"answers.{question.id}": answer_type(question) for question in questions}
