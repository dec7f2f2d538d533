"""Questions to a published table: the way that costs least answers, and says what it cost.

Pages as the table lies, and rows that hold one value, are read in this process; all else is asked of the engine.
"""

import functools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.conf import settings
from django.db import connection

from madang.city.kernel import paging
from madang.city.kernel.paging import BadCursor
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata import engine
from madang.city.opendata.engine import cluster
from madang.city.opendata.engine.scanning import estimate
from madang.city.opendata.models import Dataset, Version
from madang.city.opendata.queries.catalogue import is_public
from madang.city.opendata.rules import tabular
from madang.city.opendata.rules.states import VersionState
from madang.city.opendata.rules.tabular import Field, Operator, Query
from madang.city.opendata.rules.tabular.literals import literal
from madang.city.opendata.store import tables

MOST_SCANNED = 200_000_000
KEPT_SOURCES = 512
POSITION = "_position"
TABLE = "asked"
_CURRENT = (  # what ``is_public`` says, in words that need not be made anew for each page of rows
    "SELECT id, current_id FROM opendata_dataset "
    "WHERE slug = %s AND state = 'published' AND (embargo_until IS NULL OR embargo_until <= %s)"
)
WRONG_CURSOR = "this page link belongs to another list: go back to the first page"


@dataclass(frozen=True, slots=True)
class Source:
    """A published version of a data set with its table, as far as questions need it.

    fields  the columns as the grammar needs them;  types: theirs by name
    """

    dataset_id: int
    slug: str
    public_id: UUID
    number: int
    is_current: bool
    key: str
    layout: Mapping[str, Any]
    columns: tuple[Mapping[str, Any], ...]
    fields: tuple[Field, ...]
    types: dict[str, str]
    rows: int
    published_at: datetime

    def role(self, name: str) -> str:
        """Return the first column that plays a role, "" if there is none."""
        return next((one["name"] for one in self.columns if one.get("role") == name), "")


@dataclass(frozen=True, slots=True)
class Cost:
    """What an answer cost. ``estimated``: rows that would be read at most, known before; ``way``: store, engine or cluster."""

    estimated: int
    rows_scanned: int
    cpu_ms: float
    wall_ms: float
    way: str


@dataclass(frozen=True, slots=True)
class Result:
    """The rows of an answer, the types of their columns by name, the cursor of what follows, and the cost."""

    table: pa.Table
    types: Mapping[str, str]
    next_cursor: str | None
    cost: Cost


def source(slug: str, number: int | None = None, *, now: datetime) -> Source:
    """Return a version that everybody may read, the newest where no number is given. Raises Refused (404)."""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT, [slug, now])
        found = cursor.fetchone()
    if found is None:
        raise Refused(Refusal("opendata.no_dataset", {"slug": slug[:120]}, status=404))
    dataset_id, current = found
    wanted = current if number is None else _numbered(dataset_id, number)
    if wanted is None:
        key = "opendata.no_version" if current else "opendata.no_table"
        raise Refused(Refusal(key, {"slug": slug, "number": number}, status=404))
    return replace(_published(wanted), slug=slug, is_current=wanted == current)


def _numbered(dataset_id: int, number: int) -> int | None:
    found = Version.objects.filter(dataset_id=dataset_id, number=number, state=VersionState.PUBLISHED.value)
    return found.values_list("pk", flat=True).first()


@functools.lru_cache(maxsize=KEPT_SOURCES)
def _published(version_id: int) -> Source:
    """Return a published version with its table: neither changes any more, so it is read once in each process."""
    rows = Version.objects.select_related("table", "dataset").defer("table__profile", "dataset__words")
    return _source(rows.get(pk=version_id))


def slug_named(text: str) -> str:
    """Return the slug that ``text`` names: it may be the data set's permanent identifier as well."""
    try:
        identity = UUID(text)
    except ValueError:
        return text
    return Dataset.objects.filter(public_id=identity).values_list("slug", flat=True).first() or text


