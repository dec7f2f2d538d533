"""All cells that anybody may know of, in one system: which values there are, what adds up to what, who knows which.

A cell is a set of (dimension, value) with a measure, so the same cell in two versions, or in two tables of which one is the
margin of the other, is one unknown as long as its value is the same: the strongest reader knows what did not change.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from madang.city.opendata.rules.disclosure.cells.coding import TOTAL, Coded, code_rows, ids
from madang.city.opendata.rules.disclosure.cells.equations import Places, Values, column_sums, row_sums, settle_totals
from madang.city.opendata.rules.disclosure.cells.shapes import Shape

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Release:
    """One version as it was published.

    table   the true counts; empty where even we no longer know them
    shape   its columns
    hidden  by count, (rows,) which were published empty; None for the version that is being made
    """

    table: pa.Table
    shape: Shape
    hidden: dict[str, Mask] | None = None


@dataclass(frozen=True)
class System:
    """Unknowns and equations.

    values    (unknowns,) true values
    lower     (unknowns,) the least that a reader believes: 1 for what is hidden, since zeros are shown
    told      (unknowns,) published in an earlier version
    kept      (unknowns,) hidden earlier, and not safely different now: stays hidden
    own       (unknowns,) stands in the version that is being made, and may be hidden in it
    cell_of   (rows, measures) the unknown of each count of the newest version; -1 where it is empty
    starts, cells, signs   equations one behind the other: sum of signs * values[cells] = 0
    """

    values: Values
    lower: Values
    told: Mask
    kept: Mask
    own: Mask
    cell_of: Places
    starts: Places
    cells: Places
    signs: Values


def build(releases: Sequence[Release], k: int) -> System:
    """Put all versions, the newest last, into one system."""
    measures = tuple(dict.fromkeys(name for release in releases for name in release.shape.counts))
    coded = code_rows([release.table for release in releases], [release.shape for release in releases])
    counts = np.concatenate([_counts(release, measures) for release in releases])
    settle_totals(coded, counts)
    hidden = np.concatenate([_hidden(release, measures) for release in releases])
    joined = _Builder(coded, counts, hidden, len(releases), k)
    return joined.system()


def _counts(release: Release, measures: Sequence[str]) -> Values:
    columns = [
        pc.cast(release.table.column(name), pa.float64()).to_numpy()
        if name in release.shape.counts
        else np.full(release.table.num_rows, np.nan)
        for name in measures
    ]
    return np.column_stack([np.where(np.abs(one) < 2**52, one, np.nan) for one in columns])


def _hidden(release: Release, measures: Sequence[str]) -> Mask:
    nobody = np.zeros(release.table.num_rows, dtype=bool)
    return np.column_stack([(release.hidden or {}).get(name, nobody) for name in measures])


class _Builder:
    """Gathers cells and equations, then makes unknowns of alike cells."""

    def __init__(self, coded: Coded, counts: Values, hidden: Mask, releases: int, k: int) -> None:
        self.coded, self.counts, self.hidden, self.releases, self.k = coded, counts, hidden, releases, k
        self.rows, self.measures = counts.shape
        self.values = [counts.reshape(-1)]
        self.codes = [coded.codes]
        self.count = counts.size
        self.equations: list[tuple[Places, Places, Places]] = []  # whole cells, part cells, of
        self.slack: list[tuple[int, float]] = []

    def system(self) -> System:
        for version in range(self.releases):
            rows = np.flatnonzero(self.coded.version == version)
            self._sums(rows)
        if self.releases > 1:
            self._margins()
        return self._joined()

    def _sums(self, rows: Places) -> None:
        for sums in row_sums(self.coded, rows):
            for measure in range(self.measures):
                self.equations.append((sums.whole * self.measures + measure, sums.parts * self.measures + measure, sums.of))
        for total, parts in column_sums(self.counts[rows]):
            whole = rows * self.measures + total
            cells = (rows[:, None] * self.measures + np.array(parts)[None, :]).reshape(-1)
            self.equations.append((whole, cells, np.repeat(np.arange(len(rows)), len(parts))))

    def _margins(self) -> None:
        """Add the totals of one version's finest rows that another version tells of and this one does not."""
        patterns = ((self.coded.codes == TOTAL) * (1 << np.arange(self.coded.codes.shape[1], dtype=np.int64))).sum(axis=1)
        for version in range(self.releases):
            rows = np.flatnonzero(self.coded.version == version)
            own = {int(one) for one in np.unique(patterns[rows])}
            finest = min(own, key=lambda one: one.bit_count()) if own else 0
            leaves = rows[patterns[rows] == finest]
            for other in {int(one) for one in np.unique(patterns)} - own:
                if finest & other == finest:
                    self._margin(leaves, other, patterns)

    def _margin(self, leaves: Places, pattern: int, patterns: Places) -> None:
        codes = self.coded.codes[leaves].copy()
        codes[:, [bool(pattern >> place & 1) for place in range(codes.shape[1])]] = TOTAL
        elsewhere = np.flatnonzero(patterns == pattern)
        keys = ids(np.concatenate([codes, self.coded.codes[elsewhere]]))
        wanted = np.isin(keys[: len(leaves)], keys[len(leaves) :])
        leaves, codes, keys = leaves[wanted], codes[wanted], keys[: len(wanted)][wanted]
        _, first, of = np.unique(keys, return_index=True, return_inverse=True)
        order = np.argsort(of, kind="stable")
        for measure in range(self.measures):
            parts = self.counts[leaves, measure]
            sums = np.bincount(of, weights=np.nan_to_num(parts), minlength=len(first))
            empty = np.bincount(of, weights=np.isnan(parts), minlength=len(first)) > 0
            cells = self._add(codes[first], measure, np.where(empty, np.nan, sums))
            self.equations.append((cells, leaves[order] * self.measures + measure, of[order]))

    def _add(self, codes: Places, measure: int, values: Values) -> Places:
        """Add cells that stand in no table; return their places."""
        full = np.full((len(codes), self.measures), np.nan)
        full[:, measure] = values
        places = self.count + np.arange(len(codes)) * self.measures + measure
        self.values.append(full.reshape(-1))
        self.codes.append(codes)
        self.count += full.size
        return places

    def _joined(self) -> System:
        values, codes = np.concatenate(self.values), np.concatenate(self.codes)
        alike = np.unique(ids(codes), return_inverse=True)[1].reshape(-1)
        keys = np.repeat(alike, self.measures) * self.measures + np.tile(np.arange(self.measures), len(codes))
        version = np.repeat(np.concatenate([self.coded.version, np.full(len(codes) - self.rows, -1)]), self.measures)
        shown = ~np.isnan(values)
        values = _guess(values, keys, version, self.releases)
        real = ~np.isnan(values)
        place = np.full(len(values), -1)
        place[real] = _alike(keys[real], values[real])
        count = int(place.max(initial=-1)) + 1
        published = real & (version >= 0) & (version < self.releases - 1)
        was_hidden = np.zeros(len(values), dtype=bool)
        was_hidden[: self.hidden.size] = self.hidden.reshape(-1)
        told, own, in_table = (np.zeros(count, dtype=bool) for _ in range(3))
        told[place[published & shown & ~was_hidden]] = True
        own[place[real & (version == self.releases - 1)]] = True
        in_table[place[real & (version >= 0)]] = True
        true = np.zeros(count)
        true[place[real]] = values[real]
        kept = self._kept(keys, values, place, version, was_hidden & published & real, count) & ~told
        whole, parts, of, slack = self._assembled(place, true)
        extended = np.concatenate([true, slack])
        none = np.zeros(len(slack), dtype=bool)
        starts, cells, signs = _rows_of(whole, parts, of, count, self.releases > 1)
        cell_of = np.full((self.rows, self.measures), -1)
        cell_of[:] = place[: self.counts.size].reshape(self.counts.shape)
        return System(
            values=extended,
            lower=np.concatenate([np.where(in_table & (true > 0), 1.0, 0.0), np.zeros(len(slack))]),
            told=np.concatenate([told, none]),
            kept=np.concatenate([kept, none]),
            own=np.concatenate([own, none]),
            cell_of=cell_of[self.coded.version == self.releases - 1],
            starts=starts,
            cells=cells,
            signs=signs,
        )

    def _kept(self, keys: Places, values: Values, place: Places, version: Places, hidden: Mask, count: int) -> Mask:
        """Return the newest version's unknowns that were hidden before and differ by less than k from what they were."""
        kept = np.zeros(count, dtype=bool)
        newest = np.flatnonzero((version == self.releases - 1) & (place >= 0))
        newest = newest[np.argsort(keys[newest], kind="stable")]
        older = np.flatnonzero(hidden)
        first, last = np.searchsorted(keys[newest], keys[older], "left"), np.searchsorted(keys[newest], keys[older], "right")
        for step in range(int((last - first).max(initial=0))):
            there = first + step < last
            pair = newest[(first + step)[there]]
            near = np.abs(values[pair] - values[older[there]]) < self.k
            kept[place[pair[near]]] = True
        return kept

    def _assembled(self, place: Places, true: Values) -> tuple[list[Places], list[Places], list[Places], Values]:
        """Return the equations over unknowns; what a whole has beyond its parts is an unknown rest, one that has less is none."""
        wholes, parts, ofs = [], [], []
        rest: list[float] = []
        for whole_cells, part_cells, of in self.equations:
            whole = place[whole_cells]
            known = place[part_cells] >= 0
            sums = np.bincount(of[known], weights=true[place[part_cells[known]]], minlength=len(whole))
            gap = np.where(whole >= 0, true[np.maximum(whole, 0)] if len(true) else 0.0, -1.0) - sums
            holds = (whole >= 0) & (gap > -0.5)
            keep = known & holds[of]
            numbered = np.cumsum(holds) - 1
            loose = np.flatnonzero(holds & (gap >= 0.5))
            first = len(true) + len(rest)
            rest.extend(gap[loose])
            wholes.append(whole[holds])
            parts.append(np.concatenate([place[part_cells[keep]], first + np.arange(len(loose))]))
            ofs.append(np.concatenate([numbered[of[keep]], numbered[loose]]))
        return wholes, parts, ofs, np.array(rest, dtype=np.float64)


