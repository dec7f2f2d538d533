"""Instant run-off: round by round whoever has the fewest votes leaves, and their ballots go on to the next choice."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import factorial

from madang.urban.ballots.choices import Choices
from madang.urban.ballots.faults import BallotFault
from madang.urban.ballots.lots import drawn
from madang.urban.ballots.outcomes import About, Exact, Group, Outcome, Round, Tie, exact, groups_by
from madang.urban.ballots.profiles import Rankings

MOST_SETS = 100_000


@dataclass(frozen=True, slots=True)
class Universes:
    """What may happen if every tie for the fewest votes is broken in every way.

    winners  all who win in some way
    paths    number of different orders in which the others leave
    places   the best place that each candidate reaches in some way, from 1
    """

    winners: Group
    paths: int
    places: dict[int, int]


def instant_runoff(rankings: Rankings, seed: str | None = None) -> Outcome:
    """Return the winner by the lots of a seed, or without one every possible winner.

    In each round a ballot goes to its highest-ranked candidate who is still in, in equal shares where k are tied there; one
    candidate leaves, until one is left. With a seed the ranking is the order of leaving, from its end. Without one
    candidates stand by the best place that they can reach, and the rounds end at the first tie.
    Raises BallotFault where too many ties would have to be followed.
    """
    choices = Choices(rankings)
    rounds = _rounds(choices, seed)
    ties = tuple(Tie(number, About.LEAVING, one.tied, one.eliminated) for number, one in enumerate(rounds, 1) if one.tied)
    if len(rounds) == rankings.candidates:
        leaving = [one.eliminated for one in rounds if one.eliminated]
        ranking = tuple((one,) for one in (*rounds[-1].tally, *reversed(leaving)))
        return Outcome(ranking[0], ranking, rounds, ties)
    groups = groups_by({one: -place for one, place in _universes(choices).places.items()})
    return Outcome(groups[0], tuple(groups), rounds, ties)


def universes(rankings: Rankings) -> Universes:
    """Follow every way of breaking ties for the fewest votes.

    Raises BallotFault if more than 100,000 different sets of candidates may be left; the question is NP-complete.
    Source: Conitzer, Rognlie and Xia 2009, "Preference functions that score rankings and maximum likelihood estimation".
    """
    return _universes(Choices(rankings))


def first_majority(rounds: Sequence[Round]) -> tuple[int, int] | None:
    """Return the first round, from 1, in which a candidate has more than half of the votes still in play, and the candidate."""
    for number, one in enumerate(rounds, 1):
        for candidate, votes in one.tally.items():
            if votes * 2 > sum(one.tally.values()):
                return number, candidate
    return None


def _rounds(choices: Choices, seed: str | None) -> tuple[Round, ...]:
    left = list(choices.everybody)
    rounds: list[Round] = []
    while left:
        tally = choices.tally(left)
        exhausted = exact(choices.voters - sum(tally.values()))
        fewest = tuple(one for one in left if tally[one] == min(tally.values()))
        if len(left) == 1:
            leaver = None
        elif len(fewest) == 1:
            leaver = fewest[0]
        else:
            leaver = drawn(fewest, seed)[0] if seed is not None else None
        rounds.append(Round(tally, exhausted, leaver, tied=fewest if len(fewest) > 1 else ()))
        if leaver is None:
            break
        left.remove(leaver)
    return tuple(rounds)


def _universes(choices: Choices) -> Universes:
    """Go from the larger sets of candidates left to the smaller, with the number of ways that lead to each; look at each once."""
    everybody = tuple(choices.everybody)
    ways: list[dict[Group, int]] = [defaultdict(int) for _ in range(len(everybody) + 1)]
    ways[-1][everybody] = 1
    places = dict.fromkeys(everybody, len(everybody))
    looked_at = 0
    for size in range(len(everybody), 1, -1):
        for left, count in ways[size].items():
            looked_at += 1
            if looked_at > MOST_SETS:
                raise BallotFault(f"ties leave more than {MOST_SETS:,} sets of candidates to follow; break them by a seed")
            for leavers, orders in _leavers(choices.tally(left)):
                stay = tuple(one for one in left if one not in leavers)
                ways[len(stay)][stay] += count * orders
                places |= {one: min(places[one], len(stay) + 1) for one in leavers}
    winners = tuple(sorted(one for (one,) in ways[1]))
    return Universes(winners, sum(ways[1].values()), places | dict.fromkeys(winners, 1))


def _leavers(tally: Mapping[int, Exact]) -> list[tuple[Group, int]]:
    """Return who may leave next, each time with the number of orders in which they do.

    Who has no vote hands none on: all of them leave next, in any order, and nothing else changes meanwhile.
    """
    fewest = min(tally.values())
    tied = tuple(one for one in tally if tally[one] == fewest)
    if fewest > 0:
        return [((one,), 1) for one in tied]
    if len(tied) < len(tally):
        return [(tied, factorial(len(tied)))]
    return [(tuple(other for other in tied if other != one), factorial(len(tied) - 1)) for one in tied]
