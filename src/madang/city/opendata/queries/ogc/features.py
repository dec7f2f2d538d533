"""Features of a collection: narrowed by the engine, judged exactly by their geometry, a page at any depth."""

# ruff: noqa: S608 - names in the SQL are quoted columns of the table, values are parameters

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from madang.city.opendata import engine
from madang.city.opendata.queries import browsing
from madang.city.opendata.queries.ogc.collections import GEOMETRY, Collection
from madang.city.opendata.queries.plain_values import columns_of
from madang.city.opendata.rules import cql2
from madang.city.opendata.rules.cql2 import PLACE, CqlFault, Plan, Sql, joined, quoted
from madang.city.opendata.rules.filters import Where
from madang.city.opendata.rules.tabular.literals import literal
from madang.city.opendata.store import bounds

MOST_ITEMS = 10_000
PIECE = 20_000
MOST_JUDGED = 200_000
MOST_MEASURED_AT_ONCE = 2_000_000
DATA, BOXES = browsing.DATA, "boxes"


@dataclass(frozen=True, slots=True)
class Asked:
    """What items are asked for. ``after``: the number of the feature behind which to begin; ``values``: columns to equal."""

    limit: int = 10
    after: int = 0
    bbox: tuple[float, ...] = ()
    time: cql2.Literal | cql2.Interval | None = None
    filter: cql2.Node | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Items:
    """Features in GeoJSON's form; ``after`` begins the next page, None on the last; ``matched`` None where nobody counted."""

    features: list[dict[str, Any]]
    after: int | None
    matched: int | None


def item(held: Collection, number: int) -> dict[str, Any] | None:
    """Return the feature with a number (its row, from 1), None where there is none."""
    if not 1 <= number <= held.table.rows:
        return None
    return _features(held, browsing.rows_of(held.table).read(number - 1, 1), [number - 1])[0]


def items(held: Collection, asked: Asked) -> Items:
    """Return features. Raises CqlFault for what does not fit the collection, engine.OverLimit."""
    parts, box = _parts(held, asked), _box(held, asked)
    if not parts and box is None:
        rows = browsing.rows_of(held.table)
        positions: Sequence[int] = range(min(asked.after, rows.count), min(asked.after + asked.limit, rows.count))
        after = positions[-1] + 1 if positions and positions[-1] + 1 < rows.count else None
        return Items(_features(held, rows.read(asked.after, asked.limit), positions), after, rows.count)
    plan = cql2.plan_of(cql2.And(tuple(parts)), held.schema, _Boxes(held)) if parts else Plan(Sql("TRUE"))
    if box is not None:
        plan = replace(plan, where=joined(" AND ", [box, plan.where]))
    if plan.rest is None:
        return _plain(held, asked, plan)
    found, after = _judged(held, asked, plan)
    return Items(_taken(held, found), after, None)


def _box(held: Collection, asked: Asked) -> Sql | None:
    """Return the condition of the box where the features are points: it is exact then, and nothing is left to judge."""
    if not asked.bbox or held.shape is not None:
        return None
    shape = shapely.from_wkt(cql2.box_of(list(asked.bbox)).wkt)
    return joined(" OR ", [_Boxes(held)(part.bounds) for part in getattr(shape, "geoms", [shape])])


def _parts(held: Collection, asked: Asked) -> list[cql2.Node]:
    parts: list[cql2.Node] = []
    if asked.bbox and held.shape is not None:
        parts.append(cql2.Spatial("s_intersects", cql2.Property(GEOMETRY), cql2.box_of(list(asked.bbox))))
    if asked.time is not None and held.time is not None:
        parts.append(_when(held, asked.time))
    parts += [_equal(held, name, text) for name, text in asked.values.items()]
    return parts + ([asked.filter] if asked.filter is not None else [])


def _when(held: Collection, time: cql2.Literal | cql2.Interval) -> cql2.Node:
    column = held.time
    assert column is not None  # noqa: S101 - the caller looked
    if column.type == "date":
        time = _day(time) if isinstance(time, cql2.Literal) else cql2.Interval(_day(time.start), _day(time.end))
    return cql2.Temporal("t_intersects", cql2.Property(column.name), time)


def _day(one: Any) -> Any:
    """Return the day of an instant, for a column that knows days only."""
    return cql2.Literal(one.value.date()) if isinstance(one, cql2.Literal) and isinstance(one.value, datetime) else one


def _equal(held: Collection, name: str, text: str) -> cql2.Node:
    kind = held.types[name]
    value = literal(text, kind)
    if value is None:
        raise CqlFault("filter_value", column=name, value=text[:60], type=kind)
    plain = value if isinstance(value, str | bool | int | float | date | datetime) else text
    return cql2.Comparison("=", cql2.Property(name), cql2.Literal(plain))


class _Boxes:
    """The condition that a feature may meet a box: exact for points, for other shapes by their own boxes."""

    def __init__(self, held: Collection) -> None:
        self.held = held

    def __call__(self, box: tuple[float, float, float, float]) -> Sql:
        west, south, east, north = box
        if self.held.shape is None:
            x, y = (f"CAST({quoted(one.name)} AS DOUBLE)" for one in (self.held.longitude, self.held.latitude) if one)
            return Sql(f"({x} BETWEEN {PLACE} AND {PLACE} AND {y} BETWEEN {PLACE} AND {PLACE})", (west, east, south, north))
        if not _has_boxes(self.held):
            return Sql(f"({quoted(self.held.shape.name)} IS NOT NULL)")
        west_of, south_of, east_of, north_of = map(quoted, bounds.NAMES)
        told = f"({west_of} <= {PLACE} AND {east_of} >= {PLACE} AND {south_of} <= {PLACE} AND {north_of} >= {PLACE})"
        return Sql(told, (east, west, north, south))


