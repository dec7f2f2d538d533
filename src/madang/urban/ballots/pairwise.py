"""Rules that compare candidates two by two: Condorcet, Copeland, Schulze."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from madang.urban.ballots.choices import Choices
from madang.urban.ballots.grouping import sums
from madang.urban.ballots.outcomes import Group, Outcome, by_tally, settled
from madang.urban.ballots.profiles import Rankings

Matrix = NDArray[np.int64]


class Schulze(StrEnum):
    """What a won comparison weighs in the Schulze rule: the votes for the winner, or how many more they are."""

    WINNING_VOTES = "winning_votes"
    MARGINS = "margins"


@dataclass(frozen=True, slots=True)
class Condorcet:
    """Who does best two by two.

    winner        beats every other candidate
    weak_winners  lose to nobody, in rising order
    loser         is beaten by every other candidate
    """

    winner: int | None
    weak_winners: Group
    loser: int | None


def preferences(rankings: Rankings) -> Matrix:
    """Return (candidates, candidates): on how many ballots the one of the row stands strictly above the one of the column.

    Who is not ranked stands below everyone who is; between two who are tied or not ranked no preference is counted.
    """
    laid_out = Choices(rankings)
    above = [sums((column < laid_out.columns).T, laid_out.counts) for column in laid_out.columns]
    return np.array(above, np.int64)


def condorcet_candidates(rankings: Rankings) -> Condorcet:
    """Return the Condorcet winner, weak winners and loser."""
    votes = preferences(rankings)
    beats, others = votes > votes.T, rankings.candidates - 1
    wins, losses = beats.sum(axis=1), beats.sum(axis=0)
    return Condorcet(_only(wins == others), _numbers(losses == 0), _only(losses == others))


def condorcet(rankings: Rankings) -> Outcome:
    """Name the Condorcet winner, or nobody.

    The ranking takes away winner after winner; its last group holds those among whom nobody beats all others. No tie can come up.
    """
    beats = (votes := preferences(rankings)) > votes.T
    left = list(range(rankings.candidates))
    ranking: list[Group] = []
    while left:
        wins = beats[np.ix_(left, left)].sum(axis=1)
        if wins.max() < len(left) - 1:
            break
        ranking.append((left.pop(int(wins.argmax())) + 1,))
    rest = (tuple(one + 1 for one in left),) if left else ()
    return Outcome(ranking[0] if ranking else (), (*ranking, *rest))


def copeland(rankings: Rankings, seed: str | None = None) -> Outcome:
    """Count won comparisons minus lost ones; equal ones count nothing. Source: Copeland 1951."""
    beats = (votes := preferences(rankings)) > votes.T
    scores = beats.sum(axis=1) - beats.sum(axis=0)
    return by_tally({number: int(score) for number, score in enumerate(scores, 1)}, seed)


def path_strengths(rankings: Rankings, variant: Schulze = Schulze.WINNING_VOTES) -> Matrix:
    """Return (candidates, candidates): the strength of the strongest path from row to column, 0 if there is none.

    A path goes from candidate to candidate who is beaten, and is as strong as its weakest step.
    Source: Schulze 2011, doi:10.1007/s00355-010-0475-4.
    """
    votes = preferences(rankings)
    paths: Matrix = np.where(votes > votes.T, votes - votes.T if variant is Schulze.MARGINS else votes, 0)
    for between in range(len(paths)):
        paths = np.maximum(paths, np.minimum.outer(paths[:, between], paths[between]))
        np.fill_diagonal(paths, 0)
    return paths


def schulze(rankings: Rankings, variant: Schulze = Schulze.WINNING_VOTES, seed: str | None = None) -> Outcome:
    """Let those win to whom nobody has a stronger path than they have back.

    The ranking takes the unbeaten among the rest again and again, along the same paths.
    """
    beats = (paths := path_strengths(rankings, variant)) > paths.T
    left = np.arange(rankings.candidates)
    groups: list[Group] = []
    while left.size:
        unbeaten = ~beats[np.ix_(left, left)].any(axis=0)
        groups.append(tuple(int(one) + 1 for one in left[unbeaten]))
        left = left[~unbeaten]
    return settled(groups, seed)


def _only(marks: NDArray[np.bool_]) -> int | None:
    numbers = _numbers(marks)
    return numbers[0] if len(numbers) == 1 else None


def _numbers(marks: NDArray[np.bool_]) -> Group:
    return tuple(int(one) + 1 for one in np.flatnonzero(marks))
