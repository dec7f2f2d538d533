"""Types of CKAN's data store (PostgreSQL's names) and ours; values of records as the types of a table's columns."""

import json
from collections.abc import Mapping
from typing import Any

import shapely

from madang.city.opendata.rules.ckan.faults import bad_value
from madang.city.opendata.rules.tabular.literals import literal

KINDS = {
    "text": "text", "varchar": "text", "json": "text", "jsonb": "text",
    "int": "integer", "int2": "integer", "int4": "integer", "int8": "integer", "integer": "integer", "bigint": "integer",
    "numeric": "decimal", "float": "decimal", "float4": "decimal", "float8": "decimal", "double precision": "decimal",
    "bool": "boolean", "boolean": "boolean", "date": "date", "time": "time",
    "timestamp": "datetime", "timestamptz": "datetime",
}  # fmt: skip


def as_typed(value: Any, name: str, types: Mapping[str, str]) -> Any:
    """Return a record's value as its column's type, None for null. Raises CkanFault naming the field and the value."""
    if name not in types:
        raise bad_value(records=f'field "{name[:80]}" not in table')
    if value is None:
        return None
    if types[name] == "geometry":
        typed: Any = _geometry(value)
    else:
        told = str(value).lower() if isinstance(value, bool) else str(value)
        typed = None if isinstance(value, list | dict) else literal(told, types[name])
    if typed is None:
        raise bad_value(records=f'"{told[:60]}" is no value of the field "{name[:80]}" ({types[name]})')
    return typed


def _geometry(value: Any) -> bytes | None:
    """Return a geometry from GeoJSON (an object, or its text) as well-known bytes, None where it is none."""
    try:
        return shapely.to_wkb(shapely.from_geojson(value if isinstance(value, str) else json.dumps(value)))
    except (shapely.errors.GEOSException, TypeError, ValueError):
        return None
