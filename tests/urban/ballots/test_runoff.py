from collections import Counter
from fractions import Fraction
from math import factorial

import pytest
from hypothesis import given

from madang.urban.ballots import runoff
from madang.urban.ballots.faults import BallotFault
from madang.urban.ballots.outcomes import About, Tie
from madang.urban.ballots.profiles import Rankings
from madang.urban.ballots.runoff import first_majority, instant_runoff, universes
from tests.urban.ballots.builders import profiles, rankings

# Capitals of Tennessee (Wikipedia, "Instant-runoff voting"): 1 Memphis, 2 Nashville, 3 Knoxville, 4 Chattanooga
TENNESSEE = ("42: 1 > 2 > 4 > 3", "26: 2 > 4 > 3 > 1", "15: 4 > 3 > 2 > 1", "17: 3 > 4 > 2 > 1")


def tallies(outcome):
    return [dict(one.tally) for one in outcome.rounds]


def test_tennessees_capital_would_be_knoxville():
    outcome = instant_runoff(rankings(4, *TENNESSEE))
    assert tallies(outcome) == [{1: 42, 2: 26, 3: 17, 4: 15}, {1: 42, 2: 26, 3: 32}, {1: 42, 3: 58}, {3: 100}]
    assert [one.eliminated for one in outcome.rounds] == [4, 2, 1, None]
    assert (outcome.winners, outcome.ranking, outcome.ties) == ((3,), ((3,), (1,), (2,), (4,)), ())
    assert first_majority(outcome.rounds) == (3, 3)


def test_a_shared_rank_gives_equal_shares_until_others_leave():
    # 1 and 2 share six ballots; of the two that are tied with 4 the lots of seed 7 (3, 2, 1) send 2 away
    outcome = instant_runoff(rankings(3, "6: 1=2 > 3", "5: 3", "1: 1", "1: 2 > 3"), seed="7")
    assert tallies(outcome) == [{1: 4, 2: 4, 3: 5}, {1: 7, 3: 6}, {1: 7}]
    assert outcome.ties == (Tie(1, About.LEAVING, (1, 2), 2),)
    assert outcome.rounds[2].exhausted == 6


def test_shares_are_fractions():
    outcome = instant_runoff(rankings(4, "1: 1=2=3 > 4", "1: 4 > 1", "1: 1"))
    assert tallies(outcome) == [{1: Fraction(4, 3), 2: Fraction(1, 3), 3: Fraction(1, 3), 4: 1}]


def test_ballots_that_name_nobody_left_are_exhausted():
    outcome = instant_runoff(rankings(3, "5: 1", "4: 2", "2: 3 > 2", "1: 3", "4:"))
    assert tallies(outcome) == [{1: 5, 2: 4, 3: 3}, {1: 5, 2: 6}, {2: 6}]
    assert [one.exhausted for one in outcome.rounds] == [4, 5, 10]


def test_without_a_seed_all_possible_winners_win_and_the_rounds_end_at_the_tie():
    # whoever leaves first hands their two ballots to the next in the circle
    outcome = instant_runoff(rankings(3, "2: 1 > 2", "2: 2 > 3", "2: 3 > 1"))
    assert (outcome.winners, outcome.ranking) == ((1, 2, 3), ((1, 2, 3),))
    assert (len(outcome.rounds), outcome.ties) == (1, (Tie(1, About.LEAVING, (1, 2, 3), None),))


def test_candidates_stand_by_the_best_place_that_they_can_reach():
    profile = rankings(3, "3: 1", "1: 2 > 1", "1: 3 > 1")
    assert instant_runoff(profile).ranking == ((1,), (2, 3))
    assert universes(profile).places == {1: 1, 2: 2, 3: 2}
    assert universes(profile).paths == 2


def test_those_without_votes_leave_in_any_order_and_are_counted_at_once():
    found = universes(rankings(60, "3: 1 > 2", "2: 2"))
    assert (found.winners, found.paths) == ((1,), factorial(58))
    assert (found.places[2], found.places[60]) == (2, 3)


def test_where_nobody_votes_anybody_may_win():
    found = universes(rankings(4, "3:"))
    assert (found.winners, found.paths) == ((1, 2, 3, 4), factorial(4))
    assert first_majority(instant_runoff(rankings(4), seed="7").rounds) is None


def test_a_lone_candidate_wins_in_the_first_round():
    outcome = instant_runoff(rankings(1, "2: 1"))
    assert (outcome.winners, tallies(outcome), universes(rankings(1)).paths) == ((1,), [{1: 2}], 1)


def test_too_many_ties_ask_for_a_seed(monkeypatch):
    monkeypatch.setattr(runoff, "MOST_SETS", 500)
    everybody_for_themselves = rankings(10, *(f"1: {one}" for one in range(1, 11)))
    with pytest.raises(BallotFault, match="more than 500 sets of candidates to follow; break them by a seed"):
        instant_runoff(everybody_for_themselves)
    assert len(instant_runoff(everybody_for_themselves, seed="7").winners) == 1


def followed(ballots, left):
    """Return how many orders of leaving make each candidate win, one order after the other, by the book."""
    if len(left) == 1:
        return Counter(left)
    votes = dict.fromkeys(left, Fraction())
    for count, ranks in ballots:
        tied = next((there for rank in ranks if (there := [one for one in rank if one in left])), [])
        for one in tied:
            votes[one] += Fraction(count, len(tied))
    return sum((followed(ballots, left - {one}) for one in left if votes[one] == min(votes.values())), Counter())


@given(profiles(most_candidates=5))
def test_universes_are_those_that_following_each_order_finds(profile):
    candidates, ballots = profile
    found = universes(Rankings.from_ballots(candidates, ballots))
    expected = followed(ballots, frozenset(range(1, candidates + 1)))
    assert (found.winners, found.paths) == (tuple(sorted(expected)), expected.total())
    assert tuple(one for one in found.places if found.places[one] == 1) == found.winners
