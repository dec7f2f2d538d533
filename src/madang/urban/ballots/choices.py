"""First choices among those who are still in: what plurality, the run-off and the transferable vote look at in each round."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from madang.urban.ballots.grouping import Counts, sums
from madang.urban.ballots.outcomes import Exact, exact
from madang.urban.ballots.profiles import Rankings


class Choices:
    """Rankings laid out by candidate, so that each round reads only the columns of those who are still in."""

    def __init__(self, rankings: Rankings) -> None:
        self.columns = np.ascontiguousarray(rankings.rows.T)
        self.counts: Counts = rankings.counts
        self.unranked = rankings.unranked
        self.voters = rankings.voters
        self.everybody = range(1, rankings.candidates + 1)

    def first(
        self, among: Sequence[int], ballots: NDArray[np.intp] | None = None
    ) -> tuple[NDArray[np.bool_], NDArray[np.uint16]]:
        """Return who of `among` is at the highest rank that holds any of them, and how many share it (0: an exhausted ballot).

        Shapes: (among, ballots) and (ballots,). `ballots` picks some of them; all where it is left out.
        """
        rows = np.array(among) - 1
        columns = self.columns[rows] if ballots is None else self.columns[np.ix_(rows, ballots)]
        best = columns.min(axis=0)
        first = (columns == best) & (best < self.unranked)
        return first, first.sum(axis=0, dtype=np.uint16)

    def by_size(self, among: Sequence[int]) -> dict[int, list[int]]:
        """Return for each size of a shared first choice the ballots on which each of `among` is one of so many."""
        first, sizes = self.first(among)
        found = [int(size) for size in np.flatnonzero(np.bincount(sizes)) if size]
        return {size: sums((first if len(found) == 1 else first & (sizes == size)).T, self.counts) for size in found}

    def tally(self, among: Sequence[int], most_shared: int | None = None) -> dict[int, Exact]:
        """Return the votes of each of `among`: k who share a first choice have 1/k of the ballot each.

        most_shared  ballots whose first choice is shared by more than so many count nothing
        """
        votes = [Fraction()] * len(among)
        for size, ballots in self.by_size(among).items():
            if most_shared is None or size <= most_shared:
                votes = [before + Fraction(count, size) for before, count in zip(votes, ballots, strict=True)]
        return {candidate: exact(number) for candidate, number in zip(among, votes, strict=True)}
