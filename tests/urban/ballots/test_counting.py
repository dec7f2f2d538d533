import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.urban.ballots.counting import METHODS, Rule, count
from madang.urban.ballots.faults import BallotFault
from madang.urban.ballots.profiles import Approvals, Rankings, Scores
from tests.urban.ballots.builders import profiles, rankings

OF_RANKINGS = [rule for rule, method in METHODS.items() if Rankings in method.ballots and rule is not Rule.YES_NO]
WAYS = [(rule, variant) for rule in OF_RANKINGS for variant in (METHODS[rule].variants or (None,))]


def test_every_rule_has_its_method():
    assert set(METHODS) == set(Rule)


def test_the_usual_variant_is_the_first():
    ballots = rankings(3, "4: 1 > 2=3", "3: 2=3 > 1", "2: 2")
    for rule, variant in (("plurality", "strict"), ("borda", "symmetric"), ("schulze", "winning_votes")):
        assert METHODS[rule].variants[0] == variant
        assert count(ballots, rule) == count(ballots, rule, variant=variant)
    assert count(ballots, Rule.PLURALITY) != count(ballots, Rule.PLURALITY, variant="split")


@pytest.mark.parametrize(
    ("profile", "rule", "options", "words"),
    [
        (Approvals.from_ballots(2, []), Rule.IRV, {}, "irv counts rankings, not approvals; choose another rule"),
        (Scores.from_ballots(2, []), Rule.PLURALITY, {}, "plurality counts rankings or approvals, not scores"),
        (rankings(2), Rule.SCORE, {}, "score counts scores, not rankings"),
        (rankings(2), Rule.BORDA, {"variant": "odd"}, "borda has no variant 'odd'; it has symmetric, average, strictly_below"),
        (rankings(2), Rule.IRV, {"variant": "odd"}, "irv has no variant 'odd'; it has none"),
        (rankings(3), Rule.BORDA, {"seats": 2}, "borda fills one seat, not 2; choose stv"),
        (rankings(3), Rule.STV, {"seats": 4}, "4 seats for 3 candidates"),
    ],
)
def test_what_does_not_fit_is_refused(profile, rule, options, words):
    with pytest.raises(BallotFault, match=words):
        count(profile, rule, **options)


def test_an_outcome_is_plain_values():
    plain = count(rankings(3, "1: 1=2 > 3", "2: 3"), Rule.IRV, seed="7").as_json()
    assert plain == {  # the lots of seed 7 put 2 before 1
        "winners": [3],
        "ranking": [[3], [1], [2]],
        "rounds": [
            {"tally": {"1": "1/2", "2": "1/2", "3": 2}, "exhausted": 0, "eliminated": 2, "tied": [1, 2]},
            {"tally": {"1": 1, "3": 2}, "exhausted": 0, "eliminated": 1},
            {"tally": {"3": 3}, "exhausted": 0},
        ],
        "ties": [{"round": 1, "about": "leaving", "candidates": [1, 2], "chosen": 2}],
    }


def turned(ranks, order):
    return [[order[one - 1] for one in rank] for rank in ranks]


@settings(max_examples=40)  # each goes through all rules
@given(profiles(), st.randoms(use_true_random=False))
def test_no_rule_knows_the_candidates_by_their_numbers(profile, dice):
    candidates, ballots = profile
    order = dice.sample(range(1, candidates + 1), candidates)
    given_ones = Rankings.from_ballots(candidates, ballots)
    renamed = Rankings.from_ballots(candidates, [(n, turned(ranks, order)) for n, ranks in ballots])
    for rule, variant in WAYS:
        before, after = count(given_ones, rule, variant=variant), count(renamed, rule, variant=variant)
        assert set(after.winners) == {order[one - 1] for one in before.winners}
        assert [set(group) for group in after.ranking] == [{order[one - 1] for one in group} for group in before.ranking]


@settings(max_examples=40)  # each goes through all rules
@given(profiles(), st.integers(2, 1000))
def test_only_the_shares_of_the_ballots_matter(profile, times):
    candidates, ballots = profile
    once = Rankings.from_ballots(candidates, ballots)
    often = Rankings.from_ballots(candidates, [(n * times, ranks) for n, ranks in ballots])
    for rule, variant in WAYS:
        if rule is not Rule.STV:  # whose quota and values are cut to so many places
            before, after = count(once, rule, variant=variant), count(often, rule, variant=variant)
            assert (after.winners, after.ranking, after.ties) == (before.winners, before.ranking, before.ties)


@settings(max_examples=40)  # each goes through all rules
@given(profiles(), st.text(max_size=5))
def test_how_ballots_are_handed_over_does_not_matter(profile, seed):
    candidates, ballots = profile
    one_by_one = [(1, ranks) for n, ranks in reversed(ballots) for _ in range(n)]
    grouped, single = (Rankings.from_ballots(candidates, handed) for handed in (ballots, one_by_one))
    for rule, variant in WAYS:
        assert count(grouped, rule, variant=variant, seed=seed) == count(single, rule, variant=variant, seed=seed)


@settings(max_examples=40)  # each goes through all rules
@given(profiles(), st.text(max_size=5))
def test_a_seed_leaves_one_winner_out_of_those_that_are_tied(profile, seed):
    ballots = Rankings.from_ballots(*profile)
    for rule, variant in WAYS:
        tied, broken = count(ballots, rule, variant=variant), count(ballots, rule, variant=variant, seed=seed)
        assert len(broken.winners) == 1 or rule is Rule.CONDORCET
        assert set(broken.winners) <= set(tied.winners) or rule is Rule.STV  # which ends before its lot
        assert broken.ranking[0] == broken.winners or rule is Rule.CONDORCET


@given(profiles(ties=False), st.integers(1, 6), st.integers(1, 40))
def test_who_has_more_than_half_of_all_first_choices_wins(profile, favourite, more):
    candidates, ballots = profile
    favourite = min(favourite, candidates)
    others = sum(n for n, ranks in ballots if ranks[:1] != [[favourite]])
    ranked = Rankings.from_ballots(candidates, [*ballots, (others + more, [[favourite]])])
    for rule in (Rule.PLURALITY, Rule.IRV, Rule.STV, Rule.CONDORCET, Rule.COPELAND, Rule.SCHULZE):
        assert count(ranked, rule).winners == (favourite,)


@given(profiles())
def test_a_condorcet_winner_wins_by_copeland_and_schulze(profile):
    ranked = Rankings.from_ballots(*profile)
    if winner := count(ranked, Rule.CONDORCET).winners:
        assert count(ranked, Rule.COPELAND).winners == winner
        assert count(ranked, Rule.SCHULZE).winners == count(ranked, Rule.SCHULZE, variant="margins").winners == winner
