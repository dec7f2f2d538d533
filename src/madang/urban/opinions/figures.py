"""What groups say of statements: exact counts, and how far a group leans from the others."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.urban.opinions.votes import Votes

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
NO_GROUP = -1


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Votes by statement; the arrays are (statements,) or (groups, statements)."""

    agrees: Counts
    passes: Counts
    disagrees: Counts

    @property
    def seen(self) -> Counts:
        """Return how many voted, passes among them."""
        return self.agrees + self.passes + self.disagrees


@dataclass(frozen=True, slots=True, eq=False)
class Leaning:
    """How far each group goes one way (agrees, or disagrees) on each statement; all (groups, statements).

    hits         people of the group who voted so                                        na, nd in Polis
    share        the share of those who saw it, one more counted for and one against     pa, pd
    share_test   z: is the share above a half?                                           pat, pdt
    ratio        the share, divided by that of all other groups together                 ra, rd
    ratio_test   z: is the group's share above theirs?                                   rat, rdt
    """

    hits: Counts
    share: Floats
    share_test: Floats
    ratio: Floats
    ratio_test: Floats


def tallies(votes: Votes, groups: NDArray[np.int64]) -> tuple[Tally, Tally]:
    """Count the votes of everybody, (statements,), and of each group, (groups, statements).

    groups  (people,)  group of each person from 0, or NO_GROUP
    """
    size, many = len(votes.statements), int(groups.max(initial=NO_GROUP)) + 1
    place = ((groups[votes.rows] + 1) * 3 + 1 - votes.values) * size + votes.columns
    counts = np.bincount(place, minlength=(many + 1) * 3 * size).reshape(many + 1, 3, size)
    whole = counts.sum(axis=0)
    return Tally(whole[0], whole[1], whole[2]), Tally(counts[1:, 0], counts[1:, 1], counts[1:, 2])


def leaning(hits: Counts, seen: Counts) -> Leaning:
    """Return how far each group leans one way.

    hits, seen  (groups, statements)  votes that way, and all votes

    Source: Small et al. 2021, doi:10.6035/recerca.5516, with the pseudo-counts of Polis: one more hit of two more in a share,
    one more hit of one more in the tests.
    """
    hits_elsewhere, seen_elsewhere = hits.sum(axis=0) - hits, seen.sum(axis=0) - seen
    share = (hits + 1) / (seen + 2)
    share_test = 2 * np.sqrt(seen + 1) * ((hits + 1) / (seen + 1) - 0.5)
    ratio = share / ((hits_elsewhere + 1) / (seen_elsewhere + 2))
    return Leaning(hits, share, share_test, ratio, _two_shares_test(hits, seen, hits_elsewhere, seen_elsewhere))


def _two_shares_test(hits: Counts, seen: Counts, hits_elsewhere: Counts, seen_elsewhere: Counts) -> Floats:
    here, there = seen + 1, seen_elsewhere + 1
    pooled = (hits + hits_elsewhere + 2) / (here + there)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / here + 1 / there))
    difference = (hits + 1) / here - (hits_elsewhere + 1) / there
    return np.divide(difference, spread, out=np.zeros_like(spread), where=spread > 0)


def group_informed(share: Floats) -> Floats:
    """Return the product of the groups' shares for each statement, (statements,): high only where every group goes along.

    share  (groups, statements)  as in ``Leaning``

    Without groups there is nothing that they share: 0.
    """
    return share.prod(axis=0) if len(share) else np.zeros(share.shape[1])
