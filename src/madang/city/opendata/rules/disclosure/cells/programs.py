"""Linear programs over a part of the system, solved by HiGHS; one model, solved again and again from where it stood."""

from collections.abc import Iterator

import highspy
import numpy as np

from madang.city.opendata.rules.disclosure.cells.equations import Places, Values
from madang.city.opendata.rules.disclosure.cells.system import Mask, System

SECONDS = 20.0
Equations = tuple[Places, Places, Values]


def components(system: System, movable: Mask) -> Places:
    """Return for each unknown the least unknown it hangs together with by equations over what may move; -1 for what may not."""
    equation = np.repeat(np.arange(len(system.starts) - 1), np.diff(system.starts))
    inside = movable[system.cells]
    equation, cells = equation[inside], system.cells[inside]
    label = np.where(movable, np.arange(len(system.values)), -1)
    if not len(cells):
        return label
    starts = np.flatnonzero(np.concatenate([[True], equation[1:] != equation[:-1]]))
    sizes = np.diff(np.concatenate([starts, [len(cells)]]))
    while True:
        least = np.repeat(np.minimum.reduceat(label[cells], starts), sizes)
        after = label.copy()
        np.minimum.at(after, cells, least)
        after = np.where(movable, after[np.maximum(after, 0)], -1)
        if np.array_equal(after, label):
            return label
        label = after


def groups(system: System, movable: Mask, targets: Places) -> Iterator[Places]:
    """Yield the unknowns that hang together with a target, group by group; a target that stands in no equation is in none."""
    label = components(system, movable)
    related = np.zeros(len(system.values), dtype=bool)
    related[system.cells] = True
    order = np.argsort(label, kind="stable")
    ordered = label[order]
    for component in np.unique(label[targets[related[targets]]]):
        first, last = np.searchsorted(ordered, [component, component + 1])
        yield order[first:last]


def equations_among(system: System, members: Places) -> Equations:
    """Return the equations that touch the members, over the members alone, each by its place among them."""
    place = np.full(len(system.values), -1)
    place[members] = np.arange(len(members))
    inside = place[system.cells] >= 0
    equation = np.repeat(np.arange(len(system.starts) - 1), np.diff(system.starts))[inside]
    _, sizes = np.unique(equation, return_counts=True)
    return np.concatenate([[0], np.cumsum(sizes)]), place[system.cells[inside]], system.signs[inside]


class Program:
    """Least cost under equations whose right side is given, with bounds and costs that change from one question to the next."""

    def __init__(self, columns: int, equations: Equations, right: Values) -> None:
        starts, cells, signs = equations
        self.columns = columns
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = columns, len(starts) - 1
        model.col_cost_ = np.zeros(columns)
        model.col_lower_, model.col_upper_ = np.zeros(columns), np.full(columns, highspy.kHighsInf)
        model.row_lower_ = model.row_upper_ = right
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = starts, cells, signs
        self._all = np.arange(columns, dtype=np.int32)
        self.highs = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
            self.highs.setOptionValue(option, value)
        self.highs.passModel(model)

    def bound(self, lower: Values, upper: Values) -> None:
        """Set the bounds of all columns."""
        self.highs.changeColsBounds(self.columns, self._all, lower, upper)

    def bound_one(self, column: int, lower: float, upper: float) -> None:
        """Set the bounds of one column."""
        self.highs.changeColBounds(column, lower, upper)

    def make_whole(self) -> None:
        """Let columns have whole values only."""
        kinds = np.full(self.columns, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self.highs.changeColsIntegrality(self.columns, self._all, kinds)

    def cost(self, costs: Values) -> None:
        """Set what each column costs."""
        self.highs.changeColsCost(self.columns, self._all, costs)

    def cost_one(self, column: int, cost: float) -> None:
        """Set what one column costs."""
        self.highs.changeColCost(column, cost)

    def solve(self) -> Values | None:
        """Return the cheapest values, or None where there are none, or none within SECONDS."""
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + SECONDS)  # HiGHS counts all runs together
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.asarray(self.highs.getSolution().col_value)


class Screen:
    """Shows of many targets at once that they can move: by chance some go up and others down, as far as the sums allow."""

    def __init__(self, system: System, members: Places, targets: Places, k: int) -> None:
        self.targets, self.k = targets, k
        equations = equations_among(system, members)
        self.program = Program(len(members), equations, np.zeros(len(equations[0]) - 1))
        self.down = -np.minimum(np.maximum(system.values[members] - system.lower[members], 0.0), 2.0 * k)
        self.dice = np.random.default_rng(7)

    def rounds(self, free: Mask, targets: Places, most: int) -> Mask:
        """Return (targets,) which were seen to move up by k - 1 while nothing moved but what is free."""
        seen = np.zeros(len(targets), dtype=bool)
        self.program.bound(np.where(free, self.down, 0.0), np.where(free, 2.0 * self.k, 0.0))
        for _round in range(most):
            left = targets[~seen]
            if not len(left):
                break
            costs = np.zeros(self.program.columns)
            costs[left] = self.dice.uniform(0.5, 1.5, len(left)) * self.dice.choice([-1.0, -1.0, 1.0], len(left))
            self.program.cost(costs)
            found = self.program.solve()
            if found is None:
                break
            new = found[targets] >= self.k - 1 - 1e-6
            if not (new & ~seen).any() and _round > 3:
                break
            seen |= new
        return seen
