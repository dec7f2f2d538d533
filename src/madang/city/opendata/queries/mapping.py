"""The rows of a table on a map: points where they are few, else how many lie in each hexagon."""

# ruff: noqa: S608 - every name in the SQL is quoted and taken from the table's columns, every value is a parameter or a number

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.core.cache import cache
from shapely.geometry.base import BaseGeometry

from madang.city.opendata.queries.browsing import DATA, TableShown, ask, rows_of
from madang.city.opendata.rules.filters import Where, quoted
from madang.city.opendata.rules.mapview import HEXAGON, View, hexagon_sql, view_of
from madang.city.places import queries as places
from madang.urban.formats.tabular import Column

MOST_POINTS = 600
MOST_SHAPES = 400
MOST_READ = 200_000
MOST_AREAS = 80
NO_POINTS: "tuple[Point, ...]" = ()
NO_CELLS: "tuple[Cell, ...]" = ()
DAY = 86_400
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Point:
    """A row on the map, in pixels; ``path`` is the outline of a shape that is more than a point."""

    position: int
    x: float
    y: float
    longitude: float
    latitude: float
    name: str
    path: str = ""
    is_filled: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A hexagon: its middle in pixels and in degrees, and how many rows lie in it."""

    x: float
    y: float
    longitude: float
    latitude: float
    rows: int


@dataclass(frozen=True, slots=True)
class MapShown:
    """What the map shows. ``outside``: rows whose place lies outside the box; ``missing``: rows without one."""

    view: View
    points: tuple[Point, ...]
    cells: tuple[Cell, ...]
    inside: int
    outside: int
    missing: int
    grounds: tuple[tuple[str, Mapping[str, str]], ...] = ()


def map_shown(table: TableShown, fits: Where, box: Box | None) -> MapShown | None:
    """Return the map of the rows that fit, in a box, or in the one where nearly all of them lie; None if no row has a place.

    Raises engine.OverLimit.
    """
    longitude, latitude = table.by_role("longitude"), table.by_role("latitude")
    if longitude is not None and latitude is not None:
        return _of_points(table, fits, box, (quoted(longitude.name), quoted(latitude.name)))
    shape = next((column for column in table.columns if column.type == "geometry"), None)
    return None if shape is None else _of_shapes(table, fits, box, shape)


def _of_points(table: TableShown, fits: Where, box: Box | None, names: tuple[str, str]) -> MapShown | None:
    x, y = (f"CAST({name} AS DOUBLE)" for name in names)
    valid = f"{x} BETWEEN -180 AND 180 AND {y} BETWEEN -85 AND 85"
    marks = f"quantile_cont({x}, [0.005, 0.995]) AS xs, quantile_cont({y}, [0.005, 0.995]) AS ys"
    told = _first(
        ask(table, f"SELECT count(*) AS n, min({x}) AS w, max({x}) AS e, min({y}) AS s, max({y}) AS t, {marks} "
            f"FROM {DATA} WHERE ({fits.sql}) AND {valid}", fits.values)
    )  # fmt: skip
    total = _first(ask(table, f"SELECT count(*) AS n FROM {DATA} WHERE {fits.sql}", fits.values))["n"]
    if not told["n"]:
        return None
    view = _view(box, told)
    within = f"({fits.sql}) AND {x} BETWEEN $west AND $east AND {y} BETWEEN $south AND $north"
    values = {**fits.values, **dict(zip(("west", "south", "east", "north"), view.box, strict=True))}
    inside = _first(ask(table, f"SELECT count(*) AS n FROM {DATA} WHERE {within}", values))["n"]
    points: tuple[Point, ...] = ()
    cells: tuple[Cell, ...] = ()
    if inside <= MOST_POINTS:
        asked = f"SELECT _position AS p, {x} AS x, {y} AS y FROM {DATA} WHERE {within} ORDER BY _position LIMIT {MOST_POINTS}"
        points = tuple(_points(table, view, ask(table, asked, values).table.to_pylist()))
    else:
        middle_x, middle_y = hexagon_sql(view, x, y)
        asked = f"SELECT {middle_x} AS x, {middle_y} AS y, count(*) AS n FROM {DATA} WHERE {within} GROUP BY ALL ORDER BY n, x, y"
        cells = tuple(_cell(view, row) for row in ask(table, asked, values).table.to_pylist())
    return MapShown(view, points, cells, inside, told["n"] - inside, total - told["n"], grounds(view))


def _first(answer: Any) -> dict[str, Any]:
    return answer.table.slice(0, 1).to_pylist()[0]


def _view(box: Box | None, told: Mapping[str, Any]) -> View:
    """Return the box that is asked for, else all places, but for a few that lie far from the rest."""
    if box is not None:
        return view_of(*box, margin=0)
    (west, east), (south, north) = told["xs"], told["ys"]
    is_far = told["e"] - told["w"] > 4 * max(east - west, 0.02) or told["t"] - told["s"] > 4 * max(north - south, 0.02)
    return view_of(west, south, east, north) if is_far else view_of(told["w"], told["s"], told["e"], told["t"])


def _cell(view: View, row: Mapping[str, Any]) -> Cell:
    return Cell(row["x"], row["y"], *view.place(row["x"], row["y"]), row["n"])


def _points(table: TableShown, view: View, found: Sequence[Mapping[str, Any]]) -> Iterator[Point]:
    names = _names(table, [row["p"] for row in found])
    for row, name in zip(found, names, strict=True):
        yield Point(row["p"], *view.pixel(row["x"], row["y"]), row["x"], row["y"], name)


def _names(table: TableShown, positions: Sequence[int]) -> list[str]:
    """Return what to call rows: the first column of text whose values mostly differ, else of any text; "" without one."""
    texts = [column for column in table.columns if column.type == "text"]
    telling = [one for one in texts if (p := table.profile.get(one.name)) and p.distinct * 2 > table.rows and one.role != "code"]
    column = next(iter(sorted(telling, key=lambda one: one.role == "identifier") or texts), None)
    if column is None or not positions:
        return [""] * len(positions)
    return [str(value or "") for value in rows_of(table).take(positions, [column.name]).column(0).to_pylist()]


def _of_shapes(table: TableShown, fits: Where, box: Box | None, column: Column) -> MapShown | None:
    """Return a map of shapes; of more than MOST_READ only the first are looked at."""
    name = quoted(column.name)
    asked = (
        f"SELECT _position AS p, {name} AS g FROM {DATA} WHERE ({fits.sql}) AND {name} IS NOT NULL ORDER BY p LIMIT {MOST_READ}"
    )
    found = ask(table, asked, fits.values).table
    total = _first(ask(table, f"SELECT count(*) AS n FROM {DATA} WHERE {fits.sql}", fits.values))["n"]
    if not found.num_rows:
        return None
    shapes = shapely.from_wkb(found.column("g").to_numpy(zero_copy_only=False))
    edges = shapely.bounds(shapes)
    view = view_of(*box, margin=0) if box is not None else view_of(*_all(edges))
    here = (edges[:, 0] <= view.east) & (edges[:, 2] >= view.west) & (edges[:, 1] <= view.north) & (edges[:, 3] >= view.south)
    chosen, positions = shapes[here], found.column("p").to_numpy()[here]
    inside = len(chosen)
    if inside <= MOST_SHAPES:
        points, cells = tuple(_drawn(table, view, chosen, positions)), NO_CELLS
    else:
        points, cells = NO_POINTS, tuple(_counted(view, chosen))
    return MapShown(view, points, cells, inside, len(shapes) - inside, total - found.num_rows, grounds(view))


def _all(edges: Any) -> Box:
    lows, highs = np.nanmin(edges, axis=0), np.nanmax(edges, axis=0)
    return float(lows[0]), float(lows[1]), float(highs[2]), float(highs[3])


def _drawn(table: TableShown, view: View, shapes: Any, positions: Any) -> Iterator[Point]:
    names = _names(table, [int(position) for position in positions])
    for shape, position, name in zip(shapes, positions, names, strict=True):
        middle = shape.representative_point()
        x, y = view.pixel(middle.x, middle.y)
        is_point = shape.geom_type in ("Point", "MultiPoint")
        outline = "" if is_point else path(view, shape)
        yield Point(int(position), x, y, middle.x, middle.y, name, outline, "Polygon" in shape.geom_type)


def _counted(view: View, shapes: Any) -> Iterator[Cell]:
    """Yield hexagons of how many shapes have their middle in each."""
    middles = shapely.get_coordinates(shapely.point_on_surface(shapes))
    counts: dict[tuple[float, float], int] = {}
    for x, y in _middles(view, middles):
        counts[x, y] = counts.get((x, y), 0) + 1
    for (x, y), count in sorted(counts.items(), key=lambda pair: (pair[1], pair[0])):
        yield Cell(x, y, *view.place(x, y), count)


def _middles(view: View, places_of: Any) -> list[tuple[float, float]]:
    """Return the middle of the hexagon of each place: the same two lattices as in SQL."""
    across, up = HEXAGON * np.sqrt(3), HEXAGON * 3
    x = (places_of[:, 0] - view.west) * view.narrowing * view.scale
    y = (view.north - places_of[:, 1]) * view.scale
    one = np.round(x / across) * across, np.round(y / up) * up
    two = (np.floor(x / across) + 0.5) * across, (np.floor(y / up) + 0.5) * up
    is_one = (x - one[0]) ** 2 + (y - one[1]) ** 2 <= (x - two[0]) ** 2 + (y - two[1]) ** 2
    xs, ys = np.where(is_one, one[0], two[0]), np.where(is_one, one[1], two[1])
    return list(zip(np.round(xs, 3).tolist(), np.round(ys, 3).tolist(), strict=True))


def path(view: View, shape: BaseGeometry) -> str:
    """Return a shape's outline in pixels, with no more corners than the picture can show."""
    simple = shapely.simplify(shape, 0.8 / view.scale)
    parts: list[str] = []
    for part in shapely.get_parts(simple):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        parts += [_line(view, shapely.get_coordinates(ring), closed=part.geom_type == "Polygon") for ring in rings]
    return " ".join(part for part in parts if part)


def _line(view: View, corners: Any, *, closed: bool) -> str:
    if not len(corners):
        return ""
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in (view.pixel(float(x), float(y)) for x, y in corners))
    return f"M{drawn}{'Z' if closed else ''}"


def grounds(view: View) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Return the outlines of the city's areas under the map, of the smallest level that is not too busy; kept for a day."""
    key = f"opendata:ground:{places.edition()}:" + ",".join(f"{value:.4f}" for value in view.box) + f":{view.height}"
    known = cache.get(key)
    if known is None:
        known = _grounds(view)
        cache.set(key, known, DAY)
    return known


def _grounds(view: View) -> tuple[tuple[str, Mapping[str, str]], ...]:
    for level in reversed(places.levels()):
        here = [one for one in places.areas(level=level) if _touches(one.bbox, view)]
        if 0 < len(here) <= MOST_AREAS:
            shapes = ((one, places.area_geometry(one.id)) for one in here)
            return tuple((path(view, shape), one.name) for one, shape in shapes if shape is not None)
    return ()


def _touches(box: Box, view: View) -> bool:
    west, south, east, north = box
    return west <= view.east and east >= view.west and south <= view.north and north >= view.south
