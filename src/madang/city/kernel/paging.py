"""Keyset paging: the next page begins after a value, so page 1,000 costs what page 1 costs."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet

Row = TypeVar("Row")


class BadCursor(ValueError):
    """Raised when a cursor was not made by this site or does not fit the list."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows and the cursor of the next one; None on the last."""

    rows: tuple[Row, ...]
    next_cursor: str | None


def encode(values: Sequence[Any]) -> str:
    """Return an opaque cursor for sort values."""
    return base64.urlsafe_b64encode(json.dumps(list(values), default=str).encode()).decode().rstrip("=")


def decode(cursor: str, length: int) -> list[Any]:
    """Return the sort values in ``cursor``. Raises BadCursor if it does not hold ``length`` plain values."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError) as problem:
        raise BadCursor("this page link is broken: go back to the first page") from problem
    if not isinstance(values, list) or len(values) != length or any(isinstance(v, (list, dict)) for v in values):
        raise BadCursor("this page link belongs to another list: go back to the first page")
    return values


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Return the condition for rows behind ``values``; columns with a leading minus run downwards."""
    condition = Q(pk__in=[])
    equal = Q()
    for name, value in zip(order, values, strict=True):
        column, down = name.lstrip("-"), name.startswith("-")
        condition |= equal & Q(**{f"{column}__{'lt' if down else 'gt'}": value})
        equal &= Q(**{column: value})
    return condition


def keyset(rows: QuerySet, *, order: Sequence[str], cursor: str | None, size: int, make: Callable[[Any], Row]) -> Page[Row]:
    """Return one page of ``rows`` sorted by ``order``, whose columns are never null and end in a unique one.

    make  turns a model instance into the frozen value that leaves the room
    Raises BadCursor.
    """
    ordered = rows.order_by(*[F(n[1:]).desc() if n.startswith("-") else F(n).asc() for n in order])
    if cursor:
        values = decode(cursor, len(order))
        try:
            ordered = ordered.filter(_after(order, values))
        except (ValueError, TypeError, OverflowError, ValidationError) as problem:
            raise BadCursor("this page link belongs to another list: go back to the first page") from problem
    found = list(ordered[: size + 1])
    more = len(found) > size
    last = found[size - 1] if more else None
    next_cursor = encode([_value(last, name.lstrip("-")) for name in order]) if last is not None else None
    return Page(tuple(make(row) for row in found[:size]), next_cursor)


def _value(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = getattr(row, part)
    return row
