"""Tables for the tests of the store."""

import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from madang.city.opendata.store import tables

KINDS = {"string": "text", "int64": "integer", "double": "decimal", "bool": "boolean", "date32[day]": "date"}


def described(table: pa.Table, **units: str) -> list[dict[str, Any]]:
    """Return a table's columns as urban.formats tells of them; ``units`` by column."""
    return [
        {
            "name": field.name,
            "source_name": field.name,
            "type": KINDS.get(str(field.type), "text"),
            "unit": units.get(field.name, ""),
        }
        for field in table.schema
    ]


def file(table: pa.Table, *, group: int = 100, **how: Any) -> Path:
    """Write a table as Parquet into a folder of its own."""
    path = Path(tempfile.mkdtemp()) / "made.parquet"
    pq.write_table(table, path, row_group_size=group, **{"compression": "zstd", **how})
    return path


def stored(table: pa.Table, *, group: int = 100, sort: tuple[str, ...] = ()) -> tables.Stored:
    """Put a table into the store."""
    return tables.write(file(table, group=group), described(table), sort)


def trees(count: int = 1_000, *, start: int = 0) -> pa.Table:
    """Return trees: an id, the street they stand in (sorted), a height with gaps, whether they bear fruit."""
    ids = range(start, start + count)
    return pa.table(
        {
            "id": pa.array(ids, pa.int64()),
            "street": pa.array([f"street {i // 25:04}" for i in ids]),
            "height": pa.array([None if i % 7 == 0 else i * 0.5 for i in ids], pa.float64()),
            "kind": pa.array([None if i % 11 == 0 else ("oak", "은행나무", "")[i % 3] for i in ids]),
            "fruit": pa.array([None if i % 13 == 0 else i % 2 == 0 for i in ids]),
        }
    )


def changed(table: pa.Table, column: str, values: dict[int, Any]) -> pa.Table:
    """Return a table with other values in some rows of a column."""
    cells = table.column(column).to_pylist()
    for place, value in values.items():
        cells[place] = value
    place = table.column_names.index(column)
    return table.set_column(place, table.schema.field(column), pa.array(cells, table.schema.field(column).type))
