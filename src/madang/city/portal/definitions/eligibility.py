"""Who is entitled to a service: yes, no or cannot tell yet, with the conditions that decided and the questions left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from .cel import CelError, CelSyntaxError, Unknown, compile_expression, facts_of
from .cel.values import Value, as_value
from .model import Condition, Field, FieldType, Option, Question, ServiceDefinition, Texts
from .vocabulary import Fact, vocabulary

__all__ = [
    "Answer", "Asked", "ConditionVerdict", "EligibilityError", "Outcome", "Verdict", "applies", "asked", "eligibility",
    "evaluate", "facts_of", "holds", "most_useful",
]  # fmt: skip


class Answer(StrEnum):
    """The three values of a verdict."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


class EligibilityError(ValueError):
    """A condition that has no value for these facts, such as a division by zero; the message names condition and cause."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The value of a condition: True, False or None (not known); its id if it decided, else the facts that would settle it."""

    value: bool | None
    decided_by: tuple[str, ...]
    would_settle: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConditionVerdict:
    """A condition of a service with its verdict; `error` says why it could not be computed, else it is empty."""

    id: str
    text: Texts
    verdict: Verdict
    error: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What holds for a whole service. `decided_by` are the conditions that settled it, or that keep it open."""

    service: str
    answer: Answer
    conditions: tuple[ConditionVerdict, ...]
    decided_by: tuple[str, ...]
    next_questions: tuple[str, ...]


def evaluate(condition: Condition, facts: Mapping[str, Value]) -> Verdict:
    """Return the verdict of one condition.

    facts  as from `facts_of`: {"resident.age": 70, "answers.has_garden": True, "today": ...}; what is missing is unknown

    Raises EligibilityError if the condition has no value for these facts.
    """
    try:
        value = compile_expression(condition.rule).run(facts, _NOTHING)
    except (CelError, CelSyntaxError) as error:
        raise EligibilityError(f"condition '{condition.id}' ({condition.rule}): {error}") from error
    if value is True or value is False:
        return Verdict(value, (condition.id,), ())
    if type(value) is Unknown:
        return Verdict(None, (), value.names)
    raise EligibilityError(f"condition '{condition.id}' ({condition.rule}) gives {value!r}, not true or false")


_NOTHING: dict[str, Value] = {}


def eligibility(definition: ServiceDefinition, facts: Mapping[str, Value]) -> Outcome:
    """Return whether all conditions of a service hold: one false one says no, else an open one leaves it open.

    A condition that cannot be computed counts as open, with its error, so that one bad rule never hides a whole catalogue.
    """
    checked = tuple(_checked(condition, facts) for condition in definition.eligibility)
    failed = tuple(one.id for one in checked if one.verdict.value is False)
    if failed:
        return Outcome(definition.id, Answer.NO, checked, failed, ())
    still_open = [one for one in checked if one.verdict.value is None]
    if still_open:
        questions = dict.fromkeys(name for one in still_open for name in one.verdict.would_settle)
        return Outcome(definition.id, Answer.CANNOT_TELL, checked, tuple(one.id for one in still_open), tuple(questions))
    return Outcome(definition.id, Answer.YES, checked, tuple(one.id for one in checked), ())


def _checked(condition: Condition, facts: Mapping[str, Value]) -> ConditionVerdict:
    try:
        return ConditionVerdict(condition.id, condition.text, evaluate(condition, facts))
    except EligibilityError as error:
        return ConditionVerdict(condition.id, condition.text, Verdict(None, (), ()), str(error))


def holds(source: str | None, facts: Mapping[str, Value]) -> bool | None:
    """Tell whether a condition of a form, fee or paper holds, None if that is not known; without a condition it does.

    A condition that cannot be computed for these facts does not hold.
    """
    if source is None:
        return True
    try:
        value = compile_expression(source).run(facts, _NOTHING)
    except (CelError, CelSyntaxError):
        return False
    return None if type(value) is Unknown else value is True


def applies(source: str | None, facts: Mapping[str, Value]) -> bool:
    """Tell whether a step, field or paper is asked for.

    What hangs on an answer not given yet is not asked; what hangs on a resident or household of whom the city does not know
    enough is asked: better once too often than never.
    """
    if source is None:
        return True
    try:
        value = compile_expression(source).run(facts, _NOTHING)
    except (CelError, CelSyntaxError):
        return False
    if type(value) is Unknown:
        return all(not name.startswith(("answers.", "item.")) for name in value.names)
    return value is True


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the guided check: the fact that it settles, how to ask it, and its options."""

    name: str
    type: str
    label: Texts
    hint: Texts | None = None
    options: tuple[Option, ...] = ()
    max: int | None = None

    def read(self, raw: str | list[str]) -> Any:
        """Return the fact that an answer from a page gives, None if it is no answer. "10, 12" or a list for several numbers."""
        return _read_answer(self, raw)


def asked(definition: ServiceDefinition, name: str) -> Asked | None:
    """Return the question that settles a fact for a service, None for facts that are never asked.

    name  from `next_questions`: "resident.age" is one question for all services, "answers.x" belongs to this one
    """
    if not name.startswith("answers."):
        fact = vocabulary().get(name)
        return _of_fact(fact) if fact and fact.asked else None
    wanted = name.removeprefix("answers.")
    own: list[Question | Field] = [*definition.questions, *definition.fields()]
    found = next((one for one in own if one.id == wanted), None)
    if found is None or found.type not in _ASKABLE:
        return None
    return Asked(name, _ASKABLE[found.type], found.label, found.hint, found.options)


_ASKABLE = {
    FieldType.YES_NO: "bool", FieldType.DECLARATION: "bool", FieldType.NUMBER: "int", FieldType.MONEY: "money",
    FieldType.DATE: "date", FieldType.CHOICE: "choice",
}  # fmt: skip


def _of_fact(fact: Fact) -> Asked:
    options = tuple(Option(id=option, label=label) for option, label in fact.options.items())
    return Asked(fact.name, fact.kind, fact.question, None, options, fact.max)


def _read_answer(question: Asked, raw: str | list[str]) -> Any:
    text = ",".join(raw) if isinstance(raw, list) else raw.strip()
    if question.type == "bool":
        return {"yes": True, "true": True, "no": False, "false": False}.get(text)
    if question.type == "choice":
        return text if any(option.id == text for option in question.options) else None
    if question.type == "date":
        return _date(text)
    if question.type == "ints":
        numbers = [_whole(part, question.max) for part in text.replace("，", ",").split(",")] if text else []
        return None if None in numbers else numbers
    return _whole(text, question.max)


def _whole(text: str, most: int | None) -> int | None:
    digits = text.strip().replace(",", "").replace(" ", "")
    number = int(digits) if digits.isdecimal() and len(digits) <= 15 else -1
    return number if 0 <= number <= (most or 10**15) else None


def _date(text: str) -> Value:
    try:
        return as_value(date.fromisoformat(text))
    except ValueError:
        return None


def most_useful(outcomes: Iterable[Outcome]) -> list[str]:
    """Return the names of facts that keep services open, those first that would help most services; ties as first met."""
    counted: Counter[str] = Counter()
    for outcome in outcomes:
        counted.update(outcome.next_questions)
    return [name for name, _ in counted.most_common()]
