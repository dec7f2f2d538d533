"""An older table kept as what tells it from a newer one, and made again from that.

``delta-kept.parquet`` holds, for each row that both have, its position in the newer table, in the older one's order;
``delta-gone.parquet`` the positions, in the older table, of rows that only it has, and ``delta-rows.parquet`` those rows.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from madang.city.opendata.store import folders, matching, tables
from madang.city.opendata.store.rows import Positions, Rows
from madang.urban.formats.tabular import ROW_GROUP

KEPT, GONE, ONLY = "delta-kept.parquet", "delta-gone.parquet", "delta-rows.parquet"
WORTH_SHARE = 0.8
MOST_JUMPS_SHARE = 0.001  # of the rows; each costs a group that is decoded for few of its rows
BLOCK = 16 * ROW_GROUP


def replace(old_key: str, new_key: str) -> bool:
    """Keep an older table as its difference from a newer one where that takes less room; return whether it does now.

    The older table is made again and its fingerprint compared before its own rows are deleted.
    """
    whole = tables.folder_of(old_key) / tables.FILE
    if old_key == new_key or not whole.exists():
        return False
    old, new = tables.open(old_key), tables.open(new_key)
    if not old.schema.equals(new.schema):
        return False
    with folders.workshop() as shop:
        if not _told(old, new, shop) or _size(shop) > WORTH_SHARE * whole.stat().st_size:
            return False
        about = tables.about_of(old_key)
        draft = shop / tables.FILE
        apply(new, shop, draft)
        try:
            tables.check(draft, old_key, about)
        except tables.Spoiled:
            return False
        for name in (KEPT, GONE, ONLY):
            folders.settle(shop / name, tables.folder_of(old_key) / name)
    folders.write_json(tables.folder_of(old_key) / tables.ABOUT, about | {"delta": {"from": new_key}})
    whole.unlink()
    tables.forget(old_key)
    return True


def _told(old: Rows, new: Rows, shop: Path) -> bool:
    """Write what tells the old table from the new one; return False where the order of rows differs too much.

    Rows that only changed places with their neighbours, as those that a sort cannot tell apart do, cost nothing.
    """
    names = old.names
    one, other = (matching.hashes(rows, names, shop / f"hashes-{side}") for side, rows in enumerate((old, new)))
    pairs = matching.pair(one, other)
    if np.count_nonzero(np.abs(np.diff(pairs.new)) > ROW_GROUP) > MOST_JUMPS_SHARE * old.count:
        return False
    gone = matching.unpaired(old.count, pairs.old)
    _write_positions(pairs.new, shop / KEPT)
    _write_positions(gone, shop / GONE)
    tables.write_pieces(_only(old, gone), old.schema, shop / ONLY)
    return True


def _only(old: Rows, gone: Positions) -> Iterator[pa.Table]:
    start = 0
    for piece in old.pieces():
        end = start + piece.num_rows
        here = gone[np.searchsorted(gone, start) : np.searchsorted(gone, end)]
        yield piece.take(pa.array(here - start))
        start = end


def apply(base: Rows, folder: Path, target: Path) -> None:
    """Write the older table that a folder tells from ``base``; it is not checked here."""
    only = Rows(folder / ONLY)
    tables.write_pieces(_blocks(base, only, _positions(folder / KEPT), _positions(folder / GONE)), only.schema, target)


def _blocks(base: Rows, only: Rows, kept: Positions, gone: Positions) -> Iterator[pa.Table]:
    """Yield the older table's rows, block by block."""
    count = len(kept) + len(gone)
    for start in range(0, count, BLOCK):
        end = min(start + BLOCK, count)
        first, last = np.searchsorted(gone, (start, end))
        from_base = base.take(kept[start - first : end - last])
        from_only = only.read(int(first), int(last - first))
        is_gone = np.zeros(end - start, dtype=bool)
        is_gone[gone[first:last] - start] = True
        place = np.empty(end - start, dtype=np.int64)
        place[~is_gone] = np.arange(from_base.num_rows)
        place[is_gone] = from_base.num_rows + np.arange(from_only.num_rows)
        yield pa.concat_tables([from_base, from_only]).take(pa.array(place))


def _write_positions(positions: Positions, path: Path) -> None:
    table = pa.table({"position": pa.array(positions)})
    pq.write_table(table, path, compression="zstd", use_dictionary=False, column_encoding={"position": "DELTA_BINARY_PACKED"})


def _positions(path: Path) -> Positions:
    found: Positions = pq.read_table(path, use_threads=False).column(0).to_numpy()
    return found


def _size(folder: Path) -> int:
    return sum((folder / name).stat().st_size for name in (KEPT, GONE, ONLY))


def make_whole(key: str) -> None:
    """Keep a table as rows of its own again, for whoever deletes the one that it is made from. Raises Missing, Spoiled."""
    folder = tables.folder_of(key)
    if (folder / tables.FILE).exists():
        return
    rows = tables.open(key)
    with folders.workshop() as shop:
        draft = shop / tables.FILE
        shutil.copyfile(rows.path, draft)
        draft.chmod(0o644)
        folders.settle(draft, folder / tables.FILE)
    tables.drop_delta(key)
    tables.forget(key)
