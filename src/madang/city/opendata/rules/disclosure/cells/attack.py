"""Attacks what is published: how closely can a reader bound each hidden cell, who knows every version and every sum?

A cell below k counts as recovered unless the reader must hold k or more for possible, and any of at least k values: the
interval [least, most] that all equations allow has most >= k and most - least >= k - 1. The reader believes that hidden
cells are at least 1 (zeros are shown), and knows which cells did not change from one version to the next.
"""

from dataclasses import dataclass

import numpy as np

from madang.city.opendata.rules.disclosure.cells.equations import Places, Values
from madang.city.opendata.rules.disclosure.cells.programs import Program, Screen, equations_among, groups
from madang.city.opendata.rules.disclosure.cells.system import Mask, System

SURE = 1e-6
UNBOUNDED = 1e9
ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Attack:
    """What came of it.

    targets  unknowns below k
    least, most  (targets,) bounds of each; only as far as needed to call it safe, unless all were asked for
    recovered    (targets,) which a reader can tell
    """

    targets: Places
    least: Values
    most: Values
    recovered: Mask


def attack(system: System, hidden: Mask, k: int, *, exact: bool = False, whole: bool = False) -> Attack:
    """Bound every target from what is published.

    hidden  (unknowns,) published in no version
    exact   find the very bounds of each target; else stop where it is safe
    whole   use that counts are whole numbers, which takes long on larger tables; asks for exact
    """
    targets = np.flatnonzero(hidden & is_target(system, k))
    least, most = system.lower[targets].copy(), np.full(len(targets), np.inf)
    for members in groups(system, hidden, targets):
        inside = np.flatnonzero(np.isin(targets, members, assume_unique=True))
        least[inside], most[inside] = _bounds(system, members, targets[inside], k, exact=exact or whole, whole=whole)
    return Attack(targets, least, most, ~is_safe(least, most, k))


def is_target(system: System, k: int) -> Mask:
    """Return which unknowns are counts of a table above zero and below k."""
    return (system.values > 0) & (system.values < k) & (system.lower > 0)


def is_safe(least: Values, most: Values, k: int) -> Mask:
    """Return which intervals tell too little: k and more must be possible, and at least k values."""
    return (most >= k - SURE) & (most - least >= k - 1 - SURE)


def _bounds(system: System, members: Places, targets: Places, k: int, *, exact: bool, whole: bool) -> tuple[Values, Values]:
    """Bound targets that hang together; what one solution shows of the others counts for them too."""
    least, most = system.values[targets].copy(), system.values[targets].copy()
    places = np.searchsorted(members, targets)
    if not exact:
        moved = Screen(system, members, places, k).rounds(np.ones(len(members), dtype=bool), places, ROUNDS)
        most[moved] += k - 1
    equations = starts, cells, signs = equations_among(system, members)
    program = Program(len(members), equations, np.add.reduceat(signs * system.values[members][cells], starts[:-1]))
    program.bound(system.lower[members], np.maximum(UNBOUNDED, 2 * system.values[members]))
    if whole:
        program.make_whole()
    for sign in (-1.0, 1.0):
        for number, column in enumerate(places):
            if not exact and is_safe(least[number : number + 1], most[number : number + 1], k)[0]:
                continue
            program.cost_one(int(column), sign)
            found = program.solve()
            program.cost_one(int(column), 0.0)
            if found is not None:
                least, most = np.minimum(least, found[places]), np.maximum(most, found[places])
    return least, most
