"""Tables of a result by group, without the cells that would tell of few people, and what it takes that none can be worked out.

A cell above zero and below k is hidden, with as many others as it takes; zeros are shown. What adds up to what is known to
everybody: the cells of a group to its voters, the groups to the published totals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.city.opendata.rules.disclosure import attack
from madang.city.opendata.rules.disclosure.cells.protect import protect
from madang.city.opendata.rules.disclosure.cells.system import System

REST = 0
Numbers = NDArray[np.int64]
Hidden = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class GroupTable:
    """What is published of one dimension, such as age.

    groups   the groups, such as ``20-29``; "" is who did not say
    people   of each, how many voted (or may vote); None where it is hidden
    columns  numbers of options, or REST: blank ballots and the options that too few chose to be shown by themselves
    cells    by group, how many chose each column; empty where only people are counted
    """

    groups: tuple[str, ...]
    people: tuple[int | None, ...]
    columns: tuple[int, ...] = ()
    cells: tuple[tuple[int | None, ...], ...] = ()


def people_table(people: Mapping[str, int], k: int) -> GroupTable | None:
    """Return how many people each group holds; None where that cannot be told without telling of few.

    people  by group; their sum is public
    """
    groups = tuple(sorted(people))
    counts = np.array([people[one] for one in groups], dtype=np.int64)
    hidden = _hidden(counts, [], k)
    return None if hidden is None else GroupTable(groups, _shown(counts, hidden[0]))


def partition_table(chosen: Mapping[str, Mapping[int, int]], k: int) -> GroupTable | None:
    """Return who chose what, where every ballot chooses one option or none; None where that cannot be told.

    chosen  by group, ballots by option number, REST for blank ones; their sums over groups are public
    """
    groups, options, cells = _matrix(chosen)
    columns, cells = _with_rest(options, cells, k)
    hidden = _hidden(cells.sum(axis=1), [cells], k)
    if hidden is None:
        return None
    shown = tuple(_shown(row, mask) for row, mask in zip(cells, hidden[1], strict=True))
    return GroupTable(groups, _shown(cells.sum(axis=1), hidden[0]), columns, shown)


def marks_table(people: Mapping[str, int], marked: Mapping[str, Mapping[int, int]], k: int) -> GroupTable | None:
    """Return who marked what, where a ballot may mark several options; None where that cannot be told.

    people  voters by group
    marked  by group, ballots that mark each option; their sums are public

    Those who did not mark an option are counted by subtraction, so they are protected like those who did; options that fewer
    than k people marked, or did not mark, are left out.
    """
    groups, options, cells = _matrix({group: marked.get(group, {}) for group in people})
    counts = np.array([people[one] for one in groups], dtype=np.int64)
    whole = cells.sum(axis=0)
    kept = [place for place, total in enumerate(whole) if not 0 < total < k and not 0 < counts.sum() - total < k]
    halves = [np.column_stack([cells[:, place], counts - cells[:, place]]) for place in kept]
    hidden = _hidden(counts, halves, k)
    if hidden is None:
        return None
    masks = np.column_stack([mask[:, 0] for mask in hidden[1:]]) if kept else np.zeros((len(groups), 0), dtype=bool)
    shown = tuple(_shown(row[kept], mask) for row, mask in zip(cells, masks, strict=True))
    return GroupTable(groups, _shown(counts, hidden[0]), tuple(options[place] for place in kept), shown)


def merged(chosen: Mapping[str, Mapping[int, int]], k: int) -> dict[str, int]:
    """Return by group the number of the coarser group in which no option is chosen by a few; 0 is that of all which were joined.

    chosen  by group, ballots by option

    For weights: what is made of coarse groups alone tells nothing of a few people.
    """
    groups, _, cells = _matrix(chosen)
    order = np.argsort(cells.sum(axis=1), kind="stable")
    joined = {int(place) for place in order if ((cells[place] > 0) & (cells[place] < k)).any()}
    for place in order:
        rest = cells[sorted(joined)].sum(axis=0)
        if not ((rest > 0) & (rest < k)).any():
            break
        joined.add(int(place))
    numbers = iter(range(1, len(groups) + 1))
    return {group: 0 if place in joined else next(numbers) for place, group in enumerate(groups)}


def _matrix(chosen: Mapping[str, Mapping[int, int]]) -> tuple[tuple[str, ...], tuple[int, ...], Numbers]:
    groups = tuple(sorted(chosen))
    options = tuple(sorted({option for one in chosen.values() for option in one}))
    cells = np.array([[chosen[group].get(option, 0) for option in options] for group in groups], dtype=np.int64)
    return groups, options, cells.reshape(len(groups), len(options))


def _with_rest(options: Sequence[int], cells: Numbers, k: int) -> tuple[tuple[int, ...], Numbers]:
    """Join options that fewer than k people chose with the blank ballots, and the least popular others until they are k."""
    totals = cells.sum(axis=0)
    own = [place for place, option in enumerate(options) if option != REST and not 0 < totals[place] < k]
    for place in sorted((one for one in own if totals[one]), key=lambda one: (totals[one], -one)):
        if not 0 < totals.sum() - totals[own].sum() < k:
            break
        own.remove(place)
    rest = cells.sum(axis=1) - cells[:, own].sum(axis=1)
    if not rest.any():
        return tuple(options[place] for place in own), cells[:, own]
    return (*(options[place] for place in own), REST), np.column_stack([cells[:, own], rest])


def _shown(values: Numbers, hidden: Hidden) -> tuple[int | None, ...]:
    return tuple(None if mask else int(value) for value, mask in zip(values, hidden, strict=True))


def _hidden(people: Numbers, partitions: Sequence[Numbers], k: int) -> list[Hidden] | None:
    """Return which people and which cells of each partition are hidden; None where some could be worked out all the same.

    people      (groups,)
    partitions  each (groups, columns): cells that add up to the people of their group
    """
    if people.sum() < k or np.count_nonzero(people) < 2:
        return None
    system = _system(people, partitions)
    plan = protect(system, k)
    if len(plan.exposed) or attack(system, plan.hidden, k).recovered.any():
        return None
    masks, start = [plan.hidden[: len(people)]], len(people)
    for cells in partitions:
        masks.append(plan.hidden[start : start + cells.size].reshape(cells.shape))
        start += cells.size
    return masks


def _system(people: Numbers, partitions: Sequence[Numbers]) -> System:
    """Write down all cells, then all totals, and what adds up to what."""
    own = np.concatenate([people, *(cells.reshape(-1) for cells in partitions)])
    equations: list[tuple[int, NDArray[np.int64]]] = []  # the whole, its parts
    totals = [int(people.sum())]
    equations.append((len(own), np.arange(len(people))))
    start = len(people)
    for cells in partitions:
        places = start + np.arange(cells.size).reshape(cells.shape)
        equations += [(group, places[group]) for group in range(len(people))]
        equations += [(len(own) + len(totals) + column, places[:, column]) for column in range(cells.shape[1])]
        totals += cells.sum(axis=0).tolist()
        start += cells.size
    is_total = np.concatenate([np.zeros(len(own), dtype=bool), np.ones(len(totals), dtype=bool)])
    values = np.concatenate([own, totals]).astype(float)
    return System(
        values=values,
        lower=np.where(is_total, 0.0, (values > 0).astype(float)),
        told=is_total,
        kept=np.zeros(len(values), dtype=bool),
        own=~is_total,
        cell_of=np.arange(len(own)).reshape(-1, 1),
        starts=np.cumsum([0, *(1 + len(parts) for _, parts in equations)]),
        cells=np.concatenate([np.concatenate([[whole], parts]) for whole, parts in equations]),
        signs=np.concatenate([np.concatenate([[-1.0], np.ones(len(parts))]) for _, parts in equations]),
    )
