"""The figures of a result: winners, turnout, quorum, tables by group, and what it would be if voters were as the people are."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.city.voting.rules.groups import UNGROUPED, Dimension, Group, counted
from madang.city.voting.rules.tables import REST, GroupTable, marks_table, partition_table, people_table
from madang.city.voting.rules.votes import Kind, Terms
from madang.urban.ballots import counting
from madang.urban.ballots.outcomes import Outcome
from madang.urban.ballots.profiles import Approvals, Profile, Rankings, Scores
from madang.urban.ballots.records import canonical

BY_MARKS = (Kind.YES_NO, Kind.SINGLE, Kind.APPROVAL)
BY_POINTS = (Kind.SCORE, Kind.POINTS)
Ballots = tuple[int, Any]  # how often a choice was made, and the choice
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Marked:
    """So many ballots of one group that say the same."""

    choice: Any
    ballots: int
    group: Group = UNGROUPED


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many people must take part; None where nobody must, or where nobody knows how many may."""

    people: int | None = None
    percent: int | None = None

    def needed(self, entitled: int | None) -> int | None:
        """Return the number of people who must take part; a share is rounded up."""
        if self.people is not None or self.percent is None or entitled is None:
            return self.people
        return -(-self.percent * entitled // 100)


def count(terms: Terms, ballots: Sequence[Ballots], seed: str | None) -> Outcome:
    """Count ballots that are what ``choices.why_not_choice`` takes.

    seed  text whose lots break ties; None leaves them tied
    """
    rule = counting.Rule(terms.rule.value)
    seats = terms.seats if rule is counting.Rule.STV else 1
    return counting.count(_profile(terms, ballots), rule, seed=seed, seats=seats)


def _profile(terms: Terms, ballots: Sequence[Ballots]) -> Profile:
    """Lay ballots out as the library counts them: whole columns at once, since there may be a million."""
    counts = np.array([times for times, _ in ballots], dtype=np.int64)
    choices = [choice for _, choice in ballots]
    if terms.kind is Kind.RANKING:
        ranks = [rank for choice in choices for rank in choice]
        places = [place for choice in choices for place in range(1, len(choice) + 1)]
        of_rank = np.repeat(np.arange(len(choices)), [len(choice) for choice in choices])
        sizes = [len(rank) for rank in ranks]
        rows = _filled(terms, len(choices), np.repeat(of_rank, sizes), chain.from_iterable(ranks), np.repeat(places, sizes))
        return Rankings.from_ranks(rows, counts)
    of = np.repeat(np.arange(len(choices)), [len(choice) for choice in choices])
    if terms.kind in BY_MARKS:
        return Approvals.from_marks(_filled(terms, len(choices), of, chain.from_iterable(choices), 1), counts)
    points = np.array([given for choice in choices for given in choice.values()], dtype=np.int64)
    rows = _filled(terms, len(choices), of, (int(option) for choice in choices for option in choice), points)
    return Scores.from_points(rows, counts, terms.most_points if terms.kind is Kind.POINTS else None)


def _filled(terms: Terms, ballots: int, of: Whole, options: Iterable[int], values: Whole | int) -> Whole:
    """Return (ballots, options) with the values at those ballots and options, else 0."""
    rows = np.zeros((ballots, terms.options), dtype=np.int64)
    rows[of, np.fromiter(options, dtype=np.int64, count=len(of)) - 1] = values
    return rows


def winners(terms: Terms, outcome: Outcome) -> tuple[int, ...]:
    """Return who wins the seats, in rising order; more than there are seats where a tie for the last one stands."""
    if terms.seats == 1 or terms.rule.value == counting.Rule.STV:
        return outcome.winners
    chosen: list[int] = []
    for group in outcome.ranking:
        if len(chosen) < terms.seats:
            chosen += group
    return tuple(sorted(chosen))


def result(terms: Terms, ballots: Sequence[Ballots], *, seed: str | None, entitled: int | None, quorum: Quorum) -> dict[str, Any]:
    """Return the figures of the whole vote as plain values; a result below its quorum says so and decides nothing."""
    outcome = count(terms, ballots, seed)
    cast = sum(times for times, _ in ballots)
    needed = quorum.needed(entitled)
    return {
        "outcome": outcome.as_json(),
        "winners": list(winners(terms, outcome)),
        "ballots": cast,
        "blank": sum(times for times, choice in ballots if not choice),
        "entitled": entitled,
        "quorum": None if needed is None else {"needed": needed, "met": cast >= needed},
    }


def together(marked: Iterable[Marked]) -> list[Ballots]:
    """Return each choice once, in the order of how it is written, whatever the groups."""
    found: Counter[bytes] = Counter()
    choices: dict[bytes, Any] = {}
    for one in marked:
        written = canonical(one.choice)
        found[written] += one.ballots
        choices[written] = one.choice
    return [(found[written], choices[written]) for written in sorted(found)]


def first_choice(choice: Any, kind: Kind) -> int:
    """Return the option that a ballot puts before all others; REST where there is none, or several share the place."""
    first = choice[0] if choice and kind is Kind.RANKING else choice
    return first[0] if len(first) == 1 else REST


def chosen(terms: Terms, marked: Iterable[Marked]) -> list[Marked]:
    """Return what tables by group are made of: the marks of each ballot, or its first choice alone, those alike together.

    Where points are given, only how many ballots each group has.
    """
    found: Counter[tuple[Group, tuple[int, ...]]] = Counter()
    for one in marked:
        if terms.kind in BY_POINTS:
            options: tuple[int, ...] = ()
        else:
            options = tuple(one.choice) if terms.kind is Kind.APPROVAL else (first_choice(one.choice, terms.kind),)
        found[one.group, options] += one.ballots
    return [Marked(list(options), ballots, group) for (group, options), ballots in found.items()]


def tables(terms: Terms, marked: Sequence[Marked], k: int) -> dict[str, Any]:
    """Return the tables of what was chosen by area, age and gender, without the cells that would tell of fewer than k."""
    found: dict[str, Any] = {}
    picked = chosen(terms, marked)
    for dimension in Dimension:
        made = _table(terms, picked, dimension, k)
        if made is not None:
            found[dimension.value] = plain_table(made, _means(terms, marked, dimension))
    return found


def turnout_tables(voted: Mapping[Group, int], k: int) -> dict[str, Any]:
    """Return how many took part by area, age and gender; for official votes, whose ballots belong to no group."""
    made = {one: people_table(counted(voted, one), k) for one in Dimension}
    return {one.value: plain_table(table) for one, table in made.items() if table is not None}


def _table(terms: Terms, picked: Sequence[Marked], dimension: Dimension, k: int) -> GroupTable | None:
    people = voters(picked, dimension)
    if terms.kind in BY_POINTS:
        return people_table(people, k)
    cells = chosen_by(terms, picked, dimension)
    return marks_table(people, cells, k) if terms.kind is Kind.APPROVAL else partition_table(cells, k)


def voters(marked: Iterable[Marked], dimension: Dimension) -> dict[str, int]:
    """Return how many ballots each group has."""
    found: Counter[str] = Counter()
    for one in marked:
        found[one.group.of(dimension)] += one.ballots
    return dict(found)


def chosen_by(terms: Terms, picked: Iterable[Marked], dimension: Dimension) -> dict[str, dict[int, int]]:
    """Return by group how many ballots choose each option.

    picked  as ``chosen`` returns it
    """
    options = range(1, terms.options + 1)
    found: dict[str, dict[int, int]] = defaultdict(lambda: dict.fromkeys(options, 0))
    for one in picked:
        cells = found[one.group.of(dimension)]
        for option in one.choice:
            cells[option] = cells.get(option, 0) + one.ballots
    return dict(found)


def plain_table(table: GroupTable, means: Mapping[str, Sequence[float]] | None = None) -> dict[str, Any]:
    """Write a table as JSON can hold it.

    means  by group, the mean points of each option: left out with the people of a group
    """
    rows = []
    for group, people, cells in zip(table.groups, table.people, table.cells or ((),) * len(table.groups), strict=True):
        row: dict[str, Any] = {"group": group, "people": people}
        if table.columns:
            row["chosen"] = list(cells)
        if means is not None:
            row["means"] = list(means[group]) if people else None
        rows.append(row)
    return {"columns": list(table.columns), "rows": rows}


def _means(terms: Terms, marked: Sequence[Marked], dimension: Dimension) -> dict[str, list[float]] | None:
    """Return the mean points of each option by group, where points are given at all."""
    if terms.kind not in BY_POINTS:
        return None
    people = voters(marked, dimension)
    sums: dict[str, Counter[int]] = {group: Counter() for group in people}
    for one in marked:
        for option, points in one.choice.items():
            sums[one.group.of(dimension)][int(option)] += points * one.ballots
    return {group: [round(sums[group][option] / n, 2) for option in range(1, terms.options + 1)] for group, n in people.items()}
