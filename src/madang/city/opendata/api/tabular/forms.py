"""The forms in which rows are sent: JSON, CSV, Parquet, GeoJSON, Arrow."""

import io
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import shapely
from django.http import HttpRequest

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.queries.plain_values import objects, plain


class Form(StrEnum):
    """A form of rows, as ``format=`` names it."""

    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"
    GEOJSON = "geojson"
    ARROW = "arrow"


MEDIA_TYPES = {
    Form.JSON: "application/json",
    Form.CSV: "text/csv",
    Form.PARQUET: "application/vnd.apache.parquet",
    Form.GEOJSON: "application/geo+json",
    Form.ARROW: "application/vnd.apache.arrow.stream",
}
MOST_ROWS = {Form.JSON: 10_000, Form.GEOJSON: 10_000, Form.CSV: 100_000, Form.PARQUET: 100_000, Form.ARROW: 100_000}


def form_of(request: HttpRequest) -> Form:
    """Return the form that is asked for by ``format=``, else by the Accept header. Raises Refused for one that there is not."""
    named = request.GET.get("format", "")
    if named:
        return named_form(named)
    accepted = {one.split(";")[0].strip().lower() for one in request.headers.get("Accept", "").split(",")}
    return next((form for form, media_type in MEDIA_TYPES.items() if media_type in accepted), Form.JSON)


def named_form(name: str) -> Form:
    """Return a form by its name. Raises Refused (422)."""
    if name not in Form._value2member_map_:
        known = ", ".join(Form)
        raise Refused(Refusal("opendata.bad_parameter", {"parameter": "format", "value": name[:40], "remedy": known}, status=422))
    return Form(name)


def to_csv(table: pa.Table, types: Mapping[str, str]) -> bytes:
    """Return CSV in UTF-8 (RFC 4180); days and instants are ISO text, shapes WKT, no value is empty."""
    sink = io.BytesIO()
    texts = [_csv_column(column, types.get(name, "")) for name, column in zip(table.column_names, table.columns, strict=True)]
    pa_csv.write_csv(pa.table(texts, names=_distinct(table.column_names)), sink)
    return sink.getvalue()


def _csv_column(column: pa.ChunkedArray, kind: str) -> Any:
    if kind == "geometry":
        return pa.array([None if one is None else shapely.from_wkb(one).wkt for one in column.to_pylist()], pa.string())
    if pa.types.is_integer(column.type) or pa.types.is_string(column.type) or pa.types.is_boolean(column.type):
        return column
    if pa.types.is_floating(column.type):
        return column
    return pa.array([_csv_text(plain(one)) for one in column.to_pylist()], pa.string())


def _csv_text(value: Any) -> str | None:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else None if value is None else str(value)


def _distinct(names: Sequence[str]) -> list[str]:
    """Return names of which none comes twice: SQL may give two columns one name."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return found


def to_parquet(table: pa.Table, types: Mapping[str, str]) -> bytes:
    """Return a Parquet file (zstd); shapes are WKB."""
    sink = io.BytesIO()
    pq.write_table(_storable(table), sink, compression="zstd")
    return sink.getvalue()


def to_arrow(table: pa.Table, types: Mapping[str, str]) -> bytes:
    """Return an Arrow stream."""
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def _storable(table: pa.Table) -> pa.Table:
    """Return the table with intervals as text, which Parquet has no type for, and names that differ."""
    columns = [
        pa.array([None if one is None else str(one) for one in column.to_pylist()], pa.string())
        if pa.types.is_interval(column.type)
        else column
        for column in table.columns
    ]
    return pa.table(columns, names=_distinct(table.column_names))


def to_geojson(table: pa.Table, types: Mapping[str, str], *, longitude: str = "", latitude: str = "") -> bytes:
    """Return a FeatureCollection (RFC 7946): the shape of a row, else the point that two of its columns name, else null.

    Raises Refused (422) where the rows have no places at all.
    """
    shape = next((name for name in table.column_names if types.get(name) == "geometry"), "")
    names = table.column_names
    if not shape and not (longitude in names and latitude in names):
        raise Refused(Refusal("opendata.no_places", status=422))
    features = []
    for row in objects(table, types):
        place = row.pop(shape) if shape else _point(row[longitude], row[latitude])
        features.append({"type": "Feature", "geometry": place, "properties": row})
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _point(longitude: Any, latitude: Any) -> dict[str, Any] | None:
    if longitude is None or latitude is None:
        return None
    return {"type": "Point", "coordinates": [longitude, latitude]}
