"""Chooses which further cells to hide so that no small one can be worked out.

For each small cell a linear program looks for the cheapest way to move it up by k - 1 while all sums still hold and nothing
that is published moves (Kelly, Golden and Assad 1992, doi:10.1002/net.3230220407; Castro 2012, doi:10.1016/j.ejor.2011.08.003):
the cells that must move with it are hidden too. What is hidden already moves for nothing, so patterns grow together. Then
cells that turn out not to be needed are shown again. The result is a heuristic; bench/disclosure.py holds it against the
least possible on small tables.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from madang.city.opendata.rules.disclosure.cells.attack import is_target
from madang.city.opendata.rules.disclosure.cells.equations import Places, Values
from madang.city.opendata.rules.disclosure.cells.programs import Program, Screen, equations_among, groups
from madang.city.opendata.rules.disclosure.cells.system import Mask, System

TINY, FAR, REVIEW_ROUNDS = 1e-7, 1e12, 5
ROUNDS, BATCH, SOME_MOVES, MOST_REVIEWS, SMALL = 8, 24, 8, 30, 500


@dataclass(frozen=True, slots=True)
class Plan:
    """Which unknowns are hidden, and which small ones nothing can hide any more, since earlier versions told too much."""

    hidden: Mask
    exposed: Places


def protect(system: System, k: int, go_on: Callable[[], bool] = lambda: True) -> Plan:
    """Choose what to hide. When go_on says no, all that may be hidden near the cells left over is: safe, but more than needed."""
    target = is_target(system, k) & ~system.told
    hidden = (target & system.own) | system.kept | (~system.own & ~system.told)
    movable = ~system.told & ((system.values > 0) | ~system.own | system.kept)
    exposed: list[int] = []
    for members in groups(system, movable, np.flatnonzero(target)):
        part = _Part(system, members, hidden, target, k)
        exposed += part.protect(go_on)
        hidden[part.members] |= part.hidden
    return Plan(hidden, np.array(exposed, dtype=np.int64))


class _Part:
    """Unknowns that hang together, with the program that moves them: first all columns up, then all down."""

    def __init__(self, system: System, members: Places, hidden: Mask, target: Mask, k: int) -> None:
        self.members, self.k = members, k
        self.hidden = hidden[members].copy()
        self.forced = self.hidden.copy()
        self.targets = np.flatnonzero(target[members])
        starts, cells, signs = equations_among(system, members)
        values = system.values[members]
        self.screen = Screen(system, members, self.targets, k)
        self.price = 1.0 + np.log2(1.0 + values)
        self.down = np.maximum(values - system.lower[members], 0.0)
        count = len(members)
        self.touches = _touching(starts, cells, self.targets)
        doubled = (starts * 2, np.column_stack([cells, cells + count]).reshape(-1), np.column_stack([signs, -signs]).reshape(-1))
        self.program = Program(2 * count, doubled, np.zeros(len(starts) - 1))
        self.program.bound(np.zeros(2 * count), np.concatenate([np.full(count, FAR), self.down]))
        self.program.cost(np.tile(np.where(self.hidden, TINY, self.price), 2))

    def protect(self, go_on: Callable[[], bool]) -> list[int]:
        """Hide what it takes; return the unknowns that cannot be protected."""
        exposed: list[int] = []
        left = self.targets[~self.screen.rounds(self.hidden, self.targets, ROUNDS)]
        size, fresh = BATCH, 0
        while len(left):
            if not go_on():
                self.hidden[:] = True
                return exposed
            batch = self._apart(left, size)
            moved = self._move(batch)
            if moved is None and len(batch) > 1:
                size = max(1, size // 4)
                continue
            left = left[~np.isin(left, batch)]
            if moved is None:
                exposed.append(int(batch[0]))
                continue
            fresh += self._hide(moved)
            left = left[moved[left] < self.k - 1 - 1e-6]
            if fresh >= SOME_MOVES and len(left):
                fresh, left = 0, left[~self.screen.rounds(self.hidden, left, 2)]
        if len(self.members) <= SMALL:
            self._show_again(np.setdiff1d(self.targets, exposed), go_on)
        return [int(self.members[place]) for place in exposed]

    def _apart(self, left: Places, size: int) -> Places:
        """Return some targets of which no two stand in one sum, so that they do not move against each other."""
        taken: set[int] = set()
        batch = []
        for target in left[: 20 * size]:
            touched = self.touches[int(target)]
            if not touched & taken:
                taken |= touched
                batch.append(int(target))
            if len(batch) == size:
                break
        return np.array(batch, dtype=np.int64)

    def _move(self, batch: Places) -> Values | None:
        """Return how everything moves when these cells go up by k - 1 at once, or None where they cannot."""
        count, need = len(self.members), float(self.k - 1)
        for target in batch:
            self.program.bound_one(int(target), need, FAR)
            self.program.bound_one(count + int(target), 0.0, 0.0)
        found = self.program.solve()
        for target in batch:
            self.program.bound_one(int(target), 0.0, FAR)
            self.program.bound_one(count + int(target), 0.0, float(self.down[target]))
        return None if found is None else found[:count] - found[count:]

    def _hide(self, moved: Values) -> int:
        fresh = np.flatnonzero((np.abs(moved) > 1e-6) & ~self.hidden)
        self.hidden[fresh] = True
        for place in fresh:
            self.program.cost_one(int(place), TINY)
            self.program.cost_one(len(self.members) + int(place), TINY)
        return len(fresh)

    def _show_again(self, targets: Places, go_on: Callable[[], bool]) -> None:
        """Show cells that turn out not to be needed, the dearest first."""
        extra = np.flatnonzero(self.hidden & ~self.forced)
        for place in extra[np.argsort(-self.price[extra])][:MOST_REVIEWS]:
            if not go_on():
                return
            self.hidden[place] = False
            if not self.screen.rounds(self.hidden, targets, REVIEW_ROUNDS).all():
                self.hidden[place] = True


def _touching(starts: Places, cells: Places, targets: Places) -> dict[int, set[int]]:
    """Return in which equations each target stands."""
    equation = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    inside = np.isin(cells, targets)
    touches: dict[int, set[int]] = {int(target): set() for target in targets}
    for cell, one in zip(cells[inside].tolist(), equation[inside].tolist(), strict=True):
        touches[cell].add(one)
    return touches
