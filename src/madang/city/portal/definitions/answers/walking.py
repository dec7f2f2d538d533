"""Walk a form as a person does: which steps and fields apply, what was answered, what is stale, what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from madang.city.portal.definitions.cel.values import Value, as_value
from madang.city.portal.definitions.eligibility import applies, holds
from madang.city.portal.definitions.model import Evidence, Fee, Field, FieldType, ServiceDefinition, Step

from .limits import check_files, check_value
from .parsing import Raw, one, parse
from .values import FieldError, FileMeta, Problem, Validated

Facts = Mapping[str, Value]
Files = Mapping[str, Sequence[FileMeta]]
MAX_ENTRIES_READ = 100


@dataclass(frozen=True, slots=True)
class Walked:
    """A step that applies, with the facts known on entering it and the stored answers that still count.

    values  of a plain step {field id: value}; of a repeated one {step id: [{field id: value}, ...]}
    """

    step: Step
    facts: Facts
    values: Mapping[str, Any]


def walk(definition: ServiceDefinition, values: Mapping[str, Any], facts: Facts) -> Iterator[Walked]:
    """Yield the steps that apply, in order; answers to what no longer applies are left out and no longer count.

    values  stored answers by field id (by step id for repeated steps)
    facts   as from `facts_of`, without answers: resident, household, today
    """
    known = dict(facts)
    for step in definition.form:
        if not applies(step.when, known):
            continue
        before = dict(known)
        kept = _kept(step, values, known)
        yield Walked(step, before, kept)


def _kept(step: Step, values: Mapping[str, Any], known: dict[str, Value]) -> dict[str, Any]:
    """Return the answers of a step that still apply, and add them to what is known."""
    if not step.repeat:
        return _kept_fields(step, values, known, "answers")
    if step.id not in values:
        return {}
    stored = values[step.id] if isinstance(values[step.id], list) else []
    entries = [_kept_fields(step, entry, dict(known), "item") for entry in stored if isinstance(entry, Mapping)]
    fields = {field.id: field for field in step.fields}
    known[f"answers.{step.id}"] = [
        {name: as_fact(fields[name], value) for name, value in entry.items() if value is not None} for entry in entries
    ]
    return {step.id: entries}


def _kept_fields(step: Step, values: Mapping[str, Any], known: dict[str, Value], root: str) -> dict[str, Any]:
    kept = {}
    for field in step.fields:
        if field.id in values and applies(field.when, known):
            kept[field.id] = values[field.id]
            known[f"{root}.{field.id}"] = as_fact(field, values[field.id])
    return kept


def as_fact(field: Field, value: Any) -> Value:
    """Return a stored answer as conditions see it: a day as a date, the rest as it is."""
    if field.type is FieldType.DATE and isinstance(value, str):
        try:
            return as_value(date.fromisoformat(value))
        except ValueError:
            return None
    if field.type is FieldType.NUMBER and field.decimals and isinstance(value, int):
        return float(value)
    return as_value(value)


def pruned(definition: ServiceDefinition, values: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """Return the answers without those to steps and fields that do not apply."""
    kept: dict[str, Any] = {}
    for walked in walk(definition, values, facts):
        kept |= walked.values
    return kept


def all_facts(definition: ServiceDefinition, values: Mapping[str, Any], facts: Facts) -> dict[str, Value]:
    """Return the facts with the form's answers, for conditions of papers, fees and eligibility."""
    known = dict(facts)
    for step in definition.form:
        if applies(step.when, known):
            _kept(step, values, known)
    return known


def fields_now(step: Step, values: Mapping[str, Any], facts: Facts, root: str = "answers") -> list[Field]:
    """Return the fields of a step that apply, given what its own earlier fields say in `values`."""
    known = dict(facts)
    found = []
    for field in step.fields:
        if applies(field.when, known):
            found.append(field)
            if field.id in values:
                known[f"{root}.{field.id}"] = as_fact(field, values[field.id])
    return found


def validate(
    step: Step,
    raw: Raw,
    files: Files | None = None,
    *,
    facts: Facts,
    today: date,
    minor_digits: int = 0,
    area_exists: Callable[[str], bool] | None = None,
) -> Validated:
    """Check what was typed into a step.

    raw          inputs by name; of a repeated step `<step id>-<n>-<field id>`
    files        by name of the input: the files kept and the files just uploaded
    facts        on entering the step, as `walk` gives them
    area_exists  tells whether an area's code is one; None takes any

    Answers of fields that do not apply are dropped. A field with an error is not among the values.
    """
    reader = _Reader(facts, today, minor_digits, area_exists, raw, files or {})
    if not step.repeat:
        values, errors = reader.read(step, "", "answers")
        return Validated(values, tuple(errors))
    entries, errors, raws = [], [], []
    for index, prefix in enumerate(entry_prefixes(step, raw, files or {})):
        values, wrong = reader.read(step, prefix, "item")
        renumbered = f"{step.id}-{index}-"
        entries.append(values)
        errors += [FieldError(renumbered + error.field.removeprefix(prefix), error.key, error.params) for error in wrong]
        raws.append({renumbered + name.removeprefix(prefix): value for name, value in raw.items() if name.startswith(prefix)})
    if len(entries) < step.repeat.min:
        errors.append(FieldError(step.id, "too_few_entries", {"min": step.repeat.min}))
    if len(entries) > step.repeat.max:
        errors.append(FieldError(step.id, "too_many_entries", {"max": step.repeat.max}))
    return Validated({step.id: entries}, tuple(errors), tuple(raws))


