"""What differs between two tables: rows added, removed and changed, by position; columns that came, went or changed type.

A comparison is made once for each pair of tables and lies in the cache: its rows are pairs of positions, so it stays small, and
any page of it is read as any page of a table.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from madang.city.opendata.store import cache, folders, matching, tables
from madang.city.opendata.store.rows import Positions, Rows

KINDS = ("changed", "added", "removed")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two tables differ.

    counts   by kind: changed, added, removed
    columns  [{name, change: added | removed | type, from, to}]
    keys     the columns that tell rows apart; empty where none do, and a changed row is one removed and one added
    rows     (kind, old, new) of every row that differs, changed ones first: positions, -1 where there is none
    """

    counts: Mapping[str, int]
    columns: tuple[Mapping[str, str], ...]
    keys: tuple[str, ...]
    rows: Rows

    def span(self, kind: str | None) -> tuple[int, int]:
        """Return where the rows of a kind begin, and how many there are."""
        if kind is None:
            return 0, self.rows.count
        before = sum(self.counts[one] for one in KINDS[: KINDS.index(kind)])
        return before, self.counts[kind]


def held(old_key: str, new_key: str, keys: Sequence[str] = ()) -> Comparison | None:
    """Return a comparison that was made before; None if it was not, or went from the cache."""
    folder = _folder(old_key, new_key, keys)
    try:
        about = json.loads(folder.with_suffix(".json").read_text())
        rows = Rows(folder.with_suffix(".parquet"))
    except FileNotFoundError:
        return None
    for suffix in (".json", ".parquet"):
        cache.touch(folder.with_suffix(suffix))
    return Comparison(about["counts"], tuple(about["columns"]), tuple(about["keys"]), rows)


def compare(old_key: str, new_key: str, keys: Sequence[str] = ()) -> Comparison:
    """Compare two tables; at once where that was done before, else in a time that grows with their rows (some 3 s a million)."""
    if known := held(old_key, new_key, keys):
        return known
    old, new = tables.open(old_key), tables.open(new_key)
    columns = _columns(old, new)
    same = _same(old, new, {one["name"] for one in columns})
    folder = _folder(old_key, new_key, keys)
    with folders.workshop() as shop:
        told_by, found = _found(old, new, same, [key for key in keys if key in same], shop)
        counts = {kind: len(found[kind][0]) for kind in KINDS}
        tables.write_pieces(_entries(found), _SCHEMA, shop / "rows.parquet")
        cache.make_room((shop / "rows.parquet").stat().st_size)
        folders.settle(shop / "rows.parquet", folder.with_suffix(".parquet"))
    about = {"counts": counts, "columns": columns, "keys": told_by}
    folders.write_json(folder.with_suffix(".json"), about)
    return Comparison(counts, tuple(columns), tuple(told_by), Rows(folder.with_suffix(".parquet")))


_SCHEMA = pa.schema([("kind", pa.string()), ("old", pa.int64()), ("new", pa.int64())])
_Found = dict[str, tuple[Positions, Positions]]


def _columns(old: Rows, new: Rows) -> list[dict[str, str]]:
    before = {field.name: str(field.type) for field in old.schema}
    after = {field.name: str(field.type) for field in new.schema}
    gone = [{"name": name, "change": "removed", "from": before[name], "to": ""} for name in before if name not in after]
    come = [{"name": name, "change": "added", "from": "", "to": after[name]} for name in after if name not in before]
    other = [
        {"name": name, "change": "type", "from": before[name], "to": after[name]}
        for name in before
        if name in after and before[name] != after[name]
    ]
    return come + gone + other


def _same(old: Rows, new: Rows, differing: set[str]) -> list[str]:
    """Return the columns whose values can be compared: those that both have, typed alike."""
    return [name for name in new.names if name in old.names and name not in differing]


def _found(old: Rows, new: Rows, same: list[str], keys: list[str], shop: Path) -> tuple[list[str], _Found]:
    none = np.empty(0, dtype=np.int64)
    if not same:
        return [], {"changed": (none, none), "removed": _only_old(np.arange(old.count)), "added": _only_new(np.arange(new.count))}
    values = [matching.hashes(rows, same, shop / f"rows-{side}") for side, rows in enumerate((old, new))]
    names = [matching.hashes(rows, keys, shop / f"keys-{side}") for side, rows in enumerate((old, new))] if keys else []
    changed = (none, none)
    if names and all(matching.are_unique(one) for one in names):
        pairs = matching.pair(*names)
        differs = values[0][pairs.old] != values[1][pairs.new]
        order = np.argsort(pairs.new[differs], kind="stable")
        changed = pairs.old[differs][order], pairs.new[differs][order]
    else:
        keys, pairs = [], matching.pair(*values)
    removed = _only_old(matching.unpaired(old.count, pairs.old))
    return keys, {"changed": changed, "removed": removed, "added": _only_new(matching.unpaired(new.count, pairs.new))}


def _only_old(at: Positions) -> tuple[Positions, Positions]:
    return at.astype(np.int64), np.full(len(at), -1, dtype=np.int64)


def _only_new(at: Positions) -> tuple[Positions, Positions]:
    return np.full(len(at), -1, dtype=np.int64), at.astype(np.int64)


def _entries(found: _Found) -> list[pa.Table]:
    return [
        pa.table({"kind": pa.repeat(pa.scalar(kind), len(found[kind][0])), "old": found[kind][0], "new": found[kind][1]}, _SCHEMA)
        for kind in KINDS
    ]


def _folder(old_key: str, new_key: str, keys: Sequence[str]) -> Path:
    told = json.dumps([old_key, new_key, *keys], ensure_ascii=False)
    return folders.place("cache/comparisons", hashlib.sha256(told.encode()).hexdigest())
