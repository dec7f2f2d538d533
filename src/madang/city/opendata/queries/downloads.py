"""A table as a file: written while it is sent, or taken from the store; how large each form is."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import shapely
from django.core.cache import cache

from madang.city.opendata.queries.browsing import TableShown, rows_of
from madang.city.opendata.store import folders
from madang.urban.formats.tabular import Column

FORMS = ("csv", "xlsx", "parquet", "geojson")
EXCEL_ROWS = 1_048_575
EXCEL_COLUMNS = 16_384
SAMPLE_ROWS = 2_000
WEEK = 7 * 86_400
DATETIME = "%Y-%m-%dT%H:%M:%S"


@dataclass(frozen=True, slots=True)
class Size:
    """How large a form is. ``bytes`` is None where nobody knows before it is made; ``cut_at`` rows hold no more."""

    bytes: int | None
    is_about: bool = False
    cut_at: int | None = None


def sizes(table: TableShown) -> Mapping[str, Size]:
    """Return the forms in which a table can be had, with the size of each."""
    found = {"csv": _about(table, "csv")}
    if len(table.columns) <= EXCEL_COLUMNS:
        made = workbook_path(table)
        known = made.stat().st_size if made.exists() else None
        found["xlsx"] = Size(known, cut_at=EXCEL_ROWS if table.rows > EXCEL_ROWS else None)
    found["parquet"] = Size(sum(Path(path).stat().st_size for path in rows_of(table).paths))
    if table.has_places:
        found["geojson"] = _about(table, "geojson")
    return found


def _about(table: TableShown, form: str) -> Size:
    """Return the size of a form that is written while it is sent, from its first rows."""
    key = f"opendata:size:{form}:{table.key}"
    known: int | None = cache.get(key)
    if known is None:
        sample = rows_of(table).read(0, SAMPLE_ROWS)
        length = len(b"".join(_WRITERS[form](table.columns, [sample])))
        known = length if table.rows <= SAMPLE_ROWS else round(length / sample.num_rows * table.rows)
        cache.set(key, known, WEEK)
    return Size(known, is_about=table.rows > SAMPLE_ROWS)


def parquet_path(table: TableShown) -> Path:
    """Return the Parquet file itself."""
    return Path(rows_of(table).paths[0])


def written(table: TableShown, form: str) -> Iterator[bytes]:
    """Return a table as CSV or GeoJSON, a row group at a time."""
    return _WRITERS[form](table.columns, rows_of(table).pieces())


def _csv(columns: Sequence[Column], pieces: Iterable[pa.Table]) -> Iterator[bytes]:
    """Return CSV in UTF-8 (RFC 4180, lines end in a line feed); days and instants are ISO, shapes are WKT, no value is empty."""
    with_header = True
    for piece in pieces:
        sink = io.BytesIO()
        pa_csv.write_csv(_as_text(columns, piece), sink, pa_csv.WriteOptions(include_header=with_header))
        with_header = False
        yield sink.getvalue()
    if with_header:
        yield (",".join('"' + column.name.replace('"', '""') + '"' for column in columns) + "\n").encode()


def _as_text(columns: Sequence[Column], piece: pa.Table) -> pa.Table:
    return pa.table([_column_text(column, piece.column(column.name)) for column in columns], names=[one.name for one in columns])


def _column_text(column: Column, values: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    if column.type == "geometry":
        return pa.array([None if one is None else shapely.from_wkb(one).wkt for one in values.to_pylist()], pa.string())
    if column.type == "datetime":
        return pc.replace_substring_regex(pc.strftime(values, format=DATETIME), r"\.0+$", "")
    return values.cast(pa.string()) if column.type == "time" else values


def _geojson(columns: Sequence[Column], pieces: Iterable[pa.Table]) -> Iterator[bytes]:
    """Return a FeatureCollection (RFC 7946), a feature for each row; a row without a place has the geometry null."""
    yield b'{"type":"FeatureCollection","features":['
    parting = b""
    for piece in pieces:
        if piece.num_rows:
            features = [
                {"type": "Feature", "geometry": geometry, "properties": properties}
                for geometry, properties in zip(_geometries(columns, piece), _properties(columns, piece), strict=True)
            ]
            yield parting + json.dumps(features, ensure_ascii=False, separators=(",", ":"))[1:-1].encode()
            parting = b","
    yield b"]}\n"


def _properties(columns: Sequence[Column], piece: pa.Table) -> Iterator[dict[str, Any]]:
    """Yield each row's values as JSON has them, its shape left out."""
    told = [column for column in columns if column.type != "geometry"]
    lists = [_json_values(column, piece.column(column.name)) for column in told]
    names = [column.name for column in told]
    return (dict(zip(names, values, strict=True)) for values in zip(*lists, strict=True)) if told else iter([{}] * piece.num_rows)


def _json_values(column: Column, values: pa.ChunkedArray) -> list[Any]:
    """Return a column as JSON holds it: days and instants are ISO text, and what is no number is null."""
    if column.type in ("date", "time", "datetime"):
        text = values.cast(pa.string()) if column.type == "date" else _column_text(column, values)
        return text.to_pylist()
    if pa.types.is_floating(values.type):
        values = pc.if_else(pc.is_finite(values), values, None)
    elif pa.types.is_decimal(values.type):
        values = values.cast(pa.float64())
    return values.to_pylist()


def _geometries(columns: Sequence[Column], piece: pa.Table) -> list[Any]:
    shape = next((one.name for one in columns if one.type == "geometry"), "")
    if shape:
        return [
            None if one is None else json.loads(shapely.to_geojson(shapely.from_wkb(one)))
            for one in piece.column(shape).to_pylist()
        ]
    names = {one.role: one.name for one in columns if one.role in ("longitude", "latitude")}
    places = zip(piece.column(names["longitude"]).to_pylist(), piece.column(names["latitude"]).to_pylist(), strict=True)
    return [None if x is None or y is None else {"type": "Point", "coordinates": [float(x), float(y)]} for x, y in places]


_WRITERS = {"csv": _csv, "geojson": _geojson}


def workbook_path(table: TableShown) -> Path:
    """Return where the table's workbook lies once it was made."""
    return folders.place("cache/workbooks", table.key)