def _alike(keys: Places, values: Values) -> Places:
    """Return one number for each cell, alike where key and value are."""
    order = np.lexsort((values, keys))
    keys, values = keys[order], values[order]
    new = np.concatenate([[False], (keys[1:] != keys[:-1]) | (values[1:] != values[:-1])])[: len(order)]
    found = np.empty(len(order), dtype=np.int64)
    found[order] = np.cumsum(new)
    return found


def _guess(values: Values, keys: Places, version: Places, releases: int) -> Values:
    """Take for what nobody knows any more the newest value that is known of the same cell, as if it had never changed."""
    lost = np.flatnonzero(np.isnan(values) & (version >= 0))
    known = np.flatnonzero(~np.isnan(values) & (version >= 0))
    if not len(lost) or not len(known) or releases == 1:
        return values
    known = known[np.lexsort((version[known], keys[known]))]
    where = np.searchsorted(keys[known], keys[lost], side="right") - 1
    same = (where >= 0) & (keys[known[np.maximum(where, 0)]] == keys[lost])
    filled = values.copy()
    filled[lost[same]] = values[known[where[same]]]
    return filled


def _rows_of(
    wholes: list[Places], parts: list[Places], ofs: list[Places], count: int, repeated: bool
) -> tuple[Places, Places, Values]:
    """Return starts, cells and signs; an equation that several versions share stands once."""
    offsets = np.cumsum([0, *(len(one) for one in wholes)])
    whole = np.concatenate([*wholes, np.zeros(0, dtype=np.int64)])
    part = np.concatenate([*parts, np.zeros(0, dtype=np.int64)])
    of = np.concatenate([*(one + offset for one, offset in zip(ofs, offsets, strict=False)), np.zeros(0, dtype=np.int64)])
    equation = np.concatenate([np.arange(len(whole)), of])
    cells, signs = np.concatenate([whole, part]), np.concatenate([-np.ones(len(whole)), np.ones(len(part))])
    order = np.lexsort((cells, signs, equation))
    equation, cells, signs = equation[order], cells[order], signs[order]
    starts = np.searchsorted(equation, np.arange(len(whole) + 1))
    if repeated and len(whole):
        mixed = (cells * 2 + (signs > 0) + 1).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
        digest = np.add.reduceat(mixed, starts[:-1]) + np.diff(starts).astype(np.uint64)
        _, first = np.unique(digest, return_index=True)
        keep = np.isin(equation, first)
        sizes = np.diff(starts)[np.sort(first)]
        return np.concatenate([[0], np.cumsum(sizes)]), cells[keep], signs[keep]
    return starts, cells, signs
