"""What was hidden in a published version: its true counts, kept so that no later version tells them. Nobody's page reads this."""

import json
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq

from madang.city.opendata.store import folders

FILE, ABOUT, MARK = "counts.parquet", b"shape", "hidden "


@dataclass(frozen=True, slots=True)
class Withheld:
    """The true counts of a version, its shape as JSON, and by count which rows were published empty."""

    table: pa.Table
    shape: dict[str, list[str]]
    hidden: dict[str, pa.ChunkedArray]


def put(version_id: UUID, kept: Withheld) -> None:
    """Keep what a version hides, readable for the site alone; a second time replaces the first."""
    table = kept.table
    for name, mask in kept.hidden.items():
        table = table.append_column(MARK + name, mask)
    table = table.replace_schema_metadata({ABOUT: json.dumps(kept.shape).encode()})
    with folders.workshop() as shop:
        draft = shop / FILE
        pq.write_table(table, draft, compression="zstd")
        draft.chmod(0o600)
        folders.settle(draft, _path(version_id))


def get(version_id: UUID) -> Withheld | None:
    """Return what a version hides; None where it hides nothing."""
    path = _path(version_id)
    if not path.exists():
        return None
    table = pq.read_table(path)
    shape = json.loads((table.schema.metadata or {})[ABOUT])
    marks = [name for name in table.column_names if name.startswith(MARK)]
    hidden = {name.removeprefix(MARK): table.column(name) for name in marks}
    return Withheld(table.drop_columns(marks), shape, hidden)


def has(version_id: UUID) -> bool:
    """Tell whether a version hides counts."""
    return _path(version_id).exists()


def _path(version_id: UUID) -> Path:
    return folders.place("withheld", version_id.hex) / FILE
