"""Points, distances, areas and H3 cells, in longitude and latitude (WGS 84)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import h3
import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

EARTH_RADIUS_METRES = 6_371_008.8
_SEMI_MAJOR_METRES = 6_378_137.0
_ECCENTRICITY_SQUARED = 0.006_694_379_990_141_3
NOWHERE = -1

Floats = NDArray[np.float64]


def distance_metres(lon: ArrayLike, lat: ArrayLike, other_lon: ArrayLike, other_lat: ArrayLike) -> Floats:
    """Return great-circle distances in metres, element by element (shapes broadcast).

    On the mean sphere: at most 0.6 % from the ellipsoid. Source: haversine formula, Sinnott 1984.
    """
    here, there = np.radians(np.asarray(lat, float)), np.radians(np.asarray(other_lat, float))
    turn = np.radians(np.asarray(other_lon, float) - np.asarray(lon, float))
    half = np.sin((there - here) / 2) ** 2 + np.cos(here) * np.cos(there) * np.sin(turn / 2) ** 2
    metres: Floats = 2 * EARTH_RADIUS_METRES * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return metres


def square_metres(geometry: BaseGeometry) -> float:
    """Return the area on the WGS 84 ellipsoid, by the equal-area cylinder projection; 0 for points and lines.

    Exact but for the bend of long east-west edges, which is far below 0.01 % for anything the size of a city.
    Source: Snyder 1987, Map Projections: A Working Manual, equations 3-12 and 10-15.
    """
    return float(shapely.transform(geometry, _equal_area).area)


def _equal_area(points: Floats) -> Floats:
    e = math.sqrt(_ECCENTRICITY_SQUARED)
    sine = np.sin(np.radians(points[:, 1]))
    q = (1 - e**2) * (sine / (1 - e**2 * sine**2) - np.log((1 - e * sine) / (1 + e * sine)) / (2 * e))
    return np.column_stack([_SEMI_MAJOR_METRES * np.radians(points[:, 0]), _SEMI_MAJOR_METRES * q / 2])


@dataclass(frozen=True, slots=True)
class Mended:
    """A shape made valid: what was wrong, and the share by which the area changed (0.02 is 2 % more)."""

    geometry: BaseGeometry
    fault: str
    area_change: float


def why_not_area(geometry: BaseGeometry) -> str:
    """Return what keeps a shape from being an area, with the place; "" if it is a valid polygon or multipolygon."""
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        return f"is a {geometry.geom_type}, not a Polygon or MultiPolygon"
    return "" if geometry.is_valid else explain_validity(geometry)


def mend(geometry: BaseGeometry) -> Mended | None:
    """Return the shape made valid, polygons only; None if nothing with an area is left.

    Source: the structure method of GEOS MakeValid, which keeps holes as holes.
    """
    fault = why_not_area(geometry)
    if not fault:
        return Mended(geometry, "", 0.0)
    valid = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    polygons = [part for part in shapely.get_parts(valid) if part.geom_type == "Polygon" and part.area > 0]
    if not polygons:
        return None
    whole: BaseGeometry = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
    before = abs(geometry.area)
    return Mended(whole, fault, (whole.area - before) / before if before else math.inf)


class AreaIndex:
    """Finds the area of each of many points, in memory.

    areas  polygons or multipolygons; a point on a common border belongs to the first of them, always the same
    """

    def __init__(self, areas: Sequence[BaseGeometry]) -> None:
        self._areas = np.array(areas, dtype=object)
        shapely.prepare(self._areas)
        self._tree = shapely.STRtree(self._areas)

    def __len__(self) -> int:
        return len(self._areas)

    def areas_at(self, lons: ArrayLike, lats: ArrayLike) -> NDArray[np.int64]:
        """Return the index of the area at each point, -1 where there is none or a coordinate is not finite.

        lons, lats  (points,)  degrees
        """
        x, y = np.atleast_1d(np.asarray(lons, float)), np.atleast_1d(np.asarray(lats, float))
        if x.shape != y.shape or x.ndim != 1:
            raise ValueError(f"longitudes have the shape {x.shape} and latitudes {y.shape}: give two lists of one length")
        found = np.full(len(x), len(self._areas), np.int64)
        finite = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        near, area = self._tree.query(shapely.points(x[finite], y[finite]))
        point = finite[near]
        inside = shapely.intersects_xy(self._areas[area], x[point], y[point])
        np.minimum.at(found, point[inside], area[inside])
        found[found == len(self._areas)] = NOWHERE
        return found


def h3_cell(lon: float, lat: float, resolution: int) -> str:
    """Return the H3 cell at a point; resolution 0 (continents) to 15 (a square metre)."""
    return h3.latlng_to_cell(lat, lon, resolution)


def h3_cells(geometry: BaseGeometry, resolution: int) -> list[str]:
    """Return the H3 cells that cover an area whole, border cells included, in order."""
    return sorted(h3.h3shape_to_cells_experimental(h3.geo_to_h3shape(geometry), resolution, contain="overlap"))


def h3_outline(cell: str) -> list[tuple[float, float]]:
    """Return the corners of a cell as (longitude, latitude), closed."""
    corners = [(lon, lat) for lat, lon in h3.cell_to_boundary(cell)]
    return [*corners, corners[0]]


def simplified_cover(areas: Sequence[BaseGeometry], tolerance: float) -> list[BaseGeometry]:
    """Return areas with fewer corners whose common borders stay common, for drawing.

    tolerance  degrees; corners that stand out by less than about this go
    Source: Visvalingam and Whyatt 1993 on shared edges (GEOS CoverageSimplify).
    """
    return list(shapely.coverage_simplify(np.array(areas, dtype=object), tolerance))
