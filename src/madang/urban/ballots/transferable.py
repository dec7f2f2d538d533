"""The single transferable vote for several seats, as Scotland's councils are elected.

Source: the Scottish Local Government Elections Order 2007 (SSI 2007/42), schedule 1, rules 45 to 52.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import chain
from math import floor

import numpy as np
from numpy.typing import NDArray

from madang.urban.ballots.choices import Choices
from madang.urban.ballots.faults import BallotFault
from madang.urban.ballots.lots import drawn
from madang.urban.ballots.outcomes import About, Exact, Group, Outcome, Round, Tie, exact, groups_by
from madang.urban.ballots.profiles import Rankings

DECIMALS = 10**5
_Numbers = NDArray[np.intp]
_Papers = tuple[_Numbers, _Numbers]
_NO_PAPERS: _Papers = np.zeros(0, np.intp), np.zeros(0, np.intp)


def quota(rankings: Rankings, seats: int) -> int:
    """Return the votes that are enough for a seat: valid ballots / (seats + 1), cut to a whole number, and one more (rule 46)."""
    valid = int(rankings.counts[(rankings.rows <= rankings.candidates).any(axis=1)].sum())
    return valid // (seats + 1) + 1


def stv(rankings: Rankings, seats: int, seed: str | None = None) -> Outcome:
    """Fill several seats by weighted inclusive Gregory transfers, their values cut to five decimals.

    The largest surplus goes first. Equal surpluses, and equal fewest votes, are decided by the last earlier round in which they
    differ, else by the lots of the seed. Without a seed the count ends where a lot is needed: that tie has nobody chosen,
    and the winners are those elected so far. Where a ballot ties candidates, each has an equal share of its value.

    The ranking has those elected in order (by round, then votes), then who was still in, then the others from the last to leave.
    Raises BallotFault if there are no seats, or more than candidates.
    """
    if not 1 <= seats <= rankings.candidates:
        raise BallotFault(f"{seats} seats for {rankings.candidates} candidates; there must be 1 to {rankings.candidates}")
    return _Count(rankings, seats, seed).outcome()


class _Count:
    """A count under way: who holds which ballot papers at which value.

    papers  what each candidate holds: rows of the profile, and the code of each one's value
    values  the value that each code stands for: few differ, and each is a fraction
    """

    def __init__(self, rankings: Rankings, seats: int, seed: str | None) -> None:
        self.choices, self.vacancies, self.seed = Choices(rankings), seats, seed
        self.quota = quota(rankings, seats)
        self.continuing = list(self.choices.everybody)
        self.papers = dict.fromkeys(self.continuing, _NO_PAPERS)
        self.votes: dict[int, Exact] = dict.fromkeys(self.continuing, 0)
        self.values: list[Exact] = [1]
        self.codes: dict[Exact, int] = {1: 0}
        self.elected: list[Group] = []
        self.excluded: list[int] = []
        self.history: list[dict[int, Exact]] = []
        self.rounds: list[Round] = []
        self.ties: list[Tie] = []

    def outcome(self) -> Outcome:
        self._hand_on(np.arange(len(self.choices.counts)), np.zeros_like(self.choices.counts))
        while self._round():
            pass
        ranking = (*self.elected, *self._in_order(self.continuing), *((one,) for one in reversed(self.excluded)))
        return Outcome(tuple(sorted(chain(*self.elected))), ranking, tuple(self.rounds), tuple(self.ties))

    def _round(self) -> bool:
        """Deem elected who has a quota, then transfer a surplus or exclude somebody; return whether the count goes on."""
        self.history.append(dict(self.votes))
        tally = {one: votes for one, votes in self.votes.items() if one not in self.excluded}
        elected = self._elect([one for one in self.continuing if self.votes[one] >= self.quota])
        if self.vacancies == len(self.continuing):
            elected += self._elect(list(self.continuing))
        surpluses = [one for one in chain(*self.elected) if self.votes[one] > self.quota]
        giver = leaver = None
        tied: Group = ()
        if self.vacancies and surpluses:
            giver = self._choose(surpluses, About.SURPLUS)
        elif self.vacancies:
            fewest = min(self.votes[one] for one in self.continuing)
            tied = tuple(one for one in self.continuing if self.votes[one] == fewest)
            leaver = self._choose(tied, About.LEAVING)
        exhausted = exact(self.choices.voters - sum(tally.values()))
        self.rounds.append(Round(tally, exhausted, leaver, tied if len(tied) > 1 else (), elected, giver))
        if giver is not None:
            self._transfer_surplus(giver)
        if leaver is not None:
            self._exclude(leaver)
        return giver is not None or leaver is not None

    def _elect(self, candidates: list[int]) -> Group:
        groups = self._in_order(candidates)
        self.elected += groups
        self.vacancies -= len(candidates)
        self.continuing = [one for one in self.continuing if one not in candidates]
        return tuple(chain(*groups))

    def _in_order(self, candidates: Iterable[int]) -> list[Group]:
        """Return groups by votes, the most first; who is equal now stands by the last earlier round that differs."""
        return groups_by({one: tuple(votes[one] for votes in reversed(self.history)) for one in candidates})

    def _choose(self, tied: Sequence[int], about: About) -> int | None:
        """Return whose surplus is the largest, or who has the fewest votes (rules 49 and 51); None if only a lot could tell."""
        pick = max if about is About.SURPLUS else min
        for votes in reversed(self.history):
            tied = tuple(one for one in tied if votes[one] == pick(votes[other] for other in tied))
        if len(tied) == 1:
            return tied[0]
        chosen = None
        if self.seed is not None:
            chosen = drawn(tied, self.seed)[-1 if about is About.SURPLUS else 0]
        self.ties.append(Tie(len(self.history), about, tuple(tied), chosen))
        return chosen

    def _transfer_surplus(self, giver: int) -> None:
        """Hand every paper on at surplus x value / votes, cut to five decimals (rule 48)."""
        rows, codes = self._take(giver)
        share = Fraction(self.votes[giver] - self.quota) / self.votes[giver]
        self._hand_on(rows, self._revalued(codes, lambda value: Fraction(floor(share * value * DECIMALS), DECIMALS)))
        self.votes[giver] = self.quota

    def _exclude(self, leaver: int) -> None:
        """Hand every paper on at the value that it has (rule 50)."""
        self.continuing.remove(leaver)
        self.excluded.append(leaver)
        self.votes[leaver] = 0
        self._hand_on(*self._take(leaver))

    def _take(self, holder: int) -> _Papers:
        papers, self.papers[holder] = self.papers[holder], _NO_PAPERS
        return papers

    def _hand_on(self, rows: _Numbers, codes: _Numbers) -> None:
        """Give each paper to its next choice among those continuing, in equal shares where several are tied there."""
        first, sizes = self.choices.first(self.continuing, rows)
        for size in (int(found) for found in np.unique(sizes) if found):
            shared = self._revalued(codes, Fraction(1, size).__mul__)
            for candidate, marks in zip(self.continuing, first & (sizes == size), strict=True):
                self._credit(candidate, rows[marks], shared[marks])

    def _credit(self, candidate: int, rows: _Numbers, codes: _Numbers) -> None:
        held = self.papers[candidate]
        self.papers[candidate] = np.append(held[0], rows), np.append(held[1], codes)
        papers = np.bincount(codes, weights=self.choices.counts[rows])  # whole numbers below 2**53 are exact
        more = sum((int(papers[code]) * self.values[code] for code in np.flatnonzero(papers)), start=Fraction())
        self.votes[candidate] = exact(self.votes[candidate] + more)

    def _revalued(self, codes: _Numbers, change: Callable[[Exact], Fraction]) -> _Numbers:
        """Return the codes of the changed values."""
        new = np.zeros(len(self.values), np.intp)
        for code in np.unique(codes):
            value = exact(change(self.values[code]))
            if value not in self.codes:
                self.codes[value] = len(self.values)
                self.values.append(value)
            new[code] = self.codes[value]
        return new[codes]
