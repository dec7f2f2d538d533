"""The functions and methods that a condition may call, each with the types it takes and gives."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import re2

from .syntax import UInt
from .values import UINT_MAX, CelError, Value, fit, no_overload

MAX_PATTERN = 200


@dataclass(frozen=True, slots=True)
class Function:
    """A function of CEL; `takes` lists per argument the types allowed, `optional` how many of the last may be left out."""

    run: Callable[..., Value]
    takes: tuple[tuple[str, ...], ...]
    gives: str
    optional: int = 0


def _size(value: Value) -> int:
    if type(value) in (str, list, dict):
        return len(value)
    raise no_overload("size", value)


def _text(function: str, run: Callable[[str, str], bool]) -> Callable[[Value, Value], bool]:
    def checked(text: Value, part: Value) -> bool:
        if type(text) is str and type(part) is str:
            return run(text, part)
        raise no_overload(function, text, part)

    return checked


@functools.lru_cache(maxsize=4096)
def pattern(source: str) -> re2._Regexp:
    """Compile a regular expression in linear-time RE2. Raises CelError if it is wrong or too long."""
    if len(source) > MAX_PATTERN:
        raise CelError(f"the pattern is longer than {MAX_PATTERN} characters")
    try:
        return re2.compile(source, _quiet())
    except re2.error as error:
        reason = error.args[0] if error.args else error
        raise CelError(f"the pattern is wrong: {reason.decode() if isinstance(reason, bytes) else reason}") from None


@functools.cache
def _quiet() -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    return options


def _matches(text: str, source: str) -> bool:
    return pattern(source).search(text) is not None


def _int(value: Value) -> int:
    if type(value) in (int, UInt):
        return fit(int(value), 0)
    if type(value) is float:
        if not math.isfinite(value):
            raise CelError("the number is too large")
        return fit(int(value), 0)
    if type(value) is datetime:
        return int(value.timestamp())
    if type(value) is str and re.fullmatch(r"[+-]?\d{1,20}", value, re.ASCII):
        return fit(int(value), 0)
    raise CelError(f"int() cannot read {value!r}")


def _uint(value: Value) -> UInt:
    if type(value) is str and not re.fullmatch(r"\d{1,20}", value, re.ASCII):
        raise CelError(f"uint() cannot read {value!r}")
    number = int(value) if type(value) in (int, UInt, float, str) else -1
    if not 0 <= number <= UINT_MAX:
        raise CelError(f"uint() cannot read {value!r}")
    return UInt(number)


def _double(value: Value) -> float:
    try:
        if type(value) in (int, UInt, float, str):
            return float(value)
    except ValueError:
        pass
    raise CelError(f"double() cannot read {value!r}")


def _string(value: Value) -> str:
    if type(value) is str:
        return value
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) in (int, UInt, float):
        return str(value)
    if type(value) is datetime:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if type(value) is timedelta:
        return f"{value.total_seconds():g}s"
    raise no_overload("string", value)


def _timestamp(value: Value) -> datetime:
    if type(value) is datetime:
        return value
    try:
        if type(value) is str and "T" in value:
            instant = datetime.fromisoformat(value)
            if instant.tzinfo:
                return instant
    except ValueError:
        pass
    raise CelError(f"timestamp() cannot read {value!r}: write 2026-03-01T09:00:00Z")


def _date(value: Value) -> datetime:
    try:
        if type(value) is str and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except ValueError:
        pass
    raise CelError(f"date() cannot read {value!r}: write 2026-03-01")


_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}


def _duration(value: Value) -> timedelta:
    if type(value) is timedelta:
        return value
    if type(value) is str and re.fullmatch(r"[+-]?(\d+(\.\d+)?(h|ms|us|ns|m|s))+", value, re.ASCII):
        parts = re.findall(r"(\d+(?:\.\d+)?)(h|ms|us|ns|m|s)", value)
        seconds = sum(float(number) * _UNITS[unit] for number, unit in parts)
        if seconds <= 315_576_000_000:
            return timedelta(seconds=-seconds if value[0] == "-" else seconds)
    raise CelError(f"duration() cannot read {value!r}: write 36h or 90m")


def _two_dates(function: str, run: Callable[[date, date], int]) -> Callable[[Value, Value], int]:
    def checked(start: Value, end: Value) -> int:
        if type(start) is datetime and type(end) is datetime:
            return run(start.date(), end.date())
        raise no_overload(function, start, end)

    return checked


def whole_months(start: date, end: date) -> int:
    """Return the whole months from one day to another, negative backwards; a month without the day is full on the next first."""
    if end < start:
        return -whole_months(end, start)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def whole_years(start: date, end: date) -> int:
    """Return the whole years from one day to another: the age, if the first is a birth date."""
    months = whole_months(start, end)
    return months // 12 if months >= 0 else -(-months // 12)


def _part(function: str, read: Callable[[datetime], int]) -> Callable[..., Value]:
    def checked(instant: Value, zone: Value = "UTC") -> int:
        if type(instant) is not datetime or type(zone) is not str:
            raise no_overload(function, instant, zone)
        try:
            return read(instant.astimezone(ZoneInfo(zone)))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise CelError(f"there is no time zone '{zone}'") from None

    return checked


def _length(function: str, seconds: float, read: Callable[[datetime], int]) -> Callable[..., Value]:
    part = _part(function, read)

    def checked(value: Value, *zone: Value) -> int:
        return int(value.total_seconds() / seconds) if type(value) is timedelta and not zone else part(value, *zone)

    return checked


_NUMERIC = ("int", "uint", "double", "string")
_TEXTS = (("string",), ("string",))
_DATES = (("timestamp",), ("timestamp",))
_INSTANT = (("timestamp",), ("string",))
_SPAN = (("timestamp", "duration"), ("string",))
_SIZED = (("string", "list", "map"),)

FUNCTIONS: dict[str, Function] = {
    "size": Function(_size, _SIZED, "int"),
    ".size": Function(_size, _SIZED, "int"),
    ".startsWith": Function(_text("startsWith", str.startswith), _TEXTS, "bool"),
    ".endsWith": Function(_text("endsWith", str.endswith), _TEXTS, "bool"),
    ".contains": Function(_text("contains", str.__contains__), _TEXTS, "bool"),
    ".matches": Function(_text("matches", _matches), _TEXTS, "bool"),
    "matches": Function(_text("matches", _matches), _TEXTS, "bool"),
    "int": Function(_int, ((*_NUMERIC, "timestamp"),), "int"),
    "uint": Function(_uint, (_NUMERIC,), "uint"),
    "double": Function(_double, (_NUMERIC,), "double"),
    "string": Function(_string, ((*_NUMERIC, "bool", "timestamp", "duration"),), "string"),
    "dyn": Function(lambda value: value, ((),), "dyn"),
    "timestamp": Function(_timestamp, (("string", "timestamp"),), "timestamp"),
    "duration": Function(_duration, (("string", "duration"),), "duration"),
    "date": Function(_date, (("string",),), "timestamp"),
    "years": Function(_two_dates("years", whole_years), _DATES, "int"),
    "months": Function(_two_dates("months", whole_months), _DATES, "int"),
    "days": Function(_two_dates("days", lambda start, end: (end - start).days), _DATES, "int"),
    ".getFullYear": Function(_part("getFullYear", lambda at: at.year), _INSTANT, "int", 1),
    ".getMonth": Function(_part("getMonth", lambda at: at.month - 1), _INSTANT, "int", 1),
    ".getDate": Function(_part("getDate", lambda at: at.day), _INSTANT, "int", 1),
    ".getDayOfMonth": Function(_part("getDayOfMonth", lambda at: at.day - 1), _INSTANT, "int", 1),
    ".getDayOfWeek": Function(_part("getDayOfWeek", lambda at: at.isoweekday() % 7), _INSTANT, "int", 1),
    ".getDayOfYear": Function(_part("getDayOfYear", lambda at: at.timetuple().tm_yday - 1), _INSTANT, "int", 1),
    ".getHours": Function(_length("getHours", 3600, lambda at: at.hour), _SPAN, "int", 1),
    ".getMinutes": Function(_length("getMinutes", 60, lambda at: at.minute), _SPAN, "int", 1),
    ".getSeconds": Function(_length("getSeconds", 1, lambda at: at.second), _SPAN, "int", 1),
}
