"""Rows from Python, a batch at a time, into a Parquet file of text that the engine reads as often as it needs."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from madang.urban.formats.tabular.deciding.candidates import quoted

BATCH = 4_096


def batched(rows: Iterable[Sequence[object]], size: int = BATCH) -> Iterator[list[Sequence[object]]]:
    """Yield rows in lists of at most ``size``."""
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def write(place: Path, batches: Iterable[Sequence[Sequence[object]]], types: Sequence[pa.DataType]) -> str:
    """Write batches of rows, columns c0, c1, ...; return the relation that reads them in order."""
    schema = pa.schema([(f"c{number}", type_) for number, type_ in enumerate(types)])
    with pq.ParquetWriter(place, schema, compression="snappy") as out:
        for batch in batches:
            columns = [pa.array([row[number] for row in batch], type_) for number, type_ in enumerate(types)]
            out.write_batch(pa.record_batch(columns, schema=schema))
    return f"read_parquet({quoted(str(place))})"
