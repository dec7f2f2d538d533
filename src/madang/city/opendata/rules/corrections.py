"""What a correction may say: values of the columns' own types, with a reason that can be checked."""

import math
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from madang.city.kernel.refusals import Refusal

MOST_OPEN = 20
LONGEST_WHY = 2_000
LONGEST_VALUE = 4_000
_YES, _NO = ("true", "yes", "1", "예", "是"), ("false", "no", "0", "아니요", "否")
_BIGGEST = 2**63


class NoValue(ValueError):
    """Raised for a text that is no value of a type."""


def value_of(text: str, kind: str) -> Any:
    """Return the value that a text means in a column of a type of urban.formats; an empty text is no value (None).

    Raises NoValue.
    """
    told = text.strip() if kind != "text" else text
    if not told.strip():
        return None
    try:
        return _READERS[kind](told)
    except (KeyError, ValueError, InvalidOperation, OverflowError) as problem:
        raise NoValue(text) from problem


def plain(value: Any) -> Any:
    """Return a cell's value as JSON holds it: dates as ISO text, bytes as hexadecimal text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)


def plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as JSON holds it."""
    return {name: plain(value) for name, value in row.items()}


def why_not_propose(
    row: Mapping[str, Any], wanted: Mapping[str, str], why: str, *, kinds: Mapping[str, str], waiting: int
) -> Refusal | None:
    """Refuse a correction that changes nothing, writes what cannot stand there, gives no reason, or is one too many.

    row      the row as it is, as plain_row has it
    wanted   {column: text}
    kinds    types by column
    waiting  how many of the proposer's corrections nobody has answered yet
    """
    if waiting >= MOST_OPEN:
        return Refusal("opendata.many_corrections", {"most": MOST_OPEN}, status=429)
    if not why.strip():
        return Refusal("opendata.say_why_wrong", status=422)
    if len(why) > LONGEST_WHY:
        return Refusal("opendata.long_words", {"most": LONGEST_WHY}, status=422)
    for name, text in wanted.items():
        if reason := _why_not_value(name, text, kinds):
            return reason
    changes = any(plain(value_of(text, kinds[name])) != row.get(name) for name, text in wanted.items())
    return None if changes else Refusal("opendata.nothing_corrected", status=422)


def _why_not_value(name: str, text: str, kinds: Mapping[str, str]) -> Refusal | None:
    if name not in kinds:
        return Refusal("opendata.column_unknown", {"column": name[:120]}, status=422)
    if len(text) > LONGEST_VALUE:
        return Refusal("opendata.long_words", {"most": LONGEST_VALUE}, status=422)
    try:
        value_of(text, kinds[name])
    except NoValue:
        return Refusal("opendata.no_value", {"value": text[:80], "column": name, "type": kinds[name]}, status=422)
    return None


def why_not_decline(answer: str) -> Refusal | None:
    """Refuse to decline without words."""
    if not answer.strip():
        return Refusal("opendata.say_why_declined", status=422)
    return Refusal("opendata.long_words", {"most": LONGEST_WHY}, status=422) if len(answer) > LONGEST_WHY else None


def _text(text: str) -> str:
    if "\x00" in text:
        raise ValueError(text)
    return text


def _integer(text: str) -> int:
    found = int(text.replace(",", "").replace("_", "x"))
    if not -_BIGGEST <= found < _BIGGEST:
        raise ValueError(text)
    return found


def _decimal(text: str) -> float:
    found = Decimal(text.replace(",", "").replace("_", "x"))
    if not found.is_finite():
        raise ValueError(text)
    return float(found)


def _boolean(text: str) -> bool:
    if text.casefold() not in _YES + _NO:
        raise ValueError(text)
    return text.casefold() in _YES


_READERS: dict[str, Any] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "datetime": datetime.fromisoformat,
}
