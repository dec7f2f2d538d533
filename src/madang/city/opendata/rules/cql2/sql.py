"""Nodes as conditions of the engine: names are checked and quoted, values are parameters, types are checked before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from madang.city.opendata.rules.cql2 import nodes
from madang.city.opendata.rules.cql2.nodes import CqlFault, Node
from madang.city.opendata.rules.cql2.reading import moment_of

KINDS = {
    "text": "text", "integer": "number", "decimal": "number", "boolean": "boolean", "date": "moment", "datetime": "moment",
    "time": "text",
}  # fmt: skip


PLACE = "\0"


@dataclass(frozen=True, slots=True)
class Sql:
    """A condition or value in DuckDB's SQL, with the values that stand at its marks (PLACE) in order."""

    text: str
    parameters: tuple[Any, ...] = ()

    def numbered(self, first: str = "p") -> "tuple[str, dict[str, Any]]":
        """Return the SQL with its values by name: ``$p0``, ``$p1`` and so on."""
        pieces = self.text.split(PLACE)
        text = pieces[0] + "".join(f"${first}{place}{piece}" for place, piece in enumerate(pieces[1:]))
        return text, {f"{first}{place}": value for place, value in enumerate(self.parameters)}

    def wrapped(self, pattern: str) -> "Sql":
        """Return this within ``pattern``, which holds {} once."""
        return Sql(pattern.format(self.text), self.parameters)


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns a filter may name, by type of urban.formats.tabular; and the names its geometry answers to."""

    types: Mapping[str, str]
    geometry: frozenset[str] = frozenset()


def joined(separator: str, parts: "list[Sql] | tuple[Sql, ...]") -> Sql:
    """Return the parts in one pair of brackets."""
    values = tuple(value for part in parts for value in part.parameters)
    return Sql("(" + separator.join(part.text for part in parts) + ")", values)


def quoted(name: str) -> str:
    """Return a name as SQL writes it, whatever stands in it."""
    return '"' + name.replace(PLACE, "").replace('"', '""') + '"'


def condition(node: Node, schema: Schema) -> Sql:
    """Return the condition of a node without geometry. Raises CqlFault where a column or type does not fit."""
    match node:
        case nodes.And(parts) | nodes.Or(parts):
            separator = " AND " if isinstance(node, nodes.And) else " OR "
            return joined(separator, [condition(part, schema) for part in parts])
        case nodes.Not(part):
            return condition(part, schema).wrapped("(NOT {})")
        case nodes.Truth(value):
            return Sql("TRUE" if value else "FALSE")
        case nodes.Spatial(op):
            raise CqlFault("filter_operand", what=op.upper())
    return _predicate(node, schema)


def _predicate(node: Node, schema: Schema) -> Sql:
    match node:
        case nodes.IsNull(operand):
            text = _named(operand, schema)[1].wrapped("({} IS NULL)")
        case nodes.Comparison(op, left, right):
            text = joined(f" {op} ", _alike(schema, left, right))
        case nodes.Between(operand, low, high):
            middle, least, most = _alike(schema, operand, low, high)
            text = Sql(f"({middle.text} BETWEEN {least.text} AND {most.text})", _values(middle, least, most))
        case nodes.In(operand, values):
            first, *others = _alike(schema, operand, *values)
            text = Sql(f"({first.text} IN ({', '.join(one.text for one in others)}))", _values(first, *others))
        case nodes.Like(operand, pattern):
            text = _like(operand, pattern, schema)
        case nodes.Temporal():
            from madang.city.opendata.rules.cql2.moments import temporal  # noqa: PLC0415 - the two call each other

            text = temporal(node, schema)
        case _:
            raise AssertionError(node)
    return text


def _values(*parts: Sql) -> tuple[Any, ...]:
    return tuple(value for part in parts for value in part.parameters)


def _like(operand: nodes.Scalar, pattern: nodes.Scalar, schema: Schema) -> Sql:
    kinds = {_kind(one, schema) for one in (operand, pattern)}
    if kinds != {"text"}:
        raise CqlFault("filter_operand", what="LIKE")
    left, right = _scalar(operand, schema, "text"), _scalar(pattern, schema, "text")
    return Sql(f"({left.text} LIKE {right.text} ESCAPE '\\')", left.parameters + right.parameters)


def _named(one: nodes.Property, schema: Schema) -> tuple[str, Sql]:
    if one.name not in schema.types:
        if one.name in schema.geometry:
            raise CqlFault("filter_geometry_here", column=one.name)
        raise CqlFault("filter_column", column=one.name[:80], known=", ".join(list(schema.types)[:40]))
    return schema.types[one.name], Sql(quoted(one.name))


def _kind(one: nodes.Scalar, schema: Schema) -> str:
    match one:
        case nodes.Property():
            return KINDS.get(_named(one, schema)[0], "none")
        case nodes.CaseFolded(operand):
            if _kind(operand, schema) != "text":
                raise CqlFault("filter_operand", what="CASEI")
            return "text"
        case nodes.Literal(value):
            return _kind_of_value(value)


def _kind_of_value(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, date | datetime):
        return "moment"
    return "text" if isinstance(value, str) else "number"


def _alike(schema: Schema, *operands: nodes.Scalar) -> list[Sql]:
    """Return the operands as SQL of one kind; texts beside a day or instant are read as one."""
    kinds = [_kind(one, schema) for one in operands]
    if "moment" in kinds:
        operands = tuple(_as_moment(one) for one in operands)
        kinds = [_kind(one, schema) for one in operands]
    if len(set(kinds)) != 1:
        raise CqlFault("filter_types", column=_a_name(operands), first=kinds[0], second=next(k for k in kinds if k != kinds[0]))
    if kinds[0] == "moment":
        return _moments(operands, schema)
    return [_scalar(one, schema, kinds[0]) for one in operands]


def _a_name(operands: tuple[nodes.Scalar, ...]) -> str:
    return next((one.name for one in operands if isinstance(one, nodes.Property)), "")


def _as_moment(one: nodes.Scalar) -> nodes.Scalar:
    if isinstance(one, nodes.Literal) and isinstance(one.value, str):
        return nodes.Literal(moment_of(one.value))
    return one


def _moments(operands: tuple[nodes.Scalar, ...], schema: Schema) -> list[Sql]:
    only_days = all(_is_day(one, schema) for one in operands)
    return [moment(one, schema, as_day=only_days) for one in operands if isinstance(one, nodes.Property | nodes.Literal)]


def _is_day(one: nodes.Scalar, schema: Schema) -> bool:
    if isinstance(one, nodes.Property):
        return schema.types[one.name] == "date"
    return isinstance(one, nodes.Literal) and not isinstance(one.value, datetime)


def moment(one: nodes.Property | nodes.Literal, schema: Schema, *, as_day: bool) -> Sql:
    """Return a day or an instant (without zone, UTC) as SQL; days become their first instant unless ``as_day``."""
    if isinstance(one, nodes.Property):
        kind, column = _named(one, schema)
        if KINDS.get(kind) != "moment":
            raise CqlFault("filter_types", column=one.name, first=KINDS.get(kind, kind), second="moment")
        return column if as_day or kind == "datetime" else column.wrapped("CAST({} AS TIMESTAMP)")
    value = one.value
    if isinstance(value, datetime):
        return Sql(f"CAST({PLACE} AS TIMESTAMP)", (value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" "),))
    if isinstance(value, date):
        return Sql(f"CAST({PLACE} AS {'DATE' if as_day else 'TIMESTAMP'})", (value.isoformat(),))
    raise CqlFault("filter_moment", value=str(value)[:60])


def _scalar(one: nodes.Scalar, schema: Schema, kind: str) -> Sql:
    match one:
        case nodes.Property(name):
            is_time = schema.types[name] == "time"
            return Sql(quoted(name)).wrapped("CAST({} AS VARCHAR)") if is_time else Sql(quoted(name))
        case nodes.CaseFolded(operand):
            return _scalar(operand, schema, kind).wrapped("lower({})")
        case nodes.Literal(value):
            return Sql(PLACE, (value,))
