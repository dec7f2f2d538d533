"""People as dots of several, so that no dot is one person."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DIGITS = 3


@dataclass(frozen=True, slots=True)
class Dot:
    """So many people, and the mean of where they stand."""

    x: float
    y: float
    people: int


def dots(positions: NDArray[np.float64], least: int) -> list[Dot]:
    """Return dots of at least ``least`` people each, together everybody; none where there are fewer people.

    positions  (people, 2)
    least      at least 1

    People are halved along the longer side for as long as both halves are large enough.
    Source: Mondrian, LeFevre, DeWitt and Ramakrishnan 2006, doi:10.1109/ICDE.2006.101
    """
    if len(positions) < least:
        return []
    if len(positions) < 2 * least:
        x, y = np.round(positions.mean(axis=0), DIGITS) + 0.0
        return [Dot(float(x), float(y), len(positions))]
    longer = int(np.argmax(np.ptp(positions, axis=0)))
    order = np.lexsort((positions[:, 1 - longer], positions[:, longer]))
    middle = len(order) // 2
    return dots(positions[order[:middle]], least) + dots(positions[order[middle:]], least)