def sources(names: Sequence[str], *, now: datetime) -> dict[str, Source]:
    """Return the newest public versions of those data sets among ``names`` that there are, by slug."""
    held = Dataset.objects.filter(is_public(now), slug__in=names, current__isnull=False)
    return {slug: replace(_published(pk), slug=slug, is_current=True) for slug, pk in held.values_list("slug", "current_id")}


def _source(row: Version) -> Source:
    if row.table is None or row.number is None or row.published_at is None:  # the table's constraint forbids it
        raise AssertionError(f"version {row.pk} is published without a table")
    return Source(
        row.dataset_id, row.dataset.slug, row.public_id, row.number, row.dataset.current_id == row.pk,
        row.table.key, row.table.layout, tuple(row.table.columns),
        tuple(Field(one["name"], one["type"]) for one in row.table.columns),
        {one["name"]: one["type"] for one in row.table.columns}, row.table.rows, row.published_at,
    )  # fmt: skip


def question(held: Source, pairs: Sequence[tuple[str, str]], *, limit: int = 100, most: int = 10_000) -> Query:
    """Return the question that parameters ask of a table. Raises Refused (422) naming the parameter that makes no sense."""
    found = tabular.read(pairs, held.fields, limit=limit, most=most)
    if isinstance(found, Refusal):
        raise Refused(found)
    return found


def cost_of(held: Source, query: Query) -> int:
    """Return how many rows must be read at most, from the file's own statistics."""
    if _as_it_lies(query):
        return min(query.limit, held.rows)
    return estimate(query, _paths(held))


def answer(held: Source, query: Query, *, cursor: str = "", limits: engine.Limits = engine.OWN) -> Result:
    """Answer a question. cursor: of ``Result.next_cursor``, to go on behind the last row.

    Raises Refused where it would cost or did cost too much, or the engine is busy; BadCursor.
    """
    asked = replace(query, after=_values(held, query, cursor)) if cursor else query
    estimated = cost_of(held, query)
    if estimated > MOST_SCANNED:
        return _from_cluster(held, asked, estimated)
    begun, used = time.perf_counter(), time.thread_time()
    found = _read(held, asked)
    if found is None:
        return _from_engine(held, asked, estimated, limits)
    cost = Cost(estimated, found.num_rows, (time.thread_time() - used) * 1_000, (time.perf_counter() - begun) * 1_000, "store")
    return _result(held, asked, found, cost)


def _as_it_lies(query: Query) -> bool:
    return not (query.where.parts or query.is_grouped or query.order)


def _read(held: Source, query: Query) -> pa.Table | None:
    """Return the rows with their positions where the store can give them at once, else None."""
    if query.is_grouped or query.order:
        return None
    rows, columns = tables.open(held.key, held.layout), query.columns or None
    behind = int(query.after[0]) if query.after else -1  # type: ignore[arg-type] # the reader of cursors saw to it
    if not query.where.parts:
        start = behind + 1 + query.offset
        found = rows.read(start, query.limit + 1, columns)
        return _with_positions(found, range(start, start + found.num_rows))
    only = query.where.parts[0]
    is_simple = isinstance(only, tabular.Condition) and only.operator is Operator.EXACT and len(query.where.parts) == 1
    if not is_simple or query.offset or not isinstance(only, tabular.Condition):
        return None
    try:
        hits = rows.find(only.column, only.values[0], query.limit + 1, after=behind, columns=columns)
    except (TypeError, pa.ArrowInvalid):
        return None
    return None if hits is None else _with_positions(hits.table, hits.positions)


def _with_positions(found: pa.Table, positions: Sequence[int]) -> pa.Table:
    return found.append_column(POSITION, pa.array(positions, pa.int64()))


def _paths(held: Source) -> list[Path]:
    return [Path(path) for path in tables.open(held.key, held.layout).paths]


