"""Which rows of two tables are the same: by a hash of 64 bits over their values, in memory that the tables' size hardly moves.

DuckDB hashes the rows as it scans them; the hashes lie in files. They are then matched part by part, parted by their highest
bits. Equal rows that occur several times are paired in their order. Two different rows of tables with n and m rows are taken for
the same with a probability of about n * m / 2**64, below one in 100,000 for ten million rows each; what must be exact (an older
version made again) is proved by its fingerprint.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from madang.city.opendata.store.rows import Positions, Rows

PART_ROWS = 2_000_000
MEMORY_MB = 512
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of an old and a new table that belong together, in the old one's order."""

    old: Positions
    new: Positions


def hashes(rows: Rows, columns: Sequence[str], file: Path) -> Hashes:
    """Return a hash for each row over some columns, values taken as they are typed; they lie in ``file``."""
    held = np.memmap(file, dtype=np.uint64, mode="w+", shape=(max(rows.count, 1),))
    with duckdb.connect(config={"memory_limit": f"{MEMORY_MB}MB", "threads": 2, "enable_external_access": True}) as engine:
        names = ", ".join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name in columns)
        asked = f"SELECT hash({names}) AS h FROM read_parquet(?)"  # noqa: S608 - names are quoted, and the store's own
        place = 0
        for batch in engine.sql(asked, params=[list(rows.paths)]).to_arrow_reader(1 << 17):
            held[place : place + batch.num_rows] = batch.column(0).to_numpy(zero_copy_only=False)
            place += batch.num_rows
    return held[: rows.count]


def pair(old: Hashes, new: Hashes, *, part_rows: int = PART_ROWS) -> Pairs:
    """Pair equal hashes; the second occurrence with the second, and so on. ``part_rows``: about how many at a time."""
    found = [_pair_part(*part) for part in _parts(old, new, part_rows)]
    if not found:
        return Pairs(np.empty(0, np.int64), np.empty(0, np.int64))
    olds, news = (np.concatenate([part[side] for part in found]) for side in (0, 1))
    order = np.argsort(olds, kind="stable")
    return Pairs(olds[order], news[order])


def are_unique(held: Hashes) -> bool:
    """Tell whether no two rows have the same hash."""
    for part, _, _, _ in _parts(held, held[:0]):
        ordered = np.sort(part)
        if (ordered[1:] == ordered[:-1]).any():
            return False
    return True


def unpaired(count: int, paired: Positions) -> Positions:
    """Return the positions among ``count`` rows that are not in ``paired``."""
    free = np.ones(count, dtype=bool)
    free[paired] = False
    return np.flatnonzero(free).astype(np.int64)


def _parts(old: Hashes, new: Hashes, part_rows: int = PART_ROWS) -> Iterator[tuple[Hashes, Positions, Hashes, Positions]]:
    """Yield hashes and their positions in both tables, parted by the hashes' highest bits."""
    bits = max(0, int(np.ceil(np.log2(max(len(old), len(new), 1) / part_rows))))
    for part in range(1 << bits):
        sides: list[Any] = []
        for held in (old, new):
            where = np.flatnonzero(held >> np.uint64(64 - bits) == part) if bits else np.arange(len(held))
            sides += [np.asarray(held[where]), where.astype(np.int64)]
        yield tuple(sides)


def _pair_part(old: Hashes, old_at: Positions, new: Hashes, new_at: Positions) -> tuple[Positions, Positions]:
    old_order, new_order = np.argsort(old, kind="stable"), np.argsort(new, kind="stable")
    olds, news = old[old_order], new[new_order]
    if not len(olds) or not len(news):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    first = np.searchsorted(olds, olds, side="left")
    target = np.searchsorted(news, olds, side="left") + (np.arange(len(olds)) - first)
    hits = target < len(news)
    hits[hits] = news[target[hits]] == olds[hits]
    return old_at[old_order[hits]], new_at[new_order[target[hits]]]
