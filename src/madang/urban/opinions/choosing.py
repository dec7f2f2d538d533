"""Which statements stand for a group, for everybody, for what joins the groups and for what divides them."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from madang.urban.opinions.figures import Floats, Leaning, group_informed

SIGNIFICANT = 1.2815515655446004  # z of 90 %, one-sided
MOST_PICKED = 5
Flags = NDArray[np.bool_]


class Way(StrEnum):
    """How a group takes a statement."""

    AGREE = "agree"
    DISAGREE = "disagree"


@dataclass(frozen=True, slots=True)
class Pick:
    """A statement, by its index, and the way it is taken."""

    statement: int
    way: Way


def representative(agree: Leaning, disagree: Leaning) -> tuple[tuple[Pick, ...], ...]:
    """Return for each group at most 5 statements that tell it from the others: first what it agrees with, then what it rejects.

    Taken are statements that most of the group goes for, and more of it than of the others, both beyond chance, those with the
    greatest product of ratio, share and their tests first. One that it agrees with is always among them if there is any worth
    naming; where nothing is beyond chance, there is one all the same. Source: ``select-rep-comments`` of Polis.
    """
    return tuple(_of_group(agree, disagree, group) for group in range(len(agree.hits)))


def _of_group(agree: Leaning, disagree: Leaning, group: int) -> tuple[Pick, ...]:
    found = [
        (float(_weight(side)[group, at]), Pick(int(at), way))
        for side, way in ((agree, Way.AGREE), (disagree, Way.DISAGREE))
        for at in np.flatnonzero(_is_beyond_chance(side)[group])
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1].statement))
    picks = [pick for _, pick in found]
    best = _best_agreed(agree, group)
    if best is not None:
        picks = [best, *(pick for pick in picks if pick.statement != best.statement)]
    picks = picks[:MOST_PICKED] or _least_unlike(agree, disagree, group)
    return tuple(sorted(picks, key=lambda pick: pick.way is Way.DISAGREE))


def _weight(side: Leaning) -> Floats:
    return side.ratio * side.ratio_test * side.share * side.share_test


def _is_beyond_chance(side: Leaning) -> Flags:
    return (side.share_test > SIGNIFICANT) & (side.ratio_test > SIGNIFICANT)


def _best_agreed(agree: Leaning, group: int) -> Pick | None:
    """Return the statement that shows best what the group agrees with, None if it agrees with nothing worth naming.

    As long as no statement more of the group than of the others agree with is found, the most agreed one leads; from then on
    the one with the greatest weight.
    """
    share, ratio, test = agree.share[group], agree.ratio[group], agree.share_test[group]
    worth = (agree.hits[group] > 0) & ((test > SIGNIFICANT) | ((ratio > 1) & (share > 0.5)))
    weight, agreed = _weight(agree)[group], share * test
    best: int | None = None
    for at in np.flatnonzero(worth).tolist():
        if best is None or (weight if ratio[best] > 1 else agreed)[at] > (weight if ratio[best] > 1 else agreed)[best]:
            best = at
    return None if best is None else Pick(best, Way.AGREE)


def _least_unlike(agree: Leaning, disagree: Leaning, group: int) -> list[Pick]:
    """Return the one statement by which the group differs most from the others, though it may be chance."""
    tests = np.stack([np.where(side.hits[group] > 0, side.ratio_test[group], -np.inf) for side in (agree, disagree)], axis=1)
    if not np.isfinite(tests).any():
        return []
    statement, side = divmod(int(np.argmax(tests)), 2)
    return [Pick(statement, (Way.AGREE, Way.DISAGREE)[side])]


def consensus(agree: Leaning, disagree: Leaning) -> tuple[Pick, ...]:
    """Return at most 5 statements that most people agree with, and at most 5 that most reject, beyond chance.

    agree, disagree  (1, statements)  everybody as one group

    Source: ``select-consensus-comments`` of Polis.
    """
    picks: list[Pick] = []
    for side, way in ((agree, Way.AGREE), (disagree, Way.DISAGREE)):
        holds = (side.share[0] > 0.5) & (side.share_test[0] > SIGNIFICANT)
        picks += _first(side.share[0] * side.share_test[0], holds, way)
    return tuple(picks)


def bridging(agree: Leaning, disagree: Leaning) -> tuple[Pick, ...]:
    """Return at most 5 statements that more than half of every group agree with, and at most 5 that every group rejects.

    Those with the highest group-informed consensus come first.
    """
    if not len(agree.share):
        return ()
    picks: list[Pick] = []
    for side, way in ((agree, Way.AGREE), (disagree, Way.DISAGREE)):
        picks += _first(group_informed(side.share), np.all(side.share > 0.5, axis=0), way)
    return tuple(picks)


def divisive(agree: Leaning, disagree: Leaning) -> tuple[int, ...]:
    """Return at most 5 statements, by index, that one group agrees with and another rejects, both beyond chance.

    Those whose share of agreement differs most between two groups come first.
    """
    if not len(agree.share):
        return ()
    holds = np.any(agree.share_test > SIGNIFICANT, axis=0) & np.any(disagree.share_test > SIGNIFICANT, axis=0)
    picks = _first(agree.share.max(axis=0) - agree.share.min(axis=0), holds, Way.AGREE)
    return tuple(pick.statement for pick in picks)


def _first(order: Floats, holds: Flags, way: Way) -> list[Pick]:
    """Return the picks of the highest order among those that hold, the smallest index first at a tie."""
    places = np.flatnonzero(holds)
    places = places[np.argsort(-order[places], kind="stable")][:MOST_PICKED]
    return [Pick(int(at), way) for at in places]
