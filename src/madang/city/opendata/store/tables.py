"""Typed tables: written once under the fingerprint of their content, opened in a moment, older ones made again when asked for.

A table's folder holds ``about.json`` (columns, sort, rows) and either ``rows.parquet`` or, for an older version, what tells it
from a newer table (store.deltas). A table that had to be made again lies in the cache until room is needed.
"""

import json
import shutil
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from madang.city.opendata.store import cache, folders
from madang.city.opendata.store.fingerprints import fingerprint
from madang.city.opendata.store.rows import Rows
from madang.urban.formats.tabular import ROW_GROUP

MOST_OPEN = 32
FILE, ABOUT = "rows.parquet", "about.json"
_open: OrderedDict[str, Rows] = OrderedDict()
_lock = threading.Lock()


class Missing(Exception):
    """Raised for a table that is not in the store."""


class Spoiled(Exception):
    """Raised where a table that was made again is not what it was."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A table in the store: its key (the fingerprint of its content), how much room it takes, how it is laid out."""

    key: str
    rows: int
    bytes: int
    layout: Mapping[str, Any]


def write(path: Path, columns: Iterable[Mapping[str, Any]], sort: Sequence[str] = ()) -> Stored:
    """Move a Parquet file into the store; the same content a second time takes no room, and the file is gone either way.

    columns  as Column.to_json has them, in the file's order
    sort     the names that the rows are sorted by
    """
    described = list(columns)
    with folders.workshop() as shop:
        draft = shop / "table"
        draft.mkdir()
        _fit(path, draft / FILE)
        rows = Rows(draft / FILE, sort)
        key = fingerprint(rows.pieces(), rows.schema, described)
        about = {"columns": described, "sort": list(sort), "rows": rows.count}
        folders.write_json(draft / ABOUT, about)
        (draft / FILE).chmod(0o644)
        target = folder_of(key)
        if not folders.settle_folder(draft, target) and not (target / FILE).exists():
            folders.settle(draft / FILE, target / FILE)
            drop_delta(key)
    return described_as(key)


def described_as(key: str) -> Stored:
    """Return how a table lies in the store now. Raises Missing."""
    folder, about = folder_of(key), about_of(key)
    layout: dict[str, Any] = {"kind": "whole", "sort": about["sort"]}
    if not (folder / FILE).exists():
        layout |= {"kind": "delta", "from": about["delta"]["from"]}
    return Stored(key, about["rows"], folders.size(folder), layout)


def about_of(key: str) -> dict[str, Any]:
    """Return a table's own description. Raises Missing."""
    try:
        found: dict[str, Any] = json.loads((folder_of(key) / ABOUT).read_text())
    except FileNotFoundError as problem:
        raise Missing(key) from problem
    return found


def folder_of(key: str) -> Path:
    """Return the folder of a table."""
    return folders.place("tables", key)


def open(key: str, layout: Mapping[str, Any] | None = None) -> Rows:  # noqa: A001 - it opens a table as open() opens a file
    """Return the rows of a table; those of an older version are made again first, which takes seconds where there are millions.

    layout  as Table.layout keeps it; a hint only, since a table may have been laid out anew meanwhile
    Raises Missing, Spoiled.
    """
    with _lock:
        if key in _open:
            _open.move_to_end(key)
            return _open[key]
    rows = _opened(key, layout or {})
    with _lock:
        _open[key] = rows
        while len(_open) > MOST_OPEN:
            _open.popitem(last=False)
    return rows


def is_at_hand(key: str) -> bool:
    """Tell whether a table can be opened without making it again."""
    return (folder_of(key) / FILE).exists() or cache.has(key)


def forget(key: str) -> None:
    """Close a table in this process, for whoever changes how it lies."""
    with _lock:
        _open.pop(key, None)


def close_all() -> None:
    """Close every table of this process, for whoever changes where the store lies."""
    with _lock:
        _open.clear()


def _opened(key: str, layout: Mapping[str, Any]) -> Rows:
    whole = folder_of(key) / FILE
    for path in (whole, cache.path_of(key)):
        if path.exists():
            cache.touch(path)
            return Rows(path, layout.get("sort") or about_of(key)["sort"])
    return rebuilt(key)


def rebuilt(key: str) -> Rows:
    """Make an older table again from the newer one that it was told apart from, and prove that it is the same.

    Raises Missing, Spoiled.
    """
    from madang.city.opendata.store import deltas  # noqa: PLC0415 - the two know each other

    about = about_of(key)
    if "delta" not in about:
        raise Missing(key)
    base = open(about["delta"]["from"])
    with folders.workshop() as shop:
        draft = shop / FILE
        deltas.apply(base, folder_of(key), draft)
        check(draft, key, about)
        draft.chmod(0o644)
        path = cache.keep(draft, key)
    return Rows(path, about["sort"])


def check(path: Path, key: str, about: Mapping[str, Any]) -> None:
    """Raise Spoiled unless a file holds the content of ``key``."""
    rows = Rows(path)
    if fingerprint(rows.pieces(), rows.schema, about["columns"]) != key:
        raise Spoiled(f"the table {key} does not come out as it was: restore the store from a backup")


def drop(key: str) -> None:
    """Delete a table that nothing names any more; harmless where it is gone."""
    forget(key)
    shutil.rmtree(folder_of(key), ignore_errors=True)
    cache.drop(key)


def drop_delta(key: str) -> None:
    """Forget that a table was told from another: it is whole again."""
    about = about_of(key)
    about.pop("delta", None)
    folders.write_json(folder_of(key) / ABOUT, about)
    for one in folder_of(key).glob("delta-*"):
        one.unlink()


def write_pieces(pieces: Iterable[pa.Table], schema: pa.Schema, path: Path) -> None:
    """Write a table that comes in pieces, cut into the store's row groups."""
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=3) as writer:
        held: list[pa.Table] = []
        count = 0
        for piece in pieces:
            held.append(piece)
            count += piece.num_rows
            if count >= ROW_GROUP:
                whole = pa.concat_tables(held)
                full = count - count % ROW_GROUP
                writer.write_table(whole.slice(0, full), row_group_size=ROW_GROUP)
                held, count = [whole.slice(full)], count - full
        if count:
            writer.write_table(pa.concat_tables(held).combine_chunks(), row_group_size=ROW_GROUP)


def _fit(source: Path, target: Path) -> None:
    """Move a file into a folder of ours, cut anew where its groups are too large to page through."""
    footer = pq.read_metadata(source)
    largest = max((footer.row_group(group).num_rows for group in range(footer.num_row_groups)), default=0)
    if largest > 2 * ROW_GROUP:
        rows = Rows(source)
        write_pieces(rows.pieces(), rows.schema, target)
        source.unlink()
        return
    shutil.move(source, target)
