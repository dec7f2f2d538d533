"""Small maps for tests, as files."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

from madang.city.places import services
from madang.city.places.services import Report

NOW = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
SCHEME = "haneul"


def square(column: int = 0, row: int = 0, size: float = 0.1) -> BaseGeometry:
    """Return a square of a chequerboard near 127 east, 37 north."""
    return box(127 + column * size, 37 + row * size, 127 + (column + 1) * size, 37 + (row + 1) * size)


def feature(code: str, geometry: BaseGeometry | dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    """Return a feature of an area; its Korean name is its code unless told."""
    shape = geometry if isinstance(geometry, dict) else mapping(geometry or square())
    return {"type": "Feature", "properties": {"code": code, "name_ko": f"{code}동", **properties}, "geometry": shape}


def write(folder: Path, *features: dict[str, Any], name: str = "areas.geojson") -> Path:
    """Write a file of areas."""
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}, ensure_ascii=False), encoding="utf-8")
    return path


def load(folder: Path, *features: dict[str, Any], level: str = "neighbourhood", now: datetime = NOW, **more: Any) -> Report:
    """Write a file of areas and import it."""
    options = {"scheme": SCHEME, "code_field": "code", "name_field": "ko:name_ko"} | more
    return services.import_areas(write(folder, *features), level=level, now=now, **options)


def house(street: str, number: str, lon: float, lat: float, postcode: str = "04521", **names: str) -> dict[str, Any]:
    """Return a feature of an address."""
    properties = {"street_code": street, "number": number, "postcode": postcode}
    properties |= {f"street_{lang}": name for lang, name in names.items()}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [lon, lat]}}
