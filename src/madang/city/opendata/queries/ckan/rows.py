"""Rows of a data set's table as CKAN's data store tells them."""

# ruff: noqa: S608 - names in the SQL are quoted columns of the table, values are parameters or whole numbers

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import shapely

from madang.city.opendata import engine
from madang.city.opendata.models import Dataset
from madang.city.opendata.queries import browsing
from madang.city.opendata.queries.browsing import TableShown
from madang.city.opendata.queries.plain_values import columns_of
from madang.city.opendata.rules import ckan
from madang.city.opendata.rules.cql2 import quoted
from madang.city.opendata.rules.filters import Where
from madang.city.opendata.rules.tabular.literals import literal
from madang.urban.formats.tabular import ROW_GROUP

ID = "_id"
MOST_ROWS = 32_000
MOST_CELLS = 2_000_000
MOST_WORDS = 10
MOST_IN = 1_000
DUMP_ROWS = 5_000
TYPES = {
    "text": "text", "integer": "int", "decimal": "numeric", "boolean": "bool", "date": "date", "time": "time",
    "datetime": "timestamp", "geometry": "json",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What datastore_search is asked.

    filters  {column: one value or a list of them};  words: sought in every column, ``words_in`` in one
    fields   columns, all where empty;  sort: (column, downwards)
    """

    filters: Mapping[str, Any] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    words_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    is_distinct: bool = False
    limit: int = 100
    offset: int = 0
    with_total: bool = True


@dataclass(frozen=True, slots=True)
class Records:
    """Rows as lists of plain values in the order of ``fields``; ``limit`` is what was granted of what was asked."""

    fields: list[dict[str, Any]]
    rows: list[list[Any]]
    limit: int
    total: int | None


def table_of(package: ckan.Package) -> TableShown:
    """Return the newest published table of a data set. Raises CkanFault where it has none."""
    dataset_id = Dataset.objects.filter(public_id=package.id).values_list("pk", flat=True).first()
    shown = browsing.table_shown(dataset_id) if dataset_id is not None else None
    if shown is None:
        raise ckan.not_found("The resource has no table in the data store")
    return shown


def fields_of(table: TableShown, names: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return columns as CKAN tells them; all, and the row's number before them, where no names are given."""
    told: dict[str, dict[str, Any]] = {ID: {"id": ID, "type": "int"}}
    for column in table.columns:
        info = {"label": column.source_name, "notes": column.unit} if column.unit else {"label": column.source_name}
        told[column.name] = {"id": column.name, "type": TYPES[column.type], "info": info}
    return [told[name] for name in names or told]


def search(table: TableShown, wanted: Wanted) -> Records:
    """Return rows. Raises CkanFault for columns and values that do not fit, engine.OverLimit."""
    _check(table, wanted)
    names = wanted.fields or (ID, *table.kinds)
    limit = min(wanted.limit, MOST_ROWS, max(1, MOST_CELLS // max(1, len(names))))
    fits = _where(table, wanted)
    if wanted.is_distinct:
        return _distinct(table, wanted, fits, names, limit)
    total = None
    if wanted.with_total:
        total = table.rows if fits.sql == "TRUE" else browsing.matching(table, fits)
    positions = _positions(table, wanted, fits, limit)
    found = browsing.rows_of(table).take(positions, _columns(names)) if len(positions) else None
    return Records(fields_of(table, names), _lines(table, found, positions, names), limit, total)


def pieces(table: TableShown, names: Sequence[str], *, limit: int | None, offset: int) -> Iterator[list[list[Any]]]:
    """Yield all rows, DUMP_ROWS at a time, as lists of plain values in the order of ``names``."""
    rows = browsing.rows_of(table)
    end = table.rows if limit is None else min(table.rows, offset + limit)
    for start in range(offset, end, DUMP_ROWS):
        count = min(DUMP_ROWS, end - start)
        yield _lines(table, rows.read(start, count, _columns(names)), range(start, start + count), names)


def texts(table: TableShown, names: Sequence[str], *, limit: int | None, offset: int) -> Iterator[pa.Table]:
    """Yield all rows as tables whose cells Arrow writes as text: instants in ISO, shapes as GeoJSON, truth values as t and f."""
    rows = browsing.rows_of(table)
    end = table.rows if limit is None else min(table.rows, offset + limit)
    for start in range(offset, end, ROW_GROUP):
        found = rows.read(start, min(ROW_GROUP, end - start), _columns(names))
        numbers = pa.array(range(start + 1, start + 1 + found.num_rows), pa.int64())
        columns = [numbers if name == ID else _as_text(table.kinds[name], found.column(name)) for name in names]
        yield pa.table(columns, names=list(names))


def _as_text(kind: str, values: pa.ChunkedArray) -> Any:
    if kind == "datetime":
        return pc.replace_substring_regex(pc.strftime(values, format="%Y-%m-%dT%H:%M:%S"), r"\.0+$", "")
    if kind == "boolean":
        return pc.if_else(values, "t", "f")
    if kind == "geometry":
        return pa.array(shapely.to_geojson(shapely.from_wkb(values.to_numpy())), pa.string())
    return values.cast(pa.string()) if kind == "time" else values


def columns_asked(table: TableShown, fields: Sequence[str] | None) -> tuple[str, ...]:
    """Return the columns asked for, all with the row's number where none are. Raises CkanFault."""
    names = tuple(dict.fromkeys(fields)) if fields else (ID, *table.kinds)
    for name in names:
        _known(table, name, "fields")
    return names


def _check(table: TableShown, wanted: Wanted) -> None:
    for parameter, names in (
        ("fields", wanted.fields), ("filters", wanted.filters), ("q", wanted.words_in), ("sort", [one for one, _ in wanted.sort]),
    ):  # fmt: skip
        for name in names:
            _known(table, name, parameter)
    if len(wanted.words) + sum(map(len, wanted.words_in.values())) > MOST_WORDS:
        raise ckan.bad_value(q=f"At most {MOST_WORDS} words")


def _known(table: TableShown, name: str, parameter: str) -> None:
    if name != ID and name not in table.kinds:
        raise ckan.bad_value(**{parameter: f'field "{name[:80]}" not in table'})


def _columns(names: Sequence[str]) -> list[str]:
    return [name for name in names if name != ID]


def _positions(table: TableShown, wanted: Wanted, fits: Where, limit: int) -> Sequence[int]:
    if fits.sql == "TRUE" and not wanted.sort:
        return range(wanted.offset, max(wanted.offset, min(table.rows, wanted.offset + limit)))
    order = ", ".join([*_order(wanted), "_position"])
    sql = f"SELECT _position FROM {browsing.DATA} WHERE {fits.sql} ORDER BY {order} LIMIT {limit} OFFSET {wanted.offset}"
    return [int(one) for one in ask(table, sql, fits.values).table.column(0).to_pylist()]


def _order(wanted: Wanted) -> list[str]:
    return [f"{_name(name)} {'DESC' if down else 'ASC'} NULLS LAST" for name, down in wanted.sort]


def _name(name: str) -> str:
    return "(_position + 1)" if name == ID else quoted(name)


def _distinct(table: TableShown, wanted: Wanted, fits: Where, names: Sequence[str], limit: int) -> Records:
    named = ", ".join(f"{_name(name)} AS {quoted(name)}" for name in names)
    inner = f"SELECT DISTINCT {named} FROM {browsing.DATA} WHERE {fits.sql}"
    if any(name not in names for name, _ in wanted.sort):
        raise ckan.bad_value(sort="With distinct it can only be sorted by the fields that are asked for")
    directions = [f"{quoted(name)} {'DESC' if down else 'ASC'} NULLS LAST" for name, down in wanted.sort]
    order = ", ".join([*directions, *(quoted(name) for name in names)])
    page = ask(table, f"{inner} ORDER BY {order} LIMIT {limit} OFFSET {wanted.offset}", fits.values).table
    total = ask(table, f"SELECT count(*) FROM ({inner})", fits.values).table.column(0)[0].as_py() if wanted.with_total else None
    columns = columns_of(page, table.kinds)
    return Records(fields_of(table, names), [list(one) for one in zip(*columns, strict=True)], limit, total)


def ask(table: TableShown, sql: str, values: Mapping[str, Any]) -> engine.Answer:
    """Return the engine's answer to SQL over the table, which is called ``data``. Raises engine.OverLimit."""
    return browsing.ask(table, sql, values)


def _where(table: TableShown, wanted: Wanted) -> Where:
    parts: list[str] = []
    values: dict[str, Any] = {}

    def kept(value: Any) -> str:
        values[f"v{len(values)}"] = value
        return f"$v{len(values) - 1}"

    for name, told in wanted.filters.items():
        sought = told if isinstance(told, list) else [told]
        if len(sought) > MOST_IN:
            raise ckan.bad_value(filters=f"At most {MOST_IN} values for a field")
        typed = [_typed(table, name, one) for one in sought]
        marks = ", ".join(kept(one) for one in typed if one is not None)
        either = [f"{_name(name)} IN ({marks})"] * bool(marks) + [f"{_name(name)} IS NULL"] * (None in typed)
        parts.append(f"({' OR '.join(either)})" if either else "FALSE")
    parts += [_anywhere(table, word, kept) for word in wanted.words]
    parts += [_holds(name, kept(word.casefold())) for name, words in wanted.words_in.items() for word in words]
    return Where(" AND ".join(parts) or "TRUE", values)


def _anywhere(table: TableShown, word: str, kept: Callable[[Any], str]) -> str:
    """Return the condition that a text holds a word, or a number or day is it: to write a million numbers out takes seconds."""
    mark = kept(word.casefold())
    held = [f"contains(lower({quoted(name)}), {mark})" for name, kind in table.kinds.items() if kind == "text"]
    for name, kind in table.kinds.items():
        if kind in ("integer", "decimal", "date") and (value := literal(word, kind)) is not None:
            held.append(f"{quoted(name)} = {kept(value)}")
    return f"({' OR '.join(held) or 'FALSE'})"


def _holds(name: str, mark: str) -> str:
    return f"contains(lower(CAST({_name(name)} AS VARCHAR)), {mark})"


def _typed(table: TableShown, name: str, value: Any) -> Any:
    """Return a filter's value as its column's type, None for null. Raises CkanFault."""
    if value is None:
        return None
    kind = "integer" if name == ID else table.kinds[name]
    told = str(value).lower() if isinstance(value, bool) else str(value)
    typed = None if isinstance(value, list | dict) else literal(told, kind)
    if typed is None:
        raise ckan.bad_value(filters=f'"{told[:60]}" is no value of the field "{name[:80]}" ({kind})')
    return typed


def _lines(table: TableShown, found: pa.Table | None, positions: Sequence[int], names: Sequence[str]) -> list[list[Any]]:
    if found is None:
        return []
    told = dict(zip(found.column_names, columns_of(found, table.kinds), strict=True))
    columns = [[one + 1 for one in positions] if name == ID else told[name] for name in names]
    return [list(one) for one in zip(*columns, strict=True)]


def select(sql: str, tables: Mapping[str, TableShown]) -> tuple[Records, bool]:
    """Answer anybody's SELECT over tables by name, in a process that is thrown away; and whether the answer was cut.

    Raises engine.Wrong for what is no single SELECT over them, engine.OverLimit.
    """
    paths = {name: tuple(map(Path, browsing.rows_of(table).paths)) for name, table in tables.items()}
    answer = engine.ask_once(engine.Question(sql, {}, paths, engine.PUBLIC))
    found = answer.table
    columns = columns_of(found, {})
    fields = [{"id": one.name, "type": _type_of(one.type)} for one in found.schema]
    return Records(fields, [list(one) for one in zip(*columns, strict=True)], engine.PUBLIC.rows, None), answer.is_cut


def _type_of(kind: pa.DataType) -> str:
    tests = (
        (pa.types.is_boolean, "bool"), (pa.types.is_integer, "int"), (pa.types.is_floating, "numeric"),
        (pa.types.is_decimal, "numeric"), (pa.types.is_date, "date"), (pa.types.is_time, "time"),
        (pa.types.is_timestamp, "timestamp"), (pa.types.is_nested, "json"), (pa.types.is_binary, "json"),
    )  # fmt: skip
    return next((name for fits, name in tests if fits(kind)), "text")
