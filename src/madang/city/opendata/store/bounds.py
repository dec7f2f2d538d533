"""The boxes of a table's geometries, row by row, kept beside it as Parquet: the engine narrows by them, it knows no geometry."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from madang.city.opendata.store import cache, folders
from madang.city.opendata.store.rows import Rows

NAMES = ("box west", "box south", "box east", "box north")  # no column of a table has a space in its name
_SCHEMA = pa.schema([(name, pa.float64()) for name in NAMES])


def path_of(key: str) -> Path:
    """Return where the boxes of a table lie, once they are made."""
    return folders.place("cache/bounds", key)


def made(key: str, rows: Rows, column: str) -> Path:
    """Return the boxes of a geometry column, made in one pass if they are not there; rows without geometry have none."""
    target = path_of(key)
    if target.exists():
        cache.touch(target)
        return target
    with folders.workshop() as shop:
        draft = shop / "bounds.parquet"
        with pq.ParquetWriter(draft, _SCHEMA, compression="zstd") as writer:
            for piece in rows.pieces([column]):
                writer.write_table(_boxes(piece.column(0)))
        cache.make_room(draft.stat().st_size)
        folders.settle(draft, target)
    return target


def extent(key: str) -> tuple[float, float, float, float] | None:
    """Return the box around all geometries from the boxes' statistics; None where they are not made, or there are none."""
    if not path_of(key).exists():
        return None
    footer = pq.read_metadata(path_of(key))
    chunks = [[footer.row_group(group).column(place).statistics for place in range(4)] for group in range(footer.num_row_groups)]
    known = [four for four in chunks if all(one is not None and one.has_min_max for one in four)]
    if not known:
        return None
    west, south = (min(four[place].min for four in known) for place in (0, 1))
    east, north = (max(four[place].max for four in known) for place in (2, 3))
    return west, south, east, north


def _boxes(column: pa.ChunkedArray) -> pa.Table:
    shapes = shapely.from_wkb(column.to_numpy())
    found = shapely.bounds(shapes)
    arrays = [pa.array(found[:, place], mask=np.isnan(found[:, place])) for place in range(4)]
    return pa.table(dict(zip(NAMES, arrays, strict=True)), schema=_SCHEMA)
