"""The shapes of areas: as GeoJSON for programs, as paths of a picture for people."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from numpy.typing import NDArray
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from madang.city.places.models import Area as AreaRow
from madang.city.places.queries.areas import edition, levels
from madang.urban.formats.geojson import as_geojson
from madang.urban.geometry import simplified_cover

WIDTH = 680
MAX_HEIGHT = 520
LINE_HEIGHT = 16
MOST_ON_GROUND = 80


@dataclass(frozen=True, slots=True)
class MapShape:
    """One area of a map picture: an SVG path, and where its name stands."""

    id: int
    scheme: str
    code: str
    name: Mapping[str, str]
    path: str
    label_x: float
    label_y: float
    label_room: float
    population: int | None
    square_metres: float


@dataclass(frozen=True, slots=True)
class MapPicture:
    """Areas drawn into a box of ``width`` by ``height`` pixels.

    west, north  degrees at the picture's corner
    across, up   pixels a degree of longitude, and of latitude
    """

    width: int
    height: int
    shapes: tuple[MapShape, ...]
    west: float
    north: float
    across: float
    up: float


def area_geometry(area_id: int) -> BaseGeometry | None:
    """Return the shape of an area; None if there is no such area."""
    wkb = AreaRow.objects.filter(pk=area_id).values_list("geometry", flat=True).first()
    return None if wkb is None else shapely.from_wkb(bytes(wkb))


def areas_geojson(scheme: str | None = None, level: str | None = None, *, code: str | None = None) -> str:
    """Return the present areas as a GeoJSON FeatureCollection."""
    wanted = {"scheme": scheme or settings.AREA_SCHEME, "level": level, "code": code}
    rows = AreaRow.objects.filter(valid_to=None, **{name: value for name, value in wanted.items() if value})
    return as_geojson(_features(rows.order_by("level", "code").select_related("parent").iterator(chunk_size=500)))


def _features(rows: Iterator[AreaRow]) -> Iterator[tuple[Mapping[str, Any], BaseGeometry]]:
    for row in rows:
        properties = {
            "scheme": row.scheme,
            "code": row.code,
            "level": row.level,
            "parent": row.parent.code if row.parent else None,
            **{f"name_{lang}": name for lang, name in sorted(row.name.items())},
            "valid_from": row.valid_from.isoformat(),
            "square_metres": round(row.square_metres),
            "population": row.population,
        }
        yield properties, shapely.from_wkb(bytes(row.geometry))


_drawn: dict[tuple[str, ...], tuple[int, MapPicture | None]] = {}


def ground() -> MapPicture | None:
    """Return the city to choose a place on: its smallest areas that are not too many to tell apart; None where it has none.

    The picture is kept until areas change. One query then.
    """
    return _kept(("ground",), _draw_ground)


def picture(scheme: str, level: str, *, below: int = 0) -> MapPicture | None:
    """Return the present areas of a level, or those of it that lie right below an area, drawn; None if there are none.

    The picture is kept until areas change.
    """
    return _kept((scheme, level, str(below)), lambda: _draw(scheme, level, below))


def _kept(name: tuple[str, ...], draw: Callable[[], MapPicture | None]) -> MapPicture | None:
    number = edition()
    kept = _drawn.get(name)
    if kept is None or kept[0] != number:
        kept = _drawn[name] = (number, draw())
    return kept[1]


def _draw_ground() -> MapPicture | None:
    scheme = settings.AREA_SCHEME
    for level in reversed(levels(scheme)):
        if AreaRow.objects.filter(scheme=scheme, level=level, valid_to=None).count() <= MOST_ON_GROUND:
            return _draw(scheme, level, 0)
    return None


def _draw(scheme: str, level: str, below: int) -> MapPicture | None:
    rows = AreaRow.objects.filter(scheme=scheme, level=level, valid_to=None).order_by("code")
    found = list(rows.filter(parent_id=below) if below else rows)
    if not found:
        return None
    shapes = [shapely.from_wkb(bytes(row.geometry)) for row in found]
    west, south, east, north = shapely.total_bounds(shapes)
    narrowing = math.cos(math.radians((south + north) / 2))
    scale = min(WIDTH / ((east - west) * narrowing), MAX_HEIGHT / (north - south))
    simple = simplified_cover(shapes, 1.5 / scale)

    def to_pixels(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([(points[:, 0] - west) * narrowing * scale, (north - points[:, 1]) * scale])

    drawn = tuple(_shape(row, shapely.transform(one, to_pixels)) for row, one in zip(found, simple, strict=True))
    size = math.ceil((east - west) * narrowing * scale), math.ceil((north - south) * scale)
    return MapPicture(*size, drawn, float(west), float(north), narrowing * scale, float(scale))


def _shape(row: AreaRow, drawn: BaseGeometry) -> MapShape:
    largest = max(shapely.get_parts(drawn), key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=2.0)
    middle = shapely.get_coordinates(circle)[0]
    return MapShape(
        id=row.pk,
        scheme=row.scheme,
        code=row.code,
        name=row.name,
        path=" ".join(_ring_path(ring) for part in shapely.get_parts(drawn) for ring in (part.exterior, *part.interiors)),
        label_x=round(float(middle[0]), 1),
        label_y=round(float(middle[1]), 1),
        label_room=round(_room(largest, middle, float(circle.length)), 1),
        population=row.population,
        square_metres=row.square_metres,
    )


def _room(area: BaseGeometry, middle: NDArray[np.float64], radius: float) -> float:
    """Return how wide a line of writing about a point may be before it leaves the area; 0 where it is too low for one."""
    if radius < LINE_HEIGHT / 2:
        return 0.0
    x, y = float(middle[0]), float(middle[1])
    west, _, east, _ = area.bounds
    rows = [
        LineString([(west, y + offset), (east, y + offset)]).intersection(area)
        for offset in (-LINE_HEIGHT / 2, 0, LINE_HEIGHT / 2)
    ]
    reaches = [row.boundary.distance(Point(x, y)) for row in rows if not row.is_empty]
    return 2 * min(reaches) if len(reaches) == len(rows) else 0.0


def _ring_path(ring: BaseGeometry) -> str:
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1])
    return f"M{corners}Z"
