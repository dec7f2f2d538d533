"""Worked by hand. Three friends' dinner: 4 voters 1 > 2 > 3, 3 voters 2 = 3 > 1, 2 voters 3 alone, 1 voter blank."""

from fractions import Fraction

import pytest

from madang.urban.ballots.faults import BallotFault
from madang.urban.ballots.outcomes import About, Tie
from madang.urban.ballots.profiles import Approvals, Scores
from madang.urban.ballots.scoring import Borda, Plurality, approval, borda, plurality, score, yes_no
from tests.urban.ballots.builders import rankings

DINNER = ("4: 1 > 2 > 3", "3: 2=3 > 1", "2: 3", "1:")


def tally(outcome):
    return dict(outcome.rounds[0].tally)


def test_strict_plurality_leaves_out_ballots_whose_first_rank_is_shared():
    outcome = plurality(rankings(3, *DINNER))
    assert tally(outcome) == {1: 4, 2: 0, 3: 2}
    assert outcome.rounds[0].exhausted == 4  # the three that share, and the blank one
    assert (outcome.winners, outcome.ranking) == ((1,), ((1,), (3,), (2,)))


def test_split_plurality_shares_the_ballot():
    outcome = plurality(rankings(3, *DINNER), Plurality.SPLIT)
    assert tally(outcome) == {1: 4, 2: Fraction(3, 2), 3: Fraction(7, 2)}
    assert outcome.rounds[0].exhausted == 1


def test_a_single_choice_is_an_approval_ballot_of_one():
    outcome = plurality(Approvals.from_ballots(3, [(5, [2]), (3, [1]), (4, [1, 3]), (1, [])]))
    assert tally(outcome) == {1: 3, 2: 5, 3: 0}
    assert outcome.winners == (2,)


def test_symmetric_borda_counts_those_below_less_those_above():
    # 1: 4 * (+2) + 3 * (-2) + 2 * (-1) = 0; 2: 4 * 0 + 3 * (+1) + 2 * (-1) = 1; 3: 4 * (-2) + 3 * (+1) + 2 * (+2) = -1
    outcome = borda(rankings(3, *DINNER))
    assert tally(outcome) == {1: 0, 2: 1, 3: -1}
    assert outcome.winners == (2,)


def test_average_borda_shares_the_points_of_the_places():
    # places give 2, 1, 0. 1: 4 * 2 + 3 * 0 + 2 * 1/2 + 1; 2: 4 * 1 + 3 * 3/2 + 2 * 1/2 + 1; 3: 0 + 3 * 3/2 + 2 * 2 + 1
    assert tally(borda(rankings(3, *DINNER), Borda.AVERAGE)) == {1: 10, 2: Fraction(21, 2), 3: Fraction(19, 2)}


def test_strictly_below_borda_gives_nothing_to_who_is_not_ranked():
    # 1: 4 * 2; 2: 4 * 1 + 3 * 1; 3: 3 * 1 + 2 * 2
    outcome = borda(rankings(3, *DINNER), Borda.STRICTLY_BELOW)
    assert tally(outcome) == {1: 8, 2: 7, 3: 7}
    assert outcome.ranking == ((1,), (2, 3))


def test_approval_counts_whom_a_ballot_names_at_all():
    assert tally(approval(rankings(3, *DINNER))) == {1: 7, 2: 7, 3: 9}
    assert tally(approval(Approvals.from_ballots(3, [(4, [1, 2]), (2, [2])]))) == {1: 4, 2: 6, 3: 0}
    assert tally(approval(Scores.from_ballots(3, [(4, {1: 5, 2: 0}), (2, {2: 1, 3: -1})]))) == {1: 4, 2: 2, 3: 0}


def test_scores_and_points_are_added_up():
    assert tally(score(Scores.from_ballots(3, [(4, {1: 5, 2: 1}), (2, {2: 7, 3: -1})]))) == {1: 20, 2: 18, 3: -2}


def test_large_numbers_are_exact():
    profile = Scores.from_ballots(2, [(2**39, {1: 2**20}), (2**39 - 1, {1: 2**20 - 1}), (1, {2: 1})])
    assert tally(score(profile)) == {1: 2**59 + (2**39 - 1) * (2**20 - 1), 2: 1}


def test_a_question_has_two_answers_and_may_be_left_blank():
    outcome = yes_no(Approvals.from_ballots(2, [(5, [1]), (5, [2]), (3, []), (1, [1, 2])]))
    assert (tally(outcome), outcome.winners, outcome.rounds[0].exhausted) == ({1: 5, 2: 5}, (1, 2), 4)
    with pytest.raises(BallotFault, match="a yes/no question has 2 answers, not 3"):
        yes_no(Approvals.from_ballots(3, []))


def test_tied_candidates_all_win_and_the_tie_is_told():
    outcome = approval(Approvals.from_ballots(4, [(4, [1, 4]), (2, [2, 3])]))
    assert (outcome.winners, outcome.ranking) == ((1, 4), ((1, 4), (2, 3)))
    assert outcome.ties == (Tie(1, About.PLACE, (1, 4), None), Tie(1, About.PLACE, (2, 3), None))


def test_a_seed_breaks_every_tie_and_the_last_of_its_lots_wins():
    # the lots of seed 7 (test_lots.py): 3, 2, 10, 1 by hash 111c.., 8d8e.., a62e.., d7a0..
    outcome = approval(Approvals.from_ballots(4, [(4, [1, 3]), (2, [2])]), seed="7")
    assert (outcome.winners, outcome.ranking) == ((1,), ((1,), (3,), (2,), (4,)))
    assert outcome.ties == (Tie(1, About.PLACE, (1, 3), 1),)


def test_where_nobody_votes_all_are_tied():
    assert plurality(rankings(3)).winners == (1, 2, 3)
    assert borda(rankings(2, "4:"), Borda.AVERAGE).winners == (1, 2)