def entry_prefixes(step: Step, raw: Raw, files: Files) -> list[str]:
    """Return the prefixes of the entries of a repeated step in which anything was typed, in order of their numbers."""
    pattern = re.compile(rf"{re.escape(step.id)}-(\d{{1,4}})-.+", re.ASCII)
    filled = [name for name in raw if one(raw, name).strip()] + [name for name, found in files.items() if found]
    numbers = sorted({int(match[1]) for name in filled if (match := pattern.fullmatch(name))})
    return [f"{step.id}-{number}-" for number in numbers[:MAX_ENTRIES_READ]]


@dataclass(frozen=True, slots=True)
class _Reader:
    facts: Facts
    today: date
    minor_digits: int
    area_exists: Callable[[str], bool] | None
    raw: Raw
    files: Files

    def read(self, step: Step, prefix: str, root: str) -> tuple[dict[str, Any], list[FieldError]]:
        """Return clean values and errors of one pass through the fields of a step."""
        known, values, errors = dict(self.facts), {}, []
        for field in step.fields:
            if not applies(field.when, known):
                continue
            name = f"{prefix}{field.id}"
            try:
                values[field.id] = self._value(field, name, prefix)
            except Problem as problem:
                errors.append(FieldError(name, problem.key, problem.params))
                continue
            known[f"{root}.{field.id}"] = as_fact(field, values[field.id])
        return values, errors

    def _value(self, field: Field, name: str, prefix: str) -> Any:
        if field.type is FieldType.FILE:
            files = self.files.get(name, ())
            check_files(field, files)
            value: Any = [one.as_json() for one in files] or None
        else:
            value = parse(field, self.raw, prefix, self.minor_digits)
        check_value(field, value, self.today)
        if field.type is FieldType.AREA and value is not None and self.area_exists and not self.area_exists(value):
            raise Problem("not_an_option")
        return value


def incomplete_steps(definition: ServiceDefinition, values: Mapping[str, Any], facts: Facts, today: date) -> list[str]:
    """Return the ids of the steps that still lack an answer or hold one that is no longer allowed; none: it can be sent."""
    return [walked.step.id for walked in walk(definition, values, facts) if not _complete(walked, today)]


def _complete(walked: Walked, today: date) -> bool:
    step = walked.step
    if not step.repeat:
        return _entry_complete(step, walked.values, walked.facts, today, "answers")
    entries = walked.values.get(step.id)
    if entries is None:
        return False
    fits = step.repeat.min <= len(entries) <= step.repeat.max
    return fits and all(_entry_complete(step, entry, walked.facts, today, "item") for entry in entries)


def _entry_complete(step: Step, values: Mapping[str, Any], facts: Facts, today: date, root: str) -> bool:
    try:
        for field in fields_now(step, values, facts, root):
            if field.id not in values:
                return False
            check_value(field, values[field.id], today)
    except Problem:
        return False
    return True


def evidence_needed(definition: ServiceDefinition, facts: Facts) -> list[tuple[Evidence, bool]]:
    """Return the papers to bring, each with True if it is certainly needed, False if that is not known yet.

    facts  with answers, as from `all_facts`; the catalogue page passes none and shows all
    """
    found = [(evidence, holds(evidence.when, facts)) for evidence in definition.evidence]
    return [(evidence, needed is True) for evidence, needed in found if needed is not False]


def fee(definition: ServiceDefinition, facts: Facts) -> Fee | None:
    """Return the fee that holds for these facts, None if there is none or it is not known yet."""
    for one_fee in definition.cost.fees:
        held = holds(one_fee.when, facts)
        if held is not False:
            return one_fee if held else None
    return None


def prefill(definition: ServiceDefinition, facts: Facts) -> dict[str, Any]:
    """Return values for the fields that are bound to a fact of the profile and whose fact is known."""
    found = {}
    for step in definition.form:
        for field in step.fields if not step.repeat else ():
            value = facts.get(field.fact) if field.fact else None
            if value is not None:
                found[field.id] = value.date().isoformat() if field.type is FieldType.DATE else value
    return found
