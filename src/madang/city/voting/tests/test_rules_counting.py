"""Figures of results, worked by hand; certificates that count again; weights beside the raw result."""

import hashlib
import json

import pytest

from madang.city.voting.rules import certificates
from madang.city.voting.rules.counting import Marked, Quorum, first_choice, result, tables, turnout_tables
from madang.city.voting.rules.electorate import Electorate, Roll
from madang.city.voting.rules.groups import Group, age_band, area_level, counted, from_rows, to_rows
from madang.city.voting.rules.votes import Kind, Rule, Terms
from madang.city.voting.rules.weighing import can_use_census, shares, weighed

SINGLE = Terms(Kind.SINGLE, Rule.PLURALITY, 3)
APPROVAL = Terms(Kind.APPROVAL, Rule.APPROVAL, 3, seats=2, maximum=3)
IRV = Terms(Kind.RANKING, Rule.IRV, 3, maximum=3)
SCORE = Terms(Kind.SCORE, Rule.SCORE, 2, maximum=2, most_points=5)
YOUNG, OLD = Group("1", "20-29", "female"), Group("2", "70+", "male")
K = 10
NONE = Quorum()


def figures(terms, *ballots, seed="7", entitled=None, quorum=NONE):
    return result(terms, ballots, seed=seed, entitled=entitled, quorum=quorum)


def test_a_plurality_wins_and_blank_ballots_count_for_the_turnout_alone():
    found = figures(SINGLE, (5, [1]), (7, [2]), (3, []), entitled=40)
    assert (found["winners"], found["ballots"], found["blank"], found["entitled"]) == ([2], 15, 3, 40)
    assert found["outcome"]["ranking"] == [[2], [1], [3]]


def test_several_seats_go_to_the_best_ranked():
    assert figures(APPROVAL, (3, [1, 3]), (2, [2]), (1, [3]))["winners"] == [1, 3]


def test_a_tie_is_broken_by_the_published_seed_and_stands_without_one():
    ballots = ((4, [1]), (4, [2]))
    lots = {number: hashlib.sha256(f"7:{number}".encode()).hexdigest() for number in (1, 2)}
    assert figures(SINGLE, *ballots)["winners"] == [max(lots, key=lots.get)]
    assert figures(SINGLE, *ballots, seed=None)["winners"] == [1, 2]


def test_a_tie_for_the_last_seat_that_stands_names_all_who_are_tied():
    assert figures(APPROVAL, (3, [1]), (2, [2]), (2, [3]), seed=None)["winners"] == [1, 2, 3]


def test_a_run_off_goes_round_by_round():
    found = figures(IRV, (4, [[1]]), (3, [[2]]), (2, [[3], [2]]))
    assert found["winners"] == [2]
    assert [one.get("eliminated") for one in found["outcome"]["rounds"]] == [3, 1, None]


def test_scores_are_added_up():
    assert figures(SCORE, (2, {"1": 5}), (3, {"1": 1, "2": 4}), (1, {}))["outcome"]["rounds"][0]["tally"] == {"1": 13, "2": 12}


@pytest.mark.parametrize(
    ("quorum", "entitled", "expected"),
    [
        (Quorum(), 100, None),
        (Quorum(people=15), 100, {"needed": 15, "met": True}),
        (Quorum(people=16), 100, {"needed": 16, "met": False}),
        (Quorum(percent=15), 100, {"needed": 15, "met": True}),
        (Quorum(percent=15), 101, {"needed": 16, "met": False}),  # 15.15 people are 16
        (Quorum(percent=15), None, None),
    ],
)
def test_a_quorum_is_met_by_people_blank_ballots_included(quorum, entitled, expected):
    assert figures(SINGLE, (12, [1]), (3, []), entitled=entitled, quorum=quorum)["quorum"] == expected


@pytest.mark.parametrize("terms", [SINGLE, APPROVAL, IRV, SCORE])
def test_nobody_voting_has_a_result_too_and_so_have_blank_ballots(terms):
    everybody = list(range(1, terms.options + 1))
    assert figures(terms, seed=None)["winners"] == everybody
    blank = figures(terms, (3, {} if terms is SCORE else []), seed=None)
    assert (blank["winners"], blank["ballots"], blank["blank"]) == (everybody, 3, 3)


@pytest.mark.parametrize(
    ("choice", "kind", "first"),
    [
        ([2], Kind.SINGLE, 2),
        ([], Kind.SINGLE, 0),
        ([[3], [1]], Kind.RANKING, 3),
        ([[1, 3]], Kind.RANKING, 0),
        ([], Kind.RANKING, 0),
    ],
)
def test_the_first_choice_is_what_stands_alone_before_all_others(choice, kind, first):
    assert first_choice(choice, kind) == first


