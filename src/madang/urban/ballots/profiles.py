"""Profiles: all ballots of one vote, equal ones kept once with how many voters cast them. Candidates are numbered from 1."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from madang.urban.ballots.faults import BallotFault
from madang.urban.ballots.grouping import Counts, grouped
from madang.urban.formats.election import MOST_CANDIDATES, MOST_CAST, MOST_POINTS

Ranking = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What every kind of profile has.

    rows    (different ballots, candidates)  what each ballot says of each candidate; read-only
    counts  (different ballots,)             how many voters cast each, >= 1; read-only
    """

    rows: NDArray
    counts: Counts

    def __post_init__(self) -> None:
        self.rows.flags.writeable = self.counts.flags.writeable = False

    @property
    def candidates(self) -> int:
        """Return how many candidates there are."""
        return int(self.rows.shape[1])

    @property
    def voters(self) -> int:
        """Return how many ballots were cast, blank ones too."""
        return int(self.counts.sum())

    @classmethod
    def _of(cls, rows: NDArray, counts: ArrayLike | None) -> Self:
        return cls(*grouped(rows, _counts(len(rows), counts)))


class Rankings(Profile):
    """Ballots that put candidates in order, with ties, and may stop early.

    rows  rank of each candidate from 1, the best; `candidates` + 1 where the ballot does not rank them
    """

    __slots__ = ()

    @classmethod
    def from_ballots(cls, candidates: int, ballots: Iterable[tuple[int, Ranking]]) -> Self:
        """Return the profile of ballots, each with its count: `(12, [[3], [1, 2]])` is 3 before a tie of 1 and 2, cast 12 times.

        Raises BallotFault for an empty rank and for a candidate that is unknown or stands there twice.
        """
        counts, cells = [], _Cells(candidates)
        for number, (count, ranking) in enumerate(ballots, 1):
            counts.append(count)
            for rank, tied in enumerate(ranking, 1):
                if not tied:
                    raise BallotFault(f"rank {rank} is empty; leave it out", number)
                for candidate in tied:
                    cells.put(number, candidate, rank)
        return cls.from_ranks(cells.rows(len(counts)), counts)

    @classmethod
    def from_ranks(cls, ranks: ArrayLike, counts: ArrayLike | None = None) -> Self:
        """Return the profile of an array: fast for millions.

        ranks   (ballots, candidates)  whole numbers: 1 is the best rank, equal ones are tied, 0 is not ranked; gaps do not matter
        counts  (ballots,)             how many voters cast each; 1 where it is left out

        Raises BallotFault for other numbers, with the ballot.
        """
        given = _whole(ranks, "a rank")
        candidates = given.shape[1]
        _check_range(given, 0, candidates, "rank", "ranks run from 1 to the number of candidates, 0 is not ranked")
        narrow = given.astype(np.min_scalar_type(candidates + 1))
        return cls._of(np.where(narrow == 0, narrow.dtype.type(candidates + 1), narrow), counts)

    @property
    def unranked(self) -> int:
        """Return what stands for "not ranked" in the rows."""
        return self.candidates + 1


class Approvals(Profile):
    """Ballots that name any number of candidates, none better than another.

    rows  booleans
    """

    __slots__ = ()

    @classmethod
    def from_ballots(cls, candidates: int, ballots: Iterable[tuple[int, Sequence[int]]]) -> Self:
        """Return the profile of ballots, each with its count: `(12, [3, 1])` names 1 and 3, `(2, [])` is blank.

        Raises BallotFault for a candidate that is unknown or stands there twice.
        """
        counts, cells = [], _Cells(candidates)
        for number, (count, named) in enumerate(ballots, 1):
            counts.append(count)
            for candidate in named:
                cells.put(number, candidate, 1)
        return cls.from_marks(cells.rows(len(counts)), counts)

    @classmethod
    def from_marks(cls, marks: ArrayLike, counts: ArrayLike | None = None) -> Self:
        """Return the profile of an array: fast for millions.

        marks   (ballots, candidates)  booleans, or 1 and 0
        counts  (ballots,)             how many voters cast each; 1 where it is left out
        """
        given = np.asarray(marks)
        if given.dtype != bool:
            given = _whole(given, "a mark")
            _check_range(given, 0, 1, "mark", "a candidate is named (1) or not (0)")
        return cls._of(_table(given).astype(bool, copy=False), counts)

    def as_rankings(self) -> Rankings:
        """Return the same ballots as rankings of one rank, at which those named are tied."""
        return Rankings.from_ranks(self.rows.view(np.uint8), self.counts)


