"""What a reader filters a table by: the tabular API's own parameters, picked out of a page's address, as a condition in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from madang.city.kernel.refusals import Refusal
from madang.city.opendata.rules.tabular import MEANINGS, Condition, Either, Field, Operator, Query, read
from madang.city.opendata.rules.tabular.operators import find_operator

COMPARED = {
    Operator.EXACT: "=",
    Operator.DIFFERS: "IS DISTINCT FROM",
    Operator.LESS: "<=",
    Operator.GREATER: ">=",
    Operator.STRICTLY_LESS: "<",
    Operator.STRICTLY_GREATER: ">",
}
WITHOUT_VALUE = frozenset({Operator.NULL, Operator.NOT_NULL})
GROUPS = frozenset({"or", "and"})


@dataclass(frozen=True, slots=True)
class Where:
    """A condition in SQL with the values of its ``$`` names."""

    sql: str = "TRUE"
    values: Mapping[str, Any] = field(default_factory=dict)


def asked(parameters: Iterable[tuple[str, str]], fields: Sequence[Field]) -> Query | Refusal:
    """Return the filters and the order among a page's parameters, or why one of them cannot be used.

    Parameters that are no filter are the page's own and left alone; so are filters whose value was left empty.
    """
    return read([pair for pair in parameters if _is_ours(*pair)], fields)


def _is_ours(name: str, value: str) -> bool:
    if name in GROUPS or name == "sort":
        return bool(value.strip())
    operator = find_operator(name.rpartition("__")[2]) if "__" in name else None
    return operator is not None and (bool(value.strip()) or operator in WITHOUT_VALUE)


def ways_for(kind: str) -> tuple[Operator, ...]:
    """Return the operators that make sense for a type of column, the everyday ones first."""
    usual = (Operator.CONTAINS, Operator.EXACT, Operator.GREATER, Operator.LESS)
    order = (*usual, *(one for one in Operator if one not in usual))
    return tuple(one for one in order if kind in MEANINGS[one].types)


def quoted(name: str) -> str:
    """Return a column's name as SQL takes it; whatever stands in it stays a name."""
    return '"' + name.replace('"', '""') + '"'


def where(whole: Either) -> Where:
    """Return conditions in SQL. Names are quoted, values are parameters."""
    values: dict[str, Any] = {}
    return Where(_sql(whole, values), values)


def _sql(part: Condition | Either, values: dict[str, Any]) -> str:
    if isinstance(part, Condition):
        return _compared(part, values)
    inside = [f"({_sql(one, values)})" for one in part.parts]
    return (" OR " if part.is_any else " AND ").join(inside) or "TRUE"


def _compared(one: Condition, values: dict[str, Any]) -> str:
    column = quoted(one.column)
    if one.operator in WITHOUT_VALUE:
        return f"{column} IS {'NOT ' if one.operator is Operator.NOT_NULL else ''}NULL"
    names = [_kept(value, values) for value in one.values]
    if one.operator in COMPARED:
        return f"{column} {COMPARED[one.operator]} {names[0]}"
    if one.operator is Operator.RANGE:
        return f"{column} BETWEEN {names[0]} AND {names[1]}"
    is_listed = one.operator in (Operator.IN, Operator.NOT_IN)
    holds = f"{column} IN ({', '.join(names)})" if is_listed else f"contains(lower({column}), lower({names[0]}))"
    return f"NOT coalesce({holds}, FALSE)" if one.operator in (Operator.NOT_IN, Operator.NOT_CONTAINS) else holds


def _kept(value: Any, values: dict[str, Any]) -> str:
    name = f"filter_{len(values)}"
    values[name] = value
    return f"${name}"
