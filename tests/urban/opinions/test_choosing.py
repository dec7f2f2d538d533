"""Which statements stand for groups, join or divide them."""

import numpy as np

from madang.urban.opinions import Pick, Way
from madang.urban.opinions.choosing import bridging, consensus, divisive, representative
from madang.urban.opinions.figures import leaning

AGREE, DISAGREE = Way.AGREE, Way.DISAGREE


def sides(*groups: list[tuple[int, int, int]]):
    """Return the leanings of groups, each a list of (agree, pass, disagree) by statement."""
    counts = np.array(groups, np.int64).reshape(len(groups), -1, 3)
    seen = counts.sum(axis=2)
    return leaning(counts[:, :, 0], seen), leaning(counts[:, :, 2], seen)


def test_a_group_is_told_by_what_it_goes_for_more_than_the_others():
    """The first two part the groups; everybody agrees with the third."""
    picks = representative(*sides([(19, 0, 1), (1, 0, 19), (20, 0, 0)], [(1, 0, 19), (18, 0, 2), (20, 0, 0)]))
    assert picks == ((Pick(0, AGREE), Pick(1, DISAGREE)), (Pick(1, AGREE), Pick(0, DISAGREE)))


def test_what_all_agree_with_leads_where_it_stands_before_what_parts_the_groups():
    """As in Polis: the best agreed is sought in the order of statements, and 19 of 20 do not beat 20 of 20."""
    picks = representative(*sides([(20, 0, 0), (19, 0, 1), (1, 0, 19)], [(20, 0, 0), (1, 0, 19), (18, 0, 2)]))
    assert picks[0] == (Pick(0, AGREE), Pick(1, AGREE), Pick(2, DISAGREE))


def test_no_group_is_told_by_more_than_five_statements_the_weightiest_first():
    for_group = [(10 + at, 0, 10 - at) for at in range(3, 10)]
    picks = representative(*sides(for_group, [(1, 0, 19)] * 7))[0]
    assert picks == tuple(Pick(at, AGREE) for at in (6, 5, 4, 3, 2))


def test_at_a_tie_the_first_statements_are_taken():
    picks = representative(*sides([(20, 0, 0)] * 7, [(0, 0, 20)] * 7))
    assert picks[0] == tuple(Pick(at, AGREE) for at in range(5))
    assert picks[1] == tuple(Pick(at, DISAGREE) for at in range(5))


def test_the_best_agreed_is_named_even_where_the_weightier_are_rejections():
    """Six clear rejections, and one statement that both groups like alike."""
    mine = [(0, 0, 20)] * 6 + [(19, 0, 1)]
    picks = representative(*sides(mine, [(20, 0, 0)] * 6 + [(19, 0, 1)]))[0]
    assert picks[0] == Pick(6, AGREE)
    assert picks[1:] == tuple(Pick(at, DISAGREE) for at in range(4))


def test_a_statement_that_is_rejected_twice_over_is_not_the_best_agreed():
    """Both tests of agreement are negative, their product is large: the first statement is what the group rejects."""
    agree, disagree = sides([(1, 0, 30), (16, 10, 5)], [(30, 0, 1), (16, 12, 3)])
    weights = (agree.ratio * agree.ratio_test * agree.share * agree.share_test)[0]
    assert weights[0] > 0
    assert agree.ratio_test[0, 0] < 0
    assert Pick(0, DISAGREE) in representative(agree, disagree)[0]
    assert Pick(0, AGREE) not in representative(agree, disagree)[0]


def test_what_most_of_a_group_agrees_with_is_never_told_as_its_rejection():
    """60 of 100 agree and 40 disagree; elsewhere 40 agree, 10 disagree, 50 pass: disagreement stands out more, yet most agree."""
    agree, disagree = sides([(60, 0, 40)], [(40, 50, 10)])
    assert disagree.ratio_test[0, 0] > agree.ratio_test[0, 0]
    assert representative(agree, disagree)[0] == (Pick(0, AGREE),)


def test_a_group_that_only_rejects_is_told_by_its_rejections():
    picks = representative(*sides([(0, 2, 18)], [(18, 2, 0)]))
    assert picks == ((Pick(0, DISAGREE),), (Pick(0, AGREE),))


def test_where_nothing_is_beyond_chance_one_statement_is_named_all_the_same():
    """Of 1 agree, 2 pass against 2 agree, 3 disagree and so on, the highest test leads: nobody here disagrees."""
    picks = representative(*sides([(1, 2, 1), (1, 2, 0)], [(1, 2, 1), (1, 2, 1)]))
    assert picks[0] == (Pick(1, AGREE),)


def test_a_statement_that_a_group_has_not_seen_does_not_stand_for_it():
    picks = representative(*sides([(0, 0, 0), (1, 3, 1)], [(1, 9, 9), (1, 3, 1)]))
    assert {pick.statement for pick in picks[0]} == {1}


def test_a_group_that_only_passes_is_told_by_nothing():
    assert representative(*sides([(0, 5, 0)], [(3, 0, 0)]))[0] == ()


def test_consensus_needs_most_people_beyond_chance():
    """1 of 1 is no consensus: z = 2 sqrt(2) (2/2 - 1/2) = 1.41 is; 11 of 20 is not: z = 2 sqrt(21) (12/21 - 1/2) = 0.65."""
    agree, disagree = sides([(11, 0, 9), (1, 0, 0), (20, 0, 0), (2, 0, 18), (0, 20, 0)])
    assert consensus(agree, disagree) == (Pick(2, AGREE), Pick(1, AGREE), Pick(3, DISAGREE))


def test_a_bridge_has_more_than_half_of_every_group():
    """The second has more votes in all, but not the small group's."""
    agree, disagree = sides([(30, 0, 10), (40, 0, 0), (0, 0, 40)], [(4, 1, 0), (1, 0, 4), (0, 1, 4)])
    assert bridging(agree, disagree) == (Pick(0, AGREE), Pick(2, DISAGREE))


def test_bridges_stand_in_the_order_of_their_joint_consensus():
    agree, disagree = sides([(6, 0, 4), (9, 0, 1), (9, 0, 1)], [(6, 0, 4), (8, 0, 2), (9, 0, 1)])
    assert bridging(agree, disagree) == (Pick(2, AGREE), Pick(1, AGREE), Pick(0, AGREE))


def test_what_divides_has_one_group_for_it_and_one_against():
    """The first: all for it. The second: for and against. The third: for, and divided."""
    agree, disagree = sides([(20, 0, 0), (20, 0, 0), (20, 0, 0)], [(20, 0, 0), (1, 0, 19), (10, 0, 10)])
    assert divisive(agree, disagree) == (1,)


def test_the_widest_rift_comes_first():
    agree, disagree = sides([(15, 0, 5), (20, 0, 0)], [(5, 0, 15), (0, 0, 20)])
    assert divisive(agree, disagree) == (1, 0)


def test_without_groups_nothing_is_chosen():
    agree, disagree = leaning(np.zeros((0, 4), np.int64), np.zeros((0, 4), np.int64)), leaning(*[np.zeros((0, 4), np.int64)] * 2)
    assert representative(agree, disagree) == ()
    assert bridging(agree, disagree) == ()
    assert divisive(agree, disagree) == ()
