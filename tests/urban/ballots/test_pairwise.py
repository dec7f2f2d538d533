"""Worked by hand, and Schulze's own example (Wikipedia, "Schulze method", 45 voters: E > A > C > B > D)."""

import pytest

from madang.urban.ballots.pairwise import Schulze, condorcet, condorcet_candidates, copeland, path_strengths, preferences, schulze
from tests.urban.ballots.builders import rankings

A, B, C, D, E = range(1, 6)
WIKIPEDIA = (
    "5: 1 > 3 > 2 > 5 > 4",
    "5: 1 > 4 > 5 > 3 > 2",
    "8: 2 > 5 > 4 > 1 > 3",
    "3: 3 > 1 > 2 > 5 > 4",
    "7: 3 > 1 > 5 > 2 > 4",
    "2: 3 > 2 > 1 > 4 > 5",
    "7: 4 > 3 > 5 > 2 > 1",
    "8: 5 > 2 > 1 > 4 > 3",
)
CYCLE = ("4: 1 > 2 > 3", "3: 2 > 3 > 1", "2: 3 > 1 > 2")


def test_schulzes_example_has_the_published_comparisons():
    assert preferences(rankings(5, *WIKIPEDIA)).tolist() == [
        [0, 20, 26, 30, 22],
        [25, 0, 16, 33, 18],
        [19, 29, 0, 17, 24],
        [15, 12, 28, 0, 14],
        [23, 27, 21, 31, 0],
    ]


def test_schulzes_example_has_the_published_paths_and_ranking():
    profile = rankings(5, *WIKIPEDIA)
    assert path_strengths(profile).tolist() == [
        [0, 28, 28, 30, 24],
        [25, 0, 28, 33, 24],
        [25, 29, 0, 29, 24],
        [25, 28, 28, 0, 24],
        [25, 28, 28, 31, 0],
    ]
    outcome = schulze(profile)
    assert (outcome.winners, outcome.ranking) == ((E,), ((E,), (A,), (C,), (B,), (D,)))


def test_who_is_not_ranked_stands_below_and_ties_say_nothing():
    assert preferences(rankings(3, "4: 1 > 2=3", "3: 2", "2:")).tolist() == [[0, 4, 4], [3, 0, 3], [0, 0, 0]]


def test_the_weakest_step_of_a_cycle_gives_way():
    # 1 beats 2 by 6 : 3, 2 beats 3 by 7 : 2, 3 beats 1 by 5 : 4, the weakest
    outcome = schulze(rankings(3, *CYCLE))
    assert (outcome.winners, outcome.ranking) == ((1,), ((1,), (2,), (3,)))


def test_winning_votes_and_margins_may_name_others():
    # 1 beats 2 by 5 : 4, 2 beats 3 by 6 : 3, 3 beats 1 by 4 : 2. The weakest: 4 winning votes of 3, or a margin of 1 of 1.
    ballots = rankings(3, "2: 1 > 2 > 3", "4: 2 > 3 > 1", "3: 1=3 > 2")
    assert preferences(ballots).tolist() == [[0, 5, 2], [4, 0, 6], [4, 3, 0]]
    assert schulze(ballots).ranking == ((1,), (2,), (3,))
    assert schulze(ballots, Schulze.MARGINS).ranking == ((2,), (3,), (1,))


def test_a_condorcet_winner_beats_every_other_and_a_loser_nobody():
    ballots = rankings(3, "5: 1 > 2 > 3", "4: 2 > 3 > 1")
    found = condorcet_candidates(ballots)
    assert (found.winner, found.weak_winners, found.loser) == (1, (1,), 3)
    assert condorcet(ballots).ranking == ((1,), (2,), (3,))


def test_who_loses_to_nobody_is_a_weak_winner():
    found = condorcet_candidates(rankings(3, "1: 1 > 2 > 3", "1: 2 > 1 > 3"))
    assert (found.winner, found.weak_winners, found.loser) == (None, (1, 2), 3)


def test_in_a_cycle_there_is_no_condorcet_winner_and_all_stand_together():
    outcome = condorcet(rankings(4, *CYCLE))
    assert (outcome.winners, outcome.ranking, outcome.ties) == ((), ((1, 2, 3, 4),), ())


def test_behind_a_condorcet_winner_the_rest_may_go_in_circles():
    outcome = condorcet(rankings(4, "4: 4 > 1 > 2 > 3", "3: 4 > 2 > 3 > 1", "2: 4 > 3 > 1 > 2"))
    assert (outcome.winners, outcome.ranking) == ((4,), ((4,), (1, 2, 3)))


def test_copeland_counts_wins_less_losses():
    outcome = copeland(rankings(4, *CYCLE))
    assert dict(outcome.rounds[0].tally) == {1: 1, 2: 1, 3: 1, 4: -3}
    assert outcome.winners == (1, 2, 3)


def test_a_seed_breaks_ties_of_copeland_and_schulze():
    tied = rankings(3, "1: 1 > 2 > 3", "1: 2 > 3 > 1", "1: 3 > 1 > 2")
    # the lots of seed 7: 3, 2, 1
    for rule in (copeland, schulze):
        assert rule(tied).winners == (1, 2, 3)
        assert rule(tied, seed="7").ranking == ((1,), (2,), (3,))
        assert rule(tied, seed="7").ties[0].chosen == 1


@pytest.mark.parametrize("rule", [condorcet, copeland, schulze])
def test_a_lone_candidate_wins(rule):
    assert rule(rankings(1, "3: 1", "1:")).winners == (1,)
