"""A published table as its page shows it: its columns, one screen of rows at any depth, one row, why there is none."""

# ruff: noqa: S608 - every name in the SQL is quoted and taken from the table's columns, every value is a parameter or a number

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.core.cache import cache

from madang.city.opendata import engine
from madang.city.opendata.models import Dataset, Disclosure, Version
from madang.city.opendata.rules.filters import Where, quoted, where
from madang.city.opendata.rules.states import DatasetState, VersionState
from madang.city.opendata.rules.tabular import Order, Query
from madang.city.opendata.store import tables
from madang.city.opendata.store.rows import Rows
from madang.urban.formats.tabular import Column, ColumnProfile

PAGE_SIZES = (20, 50, 100)
DATA = "data"
EVERY_ROW = Query()
COUNT_SECONDS = 3_600
SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class TableShown:
    """A published version with its table. ``applied`` is what the gate did to it, as it is published too."""

    dataset_id: int
    public_id: UUID
    number: int
    rows: int
    bytes: int
    key: str
    layout: Mapping[str, Any]
    columns: tuple[Column, ...]
    profile: Mapping[str, ColumnProfile]
    reading: Mapping[str, Any]
    file_name: str
    file_bytes: int | None
    file_sha256: str
    note: Mapping[str, str]
    change: Mapping[str, Any]
    applied: Mapping[str, Any]
    published_at: datetime

    @property
    def kinds(self) -> dict[str, str]:
        """Return the type of each column."""
        return {column.name: column.type for column in self.columns}

    def column(self, name: str) -> Column | None:
        """Return a column by its name."""
        return next((column for column in self.columns if column.name == name), None)

    def by_role(self, role: str) -> Column | None:
        """Return the first column that plays a role."""
        return next((column for column in self.columns if column.role == role), None)

    @property
    def has_places(self) -> bool:
        """Tell whether rows can stand on a map."""
        return any(column.type == "geometry" for column in self.columns) or bool(
            self.by_role("longitude") and self.by_role("latitude")
        )


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row: where it stands in the table (from 0), and its values in the order of the columns."""

    position: int
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RowsShown:
    """One screen of rows. ``total`` counts all that fit; the cost is None where the engine was not asked."""

    rows: tuple[RowShown, ...]
    total: int
    start: int
    size: int
    milliseconds: float | None = None
    rows_scanned: int | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """The newest file that is no public table. ``problem`` may hold a cell's value, which has not passed the gate."""

    state: VersionState
    made_at: datetime
    file_name: str
    done: int
    step: str
    problem: Mapping[str, Any]


def table_shown(dataset_id: int, number: int | None = None) -> TableShown | None:
    """Return a published version of a data set, the newest if ``number`` is None; None if there is no such one."""
    published = Version.objects.filter(dataset_id=dataset_id, state=VersionState.PUBLISHED.value)
    chosen = published.filter(number=number) if number is not None else published.order_by("-number")
    row = chosen.select_related("table", "original").first()
    return None if row is None else _shown(row)


def _shown(row: Version) -> TableShown | None:
    applied = Disclosure.objects.filter(version=row).order_by("-id").values_list("applied", flat=True).first()
    table = row.table
    if table is None or row.number is None or row.published_at is None:
        return None
    columns, profile = _parsed(table)
    return TableShown(
        dataset_id=row.dataset_id,
        public_id=row.public_id,
        number=row.number,
        rows=table.rows,
        bytes=table.bytes,
        key=table.key,
        layout=table.layout,
        columns=columns,
        profile=profile,
        reading=row.reading,
        file_name=row.file_name,
        file_bytes=row.original.bytes if row.original else None,
        file_sha256=row.original.sha256 if row.original else "",
        note=row.note,
        change=row.change,
        applied=applied or {},
        published_at=row.published_at,
    )


def _parsed(table: Any) -> tuple[tuple[Column, ...], Mapping[str, ColumnProfile]]:
    columns = tuple(Column.from_json(one) for one in table.columns)
    return columns, {name: ColumnProfile.from_json(one) for name, one in table.profile.items()}


