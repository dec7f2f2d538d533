"""Hides the small cells of a table, what it takes to keep them hidden, and what rests on them.

Policy. A count is small when it is above zero and below k; zeros are shown. What is small is hidden (primary), with as many
other counts as it takes (complementary), so that nobody who knows all published versions and all sums can bound a small one
to fewer than k values or below k. What was hidden in an earlier version stays hidden unless it differs by k or more now.
Where a count is hidden, so are the means and sums of its row; shares too, and wholly where they are no quotient of two
columns of the same row, since shares that add up to one tell of each other. Hidden and empty look alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from madang.city.opendata.rules.disclosure.cells.attack import attack
from madang.city.opendata.rules.disclosure.cells.equations import Values
from madang.city.opendata.rules.disclosure.cells.protect import protect
from madang.city.opendata.rules.disclosure.cells.shapes import Shape
from madang.city.opendata.rules.disclosure.cells.system import Mask, Release, System, build

MOST_CELLS = 1_000_000
SCALES = (1.0, 100.0, 1_000.0, 10_000.0, 100_000.0)
ROUNDING = 0.006


class TooLarge(Exception):
    """Raised for a table whose cells are too many to be protected together."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A table without what must not be seen.

    table          the counts hidden, and what rests on them
    hidden         by count, (rows,) what is hidden
    gone           by column, (rows,) all that is empty now: counts, and what rests on them
    primary, complementary, earlier   how many cells: small ones, others for their sake, hidden since an earlier version
    resting        values of means and shares that went with them
    columns        shares that went wholly
    told           small cells that earlier versions have told already: hidden here too, which helps nobody
    exposed        small cells that no choice can hide any more, since earlier versions told what surrounds them
    recovered      small cells that the attack still bounds too closely; publish only where there are none
    """

    table: pa.Table
    shape: Shape
    hidden: Mapping[str, Mask]
    gone: Mapping[str, Mask]
    primary: int
    complementary: int
    earlier: int
    resting: int
    columns: tuple[str, ...]
    told: int
    exposed: int
    recovered: int


def suppress(
    table: pa.Table, shape: Shape, k: int, earlier: Sequence[Release] = (), go_on: Callable[[], bool] = lambda: True
) -> Suppressed:
    """Hide what must be hidden in a table, given what earlier versions told.

    earlier  published versions, the oldest first
    go_on    asked now and then whether there is time for a sparing choice

    Raises TooLarge.
    """
    if table.num_rows * len(shape.counts) + sum(one.table.num_rows * len(one.shape.counts) for one in earlier) > MOST_CELLS:
        raise TooLarge(f"more than {MOST_CELLS} cells")
    releases = (*earlier, Release(table, shape))
    system = build(releases, k)
    plan = protect(system, k, go_on)
    found = attack(system, plan.hidden & ~system.told, k)
    measures = tuple(dict.fromkeys(name for release in releases for name in release.shape.counts))
    told = _small(system, k) & system.told & system.own
    hidden = {name: _mask(system, plan.hidden | told, measures.index(name)) for name in shape.counts}
    small = {name: _mask(system, _small(system, k), measures.index(name)) for name in shape.counts}
    kept = {name: _mask(system, system.kept, measures.index(name)) for name in shape.counts}
    rows = np.logical_or.reduce(list(hidden.values()))
    masks, columns = _resting(table, shape, rows)
    primary = sum(int((hidden[name] & small[name]).sum()) for name in shape.counts)
    still = sum(int((hidden[name] & kept[name] & ~small[name]).sum()) for name in shape.counts)
    return Suppressed(
        table=hide(table, hidden | masks),
        shape=shape,
        hidden=hidden,
        gone=hidden | masks,
        primary=primary,
        complementary=sum(int(mask.sum()) for mask in hidden.values()) - primary - still,
        earlier=still,
        resting=sum(int(mask.sum()) for mask in masks.values()),
        columns=columns,
        told=int(told.sum()),
        exposed=len(plan.exposed),
        recovered=int(np.setdiff1d(found.targets[found.recovered], plan.exposed).size),
    )


def told_again(releases: Sequence[Release], k: int) -> int:
    """Return how many counts of the newest version would tell what an earlier one hid."""
    *before, newest = releases
    system = build((*before, newest), k)
    kept = system.kept[np.maximum(system.cell_of, 0)] & (system.cell_of >= 0)
    measures = tuple(dict.fromkeys(name for release in releases for name in release.shape.counts))
    return sum(int((kept[:, measures.index(name)] & _filled(newest.table, name)).sum()) for name in newest.shape.counts)


def hide(table: pa.Table, masks: Mapping[str, Mask]) -> pa.Table:
    """Return a table with the marked values empty."""
    for name, mask in masks.items():
        place = table.schema.get_field_index(name)
        column = table.column(place)
        emptied = pc.if_else(pa.array(mask), pa.scalar(None, column.type), column)
        table = table.set_column(place, table.schema.field(place).with_nullable(True), emptied)
    return table


def _mask(system: System, hidden: Mask, measure: int) -> Mask:
    cells = system.cell_of[:, measure]
    return np.where(cells >= 0, hidden[np.maximum(cells, 0)], False) if len(hidden) else np.zeros(len(cells), dtype=bool)


def _small(system: System, k: int) -> Mask:
    return (system.values > 0) & (system.values < k)


def _resting(table: pa.Table, shape: Shape, rows: Mask) -> tuple[dict[str, Mask], tuple[str, ...]]:
    """Return what else goes where a count of the row is hidden, and the shares that go wholly."""
    if not rows.any():
        return {}, ()
    masks = {name: rows & _filled(table, name) for name in shape.resting}
    whole = []
    for name in shape.shares:
        if _is_quotient(table, name, (*shape.counts, *shape.resting)):
            masks[name] = rows & _filled(table, name)
        else:
            masks[name] = _filled(table, name)
            whole.append(name)
    return masks, tuple(whole)


def _filled(table: pa.Table, name: str) -> Mask:
    return np.asarray(pc.is_valid(table.column(name)).to_numpy(), dtype=bool)


def _is_quotient(table: pa.Table, share: str, others: Sequence[str]) -> bool:
    """Tell whether a share is one column of its row divided by another, as far as rounding lets one see."""
    values = pc.cast(table.column(share), pa.float64()).to_numpy()
    numbers = {name: pc.cast(table.column(name), pa.float64()).to_numpy() for name in others}
    with np.errstate(divide="ignore", invalid="ignore"):
        for above in others:
            for below in others:
                quotient = numbers[above] / numbers[below]
                if above != below and any(_agree(values, quotient * scale, scale) for scale in SCALES):
                    return True
    return False


def _agree(values: Values, quotient: Values, scale: float) -> bool:
    both = np.isfinite(values) & np.isfinite(quotient)
    if both.sum() < 2 or not values[both].any():
        return False
    near = np.abs(values[both] - quotient[both]) <= max(ROUNDING, ROUNDING * scale / 10) + 1e-9
    return bool(near.mean() > 0.95)
