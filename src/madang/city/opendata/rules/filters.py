"""What a reader filters a table by: parameters as the tabular API names them, typed by the column, as a condition in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from madang.city.kernel.refusals import Refusal

MOST_CONDITIONS = 20
MOST_SIGNS = 500
MOST_LISTED = 200
NUMBERS = frozenset({"integer", "decimal"})
ORDERED = NUMBERS | {"date", "datetime", "time"}
COMPARED = {
    "exact": "=",
    "differs": "IS DISTINCT FROM",
    "less": "<=",
    "greater": ">=",
    "strictly_less": "<",
    "strictly_greater": ">",
}
WITHOUT_VALUE = frozenset({"null", "notnull"})
LISTED = frozenset({"in", "notin"})
PARTIAL = frozenset({"contains", "notcontains"})
WAYS = (*COMPARED, *sorted(PARTIAL), *sorted(LISTED), *sorted(WITHOUT_VALUE))
YES = frozenset({"true", "1", "yes", "y", "예", "是"})
NO = frozenset({"false", "0", "no", "n", "아니오", "아니요", "否"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter: the column's name and type, how its values are compared, and with what (as it was written)."""

    column: str
    kind: str
    way: str
    value: str = ""

    @property
    def parameter(self) -> tuple[str, str]:
        """Return the condition as the parameter of an address."""
        return f"{self.column}__{self.way}", self.value or ("1" if self.way in WITHOUT_VALUE else "")


@dataclass(frozen=True, slots=True)
class Where:
    """A condition in SQL with the values of its ``$`` names."""

    sql: str = "TRUE"
    values: Mapping[str, Any] = field(default_factory=dict)


def ways_for(kind: str) -> tuple[str, ...]:
    """Return the ways in which values of a type can be compared."""
    if kind == "geometry":
        return ("null", "notnull")
    if kind == "boolean":
        return ("exact", "differs", "null", "notnull")
    partial = () if kind in ORDERED else ("contains", "notcontains")
    ordered = ("greater", "less", "strictly_greater", "strictly_less") if kind in ORDERED else ()
    return (*partial, "exact", *ordered, "differs", "in", "notin", "null", "notnull")


def conditions(parameters: Iterable[tuple[str, str]], kinds: Mapping[str, str]) -> tuple[Condition, ...] | Refusal:
    """Return the filters among an address' parameters, or why one of them cannot be used.

    kinds  {column: type}. Parameters that do not end in a known way are somebody else's and left alone.
    """
    found: list[Condition] = []
    for name, value in parameters:
        column, parted, way = name.rpartition("__")
        if not parted or way not in WAYS:
            continue
        if column not in kinds:
            return Refusal("opendata.filter_column", {"column": column[:80]}, status=422)
        if not value.strip() and way not in WITHOUT_VALUE:
            continue
        condition = Condition(column, kinds[column], way, "" if way in WITHOUT_VALUE else value.strip())
        if refusal := why_not(condition):
            return refusal
        found.append(condition)
    if len(found) > MOST_CONDITIONS:
        return Refusal("opendata.filter_many", {"most": MOST_CONDITIONS}, status=422)
    return tuple(dict.fromkeys(found))


def why_not(condition: Condition) -> Refusal | None:
    """Refuse a way that the column's type does not know, and values that are not of its type."""
    if condition.way not in ways_for(condition.kind):
        return Refusal("opendata.filter_way", {"column": condition.column, "way": condition.way}, status=422)
    values = _values(condition)
    if len(condition.value) > MOST_SIGNS or len(values) > MOST_LISTED or "\0" in condition.value:
        return Refusal("opendata.filter_long", {"column": condition.column, "most": MOST_SIGNS}, status=422)
    for text in values:
        if condition.way not in WITHOUT_VALUE and condition.way not in PARTIAL and typed(text, condition.kind) is None:
            params = {"column": condition.column, "value": text[:80]}
            return Refusal(f"opendata.filter_no_{condition.kind}", params, status=422)
    return None


def _values(condition: Condition) -> list[str]:
    if condition.way in WITHOUT_VALUE:
        return []
    if condition.way in LISTED:
        return [one.strip() for one in condition.value.split(",") if one.strip()]
    return [condition.value]


def typed(text: str, kind: str) -> Any:
    """Return text as a value of a type; None where it is none."""
    if kind == "boolean":
        return True if text.casefold() in YES else False if text.casefold() in NO else None
    reader = _READERS.get(kind, str)
    try:
        return reader(text)
    except (ValueError, InvalidOperation):
        return None


def _whole(text: str) -> int:
    number = _decimal(text)
    if number != number.to_integral_value() or abs(number) >= 2**63:
        raise ValueError(text)
    return int(number)


def _decimal(text: str) -> Decimal:
    number = Decimal(text.replace(",", "").replace("\u2212", "-"))
    if not number.is_finite():
        raise ValueError(text)
    return number


def _number(text: str) -> float:
    return float(_decimal(text))


def _moment(text: str) -> datetime:
    """Return an instant as the store keeps it: without an offset, which is UTC where the file named one."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


_READERS: Mapping[str, Any] = {
    "integer": _whole,
    "decimal": _number,
    "date": date.fromisoformat,
    "datetime": _moment,
    "time": time.fromisoformat,
}


def quoted(name: str) -> str:
    """Return a column's name as SQL takes it; whatever stands in it stays a name."""
    return '"' + name.replace('"', '""') + '"'


def where(conditions: Sequence[Condition]) -> Where:
    """Return the conditions, all of which must hold, in SQL. Names are quoted, values are parameters."""
    parts, values = [], {}
    for place, condition in enumerate(conditions):
        part, more = _part(condition, f"f{place}")
        parts.append(f"({part})")
        values |= more
    return Where(" AND ".join(parts) or "TRUE", values)


def _part(condition: Condition, name: str) -> tuple[str, dict[str, Any]]:
    column = quoted(condition.column)
    if condition.way in WITHOUT_VALUE:
        return f"{column} IS {'NOT ' if condition.way == 'notnull' else ''}NULL", {}
    if condition.way in PARTIAL:
        part = f"contains(lower({column}), lower(${name}))"
        return (part if condition.way == "contains" else f"NOT coalesce({part}, FALSE)"), {name: condition.value}
    if condition.way in LISTED:
        values = {f"{name}_{place}": typed(text, condition.kind) for place, text in enumerate(_values(condition))}
        listed = f"{column} IN ({', '.join('$' + one for one in values)})" if values else "FALSE"
        return (listed if condition.way == "in" else f"NOT coalesce({listed}, FALSE)"), values
    return f"{column} {COMPARED[condition.way]} ${name}", {name: typed(condition.value, condition.kind)}
