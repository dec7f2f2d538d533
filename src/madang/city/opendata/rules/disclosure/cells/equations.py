"""Which counts of a table add up to which others: rows that are totals of rows, columns that are totals of columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.city.opendata.rules.disclosure.cells.coding import TOTAL, Coded, ids

Places = NDArray[np.int64]
Values = NDArray[np.float64]
LEAST_GROUP, LEAST_CONTEXTS = 3, 2


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of rows: row ``whole[i]`` holds all rows whose ``of`` is i.

    whole  (sums,) rows
    parts  (parts,) rows
    of     (parts,) which sum each part belongs to, in ascending order
    """

    whole: Places
    parts: Places
    of: Places


def settle_totals(coded: Coded, counts: Values) -> None:
    """Make totals of values that are the sum of all others of their dimension, in every version and every place.

    counts  (rows, measures), nan where empty. Changes coded.codes: an unnamed total, such as the city among its districts,
    and an empty value that stands for all, become TOTAL.
    """
    for version in np.unique(coded.version):
        rows = np.flatnonzero(coded.version == version)
        for dimension in range(coded.codes.shape[1]):
            codes = coded.codes[rows, dimension]
            if (codes == TOTAL).any() or (coded.parents[dimension] != TOTAL).any():
                continue
            found = _unnamed_total(coded.codes[rows], dimension, counts[rows])
            if found is not None:
                coded.codes[rows[codes == found], dimension] = TOTAL


def _unnamed_total(codes: Places, dimension: int, counts: Values) -> int | None:
    values = codes[:, dimension]
    others = np.delete(codes, dimension, axis=1)
    _, context = np.unique(ids(others), return_inverse=True)
    sizes = np.bincount(context)
    known = np.nan_to_num(counts)
    holds = np.ones(len(values), dtype=bool)
    for measure in range(counts.shape[1]):
        sums = np.bincount(context, weights=known[:, measure])
        holds &= (np.abs(2 * known[:, measure] - sums[context]) < 0.5) & ~np.isnan(counts[:, measure])
    holds &= sizes[context] >= LEAST_GROUP
    several = known.sum(axis=1) > 0
    rows = np.bincount(values)
    right = np.bincount(values, weights=holds)
    telling = np.bincount(values, weights=holds & several)
    wide = np.bincount(values, weights=holds & several & (sizes[context] > 2 * LEAST_GROUP))
    found = np.flatnonzero((rows > 0) & (right == rows) & ((telling >= LEAST_CONTEXTS) | (wide > 0)))
    return int(found[0]) if len(found) == 1 else None


def row_sums(coded: Coded, rows: Places) -> Iterator[Sums]:
    """Yield the sums among the rows of one version: totals over one dimension, or over several at once, and trees of codes."""
    codes = coded.codes[rows]
    weights = 1 << np.arange(codes.shape[1], dtype=np.int64)
    pattern = ((codes == TOTAL) * weights).sum(axis=1)
    roots = _roots(coded, codes)
    present = [int(one) for one in np.unique(pattern)]
    for whole in present:
        for part in _just_below(whole, present):
            summed = (weights & (whole & ~part)) > 0
            fixed = codes[:, (weights & whole) == 0]
            children = np.flatnonzero((pattern == part) & roots[:, summed].all(axis=1))
            yield _joined(rows, fixed, np.flatnonzero(pattern == whole), children)
    for dimension, holders in enumerate(coded.parents):
        if (holders != TOTAL).any():
            yield _tree(rows, codes, dimension, holders)


def _roots(coded: Coded, codes: Places) -> NDArray[np.bool_]:
    """Return (rows, dimensions) where the value has no holder, so that a total may count it."""
    roots = np.ones(codes.shape, dtype=bool)
    for dimension, holders in enumerate(coded.parents):
        if len(holders):
            roots[:, dimension] = np.where(codes[:, dimension] == TOTAL, True, holders[codes[:, dimension]] == TOTAL)
    return roots


def _just_below(whole: int, present: Sequence[int]) -> list[int]:
    """Return the finer patterns that no pattern stands between: bits are the dimensions that are totalled."""
    finer = [one for one in present if one != whole and one & whole == one]
    return [one for one in finer if not any(other != one and one & other == one for other in finer)]


def _tree(rows: Places, codes: Places, dimension: int, holders: Places) -> Sums:
    """Return the sums of a dimension whose values hold each other, such as 11 and 11110."""
    own = codes[:, dimension]
    held = np.where(own == TOTAL, TOTAL, holders[own])
    children = np.flatnonzero(held != TOTAL)
    as_child = codes.copy()
    as_child[:, dimension] = held
    both = ids(np.concatenate([codes, as_child[children]]))
    return _matched(rows, both[: len(codes)], np.arange(len(codes)), both[len(codes) :], children)


def _joined(rows: Places, fixed: Places, parents: Places, children: Places) -> Sums:
    keys = ids(fixed)
    return _matched(rows, keys[parents], parents, keys[children], children)


def _matched(rows: Places, parent_keys: Places, parents: Places, child_keys: Places, children: Places) -> Sums:
    order = np.argsort(child_keys, kind="stable")
    child_keys, children = child_keys[order], children[order]
    first, last = np.searchsorted(child_keys, parent_keys, "left"), np.searchsorted(child_keys, parent_keys, "right")
    kept = last > first
    parents, first, sizes = parents[kept], first[kept], (last - first)[kept]
    of = np.repeat(np.arange(len(parents)), sizes)
    within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return Sums(rows[parents], rows[children[first[of] + within]], of)


def column_sums(counts: Values) -> list[tuple[int, tuple[int, ...]]]:
    """Return which columns are sums of a run of neighbouring columns in every row: (total, parts).

    counts  (rows, measures), nan where empty. Rows with an empty value are not asked; at least two rows must tell.
    """
    full = counts[~np.isnan(counts).any(axis=1)]
    if len(full) < 2 or counts.shape[1] < 3:
        return []
    cumulative = np.concatenate([np.zeros((len(full), 1)), np.cumsum(full, axis=1)], axis=1)
    found = []
    for total in range(full.shape[1]):
        for part in (range(total + 1, full.shape[1]), range(total)):
            run = _run(full[:, total], cumulative, part)
            if run:
                found.append((total, run))
    return found


def _run(total: Values, cumulative: Values, among: range) -> tuple[int, ...]:
    """Return the longest run of columns that sums to the total in every row."""
    for size in range(len(among), 1, -1):
        for first in range(among.start, among.stop - size + 1):
            sums = cumulative[:, first + size] - cumulative[:, first]
            if np.abs(sums - total).max() < 0.5 and total.any():
                return tuple(range(first, first + size))
    return ()
