"""How two versions of a data set differ: counts, columns, and every row that was added, removed or changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.queries.versions.showing import VersionView
from madang.city.opendata.rules.versions import keys_of
from madang.city.opendata.store import comparing, tables

MOST_CHANGES = 1_000
AT_ONCE_ROWS = 300_000
BLOCK = 4_096
Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """How one version became another.

    counts    by kind: changed, added, removed
    columns   [{name, change: added | removed | type, from, to}]
    keys      columns that tell rows apart; where there are none, a changed row is one removed and one added
    """

    before: VersionView
    after: VersionView
    counts: Mapping[str, int]
    columns: tuple[Mapping[str, str], ...]
    keys: tuple[str, ...]
    found: comparing.Comparison

    @property
    def total(self) -> int:
        """Return how many rows differ."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Change:
    """One row that differs.

    before, after  its values by column in the older and the newer version; None where it is not there
    differs        names of the columns whose values differ; empty for a row that was added or removed
    old, new       its positions (from 0)
    """

    kind: Kind
    old: int | None
    new: int | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    differs: tuple[str, ...]


def difference(before: VersionView, after: VersionView, *, at_once: bool = False) -> Difference | None:
    """Return how two versions differ; None where that takes longer than a page may and has not been found yet.

    at_once  find it however long it takes; otherwise services.versions.compare_later has it found by a job
    Raises Refused for versions of two data sets, or without a table.
    """
    if before.slug != after.slug:
        raise Refused(Refusal("opendata.two_datasets", status=422))
    for one in (before, after):
        if not one.key:
            raise Refused(Refusal("opendata.table_unknown", {"slug": one.slug, "number": one.number}, status=404))
    keys = keys_of(after.wanted, after.columns)
    found = comparing.held(before.key, after.key, keys)
    is_small = before.rows + after.rows <= AT_ONCE_ROWS and tables.is_at_hand(before.key) and tables.is_at_hand(after.key)
    if found is None and (at_once or is_small):
        found = comparing.compare(before.key, after.key, keys)
    if found is None:
        return None
    return Difference(before, after, found.counts, found.columns, found.keys, found)


def changes(found: Difference, *, kind: Kind | None = None, offset: int = 0, limit: int = 50) -> tuple[Change, ...]:
    """Return rows that differ: the changed ones first, then those added, then those removed, each in the table's order."""
    start, count = found.found.span(kind)
    first = max(offset, 0)
    return _read(found, start + first, min(max(limit, 0), MOST_CHANGES, max(count - first, 0)))


def every_change(found: Difference, *, kind: Kind | None = None) -> Iterator[Change]:
    """Yield all rows that differ, in bounded memory."""
    start, count = found.found.span(kind)
    for first in range(start, start + count, BLOCK):
        yield from _read(found, first, min(BLOCK, start + count - first))


def _read(found: Difference, offset: int, limit: int) -> tuple[Change, ...]:
    entries = found.found.rows.read(offset, limit)
    old_at, new_at = (entries.column(name).to_numpy() for name in ("old", "new"))
    olds, news = _rows_at(found.before, old_at), _rows_at(found.after, new_at)
    kinds = entries.column("kind").to_pylist()
    return tuple(
        _change(kind, int(old), int(new), olds.get(int(old)), news.get(int(new)))
        for kind, old, new in zip(kinds, old_at, new_at, strict=True)
    )


def _rows_at(version: VersionView, positions: Any) -> dict[int, dict[str, Any]]:
    there = positions[positions >= 0]
    rows = tables.open(version.key, version.layout).take(np.asarray(there)).to_pylist()
    return {int(position): row for position, row in zip(there, rows, strict=True)}


def _change(kind: Kind, old: int, new: int, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Change:
    both = before is not None and after is not None
    differs = tuple(name for name in after or () if name in (before or ()) and (before or {})[name] != (after or {})[name])
    return Change(
        kind, old if old >= 0 else None, new if new >= 0 else None, before, after, differs if both else ()
    )  # fmt: skip