def test_tables_tell_who_chose_what():
    marked = [Marked([1], 30, YOUNG), Marked([2], 20, YOUNG), Marked([1], 15, OLD), Marked([2], 40, OLD)]
    found = tables(SINGLE, marked, K)
    assert found["age"] == {
        "columns": [1, 2, 3],
        "rows": [{"group": "20-29", "people": 50, "chosen": [30, 20, 0]}, {"group": "70+", "people": 55, "chosen": [15, 40, 0]}],
    }
    assert set(found) == {"area", "age", "gender"}


def test_small_cells_are_hidden_in_every_table():
    marked = [Marked([1], 30, YOUNG), Marked([2], 4, YOUNG), Marked([1], 15, OLD), Marked([2], 40, OLD)]
    for table in tables(SINGLE, marked, K).values():
        assert [row["chosen"][:2] for row in table["rows"]] == [[None, None], [None, None]]


def test_approvals_are_counted_by_mark():
    marked = [
        Marked([1, 2], 30, YOUNG),
        Marked([2], 20, YOUNG),
        Marked([1, 3], 15, OLD),
        Marked([3], 40, OLD),
        Marked([], 25, OLD),
    ]
    found = tables(APPROVAL, marked, K)["gender"]
    assert [(row["people"], row["chosen"]) for row in found["rows"]] == [(50, [30, 50, 0]), (80, [15, 0, 55])]


def test_points_are_told_as_means_of_groups_that_are_shown():
    marked = [Marked({"1": 5}, 20, YOUNG), Marked({"1": 2, "2": 4}, 20, YOUNG), Marked({"2": 1}, 30, OLD)]
    assert [row["means"] for row in tables(SCORE, marked, K)["area"]["rows"]] == [[3.5, 2.0], [0.0, 1.0]]
    few = [*marked, Marked({"1": 5}, 3, Group("3", "30-39", "male"))]
    rows = tables(SCORE, few, K)["area"]["rows"]
    assert [row["means"] is None for row in rows] == [row["people"] is None for row in rows]
    assert sum(row["means"] is None for row in rows) == 2


def test_turnout_of_a_secret_vote_is_told_by_group():
    found = turnout_tables({YOUNG: 30, OLD: 50}, K)
    assert found["area"]["rows"] == [{"group": "1", "people": 30}, {"group": "2", "people": 50}]
    assert turnout_tables({YOUNG: 3, OLD: 2}, K) == {}


@pytest.mark.parametrize(
    ("age", "band"), [(14, "14-19"), (19, "14-19"), (20, "20-29"), (69, "60-69"), (70, "70+"), (105, "70+"), (13, ""), (None, "")]
)
def test_ages_fall_into_bands(age, band):
    assert age_band(age) == band


def test_groups_are_read_as_they_were_written():
    joint = {YOUNG: 3, OLD: 4, Group(): 1}
    assert from_rows(json.loads(json.dumps(to_rows(joint)))) == joint
    assert counted(joint, "gender") == {"": 1, "female": 3, "male": 4}


@pytest.mark.parametrize(
    ("areas_at", "level"),
    [
        ({"city": 1, "district": 5, "neighbourhood": 20}, "district"),
        ({"city": 1, "district": 1, "neighbourhood": 4}, "neighbourhood"),
        ({"city": 1, "district": 1, "neighbourhood": 1}, ""),
        ({}, ""),
    ],
)
def test_areas_are_counted_at_the_largest_level_that_tells_them_apart(areas_at, level):
    assert area_level(["city", "district", "neighbourhood"], areas_at) == level


def test_young_people_who_stayed_away_are_weighed_up():
    # 100 young people, of whom 60 for 1, and 300 old ones, of whom 90: 150 of 400 for 1. Half of the people are young:
    # 0.5 x 60 % + 0.5 x 30 % = 45 %. Weights 2 and 2/3: (100 x 2 + 300 x 2/3)^2 / (100 x 4 + 300 x 4/9) = 160000 / 533.3 = 300.
    marked = [Marked([1], 60, YOUNG), Marked([2], 40, YOUNG), Marked([1], 90, OLD), Marked([2], 210, OLD)]
    found = weighed(SINGLE, marked, {YOUNG: 500, OLD: 500}, seed="7", k=K)
    assert found["shares"] == {"1": 45, "2": 55, "3": 0}
    assert (found["worth"], found["ballots"], found["winners"]) == (300, 400, [2])
    assert found["by"] == ["area", "age", "gender"]
    assert found["is_settled"]