def unread(dataset_id: int) -> Unread | None:
    """Return the newest version if it is no published one: it waits, is read, could not be read, or stands at the gate."""
    row = Version.objects.filter(dataset_id=dataset_id).exclude(state=VersionState.DISCARDED.value).order_by("-id").first()
    if row is None or row.state == VersionState.PUBLISHED.value:
        return None
    return Unread(VersionState(row.state), row.made_at, row.file_name, row.done, row.step, row.problem)


def rows_of(table: TableShown) -> Rows:
    """Return the open rows of a table."""
    return tables.open(table.key, table.layout)


def rows_shown(table: TableShown, query: Query = EVERY_ROW, *, start: int = 0, size: int = PAGE_SIZES[0]) -> RowsShown:
    """Return one screen of the rows that fit a question, in its order, else as the table stands.

    The rows as they stand cost one look into the store, at any depth; filters and orders are asked of the engine.
    Raises engine.OverLimit where a question takes too long or everybody asks at once.
    """
    rows = rows_of(table)
    has_filters = bool(query.where.parts)
    if not has_filters and not query.order:
        start = min(start, max(table.rows - 1, 0) // size * size)
        found = rows.read(start, size)
        return RowsShown(_listed(found, range(start, start + found.num_rows)), table.rows, start, size)
    fits = where(query.where)
    total = matching(table, fits) if has_filters else table.rows
    start = min(start, max(total - 1, 0) // size * size)
    sql = f"SELECT _position FROM {DATA} WHERE {fits.sql} ORDER BY {_order(query.order)} LIMIT {size} OFFSET {start}"
    answer = ask(table, sql, fits.values)
    positions = answer.table.column(0).to_pylist()
    found = rows.take(positions)
    return RowsShown(_listed(found, positions), total, start, size, answer.wall_ms, answer.rows_scanned)


def _order(order: Sequence[Order]) -> str:
    named = [f"{quoted(one.column)} {'DESC' if one.is_down else 'ASC'} NULLS LAST" for one in order]
    return ", ".join([*named, "_position"])


def matching(table: TableShown, fits: Where) -> int:
    """Return how many rows fit; kept, since readers turn pages."""
    asked = f"{table.key}:{fits.sql}:{sorted(fits.values.items(), key=lambda pair: pair[0])!r}"
    key = "opendata:matching:" + sha256(asked.encode()).hexdigest()
    known = cache.get(key)
    if known is None:
        known = ask(table, f"SELECT count(*) FROM {DATA} WHERE {fits.sql}", fits.values).table.column(0)[0].as_py()
        cache.set(key, known, COUNT_SECONDS)
    return int(known)


def ask(table: TableShown, sql: str, values: Mapping[str, Any]) -> engine.Answer:
    """Return the engine's answer to SQL over the table, which is called ``data``. Raises engine.OverLimit."""
    paths = tuple(Path(one) for one in rows_of(table).paths)
    limits = engine.Limits(seconds=SECONDS, rows=200_000, megabytes=32)
    return engine.ask(engine.Question(sql, values, {DATA: paths}, limits))


def row_shown(table: TableShown, position: int) -> RowShown | None:
    """Return the row at a position; None behind the end."""
    if not 0 <= position < table.rows:
        return None
    return _listed(rows_of(table).read(position, 1), [position])[0]


def _listed(found: pa.Table, positions: Sequence[int]) -> tuple[RowShown, ...]:
    lines = zip(*(column.to_pylist() for column in found.columns), strict=True) if found.num_columns else ()
    return tuple(RowShown(position, values) for position, values in zip(positions, lines, strict=True))


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A data set that is announced for a day."""

    titles: Mapping[str, str]
    publisher_names: Mapping[str, str]
    publisher_slug: str
    until: datetime


def held_back(slug: str, now: datetime) -> HeldBack | None:
    """Return what is told of a published data set before its embargo is over: its title, who publishes it, and when."""
    waiting = Dataset.objects.filter(slug=slug, state=DatasetState.PUBLISHED.value, embargo_until__gt=now)
    row = waiting.select_related("publisher").only("titles", "embargo_until", "publisher__names", "publisher__slug").first()
    if row is None or row.embargo_until is None:
        return None
    return HeldBack(row.titles, row.publisher.names, row.publisher.slug, row.embargo_until)
