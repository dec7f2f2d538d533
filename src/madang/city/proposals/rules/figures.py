"""Periods and classes of figures for everybody."""

from collections.abc import Collection, Mapping
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
