"""The table of a version as the gate reads it, and what earlier versions told."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from madang.city.opendata.models import Table, Version
from madang.city.opendata.rules.disclosure import Field, Release, Shape, shape_of
from madang.city.opendata.store import tables, withheld

BATCH = 122_880
MOST_EARLIER = 24


def fields_of(columns: Sequence[dict[str, Any]]) -> tuple[Field, ...]:
    """Return a table's columns as the gate sees them."""
    return tuple(Field.from_json(column) for column in columns)


def batches(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Yield the rows of some columns, one batch in memory at a time."""
    with pq.ParquetFile(path) as file:
        yield from file.iter_batches(batch_size=BATCH, columns=list(columns))


def counted(table: Table, shape: Shape) -> pa.Table:
    """Return the columns that counts are about, whole."""
    wanted = (*shape.dimensions, *shape.counts, *shape.shares, *shape.resting)
    return pq.read_table(tables.open(table.key, table.layout).path, columns=list(dict.fromkeys(wanted)))


def shape_of_table(table: Table) -> Shape | None:
    """Return the shape of a table with counts; None where there are none."""
    found = shape_of(fields_of(table.columns))
    return found[0] if found else None


def earlier(version: Version) -> tuple[Release, ...]:
    """Return the counts that versions before told or hid, the oldest first; also of versions that were taken back since.

    Only the newest MOST_EARLIER: a reader who kept older ones is not thought of.
    """
    before = Version.objects.filter(dataset=version.dataset_id, number__isnull=False).exclude(pk=version.pk)
    newest = before.select_related("table").order_by("-number")[:MOST_EARLIER]
    return tuple(release for one in reversed(newest) if (release := _release(one)))


def hides_earlier(version: Version) -> bool:
    """Tell whether an earlier version hid counts."""
    before = Version.objects.filter(dataset=version.dataset_id, number__isnull=False).exclude(pk=version.pk)
    return any(withheld.has(one) for one in before.values_list("public_id", flat=True))


def _release(version: Version) -> Release | None:
    kept = withheld.get(version.public_id)
    if kept is not None:
        shape = Shape(**{name: tuple(columns) for name, columns in kept.shape.items()})
        return Release(kept.table, shape, {name: mask.to_numpy() for name, mask in kept.hidden.items()})
    if version.table is None:
        return None
    told = shape_of_table(version.table)
    return Release(counted(version.table, told), told, {}) if told else None
