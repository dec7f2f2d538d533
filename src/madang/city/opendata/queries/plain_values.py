"""Values of Arrow tables as JSON holds them."""

import base64
import json
import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import shapely


def plain(value: Any) -> Any:
    """Return a value as JSON holds it: days and instants as ISO text, whole decimals as integers, no infinities."""
    if value is None or isinstance(value, bool | int | str):
        return value
    make = next((make for kind, make in _PLAIN if isinstance(value, kind)), str)
    return make(value)


def columns_of(table: pa.Table, types: Mapping[str, str]) -> list[list[Any]]:
    """Return the values of each column as JSON holds them; those of type geometry are GeoJSON geometries."""
    return [_values_of(column, types.get(name, "")) for name, column in zip(table.column_names, table.columns, strict=True)]


def _values_of(column: pa.ChunkedArray, kind: str) -> list[Any]:
    values: list[Any] = column.to_pylist()
    if pa.types.is_string(column.type) or pa.types.is_integer(column.type) or pa.types.is_boolean(column.type):
        return values  # JSON holds them as they are
    if pa.types.is_floating(column.type):
        return [None if value is None else _finite(value) for value in values]
    make = _geometry if kind == "geometry" else plain
    return [make(value) for value in values]


def objects(table: pa.Table, types: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a mapping for each row."""
    names = table.column_names
    return [dict(zip(names, row, strict=True)) for row in zip(*columns_of(table, types), strict=True)]


def _geometry(value: bytes | None) -> Any:
    return None if value is None else json.loads(shapely.to_geojson(shapely.from_wkb(value)))


def _decimal(value: Decimal) -> int | float | None:
    return int(value) if value.as_tuple().exponent == 0 else _finite(float(value))


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


_PLAIN: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (float, _finite),
    (Decimal, _decimal),
    ((date, datetime, time), lambda value: value.isoformat()),
    (bytes, lambda value: base64.b64encode(value).decode()),
    (Mapping, lambda value: {str(key): plain(one) for key, one in value.items()}),
    ((list, tuple), lambda value: [plain(one) for one in value]),
)
