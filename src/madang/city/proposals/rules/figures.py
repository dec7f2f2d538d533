"""Periods and classes of figures for everybody, and which parts of a sum may be told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil

CLASSES = 6
STEPS = (1, 2, 5)


class Period(StrEnum):
    """Of which time figures tell: whole months up to today, or all there is."""

    QUARTER = "3"
    YEAR = "12"
    ALL = "all"


def first_day(period: Period, today: date, beginning: date) -> date:
    """Return the first day of a period: that of a month, so that every month but the present one is whole.

    beginning  the day before which there is nothing
    """
    if period is Period.ALL:
        return beginning
    months = today.year * 12 + today.month - int(period)
    return date(months // 12, months % 12 + 1, 1)


def step_of(most: int) -> int:
    """Return the width of at most six classes of equal width that reach from 1 to ``most``: 1, 2 or 5 times a power of ten.

    Raises ValueError unless most > 0.
    """
    if most < 1:
        raise ValueError(f"nothing to class: {most}")
    power = 1
    while True:
        for step in STEPS:
            if step * power * CLASSES >= most:
                return step * power
        power *= 10


def class_of(count: int, step: int) -> int:
    """Return the class of a count, from 1; 0 for none."""
    return ceil(count / step)


def gathered(counts: Mapping[int | None, int], parents: Mapping[int, int | None], into: Collection[int]) -> dict[int, int]:
    """Return how many there are in each of the areas ``into``, with all that lie below them; 0 where there are none.

    counts   by area, each once; what belongs to none, or lies beside them all, is left out
    parents  the area right above each
    """
    found = dict.fromkeys(into, 0)
    for area_id, count in counts.items():
        here = area_id
        while here is not None and here not in found:
            here = parents.get(here)
        if here is not None:
            found[here] += count
    return found


@dataclass(frozen=True, slots=True)
class Parts:
    """A sum and its parts; None stands for what may not be told."""

    total: int | None
    parts: Mapping[str, int | None]


def told_parts(counts: Mapping[str, int], least: int) -> Parts:
    """Return which parts of a sum may be told: none above zero and below ``least``, nor any that subtraction leads to.

    The smallest of the others are left out too, until each part left out could be ``least`` or more for all that is told; where
    no other is left, the sum is left out. So does the gate of the open data.
    """
    left_out = {name for name, count in counts.items() if 0 < count < least}
    others = sorted((count, name) for name, count in counts.items() if count >= least)
    while left_out and others and not _is_enough(counts, left_out, least):
        left_out.add(others.pop(0)[1])
    total = sum(counts.values()) if not left_out or _is_enough(counts, left_out, least) else None
    return Parts(total, {name: None if name in left_out else count for name, count in counts.items()})


def _is_enough(counts: Mapping[str, int], left_out: Collection[str], least: int) -> bool:
    return sum(counts[name] for name in left_out) >= least + len(left_out) - 1
