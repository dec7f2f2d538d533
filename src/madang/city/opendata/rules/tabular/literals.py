"""Values as they stand in an address, read as the column's type."""

import math
from datetime import UTC, date, datetime, time

from madang.city.opendata.rules.tabular.values import Plain

EXAMPLES = {
    "text": "Hanok", "integer": "42", "decimal": "3.5", "boolean": "true", "date": "2025-04-30", "time": "08:30",
    "datetime": "2025-04-30T08:30", "geometry": "",
}  # fmt: skip
LONGEST_TEXT = 2_000
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_INTEGERS = range(-(1 << 63), 1 << 63)


def literal(text: str, kind: str) -> Plain | None:
    """Return ``text`` as a value of a column of ``kind``, None where it is none."""
    if len(text) > LONGEST_TEXT or "\0" in text:
        return None
    if kind == "text":
        return text
    return _READERS[kind](text.strip()) if kind in _READERS else None


def plain(value: Plain) -> str:
    """Return the one spelling of a value: ``literal`` reads the same from it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def listed(text: str) -> list[str] | None:
    """Return the values between commas; in double quotes commas stand for themselves, and two quotes for one."""
    found: list[str] = []
    rest = text
    while True:
        part, rest = _quoted(rest) if rest.startswith('"') else _bare(rest)
        if part is None:
            return None
        found.append(part)
        if not rest:
            return found
        if not rest.startswith(","):
            return None
        rest = rest[1:]


def joined(values: list[str]) -> str:
    """Return values with commas between them: ``listed`` reads the same from it."""
    return ",".join(quoted(value) if "," in value or value.startswith('"') else value for value in values)


def quoted(value: str) -> str:
    """Return the value in double quotes."""
    return '"' + value.replace('"', '""') + '"'


def _bare(text: str) -> tuple[str | None, str]:
    part, comma, rest = text.partition(",")
    return part, comma + rest


def _quoted(text: str) -> tuple[str | None, str]:
    """Return what stands in the quotes at the beginning, and what follows them; None where they do not close."""
    at = 1
    while True:
        end = text.find('"', at)
        if end < 0:
            return None, ""
        if text[end + 1 : end + 2] != '"':
            return text[1:end].replace('""', '"'), text[end + 1 :]
        at = end + 2


def _integer(text: str) -> int | None:
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 19:
        return None
    return value if (value := int(text)) in _INTEGERS else None


def _decimal(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    try:
        value = time.fromisoformat(text)
    except ValueError:
        return None
    return value if value.tzinfo is None else None


def _datetime(text: str) -> datetime | None:
    """Read an instant; one with an offset is told in UTC, as the tables are."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    try:
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    except OverflowError:
        return None


_READERS = {
    "integer": _integer, "decimal": _decimal, "boolean": lambda text: _TRUTHS.get(text.lower()), "date": _date, "time": _time,
    "datetime": _datetime,
}  # fmt: skip
