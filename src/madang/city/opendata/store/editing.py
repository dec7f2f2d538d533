"""A table with some cells changed, as a new file; groups without a change are copied as they are."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from madang.city.opendata.store import tables
from madang.city.opendata.store.rows import Rows

Changes = Mapping[int, Mapping[str, Any]]


def edit(rows: Rows, changes: Changes, target: Path) -> None:
    """Write a table's rows with other values in some cells.

    changes  {position: {column: value}}, values of the columns' own types, None for no value
    Raises IndexError for a position, KeyError for a column that there is not, ArrowInvalid for a value of another type.
    """
    for position, values in changes.items():
        if not 0 <= position < rows.count:
            raise IndexError(position)
        for name in values:
            if name not in rows.names:
                raise KeyError(name)
    tables.write_pieces(_edited(rows, changes), rows.schema, target)


def _edited(rows: Rows, changes: Changes) -> Iterator[pa.Table]:
    start = 0
    for piece in rows.pieces():
        here = {at - start: values for at, values in changes.items() if start <= at < start + piece.num_rows}
        start += piece.num_rows
        yield _with(piece, here) if here else piece


def _with(piece: pa.Table, changes: Changes) -> pa.Table:
    for name in sorted({name for values in changes.values() for name in values}):
        mine = sorted(at for at, values in changes.items() if name in values)
        mask = np.zeros(piece.num_rows, dtype=bool)
        mask[mine] = True
        place = piece.column_names.index(name)
        kind = piece.schema.field(name).type
        other = pa.array([changes[at][name] for at in mine], type=kind)
        piece = piece.set_column(place, piece.schema.field(name), pc.replace_with_mask(piece.column(name), mask, other))
    return piece
