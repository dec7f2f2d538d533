"""The values of CEL at work: whole numbers of 64 bits, Kleene's third value, and errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from .syntax import UInt

Value = Any
INT_MIN, INT_MAX, UINT_MAX = -(2**63), 2**63 - 1, 2**64 - 1


class CelError(ValueError):
    """An expression that has no value for these facts: overflow, division by zero, a missing key, the wrong type."""


class Unknown:
    """A value that is not known, with the names of the facts that would tell."""

    __slots__ = ("names",)

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names

    def __repr__(self) -> str:
        return f"Unknown({', '.join(self.names)})"


def merged(values: Iterable[Value]) -> Unknown | None:
    """Return one Unknown with the names of all unknown values, each once and in order, or None if all are known."""
    names = [name for value in values if type(value) is Unknown for name in value.names]
    return Unknown(tuple(dict.fromkeys(names))) if names else None


def kind(value: Value) -> str:
    """Return the name of a value's CEL type."""
    return _KINDS.get(type(value), "dyn")


_KINDS: dict[type, str] = {
    bool: "bool", int: "int", UInt: "uint", float: "double", str: "string", type(None): "null", list: "list", tuple: "list",
    dict: "map", datetime: "timestamp", timedelta: "duration",
}  # fmt: skip


def as_value(raw: Any) -> Value:
    """Return a fact as CEL sees it: dates become midnight UTC, tuples lists, enums of text their text."""
    if type(raw) in (bool, int, str, float):
        return raw
    if isinstance(raw, datetime):
        return raw if raw.tzinfo else raw.replace(tzinfo=UTC)
    if isinstance(raw, date):
        return datetime(raw.year, raw.month, raw.day, tzinfo=UTC)
    if isinstance(raw, list | tuple | frozenset | set):
        return [as_value(item) for item in raw]
    if isinstance(raw, dict):
        return {key: as_value(item) for key, item in raw.items()}
    return str(raw) if isinstance(raw, str) else raw


def no_overload(function: str, *values: Value) -> CelError:
    """Return the error of a function that does not take values of these types."""
    return CelError(f"{function} cannot be used with {' and '.join(kind(value) for value in values)}")


def fit(value: int, like: int) -> int:
    """Return a whole number if it fits 64 bits. Raises CelError on overflow."""
    if type(like) is UInt:
        if 0 <= value <= UINT_MAX:
            return UInt(value)
    elif INT_MIN <= value <= INT_MAX:
        return value
    raise CelError("the number is too large")


def add(a: Value, b: Value) -> Value:
    """Add numbers, join texts or lists, move an instant by a duration."""
    one, two = type(a), type(b)
    if one is two:
        if one is int or one is UInt:
            return fit(int(a) + int(b), a)
        if one in (float, str, list):
            return a + b
        if one is timedelta:
            return _span(lambda: a + b)
    if {one, two} == {datetime, timedelta}:
        return _span(lambda: a + b)
    raise no_overload("+", a, b)


def subtract(a: Value, b: Value) -> Value:
    """Subtract numbers, durations, or a duration or an instant from an instant."""
    one, two = type(a), type(b)
    if one is two:
        if one is int or one is UInt:
            return fit(int(a) - int(b), a)
        if one is float:
            return a - b
        if one in (timedelta, datetime):
            return _span(lambda: a - b)
    if one is datetime and two is timedelta:
        return _span(lambda: a - b)
    raise no_overload("-", a, b)


def _span(compute: Callable[[], Value]) -> Value:
    try:
        return compute()
    except OverflowError:
        raise CelError("the date is too far away") from None


def multiply(a: Value, b: Value) -> Value:
    """Multiply two numbers of one type."""
    if type(a) is type(b):
        if type(a) in (int, UInt):
            return fit(int(a) * int(b), a)
        if type(a) is float:
            return a * b
    raise no_overload("*", a, b)


def divide(a: Value, b: Value) -> Value:
    """Divide two numbers of one type; whole numbers round towards zero."""
    if type(a) is type(b):
        if type(a) in (int, UInt):
            if b == 0:
                raise CelError("division by zero")
            quotient = abs(int(a)) // abs(int(b))
            return fit(quotient if (a < 0) == (b < 0) else -quotient, a)
        if type(a) is float:
            if b == 0.0:
                return a * float("inf") if str(b)[0] != "-" else a * float("-inf")
            return a / b
    raise no_overload("/", a, b)


def remainder(a: Value, b: Value) -> Value:
    """Return the remainder of two whole numbers, with the sign of the first."""
    if type(a) is type(b) and type(a) in (int, UInt):
        if b == 0:
            raise CelError("division by zero")
        rest = abs(int(a)) % abs(int(b))
        return fit(rest if a >= 0 else -rest, a)
    raise no_overload("%", a, b)


def negate(a: Value) -> Value:
    """Return minus a number."""
    if type(a) is int:
        return fit(-a, a)
    if type(a) is float:
        return -a
    raise no_overload("-", a)


_NUMBERS = frozenset({int, UInt, float})


def equal(a: Value, b: Value) -> bool:
    """Compare as CEL does: numbers by value whatever their type, other types only with their own."""
    one, two = type(a), type(b)
    if one is list and two is list:
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b, strict=True))
    if one is dict and two is dict:
        return a.keys() == b.keys() and all(equal(value, b[key]) for key, value in a.items())
    if one is two or (one in _NUMBERS and two in _NUMBERS):
        return bool(a == b)
    return False


_ORDERED = frozenset({bool, str, datetime, timedelta})


def order(function: str, compare: Callable[[Any, Any], bool]) -> Callable[[Value, Value], bool]:
    """Return one of the four comparisons for numbers, texts, truth values, instants and durations."""

    def compared(a: Value, b: Value) -> bool:
        one, two = type(a), type(b)
        if (one is two and one in _ORDERED) or (one in _NUMBERS and two in _NUMBERS):
            return compare(a, b)
        raise no_overload(function, a, b)

    return compared


def contained(a: Value, b: Value) -> bool:
    """Tell whether a value is in a list or a key in a map."""
    if type(b) is list:
        return any(equal(a, item) for item in b)
    if type(b) is dict:
        return type(a) is not list and type(a) is not dict and any(equal(a, key) for key in b)
    raise no_overload("in", a, b)


def at(container: Value, key: Value) -> Value:
    """Return an element of a list or map. Raises CelError if there is none."""
    if type(container) is list:
        if type(key) not in (int, UInt):
            raise no_overload("[]", container, key)
        if not 0 <= key < len(container):
            raise CelError(f"the list has no element {key}")
        return container[key]
    if type(container) is dict:
        for known, value in container.items():
            if equal(known, key):
                return value
        raise CelError(f"there is no '{key}'")
    raise no_overload("[]", container, key)


def field(container: Value, name: str) -> Value:
    """Return a part of a map by name. Raises CelError if there is none."""
    if type(container) is not dict:
        raise no_overload(f".{name}", container)
    if name not in container:
        raise CelError(f"there is no '{name}'")
    return container[name]
