"""What a count says: winners, ranking, rounds, and every tie with how it was settled."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from madang.urban.ballots.lots import drawn

Exact = int | Fraction
Group = tuple[int, ...]


class About(StrEnum):
    """What tied candidates are tied for."""

    PLACE = "place"
    LEAVING = "leaving"
    SURPLUS = "surplus"


@dataclass(frozen=True, slots=True)
class Tie:
    """Candidates between whom the votes do not decide.

    round   where it came up, from 1
    chosen  who got the better place, left, or whose surplus went first, by lot; None where no seed was given
    """

    round: int
    about: About
    candidates: Group
    chosen: int | None


@dataclass(frozen=True, slots=True)
class Round:
    """One look at the votes, and what followed from it.

    tally       votes or points of each candidate who is still in
    exhausted   votes on ballots that name nobody who is still in
    eliminated  who left
    tied        who was tied for the fewest, if more than one
    elected     who won a seat in this round, the most votes first
    surplus_of  whose surplus was transferred
    """

    tally: Mapping[int, Exact]
    exhausted: Exact = 0
    eliminated: int | None = None
    tied: Group = ()
    elected: Group = ()
    surplus_of: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain values; what did not happen is left out."""
        plain: dict[str, Any] = {"tally": {str(one): plain_number(votes) for one, votes in self.tally.items()}}
        plain["exhausted"] = plain_number(self.exhausted)
        happened = {
            "elected": list(self.elected),
            "surplus_of": self.surplus_of,
            "eliminated": self.eliminated,
            "tied": list(self.tied),
        }
        return plain | {name: value for name, value in happened.items() if value}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one rule.

    winners  in rising order; without a seed all who are tied for the win. Empty where the rule names nobody
    ranking  groups from the best to the last, each in rising order; several in a group are tied
    """

    winners: Group
    ranking: tuple[Group, ...]
    rounds: tuple[Round, ...] = ()
    ties: tuple[Tie, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return plain values; whole numbers are numbers, fractions are texts like "19/3"."""
        return {
            "winners": list(self.winners),
            "ranking": [list(group) for group in self.ranking],
            "rounds": [one.as_json() for one in self.rounds],
            "ties": [
                {"round": tie.round, "about": tie.about.value, "candidates": list(tie.candidates), "chosen": tie.chosen}
                for tie in self.ties
            ],
        }


def exact(value: Exact) -> Exact:
    """Return a whole number as int, any other as Fraction."""
    return value.numerator if value.denominator == 1 else value


def plain_number(value: Exact) -> int | str:
    """Return a whole number as it is, a fraction as "p/q"."""
    return str(value) if isinstance(value, Fraction) else value


def by_tally(tally: Mapping[int, Exact], seed: str | None, exhausted: Exact = 0) -> Outcome:
    """Return the outcome of a rule that gives each candidate one number: the more the better."""
    return settled(groups_by(tally), seed, (Round(tally, exhausted),))


def groups_by(worth: Mapping[int, Any]) -> list[Group]:
    """Return the candidates in groups of equal worth, the highest first."""
    groups = defaultdict(list)
    for one, value in worth.items():
        groups[value].append(one)
    return [tuple(groups[value]) for value in sorted(groups, reverse=True)]


def settled(groups: Sequence[Group], seed: str | None, rounds: tuple[Round, ...] = ()) -> Outcome:
    """Return the outcome of groups from best to last; a seed orders those who are tied, the last drawn first."""
    ranking: list[Group] = []
    ties: list[Tie] = []
    for group in groups:
        best_first = drawn(group, seed)[::-1] if seed is not None else group
        ranking += [(one,) for one in best_first] if seed is not None else [group]
        if len(group) > 1:
            ties.append(Tie(1, About.PLACE, group, best_first[0] if seed is not None else None))
    return Outcome(ranking[0], tuple(ranking), rounds, tuple(ties))
