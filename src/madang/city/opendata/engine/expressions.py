"""Questions of the tabular API as Ibis expressions; DuckDB's SQL of each shape is made once.

The expression knows no engine: DuckDB answers it here, Spark the same one where a city has outgrown one machine (``cluster``).
"""

import functools
import operator as ops
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import ibis
import sqlglot.expressions as sge
from ibis import udf
from ibis.backends.sql.compilers import DuckDBCompiler

from madang.city.opendata.rules.tabular.operators import Operator
from madang.city.opendata.rules.tabular.values import (
    Condition,
    Either,
    Field,
    Measure,
    Order,
    Query,
    Slot,
    result_types,
    slot_name,
)

TABLE = "asked"
POSITION = "_position"
MOST_SHAPES = 2_000
TYPES = {
    "text": "string", "integer": "int64", "decimal": "float64", "boolean": "boolean", "date": "date", "time": "time",
    "datetime": "timestamp(6)", "geometry": "binary",
}  # fmt: skip
Literal = Callable[[Any, str], Any]


@functools.lru_cache(maxsize=MOST_SHAPES)
def duckdb_sql(shape: Query, fields: tuple[Field, ...]) -> str:
    """Return DuckDB's SQL for a question's shape, over the table ``asked``; its values are ``$asked_0`` and so on.

    shape  as ``rules.tabular.without_values`` returns it
    It gives one row more than the limit, which tells whether there is more. Rows end in the column ``_position``.
    """
    tree = DuckDBCompiler().to_sqlglot(expression(shape, fields, _placeholder))
    return str(tree.transform(_as_parameter).sql(dialect="duckdb"))


def expression(query: Query, fields: Sequence[Field], literal: Literal, *, keeps_order: bool = True) -> Any:
    """Return the Ibis expression of a question.

    literal      makes a value of a slot, or of a plain value, and its type's name
    keeps_order  whether the engine gives rows in the order of the table where none is asked; DuckDB does, and stops early by it
    """
    kinds = {one.name: one.type for one in fields}
    rows = ibis.table({**{one.name: TYPES[one.type] for one in fields}, POSITION: "int64"}, name=TABLE)
    if query.where.parts:
        rows = rows.filter(_either(rows, query.where, kinds, literal))
    result = _groups(rows, query) if query.is_grouped else _rows(rows, query, kinds)
    if query.after:
        kinds = result_types(query, kinds) | {POSITION: "integer"}
        result = result.filter(_behind(result, query, kinds, literal))
    result = _sorted(result, query, keeps_order=keeps_order)
    return result.limit(query.limit + 1, offset=query.offset)


def _rows(rows: Any, query: Query, kinds: dict[str, str]) -> Any:
    """Keep the columns that are shown and those that the order needs; what only orders is dropped from the answer later."""
    shown = query.columns or tuple(kinds)
    return rows.select(*dict.fromkeys((*shown, *(one.column for one in query.order), POSITION)))


def _groups(rows: Any, query: Query) -> Any:
    measures = {one.name: _measure(rows, one) for one in query.measures}
    keys = [rows[name] for name in query.groups]
    return rows.group_by(keys).aggregate(**measures) if keys else rows.aggregate(**measures)


def _measure(rows: Any, one: Measure) -> Any:
    if not one.column:
        return rows.count()
    column = rows[one.column]
    made = {
        "count": column.count, "distinct": column.nunique, "min": column.min, "max": column.max,
    }  # fmt: skip
    if one.kind in made:
        return made[one.kind]()
    numbers = {"sum": "sum", "avg": "mean"}
    if one.kind in numbers:
        return getattr(column, numbers[one.kind])()
    return column.cast("float64").quantile(0.5 if one.kind == "median" else one.share)


def _sorted(result: Any, query: Query, *, keeps_order: bool) -> Any:
    order = [_direction(result, one) for one in query.full_order]
    if not query.is_grouped and (query.order or not keeps_order):
        order.append(result[POSITION].asc())
    return result.order_by(order) if order else result


def _direction(result: Any, one: Order) -> Any:
    column = result[one.column]
    return column.desc(nulls_first=False) if one.is_down else column.asc(nulls_first=False)


def _either(rows: Any, part: Either, kinds: dict[str, str], literal: Literal) -> Any:
    judged = [
        _either(rows, one, kinds, literal) if isinstance(one, Either) else _condition(rows, one, kinds, literal)
        for one in part.parts
    ]
    return reduce(ops.or_ if part.is_any else ops.and_, judged)


def _condition(rows: Any, one: Condition, kinds: dict[str, str], literal: Literal) -> Any:
    column = rows[one.column]
    values = [literal(value, kinds[one.column]) for value in one.values]
    return _JUDGED[one.operator](column, values)


_JUDGED: dict[Operator, Callable[[Any, list[Any]], Any]] = {
    Operator.EXACT: lambda column, values: column == values[0],
    Operator.DIFFERS: lambda column, values: column.isnull() | (column != values[0]),
    Operator.NULL: lambda column, _: column.isnull(),
    Operator.NOT_NULL: lambda column, _: column.notnull(),
    Operator.CONTAINS: lambda column, values: column.lower().contains(values[0].lower()),
    Operator.NOT_CONTAINS: lambda column, values: column.isnull() | ~column.lower().contains(values[0].lower()),
    Operator.IN: lambda column, values: column.isin(values),
    Operator.NOT_IN: lambda column, values: column.isnull() | column.notin(values),
    Operator.LESS: lambda column, values: column <= values[0],
    Operator.GREATER: lambda column, values: column >= values[0],
    Operator.STRICTLY_LESS: lambda column, values: column < values[0],
    Operator.STRICTLY_GREATER: lambda column, values: column > values[0],
    Operator.RANGE: lambda column, values: (column >= values[0]) & (column <= values[1]),
}


def _behind(result: Any, query: Query, kinds: dict[str, str], literal: Literal) -> Any:
    """Return the condition for rows behind ``query.after``; empty values stand last, and behind one is only what ties with it."""
    order = list(query.full_order)
    if not query.is_grouped:
        order.append(Order(POSITION))
    condition: Any = None
    for one, value in reversed(list(zip(order, query.after, strict=True))):
        column = result[one.column]
        if value is None:
            condition = column.isnull() & condition if condition is not None else ibis.literal(value=False)
            continue
        said = literal(value, kinds[one.column])
        beyond = column < said if one.is_down else column > said
        if one.column != POSITION:
            beyond |= column.isnull()
        condition = beyond if condition is None else beyond | ((column == said) & condition)
    return condition


def _placeholder(value: Any, kind: str) -> Any:
    """Return a call that stands for the slot until the SQL is made; Ibis' own parameters are written out as values."""
    if not isinstance(value, Slot):
        raise TypeError("a shape holds slots, not values")
    call = udf.scalar.builtin(lambda: None, name=slot_name(value.number), signature=((), ibis.dtype(TYPES[kind])))
    return call()


def _as_parameter(node: Any) -> Any:
    is_slot = isinstance(node, sge.Anonymous) and str(node.this).lower().startswith("asked_")
    return sge.Placeholder(this=str(node.this).lower()) if is_slot else node
