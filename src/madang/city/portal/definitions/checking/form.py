"""Check the steps and fields of a form."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from madang.city.portal.definitions.cel.checking import did_you_mean
from madang.city.portal.definitions.cel.functions import pattern
from madang.city.portal.definitions.cel.values import CelError
from madang.city.portal.definitions.layers import Path
from madang.city.portal.definitions.model import Field, FieldType, ServiceDefinition, Step
from madang.city.portal.definitions.scope import Names, answer_type, form_names, step_names
from madang.city.portal.definitions.vocabulary import vocabulary

from .problems import Problems

MAX_QUESTIONS = 5
RESERVED = frozenset({
    "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop", "namespace",
    "null", "package", "return", "true", "var", "void", "while",
})  # fmt: skip
TEXTUAL = frozenset({FieldType.TEXT, FieldType.LONG_TEXT, FieldType.NAME, FieldType.EMAIL, FieldType.PHONE})
COUNTED = frozenset({FieldType.NUMBER, FieldType.MONEY, FieldType.CHOICES})
CHOICES = frozenset({FieldType.CHOICE, FieldType.CHOICES})

# The facts of a profile that can fill in a field, by the type of the field.
FILLS = {
    FieldType.TEXT: ("string", "name", "email", "phone", "area"),
    FieldType.NAME: ("name",),
    FieldType.EMAIL: ("email",),
    FieldType.PHONE: ("phone",),
    FieldType.DATE: ("date",),
    FieldType.NUMBER: ("int",),
    FieldType.MONEY: ("money",),
    FieldType.YES_NO: ("bool",),
    FieldType.CHOICE: ("choice",),
    FieldType.CHOICES: ("strings",),
    FieldType.ADDRESS: ("address",),
    FieldType.AREA: ("area",),
}


def check(definition: ServiceDefinition, problems: Problems) -> None:
    """Walk the form as people do: a condition may use only what was asked before."""
    names = form_names(())
    everywhere = set(form_names(definition.form))
    seen: set[str] = set()
    for step in definition.form:
        path = ("form", step.id)
        _look_back((*path, "when"), step.when, names, everywhere, problems)
        _ids(step, seen, problems)
        _step(step, problems)
        inner = dict(names)
        for field in step.fields:
            at = (*path, "fields", field.id)
            _look_back((*at, "when"), field.when, inner, everywhere, problems)
            check_field(field, at, problems)
            inner[f"{'item' if step.repeat else 'answers'}.{field.id}"] = answer_type(field)
        names |= step_names(step)


def _look_back(path: Path, source: str | None, names: Names, everywhere: set[str], problems: Problems) -> None:
    """Check a condition, and say so where it uses what is asked only later."""
    before = len(problems.found)
    problems.condition(path, source, names)
    for index in range(before, len(problems.found)):
        problem = problems.found[index]
        named = re.search(r"the name '([^']+)' is not known", problem.message)
        if named and named[1] in everywhere:
            del problems.found[index]
            message = f"'{named[1]}' is asked only here or later"
            problems.error(path, message, "move its field before this one", offset=problem.offset)
            return


def _ids(step: Step, seen: set[str], problems: Problems) -> None:
    for name, path in [
        (step.id, ("form", step.id)),
        *((field.id, ("form", step.id, "fields", field.id)) for field in step.fields),
    ]:
        if name in RESERVED:
            problems.error(path, f"'{name}' is a word of the language of conditions", "give it another id")
    for field in step.fields:
        if field.id in seen:
            problems.error(
                ("form", step.id, "fields", field.id), f"the id '{field.id}' stands twice in the form", "give one another id"
            )
        seen.add(field.id)
    if step.repeat:
        if step.id in seen:
            problems.error(("form", step.id), f"'{step.id}' is also the id of a field", "give the repeated step another id")
        seen.add(step.id)


def _step(step: Step, problems: Problems) -> None:
    path = ("form", step.id)
    questions = sum(field.type is not FieldType.DECLARATION for field in step.fields if field.when is None)
    if questions > MAX_QUESTIONS:
        problems.warn(path, f"{questions} questions on one page", f"split the step: at most {MAX_QUESTIONS} are easy to answer")
    if step.repeat and step.repeat.min > step.repeat.max:
        problems.error((*path, "repeat"), "'min' is greater than 'max'", "exchange them")


def check_field(field: Field, path: Path, problems: Problems) -> None:
    """Check that a field has what its type needs and nothing that its type cannot have."""
    if (field.type in CHOICES) != bool(field.options):
        needs = field.type in CHOICES
        problems.error(
            path, "a choice needs options" if needs else f"'{field.type}' has no options", "write type: choice and options"
        )
    if (field.type is FieldType.FILE) != (field.files is not None):
        needs = field.type is FieldType.FILE
        remedy = "add files: {types: [pdf, jpg, png], max_mb: 10}" if needs else "delete files, or write type: file"
        problems.error(path, "a file needs 'files'" if needs else f"'{field.type}' takes no files", remedy)
    if (field.decimals or field.unit) and field.type is not FieldType.NUMBER:
        problems.error(path, f"'decimals' and 'unit' belong to a number, not to '{field.type}'", "delete them")
    _pattern(field, path, problems)
    _fact(field, path, problems)
    _bounds(field, path, problems)


def _pattern(field: Field, path: Path, problems: Problems) -> None:
    if field.pattern is None:
        if field.pattern_text is not None:
            problems.error((*path, "pattern_text"), "'pattern_text' without 'pattern'", "add the pattern, or delete it")
        return
    if field.type not in TEXTUAL:
        problems.error((*path, "pattern"), f"'{field.type}' takes no pattern", "delete it, or write type: text")
    if field.pattern_text is None:
        problems.warn((*path, "pattern"), "nobody learns what the pattern wants", "add pattern_text")
    try:
        pattern(field.pattern)
    except CelError as error:
        problems.error((*path, "pattern"), str(error), "write a regular expression of RE2, e.g. [0-9]{4}")


def _fact(field: Field, path: Path, problems: Problems) -> None:
    if field.fact is None:
        return
    fact = vocabulary().get(field.fact)
    if fact is None:
        hint = did_you_mean(field.fact, vocabulary()) or "see the list of names in docs/reference/service-file.md"
        problems.error((*path, "fact"), f"the name '{field.fact}' is not known", hint)
        return
    if fact.kind not in FILLS.get(field.type, ()):
        fitting = [name for name, other in vocabulary().items() if other.kind in FILLS.get(field.type, ())]
        remedy = f"use one of: {', '.join(fitting[:8])}" if fitting else "delete it"
        problems.error((*path, "fact"), f"{fact.name} cannot fill in a field of type '{field.type}'", remedy)
    missing = {option.id for option in field.options} ^ set(fact.options) if fact.kind == "choice" else None
    if missing:
        problems.warn(
            (*path, "fact"), f"the options differ from those of {fact.name}: {', '.join(sorted(missing))}", "use the same ids"
        )


def _bounds(field: Field, path: Path, problems: Problems) -> None:
    read = _bound_reader(field.type)
    for key, text in (("min", field.min), ("max", field.max)):
        if text is None:
            continue
        if read is None:
            problems.error((*path, key), f"'{field.type}' has no '{key}'", "delete it")
        elif read(text) is None:
            wanted = "a day (2026-03-01, today, today-18y)" if field.type is FieldType.DATE else "a number"
            problems.error((*path, key), f"'{key}' of '{field.type}' cannot be {text}", f"write {wanted}")
    if read and field.min and field.max and field.min.startswith("today") == field.max.startswith("today"):
        low, high = read(field.min), read(field.max)
        if low is not None and high is not None and low > high:
            problems.error((*path, "min"), "'min' is greater than 'max'", "exchange them")


def _bound_reader(kind: FieldType) -> Callable[[str], float | None] | None:
    if kind is FieldType.DATE:
        return _day_bound
    return _number_bound if kind in TEXTUAL | COUNTED else None


def _number_bound(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _day_bound(text: str) -> float | None:
    """Return a day's ordinal, or for a relative one the days from today."""
    if relative := re.fullmatch(r"today(?:([+-]\d+)([dmy]))?", text):
        return int(relative[1] or 0) * {"d": 1.0, "m": 30.4, "y": 365.25}[relative[2] or "d"]
    try:
        return float(date.fromisoformat(text).toordinal())
    except ValueError:
        return None
