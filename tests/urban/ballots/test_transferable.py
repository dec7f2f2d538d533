"""Worked by hand along the rules of SSI 2007/42; real counts of Scottish wards stand in test_references.py."""

from fractions import Fraction

import pytest
from hypothesis import given

from madang.urban.ballots.faults import BallotFault
from madang.urban.ballots.outcomes import About, Tie
from madang.urban.ballots.profiles import Rankings
from madang.urban.ballots.runoff import universes
from madang.urban.ballots.transferable import quota, stv
from tests.urban.ballots.builders import profiles, rankings


def hundred_thousandths(whole, rest):
    return whole + Fraction(rest, 100_000)


def test_the_quota_leaves_blank_ballots_out():
    assert quota(rankings(2, "60: 1", "40: 2", "9:"), 2) == 34
    assert quota(rankings(2, "59: 1", "40: 2"), 2) == 34


def test_a_surplus_goes_on_at_a_value_cut_to_five_decimals():
    # 26 votes of 60 are too many: 26 / 60 = 0.43333|3..., and 10 + 60 * 0.43333 = 35.9998
    outcome = stv(rankings(3, "60: 1 > 2", "30: 3", "10: 2"), 2)
    assert outcome.rounds[1].tally == {1: 34, 2: hundred_thousandths(35, 99980), 3: 30}
    assert outcome.rounds[1].exhausted == hundred_thousandths(0, 20)
    assert (outcome.winners, outcome.ranking) == ((1, 2), ((1,), (2,), (3,)))


def test_papers_that_came_with_a_value_go_on_at_a_part_of_it():
    # quota 26. 1 hands on 60 papers at 34 / 60 = 0.56666; 2 then has 10 + 33.9996, 17.9996 too many, and hands on its own ten papers
    # at 17.9996 / 43.9996 = 0.40908|5 and those received at 17.9996 * 0.56666 / 43.9996 = 0.23181|2
    outcome = stv(rankings(4, "60: 1 > 2 > 3", "10: 2 > 4", "20: 4", "10: 3"), 3)
    assert [one.surplus_of for one in outcome.rounds] == [1, 2, None, None]
    assert outcome.rounds[1].tally[2] == hundred_thousandths(43, 99960)
    assert outcome.rounds[2].tally == {1: 26, 2: 26, 3: hundred_thousandths(23, 90860), 4: hundred_thousandths(24, 9080)}
    assert [one.eliminated for one in outcome.rounds] == [None, None, 3, None]
    assert [one.elected for one in outcome.rounds] == [(1,), (2,), (), (4,)]  # 4 fills the last seat without a quota


def test_an_excluded_candidates_papers_keep_their_value():
    # quota 11. 1 hands on 20 papers at 9 / 20 = 0.45: 9 votes for 2, who leaves with 9.0 below 3 and 4; then 4 has 10 + 9
    outcome = stv(rankings(4, "20: 1 > 2 > 4", "10: 3", "10: 4"), 3)
    assert outcome.rounds[1].tally == {1: 11, 2: 9, 3: 10, 4: 10}
    assert outcome.rounds[1].eliminated == 2
    assert outcome.rounds[2].tally == {1: 11, 3: 10, 4: 19}


def test_the_larger_surplus_goes_first_even_if_it_came_later():
    # quota 21 of 104 for 4. 1 has 45 and 2 has 25; 24 of 45 papers' votes make 3 overtake: its surplus is larger than that of 2
    outcome = stv(rankings(6, "45: 1 > 3 > 5", "25: 2 > 6", "12: 3 > 5", "11: 4", "6: 5", "5: 6"), 4)
    assert [one.surplus_of for one in outcome.rounds][:3] == [1, 3, 2]
    assert outcome.ranking[:3] == ((1,), (2,), (3,))


def test_equal_fewest_votes_are_decided_by_the_last_earlier_round_that_differs():
    outcome = stv(rankings(4, "6: 1", "5: 2", "4: 3", "1: 4 > 3"), 2)
    assert outcome.rounds[1].tally == {1: 6, 2: 5, 3: 5}
    assert (outcome.rounds[1].tied, outcome.rounds[1].eliminated) == ((2, 3), 3)
    assert (outcome.winners, outcome.ties) == ((1, 2), ())


def test_where_a_lot_is_needed_the_count_ends_without_a_seed():
    ballots = rankings(3, "6: 1", "5: 2", "5: 3")
    undecided = stv(ballots, 2)
    assert (undecided.winners, undecided.ties) == ((1,), (Tie(1, About.LEAVING, (2, 3), None),))
    assert undecided.ranking == ((1,), (2, 3))
    # the lots of seed 7: 3, 2
    decided = stv(ballots, 2, seed="7")
    assert (decided.winners, decided.ties) == ((1, 2), (Tie(1, About.LEAVING, (2, 3), 3),))


def test_a_lot_among_equal_surpluses_lets_the_last_drawn_go_first():
    ballots = rankings(4, "10: 1 > 3", "10: 2 > 4", "4: 3", "4: 4")
    assert stv(ballots, 3).ties == (Tie(1, About.SURPLUS, (1, 2), None),)
    # the lots of seed 7: 2, 1. 3 then has 4 + 10 * 0.2 first, and 4, equal later, had fewer before
    decided = stv(ballots, 3, seed="7")
    assert decided.ties == (Tie(1, About.SURPLUS, (1, 2), 1),)
    assert [one.surplus_of for one in decided.rounds][:2] == [1, 2]
    assert decided.winners == (1, 2, 3)


def test_a_shared_rank_shares_the_papers_value():
    outcome = stv(rankings(3, "9: 1=2=3", "4: 1", "2: 2", "1: 3 > 2"), 2)
    assert outcome.rounds[0].tally == {1: 7, 2: 5, 3: 4}
    # 7 is over the quota of 6 by 1: papers worth 1/3 go on at 1/21 = 0.04761, half of each to 2 and 3; four that name nobody else are lost
    more = Fraction(9 * 4761, 200_000)
    assert outcome.rounds[1].tally == {1: 6, 2: 5 + more, 3: 4 + more}
    assert outcome.winners == (1, 2)


def test_as_many_seats_as_candidates_are_all_filled():
    assert stv(rankings(3, "5: 1", "2: 2"), 3).winners == (1, 2, 3)


@pytest.mark.parametrize("seats", [0, 4])
def test_seats_must_be_there_and_not_more_than_candidates(seats):
    with pytest.raises(BallotFault, match=f"{seats} seats for 3 candidates; there must be 1 to 3"):
        stv(rankings(3, "5: 1"), seats)


@given(profiles())
def test_with_a_seed_all_seats_are_filled_and_no_vote_comes_from_nowhere(profile):
    candidates, ballots = profile
    for seats in range(1, candidates + 1):
        outcome = stv(Rankings.from_ballots(candidates, ballots), seats, seed="7")
        assert len(outcome.winners) == seats
        assert sorted(one for group in outcome.ranking for one in group) == list(range(1, candidates + 1))
        lost = [one.exhausted for one in outcome.rounds]
        assert lost == sorted(lost)
        assert lost[0] == sum(count for count, ranks in ballots if not ranks)


@given(profiles())
def test_for_one_seat_the_winner_is_one_of_the_run_offs(profile):
    ballots = Rankings.from_ballots(*profile)
    assert set(stv(ballots, 1, seed="7").winners) <= set(universes(ballots).winners)