def test_who_stayed_away_altogether_is_named():
    marked = [Marked([1], 160, YOUNG), Marked([2], 140, OLD)]
    found = weighed(SINGLE, marked, {YOUNG: 500, OLD: 400, Group("1", "30-39", "male"): 100}, seed="7", k=K)
    assert found["lacking"] == {"age": ["30-39"]}


def test_few_ballots_are_not_weighed():
    marked = [Marked([1], 160, YOUNG), Marked([2], 139, OLD)]
    assert weighed(SINGLE, marked, {YOUNG: 500, OLD: 500}, seed="7", k=K) is None


def test_groups_that_would_tell_of_few_are_not_weighed_apart():
    marked = [Marked([1], 200, YOUNG), Marked([1], 9, OLD), Marked([2], 291, OLD)]
    assert weighed(SINGLE, marked, {YOUNG: 500, OLD: 500}, seed="7", k=K) is None


def test_shares_are_of_those_with_a_first_choice_or_of_all_who_may_mark_several():
    assert shares(SINGLE, [(30, [1]), (10, [2]), (60, [])]) == {"1": 75, "2": 25, "3": 0}
    assert shares(APPROVAL, [(30, [1, 2]), (10, [2]), (60, [])]) == {"1": 30, "2": 40, "3": 0}
    assert shares(SCORE, [(1, {"1": 5}), (3, {"1": 1, "2": 2})]) == {"1": 2.0, "2": 1.5}
    assert shares(SINGLE, []) == {"1": 0, "2": 0, "3": 0}


def test_a_census_knows_areas_ages_and_genders_only():
    assert can_use_census(Electorate(areas=frozenset({1}), age_from=19))
    assert not can_use_census(Electorate(languages=frozenset({"vi"})))
    assert not can_use_census(Electorate(roll=Roll.CODES))


def certified(terms=SINGLE, ballots=((5, [1]), (7, [2])), ties="seed:7"):
    options = [{"en": str(number)} for number in range(1, terms.options + 1)]
    vote = certificates.vote_as_published("MD-7K3F-92X", {"en": "Which?"}, options, terms, ties)
    choices = certificates.choices_file(vote, ballots)
    quorum = Quorum(percent=10)
    seed = certificates.seed_of(ties)
    found = figures(terms, *ballots, seed=seed, entitled=90, quorum=quorum)
    text = certificates.certificate(
        vote=vote, choices=choices, figures=found, quorum=quorum, software="madang 1", counted_at="2026-12-08T00:00:00Z", key="k"
    )
    return text, choices


@pytest.mark.parametrize(
    ("terms", "ballots", "ties"),
    [
        (SINGLE, ((4, [1]), (4, [2]), (1, [])), "seed:7"),
        (SINGLE, ((4, [1]), (4, [2])), "none"),
        (APPROVAL, ((3, [1, 3]), (2, [2])), "seed:7"),
        (IRV, ((4, [[1]]), (3, [[2]]), (2, [[3], [2]])), "seed:7"),
        (SCORE, ((2, {"1": 5}), (3, {"1": 1, "2": 4})), "seed:7"),
    ],
)
def test_a_result_is_counted_again_from_its_certificate(terms, ballots, ties):
    assert certificates.differences(*certified(terms, ballots, ties)) == []


def test_other_choices_than_those_that_were_certified_are_noticed():
    text, _ = certified()
    _, other = certified(ballots=((7, [1]), (5, [2])))
    found = certificates.differences(text, other)
    assert found[0] == "the choices are not those that the certificate names"
    assert "winners: [2] is stated, [1] is counted" in found


def test_a_result_that_the_choices_do_not_give_is_noticed():
    text, choices = certified()
    held = json.loads(text)
    held["result"]["winners"] = [1]
    assert certificates.differences(json.dumps(held), choices) == ["winners: [1] is stated, [2] is counted"]


def test_choices_that_are_no_ballots_are_noticed():
    text, choices = certified()
    spoiled = choices.replace(b"[7,[2]]", b"[7,[2,2]]")
    assert certificates.differences(text, spoiled)[-1] == "some choices are no ballots of this vote"


def test_what_is_no_certificate_is_refused():
    _, choices = certified()
    with pytest.raises(ValueError, match="madang-result/1"):
        certificates.differences("{}", choices)
