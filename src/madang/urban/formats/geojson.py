"""GeoJSON (RFC 7946): features with shapes in longitude and latitude, every fault named."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from madang.urban.formats.faults import FileFault

WGS84_NAMES = ("CRS84", "EPSG::4326", "EPSG:4326")
CONVERT = "Convert the file first, for example: ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson"


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature by its place in the file (from 0). ``fault`` says why it has no shape that could be used."""

    index: int
    properties: Mapping[str, Any]
    geometry: BaseGeometry | None
    fault: str = ""


def read_features(path: Path) -> list[Feature]:
    """Return the features of a FeatureCollection, in order.

    A file that is no UTF-8, no JSON or no FeatureCollection raises FileFault with line and column;
    a feature whose shape cannot be used is returned with its fault, so that all of them are named in one run.
    """
    whole = _json(path)
    if not isinstance(whole, dict) or whole.get("type") != "FeatureCollection" or not isinstance(whole.get("features"), list):
        raise FileFault(path, 'is not a GeoJSON FeatureCollection: it needs {"type": "FeatureCollection", "features": [...]}')
    _check_crs(path, whole.get("crs"))
    return [_feature(index, one) for index, one in enumerate(whole["features"])]


def _json(path: Path) -> Any:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line, column = _place(raw, problem.start)
        found = raw[problem.start]
        message = f"byte 0x{found:02x} is not UTF-8. Save the file as UTF-8, for example: iconv -f CP949 -t UTF-8 in > out"
        raise FileFault(path, message, line, column) from problem
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as problem:
        raise FileFault(path, f"is not JSON: {problem.msg}", problem.lineno, problem.colno) from problem
    except _NotANumber as problem:
        line, column = _place(raw, raw.find(str(problem).encode()))
        raise FileFault(path, f"{problem} is no JSON number: write a finite one or null", line, column) from problem
    except RecursionError as problem:
        raise FileFault(path, "is nested deeper than any GeoJSON: check how it was made") from problem


class _NotANumber(ValueError):
    pass


def _no_constant(name: str) -> NoReturn:
    raise _NotANumber(name)


def _place(raw: bytes, offset: int) -> tuple[int, int]:
    before = raw[: max(offset, 0)]
    start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[start:].decode("utf-8", "replace")) + 1


def _check_crs(path: Path, crs: Any) -> None:
    if crs is None:
        return
    name = str(crs.get("properties", {}).get("name", crs)) if isinstance(crs, dict) else str(crs)
    if not name.endswith(WGS84_NAMES):
        raise FileFault(path, f"its coordinates are in {name}, but areas need longitude and latitude (WGS 84). {CONVERT}")


def _feature(index: int, one: Any) -> Feature:
    if not isinstance(one, dict) or one.get("type") != "Feature":
        return Feature(index, {}, None, "is not a Feature")
    properties = one["properties"] if isinstance(one.get("properties"), dict) else {}
    if not isinstance(one.get("geometry"), dict):
        return Feature(index, properties, None, "has no geometry")
    try:
        geometry = shape(one["geometry"])
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError) as problem:
        return Feature(index, properties, None, f"has a geometry that cannot be read: {problem}")
    if geometry.is_empty:
        return Feature(index, properties, None, "has an empty geometry")
    fault = coordinates_fault(geometry)
    return Feature(index, properties, None if fault else shapely.force_2d(geometry), fault)


def coordinates_fault(geometry: BaseGeometry) -> str:
    """Return why coordinates are not longitude and latitude, with the remedy; "" if they are.

    Metres of the projected systems of Korea, Web Mercator and UTM are recognised by their size, and so is a swapped order.
    """
    points = shapely.get_coordinates(geometry)
    if not np.isfinite(points).all():
        return "has a coordinate that is no finite number"
    far = (np.abs(points[:, 0]) > 180) | (np.abs(points[:, 1]) > 90)
    if not far.any():
        return ""
    x, y = (float(number) for number in points[far.argmax()])
    shown = f"has the coordinates ({x:.10g}, {y:.10g})"
    if abs(x) <= 90 and abs(y) <= 180:
        return f"{shown}, which look like latitude before longitude: GeoJSON wants longitude first"
    if max(abs(x), abs(y)) > 1_000:
        return f"{shown}, which look like metres{_guess(x, y)}, not degrees. {CONVERT}"
    return f"{shown}, outside longitude -180 to 180 and latitude -90 to 90"


_SYSTEMS = (
    (" of EPSG:5179 (Korea 2000 / Unified CS)", (700_000, 1_400_000, 1_300_000, 2_200_000)),
    (" of EPSG:5186 or 5174 (Korea Central Belt)", (80_000, 150_000, 320_000, 800_000)),
    (" of EPSG:3857 (Web Mercator)", (13_000_000, 3_500_000, 15_000_000, 6_000_000)),
    (" of a UTM zone", (160_000, 0, 840_000, 10_000_000)),
)


def _guess(x: float, y: float) -> str:
    return next((name for name, (west, south, east, north) in _SYSTEMS if west <= x <= east and south <= y <= north), "")


def as_geojson(features: Iterator[tuple[Mapping[str, Any], BaseGeometry]], *, description: str = "", digits: int = 6) -> str:
    """Return a FeatureCollection as compact text, coordinates rounded to ``digits`` (6 are 0.1 m)."""
    parts = (
        f'{{"type":"Feature","properties":{json.dumps(dict(properties), ensure_ascii=False, separators=(",", ":"))},'
        f'"geometry":{_rounded(geometry, digits)}}}'
        for properties, geometry in features
    )
    said = f'"description":{json.dumps(description, ensure_ascii=False)},' if description else ""
    return f'{{"type":"FeatureCollection",{said}"features":[' + ",\n".join(parts) + "]}"


def _rounded(geometry: BaseGeometry, digits: int) -> str:
    rounded = shapely.transform(geometry, lambda points: np.round(points, digits))
    return shapely.to_geojson(rounded)
