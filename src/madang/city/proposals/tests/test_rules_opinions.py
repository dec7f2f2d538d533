"""Rules of conversations: who, how long, what comes next, and which counts may be told."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.city.people.rules import CITY, NOBODY, Assurance, Role, StaffView, Viewer
from madang.city.proposals.rules import opinions as rules
from madang.city.proposals.rules.life import Actor, Part
from madang.city.proposals.rules.opinions import Counts, Moderation, Told
from madang.city.proposals.rules.settings import DEFAULTS, Duty

RESIDENT = Viewer(account_id=1, resident_id=1, assurance=Assurance.EMAIL)
STAFF = Viewer(account_id=2, staff=StaffView(2, Role.CASEWORKER, "transport"), assurance=Assurance.EMAIL)
TOPICS = ("transport", "nature")


def key(refusal):
    return refusal and refusal.key


@pytest.mark.parametrize(
    ("viewer", "actor", "refused"),
    [
        (STAFF, None, None),
        (CITY, None, None),
        (RESIDENT, None, "proposals.not_your_move"),
        (RESIDENT, Actor(frozenset({Part.AUTHOR}), 1), None),
        (RESIDENT, Actor(frozenset({Part.CO_AUTHOR}), 1), None),
        (STAFF, Actor(frozenset({Part.OFFICER}), 2), None),
        (STAFF, Actor(frozenset(), 2), "proposals.not_your_move"),
        (NOBODY, Actor(), "proposals.not_your_move"),
    ],
)
def test_a_topic_is_for_staff_and_a_proposal_for_those_whose_it_is(viewer, actor, refused):
    assert key(rules.why_not_lead(viewer, actor)) == refused


@pytest.mark.parametrize(
    ("viewer", "is_open", "refused"),
    [
        (RESIDENT, True, None),
        (RESIDENT, False, "proposals.conversation_closed"),
        (STAFF, True, "proposals.residents_only"),
        (NOBODY, True, "proposals.residents_only"),
        (Viewer(account_id=1, resident_id=1), True, "people.more_assurance"),
    ],
)
def test_residents_take_part_whom_the_city_knows_well_enough(viewer, is_open, refused):
    assert key(rules.why_not_take_part(viewer, DEFAULTS, is_open=is_open)) == refused


@pytest.mark.parametrize(
    ("question", "topic", "refused"),
    [
        ({"en": "What do bus stops need?"}, "transport", None),
        ({"en": " "}, "transport", "proposals.no_question"),
        ({}, "transport", "proposals.no_question"),
        ({"en": "x" * 201}, "transport", "proposals.no_question"),
        ({"en": "What?"}, "spells", "proposals.no_topic"),
        ({"en": "What?"}, "", "proposals.no_topic"),
    ],
)
def test_a_conversation_has_a_question_and_a_topic(question, topic, refused):
    assert key(rules.why_not_open(question, topic, topics=TOPICS)) == refused


@pytest.mark.parametrize(
    ("text", "more", "refused"),
    [
        ("Trees cool.", {}, None),
        ("나무!!!", {}, "proposals.statement_short"),
        ("多种树。", {}, None),
        ("?!?!?!?!", {}, "proposals.statement_short"),
        ("x" * 140, {}, None),
        ("x" * 141, {}, "proposals.statement_long"),
        ("Trees cool.", {"language": "xx"}, "proposals.no_language"),
        ("Trees cool.", {"added_today": 4}, None),
        ("Trees cool.", {"added_today": 5}, "proposals.enough_statements"),
        ("Trees cool.", {"present": 1_000}, "proposals.many_statements"),
    ],
)
def test_a_statement_is_one_short_thought(text, more, refused):
    given_facts = {"language": "en", "added_today": 0, "present": 0} | more
    assert key(rules.why_not_add(text, **given_facts)) == refused


def test_a_statement_is_kept_on_one_line():
    assert rules.tidy("  Trees\x00\n cool\tstops. ") == "Trees cool stops."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("가로수를 심자!", "가로수를심자"),
        ("TREES, please.", "trees please"),
        ("Ｔｒｅｅｓ please", "Trees please"),
        ("多种树。", "多种树"),
    ],
)
def test_marks_blanks_case_and_width_do_not_make_another_statement(one, other):
    assert rules.likeness(one) == rules.likeness(other) != ""


def test_letters_that_fold_into_many_stay_within_the_column():
    assert len(rules.likeness("ﷺ" * 140)) == rules.LONGEST_LIKENESS


@pytest.mark.parametrize(
    ("duties", "is_author", "refused"),
    [
        ({Duty.MODERATOR}, False, None),
        ({Duty.MODERATOR}, True, "proposals.own_statement"),
        ({Duty.CLERK, Duty.PANEL}, False, "proposals.not_your_move"),
        (set(), True, "proposals.not_your_move"),
    ],
)
def test_moderators_judge_and_never_their_own_statement(duties, is_author, refused):
    assert key(rules.why_not_moderate(duties, is_author=is_author)) == refused


@pytest.mark.parametrize(
    ("state", "refused"),
    [
        (Moderation.SHOWN, None),
        (Moderation.WAITING, "proposals.statement_not_shown"),
        (Moderation.HIDDEN, "proposals.statement_not_shown"),
    ],
)
def test_only_what_is_shown_takes_votes(state, refused):
    assert key(rules.why_not_vote(state)) == refused


def test_the_statement_with_the_fewest_votes_comes_first():
    assert rules.next_one({1: 4, 2: 1, 3: 9}, "anybody") == 2
    assert rules.next_one({}, "anybody") is None


def test_at_a_tie_each_person_has_an_order_of_their_own():
    first = {seed: rules.next_one(dict.fromkeys(range(1, 21), 0), f"talk:{seed}") for seed in range(40)}
    assert first == {seed: rules.next_one(dict.fromkeys(range(20, 0, -1), 0), f"talk:{seed}") for seed in range(40)}
    assert len(set(first.values())) > 10


@pytest.mark.parametrize(("changed", "due"), [(0, False), (4, False), (5, True)])
def test_a_map_waits_for_five_people(changed, due):
    assert rules.is_due(changed) is due


def test_fewer_than_five_votes_are_not_told():
    assert rules.told(Counts(3, 0, 1), [Counts(3, 0, 1)]) == Told(None, (None,))
    assert rules.told(Counts(4, 0, 1), [Counts(4, 0, 1)]) == Told(Counts(4, 0, 1), (Counts(4, 0, 1),))


def test_a_small_group_is_not_told_nor_the_one_that_would_give_it_away():
    """20 voted: 9 and 8 in groups, 3 in another. Without the 8 the 3 cannot be worked out: 11 are left together."""
    groups = [Counts(9, 0, 0), Counts(0, 0, 8), Counts(1, 1, 1)]
    assert rules.told(Counts(10, 1, 9), groups).groups == (Counts(9, 0, 0), None, None)


def test_people_in_no_group_hide_a_small_one():
    """3 in a small group and 4 in none are 7 together, of whom nobody can be told apart."""
    found = rules.told(Counts(12, 1, 3), [Counts(9, 0, 0), Counts(1, 1, 1)])
    assert found == Told(Counts(12, 1, 3), (Counts(9, 0, 0), None))
    assert not found.is_whole


def test_few_people_in_no_group_are_not_given_away_by_the_groups():
    """2 of 12 are in no group: the smaller group is held back with them."""
    found = rules.told(Counts(8, 0, 4), [Counts(5, 0, 0), Counts(2, 0, 3)])
    assert found.groups == (None, Counts(2, 0, 3))


def test_a_group_that_nobody_voted_in_is_told_as_nobody():
    found = rules.told(Counts(6, 0, 0), [Counts(6, 0, 0), Counts(0, 0, 0)])
    assert found.is_whole
    assert found.groups[1] == Counts(0, 0, 0)


counts = st.builds(Counts, st.integers(0, 9), st.integers(0, 4), st.integers(0, 9))


@given(st.lists(counts, max_size=5), counts)
def test_no_sum_of_what_is_told_leaves_fewer_than_five_people(groups, rest):
    """Subtract any of the groups that are told from everybody: nobody is left, or at least five."""
    parts = [*groups, rest]
    everyone = Counts(*(sum(column) for column in zip(*((one.agree, one.passes, one.disagree) for one in parts), strict=True)))
    found = rules.told(everyone, groups)
    shown = [one.seen for one in found.groups if one is not None]
    assert all(seen == 0 or seen >= 5 for seen in shown)
    if found.everyone is None:
        assert shown == []
        return
    for size in range(len(shown) + 1):
        for some in itertools.combinations(shown, size):
            left = everyone.seen - sum(some)
            assert left == 0 or left >= 5