class Scores(Profile):
    """Ballots that give candidates whole numbers: a score each, or points out of a purse. Who is given none has 0.

    rows  whole numbers
    """

    __slots__ = ()

    @classmethod
    def from_ballots(cls, candidates: int, ballots: Iterable[tuple[int, Mapping[int, int]]], purse: int | None = None) -> Self:
        """Return the profile of ballots, each with its count: `(12, {3: 5, 1: 2})` gives 5 to 3 and 2 to 1.

        Raises BallotFault for an unknown candidate and as `from_points` does.
        """
        counts, cells = [], _Cells(candidates)
        for number, (count, points) in enumerate(ballots, 1):
            counts.append(count)
            for candidate, given in points.items():
                cells.put(number, candidate, given)
        return cls.from_points(cells.rows(len(counts)), counts, purse)

    @classmethod
    def from_points(cls, points: ArrayLike, counts: ArrayLike | None = None, purse: int | None = None) -> Self:
        """Return the profile of an array: fast for millions.

        points  (ballots, candidates)  whole numbers up to 2**20 on either side of 0
        counts  (ballots,)             how many voters cast each; 1 where it is left out
        purse   the most points that one ballot may give away, none of them below 0; None for scores

        Raises BallotFault for other numbers and for a ballot that gives away more than its purse.
        """
        given = _whole(points, "a score")
        _check_range(
            given,
            -MOST_POINTS if purse is None else 0,
            MOST_POINTS,
            "score",
            "it is too large, or below 0 where points are given away",
        )
        spent = given.sum(axis=1, dtype=np.int64)
        if purse is not None and (spent > purse).any():
            first = int(np.argmax(spent > purse))
            raise BallotFault(f"gives away {spent[first]} points of {purse}", first + 1)
        narrow = np.promote_types(np.min_scalar_type(given.min(initial=0)), np.min_scalar_type(given.max(initial=0)))
        return cls._of(given.astype(narrow), counts)


class _Cells:
    """A table that is filled cell by cell, ballots and candidates from 1, and checked as a whole."""

    def __init__(self, candidates: int) -> None:
        if not 1 <= candidates <= MOST_CANDIDATES:
            raise BallotFault(f"{candidates} candidates; there must be 1 to {MOST_CANDIDATES:,}")
        self.candidates = candidates
        self.numbers = array("q")

    def put(self, ballot: int, candidate: int, value: int) -> None:
        try:
            self.numbers.extend((ballot, candidate, value))
        except (TypeError, OverflowError) as problem:
            raise BallotFault(
                f"{candidate!r} with {value!r} are not a candidate's number and a whole number", ballot
            ) from problem

    def rows(self, ballots: int) -> NDArray[np.int64]:
        ballot, candidate, value = np.frombuffer(self.numbers, np.int64).reshape(-1, 3).T
        if (unknown := (candidate < 1) | (candidate > self.candidates)).any():
            first = int(np.argmax(unknown))
            message = f"there is no candidate {candidate[first]}; they are numbered from 1 to {self.candidates}"
            raise BallotFault(message, int(ballot[first]))
        cells = (ballot - 1) * self.candidates + candidate - 1
        filled, times = np.unique(cells, return_counts=True)
        if (times > 1).any():
            twice = int(filled[np.argmax(times)])
            raise BallotFault(f"candidate {twice % self.candidates + 1} stands there twice", twice // self.candidates + 1)
        rows = np.zeros((ballots, self.candidates), np.int64)
        rows.flat[cells] = value
        return rows


def _counts(ballots: int, counts: ArrayLike | None) -> Counts:
    if counts is None:
        return np.ones(ballots, np.int64)
    given = np.asarray(counts)
    if given.shape != (ballots,):
        raise BallotFault(f"{ballots:,} ballots have counts of shape {given.shape}; give one for each")
    if given.size and not np.issubdtype(given.dtype, np.integer):
        raise BallotFault("a count is not a whole number")
    if (given < 0).any():
        raise BallotFault(f"is cast {given.min()} times; leave it out", int(np.argmin(given)) + 1)
    if int(given.sum(dtype=object)) > MOST_CAST:
        raise BallotFault(f"more than {MOST_CAST:,} ballots")
    return given.astype(np.int64)


def _table(rows: NDArray) -> NDArray:
    if rows.ndim != 2 or not 1 <= rows.shape[1] <= MOST_CANDIDATES:
        raise BallotFault(
            f"an array of shape {rows.shape}; it must be (ballots, candidates), with 1 to {MOST_CANDIDATES:,} candidates"
        )
    return rows


def _whole(rows: ArrayLike, what: str) -> NDArray:
    given = _table(np.asarray(rows))
    if given.size and not np.issubdtype(given.dtype, np.integer):
        raise BallotFault(f"{what} is not a whole number")
    return given


def _check_range(rows: NDArray, least: int, most: int, what: str, remedy: str) -> None:
    if rows.size == 0 or (rows.min() >= least and rows.max() <= most):
        return
    ballot, candidate = np.argwhere((rows < least) | (rows > most))[0]
    raise BallotFault(f"has {what} {rows[ballot, candidate]} for candidate {candidate + 1}; {remedy}", int(ballot) + 1)
