"""Check clean values against what their field allows: used for what was just typed, and again for what was stored earlier."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from madang.city.portal.definitions.cel.functions import pattern
from madang.city.portal.definitions.model import Field, FieldType

from .parsing import LONGEST, LONGEST_TEXT
from .values import FileMeta, Problem

_SAME_TYPE = {"jpeg": "jpg", "heif": "heic"}


def check_value(field: Field, value: Any, today: date) -> None:
    """Check a clean value, None if it was left empty. Raises Problem."""
    if value is None or (field.type is FieldType.DECLARATION and value is False):
        if field.required:
            raise Problem("must_be_accepted" if field.type is FieldType.DECLARATION else "required")
        return
    expected, check = _CHECKS.get(field.type, (str, _check_text))
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
        raise Problem("stale")
    check(field, value, today)


def _check_text(field: Field, text: str, today: date) -> None:
    longest = int(float(field.max)) if field.max else LONGEST.get(field.type, LONGEST_TEXT)
    if len(text) > longest:
        raise Problem("too_long", {"max": longest})
    if field.min and len(text) < float(field.min):
        raise Problem("too_short", {"min": int(float(field.min))})
    if field.pattern and pattern(field.pattern).fullmatch(text) is None:
        raise Problem("pattern", {"text": field.pattern_text or {}})


def _check_number(field: Field, number: float, today: date) -> None:
    if field.min is not None and number < float(field.min):
        raise Problem("too_small", {"min": _short(field.min)})
    if field.max is not None and number > float(field.max):
        raise Problem("too_large", {"max": _short(field.max)})
    if abs(number) >= 10**15:
        raise Problem("too_large", {"max": 10**15 - 1})


def _short(bound: str) -> int | float:
    return int(float(bound)) if float(bound).is_integer() else float(bound)


def _check_date(field: Field, value: str, today: date) -> None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise Problem("stale") from None
    if field.min and day < (low := day_of(field.min, today)):
        raise Problem("date_too_early", {"min": low})
    if field.max and day > (high := day_of(field.max, today)):
        raise Problem("date_too_late", {"max": high})


def day_of(bound: str, today: date) -> date:
    """Return the day of a bound: a day as it is, `today-18y` from today; a month too short ends on its last day."""
    relative = re.fullmatch(r"today(?:([+-]\d+)([dmy]))?", bound)
    if not relative:
        return date.fromisoformat(bound)
    number, unit = int(relative[1] or 0), relative[2] or "d"
    if unit == "d":
        return today + timedelta(days=number)
    months = today.year * 12 + today.month - 1 + number * (12 if unit == "y" else 1)
    year, month = min(max(months // 12, 1), 9999), months % 12 + 1
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def _check_choice(field: Field, value: str, today: date) -> None:
    if all(option.id != value for option in field.options):
        raise Problem("not_an_option")


def _check_choices(field: Field, chosen: list[str], today: date) -> None:
    options = {option.id for option in field.options}
    if not set(chosen) <= options:
        raise Problem("not_an_option")
    if field.min and len(chosen) < float(field.min):
        raise Problem("too_few_choices", {"min": int(float(field.min))})
    if field.max and len(chosen) > float(field.max):
        raise Problem("too_many_choices", {"max": int(float(field.max))})


def _check_address(field: Field, address: Mapping[str, str], today: date) -> None:
    if not address.get("line"):
        raise Problem("address_line_required")


def _check_stored_files(field: Field, files: Sequence[Mapping[str, Any]], today: date) -> None:
    try:
        check_files(field, [FileMeta(**one) for one in files])
    except TypeError:
        raise Problem("stale") from None


def check_files(field: Field, files: Sequence[FileMeta]) -> None:
    """Check number, size and type (as the content says) of the files of a field. Raises Problem."""
    limits = field.files
    if limits is None:
        raise Problem("stale")
    if len(files) > limits.count:
        raise Problem("too_many_files", {"max": limits.count})
    for one in files:
        if one.bytes == 0:
            raise Problem("file_empty", {"name": one.name})
        if one.bytes > limits.max_mb * 1024 * 1024:
            raise Problem("file_too_large", {"name": one.name, "max_mb": limits.max_mb})
        if _SAME_TYPE.get(one.type, one.type) not in limits.types:
            raise Problem("file_type", {"name": one.name, "types": limits.types})


def _nothing(field: Field, value: Any, today: date) -> None:
    """A truth value has no limits."""


_CHECKS: dict[FieldType, tuple[Any, Callable[[Field, Any, date], None]]] = {
    FieldType.DATE: (str, _check_date), FieldType.NUMBER: ((int, float), _check_number), FieldType.MONEY: (int, _check_number),
    FieldType.YES_NO: (bool, _nothing), FieldType.DECLARATION: (bool, _nothing), FieldType.CHOICE: (str, _check_choice),
    FieldType.CHOICES: (list, _check_choices), FieldType.ADDRESS: (Mapping, _check_address),
    FieldType.FILE: (list, _check_stored_files),
}  # fmt: skip
