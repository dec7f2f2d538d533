"""The opinion map: where people stand, in which groups, what joins and what divides them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.urban.opinions import choosing
from madang.urban.opinions.axes import centred, principal_axes
from madang.urban.opinions.choosing import Pick
from madang.urban.opinions.clusters import grouped
from madang.urban.opinions.figures import NO_GROUP, Floats, Leaning, Tally, group_informed, leaning, tallies
from madang.urban.opinions.votes import Ids, Votes

LEAST_VOTES = 7
DIGITS = 9


@dataclass(frozen=True, slots=True, eq=False)
class OpinionMap:
    """An opinion map. Groups are numbered by size, the largest 0; statements of picks are indices.

    people, statements  their ids, ascending, as in ``Votes``
    positions    (people, 2)      where each stands; axis 0 is the one along which people differ most
    groups       (people,)        the group of each, NO_GROUP for who cast too few votes
    axes, means  (2, statements), (statements,)  a person stands at axes @ (vote - mean), missing votes as the mean, times
                 the root of statements / votes cast
    explained    (2,)             share of all variance that each axis shows
    silhouettes  by number of groups, how well they stand apart (-1 to 1); the best was taken
    everyone, by_group  counts    (statements,), (groups, statements)
    agree, disagree     figures of the groups, (groups, statements)
    joint_agree, joint_disagree   (statements,)  group-informed consensus, 0 to 1
    """

    people: Ids
    statements: Ids
    positions: Floats
    groups: NDArray[np.int64]
    axes: Floats
    means: Floats
    explained: Floats
    silhouettes: dict[int, float]
    everyone: Tally
    by_group: Tally
    agree: Leaning
    disagree: Leaning
    joint_agree: Floats
    joint_disagree: Floats
    representative: tuple[tuple[Pick, ...], ...]
    consensus: tuple[Pick, ...]
    bridging: tuple[Pick, ...]
    divisive: tuple[int, ...]

    @property
    def group_sizes(self) -> NDArray[np.int64]:
        """Return the number of people in each group, (groups,)."""
        return np.bincount(self.groups[self.groups != NO_GROUP])


def opinion_map(votes: Votes, *, least_group: int = 1) -> OpinionMap:
    """Return the map of votes: the same votes give the same map to the last bit.

    least_group  smaller groups are none: their people count for everybody only

    Who cast fewer than 7 votes (or than there are statements) has a position but no group. Coordinates, axes and means are
    rounded to 9 digits after the point, so that positions that are equal but for rounding are one.
    Source: Polis as described by Small et al. 2021, doi:10.6035/recerca.5516
    """
    matrix, means = centred(votes)
    axes, squares = principal_axes(matrix)
    stretch = np.sqrt(len(votes.statements) / np.maximum(votes.cast, 1))
    positions = _rounded((matrix @ np.ascontiguousarray(axes.T)) * stretch[:, None])
    groups, silhouettes = _groups(votes, positions, least_group)
    everyone, by_group = tallies(votes, groups)
    agree, disagree = (leaning(hits, by_group.seen) for hits in (by_group.agrees, by_group.disagrees))
    whole = [leaning(hits[None], everyone.seen[None]) for hits in (everyone.agrees, everyone.disagrees)]
    variance = float((matrix.data * matrix.data).sum())
    return OpinionMap(
        people=votes.people,
        statements=votes.statements,
        positions=positions,
        groups=groups,
        axes=_rounded(axes),
        means=_rounded(means),
        explained=_rounded(squares / variance if variance else squares),
        silhouettes=silhouettes,
        everyone=everyone,
        by_group=by_group,
        agree=agree,
        disagree=disagree,
        joint_agree=group_informed(agree.share),
        joint_disagree=group_informed(disagree.share),
        representative=choosing.representative(agree, disagree),
        consensus=choosing.consensus(whole[0], whole[1]),
        bridging=choosing.bridging(agree, disagree),
        divisive=choosing.divisive(agree, disagree),
    )


def place(axes: Floats, means: Floats, votes: Floats) -> tuple[float, float]:
    """Return where a person stands on a map, also one who voted after it was drawn.

    axes, means  (2, statements), (statements,)  of the map
    votes        (statements,)  1, 0, -1, or NaN where the person has not voted
    """
    cast = int((~np.isnan(votes)).sum())
    away = np.nan_to_num(votes - means) * np.sqrt(len(votes) / max(cast, 1))
    x, y = _rounded((axes * away).sum(axis=1))
    return float(x), float(y)


def least_votes(statements: int) -> int:
    """Return how many votes somebody must cast to be in a group."""
    return min(LEAST_VOTES, statements)


def _groups(votes: Votes, positions: Floats, least_group: int) -> tuple[NDArray[np.int64], dict[int, float]]:
    is_grouped = votes.cast >= least_votes(len(votes.statements))
    found = grouped(positions[is_grouped])
    large = int((np.bincount(found.labels) >= least_group).sum())
    groups = np.full(len(votes.people), NO_GROUP, np.int64)
    groups[is_grouped] = np.where(found.labels < large, found.labels, NO_GROUP)
    return groups, found.silhouettes


def _rounded(values: Floats) -> Floats:
    return np.round(values, DIGITS) + 0.0  # + 0.0: there is one zero
