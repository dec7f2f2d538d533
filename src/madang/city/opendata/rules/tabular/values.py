"""A question of the tabular API as a value: which columns of which rows, grouped how, in what order, from where on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from madang.city.opendata.rules.tabular.operators import Operator

Plain = str | int | float | bool | date | time | datetime


@dataclass(frozen=True, slots=True)
class Field:
    """A column as the grammar needs it: its name and its type of ``urban.formats.tabular``."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value stands in a question's shape; what the value is, the shape does not know."""

    number: int
    type: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One column held against values: none for (not) null, one for most, two for a range, more for in."""

    column: str
    operator: Operator
    values: tuple[Plain | Slot | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """Conditions of which all must hold, or (``is_any``) one."""

    parts: "tuple[Condition | Either, ...]"
    is_any: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """What is computed over each group: rows (``count`` with no column) or values of a column. ``share`` of quantiles."""

    kind: str
    column: str = ""
    share: float = 0.0

    @property
    def name(self) -> str:
        """The name of the result's column."""
        end = f"_{self.share:g}" if self.kind == "quantile" else ""
        return f"{self.column}__{self.kind}{end}" if self.column else self.kind


@dataclass(frozen=True, slots=True)
class Order:
    """A column of the result that rows are sorted by; empty values come last either way."""

    column: str
    is_down: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """The whole question. Without ``groups`` and ``measures`` it asks for rows, else for one row of each group.

    columns  to show, in that order; empty: all
    after    the values of the order's columns in the last row that was seen, and where it stands: the next page begins behind
    """

    columns: tuple[str, ...] = ()
    where: Either = Either(())
    groups: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int = 100
    offset: int = 0
    after: tuple[Plain | Slot | None, ...] = ()

    @property
    def is_grouped(self) -> bool:
        """Whether it asks for groups and not for rows."""
        return bool(self.groups or self.measures)

    @property
    def full_order(self) -> tuple[Order, ...]:
        """The order with what makes it unique: the groups' columns. Rows have their position for that, which is no column."""
        if not self.is_grouped:
            return self.order
        named = {one.column for one in self.order}
        return (*self.order, *(Order(name) for name in self.groups if name not in named))

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition, however deep."""
        waiting: list[Condition | Either] = [self.where]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Condition):
                yield part
            else:
                waiting.extend(part.parts)

    def required(self) -> Iterator[Condition]:
        """Yield the conditions that every row must fulfil."""
        waiting: list[Condition | Either] = [self.where]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Condition):
                yield part
            elif not part.is_any or len(part.parts) == 1:
                waiting.extend(part.parts)


def result_types(query: Query, types: dict[str, str]) -> dict[str, str]:
    """Return the types of the table's columns and of what is measured, by name."""
    return types | {one.name: _measured_type(one, types) for one in query.measures}


def _measured_type(one: Measure, types: dict[str, str]) -> str:
    if one.kind in ("min", "max"):
        return types[one.column]
    is_whole = one.kind in ("count", "distinct") or (one.kind == "sum" and types[one.column] == "integer")
    return "integer" if is_whole else "decimal"


def without_values(query: Query, types: dict[str, str]) -> tuple[Query, dict[str, Any]]:
    """Return the question's shape, with slots where values stood, and the values by the slots' names.

    Two questions of one shape are the same SQL. types: of columns and of what is measured, by name
    """
    found: list[Any] = []

    def slot(value: Any, kind: str) -> Slot | None:
        if value is None:
            return None
        found.append(value)
        return Slot(len(found) - 1, kind)

    def emptied(part: Condition | Either) -> Condition | Either:
        if isinstance(part, Condition):
            return replace(part, values=tuple(slot(value, types[part.column]) for value in part.values))
        return replace(part, parts=tuple(emptied(one) for one in part.parts))

    where = emptied(query.where)
    kinds = [*(types[one.column] for one in query.full_order), "integer"]
    after = tuple(slot(value, kind) for value, kind in zip(query.after, kinds, strict=False))
    shape = replace(query, where=where, after=after) if isinstance(where, Either) else query
    return shape, {slot_name(number): value for number, value in enumerate(found)}


def slot_name(number: int) -> str:
    """Return the parameter's name of a slot."""
    return f"asked_{number}"
