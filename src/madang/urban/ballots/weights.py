"""Weights that make those who voted look like those who live here: raking to the margins of a census."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

UNKNOWN = -1
MOST_ROUNDS = 200
SETTLED = 1e-6
CAP = 5.0
Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Margin:
    """What is known of everybody in one respect, such as age.

    category  (cells,)       the category that each cell of voters belongs to; UNKNOWN where they did not say
    people    (categories,)  how many people there are of each, >= 0
    """

    category: Places
    people: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """How much a ballot of each cell counts.

    factors    (cells,)  around 1: what all ballots count together stays the number of ballots
    effective  how many ballots drawn evenly would tell as much: the more the weights differ, the fewer (Kish 1965)
    gap        the largest difference that is left between a category's share of the votes and of the people
    lacking    by margin, the categories with people of whom nobody voted: no weight can speak for them
    capped     how many voters' weights would have been beyond the cap
    rounds     how often it went through the margins
    """

    factors: Floats
    effective: float
    gap: float
    lacking: tuple[tuple[int, ...], ...]
    capped: int
    rounds: int

    @property
    def is_settled(self) -> bool:
        """Tell whether all margins are met."""
        return self.gap <= SETTLED


def rake(voters: ArrayLike, margins: Sequence[Margin], *, cap: float = CAP) -> Weights:
    """Weigh cells of voters so that their shares in every margin are those of the people.

    voters  (cells,)  how many voted, >= 0, not all 0
    cap     no ballot counts more than this, nor less than its inverse, > 1: a lone voter must not speak for a thousand people

    Categories of whom nobody voted are left out of their margin; voters of an unknown category, or of one without people,
    are left as they are in that margin.
    Raises ValueError for other shapes and numbers.
    Source: iterative proportional fitting, Deming and Stephan 1940, doi:10.1214/aoms/1177731829; trimming as in the ANES
    weighting (DeBell and Krosnick 2009), in every round.
    """
    counts = np.asarray(voters, float)
    _check(counts, margins, cap)
    targets = [_target(counts, one) for one in margins]
    factors, beyond, gap, rounds = np.ones(len(counts)), np.zeros(len(counts), bool), np.inf, 0
    while gap > SETTLED and rounds < MOST_ROUNDS:
        before = factors
        for margin, share in zip(margins, targets, strict=True):
            factors = factors * _step(counts * factors, margin.category, share)
        factors = factors * (counts.sum() / (counts @ factors))
        beyond = (factors > cap) | (factors < 1 / cap)
        factors = np.clip(factors, 1 / cap, cap)
        gap = max((_gap(counts * factors, one.category, share) for one, share in zip(margins, targets, strict=True)), default=0.0)
        rounds += 1
        if np.abs(factors - before).max() < SETTLED / 1_000:
            break
    capped = int(counts[beyond].sum())
    lacking = tuple(_lacking(counts, one) for one in margins)
    return Weights(factors, effective_size(counts, factors), gap, lacking, capped, rounds)


def effective_size(voters: ArrayLike, factors: ArrayLike) -> float:
    """Return Kish's effective sample size of weighted cells: (sum of weights) squared over the sum of squared weights.

    voters, factors  (cells,)  how many ballots each cell has, and what each counts; 0 where there are none
    Source: Kish 1965, Survey Sampling, section 11.7.
    """
    counts, weights = np.asarray(voters, float), np.asarray(factors, float)
    squares = float(counts @ weights**2)
    return float(counts @ weights) ** 2 / squares if squares else 0.0


def _check(counts: Floats, margins: Sequence[Margin], cap: float) -> None:
    if counts.ndim != 1 or not counts.size or counts.min() < 0 or not counts.any():
        raise ValueError("voters is a row of numbers of at least 0, not all of them 0")
    if not cap > 1:
        raise ValueError(f"a cap of {cap}: it must be above 1")
    for margin in margins:
        if margin.category.shape != counts.shape or margin.people.ndim != 1 or margin.people.min(initial=0) < 0:
            raise ValueError("a margin has a category for each cell, and at least 0 people of each category")
        if margin.category.size and not UNKNOWN <= margin.category.min() <= margin.category.max() < len(margin.people):
            raise ValueError("a margin's categories are numbers from 0, or UNKNOWN")


def _target(counts: Floats, margin: Margin) -> Floats:
    """Return the share of each category among the people of whom somebody voted; 0 for the others."""
    voted = _sums(counts, margin.category, len(margin.people)) > 0
    people = np.where(voted, margin.people, 0.0)
    return people / people.sum() if people.any() else people


def _lacking(counts: Floats, margin: Margin) -> tuple[int, ...]:
    voted = _sums(counts, margin.category, len(margin.people)) > 0
    return tuple(int(one) for one in np.flatnonzero(~voted & (margin.people > 0)))


def _sums(amounts: Floats, category: Places, categories: int) -> Floats:
    known = category != UNKNOWN
    return np.bincount(category[known], weights=amounts[known], minlength=categories).astype(float)


def _shares(amounts: Floats, category: Places, share: Floats) -> Floats:
    """Return the present share of each category that has a target, among all of those."""
    sums = np.where(share > 0, _sums(amounts, category, len(share)), 0.0)
    return sums / sums.sum() if sums.any() else sums


def _step(amounts: Floats, category: Places, share: Floats) -> Floats:
    present = _shares(amounts, category, share)
    by_category = np.divide(share, present, out=np.ones(len(share)), where=present > 0)
    return np.append(by_category, 1.0)[category]


def _gap(amounts: Floats, category: Places, share: Floats) -> float:
    return float(np.abs(_shares(amounts, category, share) - share).max(initial=0.0))