def _from_engine(held: Source, query: Query, estimated: int, limits: engine.Limits) -> Result:
    from madang.city.opendata.engine import expressions  # noqa: PLC0415 - Ibis takes half a second to import, once

    shape, values = tabular.without_values(query, tabular.result_types(query, held.types))
    sql = expressions.duckdb_sql(shape, held.fields)
    told = ask(engine.Question(sql, values, {TABLE: _paths(held)}, replace(limits, rows=query.limit + 1)))
    cost = Cost(estimated, told.rows_scanned, told.cpu_ms, told.wall_ms, "engine")
    return _result(held, query, told.table, cost)


def _from_cluster(held: Source, query: Query, estimated: int) -> Result:
    """Have a cluster answer what outgrows this machine. Raises Refused where there is none."""
    if not settings.ANALYTICS_URL:
        raise Refused(Refusal("opendata.too_costly", {"rows": estimated, "most": MOST_SCANNED}, status=422))
    try:
        told = cluster.ask(query, held.fields, _paths(held), url=settings.ANALYTICS_URL)
    except engine.OverLimit as over:
        raise Refused(refusal_of(over)) from over
    except engine.Wrong as wrong:
        raise Refused(Refusal("opendata.sql_sql", {"detail": wrong.detail}, status=422)) from wrong
    cost = Cost(estimated, estimated, told.cpu_ms, told.wall_ms, "cluster")
    return _result(held, query, told.table, cost)


def ask(asked: engine.Question) -> engine.Answer:
    """Ask the engine a question that the site made. Raises Refused in its reader's words."""
    try:
        return engine.ask(asked)
    except engine.OverLimit as over:
        raise Refused(refusal_of(over)) from over


def refusal_of(over: engine.OverLimit) -> Refusal:
    """Return what to tell somebody whose question was stopped."""
    status = 503 if over.kind in ("busy", "cancelled") else 422
    return Refusal(f"opendata.over_{over.kind}", {"limit": f"{over.limit:g}"}, status=status)


def _result(held: Source, query: Query, found: pa.Table, cost: Cost) -> Result:
    has_more = found.num_rows > query.limit
    kept = found.slice(0, query.limit)
    names = [*query.groups, *(one.name for one in query.measures)] if query.is_grouped else query.columns
    shown = kept.select(names or [name for name in kept.column_names if name != POSITION])
    cursor = _cursor(held, query, kept) if has_more and kept.num_rows else None
    types = tabular.result_types(query, held.types)
    return Result(shown, {name: types[name] for name in shown.column_names}, cursor, cost)


def _keys(query: Query) -> list[str]:
    keys = [one.column for one in query.full_order]
    return keys if query.is_grouped else [*keys, POSITION]


def _cursor(held: Source, query: Query, found: pa.Table) -> str:
    last = found.slice(found.num_rows - 1, 1)
    values = [last.column(name)[0].as_py() for name in _keys(query)]
    return paging.encode([held.key[:12], held.number, *values])


def _values(held: Source, query: Query, cursor: str) -> tuple[Any, ...]:
    """Return the values in a cursor, each of its column's type. Raises BadCursor."""
    keys = _keys(query)
    key, number, *values = paging.decode(cursor, len(keys) + 2)
    if key != held.key[:12] or number != held.number:
        raise BadCursor(WRONG_CURSOR)
    types = tabular.result_types(query, held.types) | {POSITION: "integer"}
    found = tuple(_typed(value, types[name]) for name, value in zip(keys, values, strict=True))
    if not query.is_grouped and not (isinstance(found[-1], int) and found[-1] >= 0):
        raise BadCursor(WRONG_CURSOR)
    return found


def _typed(value: Any, kind: str) -> Any:
    """Return a value of a cursor, which went through JSON, as its column's type. Raises BadCursor."""
    if value is None:
        return None
    text = str(value).lower() if isinstance(value, bool) else str(value)
    found = literal(text.removesuffix(".0") if kind == "integer" else text, kind)
    if found is None:
        raise BadCursor(WRONG_CURSOR)
    return found