def _has_boxes(held: Collection) -> bool:
    return held.shape is not None and held.table.rows <= MOST_MEASURED_AT_ONCE


def _source(held: Collection, *, with_boxes: bool) -> tuple[str, dict[str, tuple[Path, ...]]]:
    """Return what stands behind FROM, and the files of its tables."""
    rows = browsing.rows_of(held.table)
    files = {DATA: tuple(map(Path, rows.paths))}
    if held.shape is None or not with_boxes or not _has_boxes(held):
        return DATA, files
    files[BOXES] = (bounds.made(held.table.key, rows, held.shape.name),)
    return f"{DATA} JOIN {BOXES} ON {DATA}._position = {BOXES}._position", files


def _plain(held: Collection, asked: Asked, plan: Plan) -> Items:
    fits, values = plan.where.numbered()
    source, files = _source(held, with_boxes=False)
    page = f"WHERE ({fits}) AND {DATA}._position >= $after ORDER BY 1 LIMIT {asked.limit + 1}"
    found = _ask(f"SELECT {DATA}._position FROM {source} {page}", {**values, "after": asked.after}, files)
    positions = [int(one) for one in found.column(0).to_pylist()]
    more = len(positions) > asked.limit
    positions = positions[: asked.limit]
    matched = browsing.matching(held.table, Where(fits, values))
    return Items(_taken(held, positions), positions[-1] + 1 if more and positions else None, matched)


def _judged(held: Collection, asked: Asked, plan: Plan) -> tuple[list[int], int | None]:
    """Return the positions that match, and where to go on: behind the page, or where enough rows have been judged for once."""
    found: list[int] = []
    after, judged = asked.after, 0
    while judged < MOST_JUDGED:
        piece = _piece(held, plan, after)
        positions = piece.column(0).to_numpy()
        if not len(positions):
            return found, None
        columns = [piece.column(f"_t{place}").to_numpy() for place in range(len(plan.columns))]
        matches = _match(plan, _shapes(held, piece), columns)
        found += [int(one) for one in positions[matches]]
        if len(found) > asked.limit:
            return found[: asked.limit], found[asked.limit - 1] + 1
        if len(positions) < PIECE:
            return found, None
        after, judged = int(positions[-1]) + 1, judged + len(positions)
    return found, after


def _piece(held: Collection, plan: Plan, after: int) -> pa.Table:
    """Return the next rows that may match: where they stand, their places, and the truth values that the plan needs."""
    places = [held.shape] if held.shape else [held.longitude, held.latitude]
    fits, values = plan.where.numbered("w")
    told = [f"{DATA}._position", *(quoted(one.name) for one in places if one)]
    for place, column in enumerate(plan.columns):
        text, more = column.numbered(f"t{place}x")
        told.append(f"{text} AS _t{place}")
        values |= more
    source, files = _source(held, with_boxes=True)
    page = f"WHERE ({fits}) AND {DATA}._position >= $after ORDER BY 1 LIMIT {PIECE}"
    return _ask(f"SELECT {', '.join(told)} FROM {source} {page}", {**values, "after": after}, files)


def _match(plan: Plan, shapes: NDArray[np.object_], columns: list[NDArray[np.object_]]) -> NDArray[np.bool_]:
    try:
        return plan.judge(shapes, columns)
    except shapely.errors.GEOSException as problem:  # such as touches, for a collection of geometries
        raise CqlFault("filter_geometry_fails", why=str(problem)[:120]) from problem


def _shapes(held: Collection, found: pa.Table) -> NDArray[np.object_]:
    if held.shape is not None:
        return np.asarray(shapely.from_wkb(found.column(held.shape.name).to_numpy(), on_invalid="ignore"), dtype=object)
    x, y = (_numbers(found.column(one.name)) for one in (held.longitude, held.latitude) if one)
    shapes = np.full(found.num_rows, None, dtype=object)
    known = np.isfinite(x) & np.isfinite(y)
    shapes[known] = shapely.points(x[known], y[known])
    return shapes


def _numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    return np.asarray(column.cast(pa.float64()).to_numpy(), dtype=np.float64)


def _ask(sql: str, values: Mapping[str, Any], files: Mapping[str, tuple[Path, ...]]) -> pa.Table:
    limits = engine.Limits(seconds=browsing.SECONDS, rows=PIECE + 1, megabytes=48)
    return engine.ask(engine.Question(sql, values, files, limits)).table


def _taken(held: Collection, positions: list[int]) -> list[dict[str, Any]]:
    return _features(held, browsing.rows_of(held.table).take(positions), positions)


def _features(held: Collection, found: pa.Table, positions: Sequence[int]) -> list[dict[str, Any]]:
    shapes = shapely.to_geojson(_shapes(held, found))
    names = list(held.types)
    rows = zip(*columns_of(found.select(names), held.types), strict=True) if names else [()] * len(positions)
    return [
        {
            "type": "Feature",
            "id": position + 1,
            "geometry": json.loads(shape) if shape is not None else None,
            "properties": dict(zip(names, row, strict=True)),
        }
        for position, shape, row in zip(positions, shapes, rows, strict=True)
    ]
