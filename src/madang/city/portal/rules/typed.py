"""What a page of the form sends, input by input: made from stored answers, sorted out, renumbered. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from madang.city.portal.definitions.model import Field, FieldType, Step

# Inputs by name, each with the texts that were sent.
Inputs = dict[str, list[str]]
DATE_PARTS = ("year", "month", "day")
ADDRESS_PARTS = ("line", "detail", "postcode")
MOST_ENTRIES = 100


def inputs_of(step: Step, values: Mapping[str, Any], minor_digits: int) -> Inputs:
    """Return the inputs that stand for stored answers.

    values  of a plain step {field id: value}; of a repeated one {step id: [{field id: value}, ...]}
    """
    found: Inputs = {}
    if step.repeat is None:
        for field in step.fields:
            found |= field_inputs(field, field.id, values.get(field.id), minor_digits)
        return found
    for number, entry in enumerate(values.get(step.id) or ()):
        for field in step.fields:
            found |= field_inputs(field, f"{step.id}-{number}-{field.id}", entry.get(field.id), minor_digits)
    return found


def field_inputs(field: Field, name: str, value: Any, minor_digits: int) -> Inputs:  # noqa: PLR0911 - by type
    """Return the inputs of one answer; none if there is no answer."""
    if value is None:
        return {}
    if field.type is FieldType.DATE:
        year, month, day = str(value).split("-")
        return {f"{name}-year": [year], f"{name}-month": [month.lstrip("0")], f"{name}-day": [day.lstrip("0")]}
    if field.type is FieldType.ADDRESS:
        return {f"{name}-{part}": [str(value[part])] for part in ADDRESS_PARTS if value.get(part)}
    if field.type is FieldType.FILE:
        return {f"{name}-files": [str(one["id"]) for one in value]}
    if field.type is FieldType.CHOICES:
        return {name: [str(one) for one in value]}
    if field.type is FieldType.DECLARATION:
        return {name: ["on"]} if value else {}
    return {name: [_text(field, value, minor_digits)]}


def _text(field: Field, value: Any, minor_digits: int) -> str:
    if field.type is FieldType.YES_NO:
        return "yes" if value else "no"
    if field.type is FieldType.MONEY:
        return f"{Decimal(value).scaleb(-minor_digits):,f}"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def names_of(field: Field, name: str) -> Iterator[str]:
    """Yield the names of the inputs of a field whose own name is ``name``."""
    if field.type is FieldType.DATE:
        yield from (f"{name}-{part}" for part in DATE_PARTS)
    if field.type is FieldType.ADDRESS:
        yield from (f"{name}-{part}" for part in ADDRESS_PARTS)
    if field.type is FieldType.FILE:
        yield f"{name}-files"
    elif field.type is not FieldType.ADDRESS:
        yield name


def only_of(step: Step, sent: Mapping[str, Sequence[str]]) -> Inputs:
    """Return what was typed into the fields of a step; all else that a browser or a stranger sends along is dropped.

    Empty texts are dropped, and the characters that no database stores.
    """
    found: Inputs = {}
    for name in _names(step, sent):
        texts = [text.replace("\0", "") for text in sent.get(name, ())]
        if kept := [text for text in texts if text.strip()]:
            found[name] = kept
    return found


def _names(step: Step, sent: Mapping[str, Sequence[str]]) -> Iterator[str]:
    prefixes = [""] if step.repeat is None else [f"{step.id}-{number}-" for number in numbers(step, sent)]
    for prefix in prefixes:
        for field in step.fields:
            yield from names_of(field, f"{prefix}{field.id}")


def numbers(step: Step, sent: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the entries of a repeated step that stand in what was sent, in order."""
    pattern = re.compile(rf"{re.escape(step.id)}-(\d{{1,4}})-.+", re.ASCII)
    found = {int(match[1]) for name in sent if (match := pattern.fullmatch(name))}
    return sorted(found)[:MOST_ENTRIES]


def with_files(step: Step, sent: Inputs, stored: Mapping[str, Sequence[str]]) -> Inputs:
    """Return the inputs with every file that is stored already, listed by the page or not.

    A page that was loaded before a file came in does not list it, and that is no wish to lose it.
    """
    found = dict(sent)
    for name, _field in file_inputs(step, {**stored, **sent}):
        key = f"{name}-files"
        if kept := [*dict.fromkeys([*stored.get(key, ()), *sent.get(key, ())])]:
            found[key] = kept
    return found


def without_entry(step: Step, sent: Inputs, number: int) -> Inputs:
    """Return the inputs of a repeated step without one entry, the others numbered from nought."""
    left = [one for one in numbers(step, sent) if one != number]
    return _renumbered(step, sent, left)


def numbered(step: Step, sent: Inputs) -> Inputs:
    """Return the inputs of a repeated step with its entries numbered from nought; of another step as they are."""
    return _renumbered(step, sent, numbers(step, sent)) if step.repeat else sent


def _renumbered(step: Step, sent: Inputs, order: Sequence[int]) -> Inputs:
    found: Inputs = {}
    for now, before in enumerate(order):
        prefix = f"{step.id}-{before}-"
        found |= {
            f"{step.id}-{now}-{name.removeprefix(prefix)}": texts for name, texts in sent.items() if name.startswith(prefix)
        }
    return found


def file_inputs(step: Step, sent: Mapping[str, Any]) -> list[tuple[str, Field]]:
    """Return the file fields that a page of a step can send, each under the name of its input."""
    prefixes = [""] if step.repeat is None else [f"{step.id}-{number}-" for number in numbers(step, sent)]
    return [(f"{prefix}{field.id}", field) for prefix in prefixes for field in step.fields if field.type is FieldType.FILE]
