"""The map of a conversation: drawn when enough people have voted, told so that nobody is given away."""

import pytest

from madang.city.people.tests import builders as people
from madang.city.proposals.models import Conversation, DrawnMap, OpinionVote
from madang.city.proposals.queries import opinions as queries
from madang.city.proposals.rules.opinions import Counts
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import opinions
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import NOW
from madang.city.proposals.tests.opinion_builders import AGREE, DISAGREE, HOUR, conversation_of, said, stances, voted, voters
from madang.urban.opinions import Way

pytestmark = pytest.mark.django_db
CAMPS = ["++++----"] * 6 + ["----+++-"] * 5


def test_two_camps_are_drawn_with_their_counts():
    reference, viewers = conversation_of(*CAMPS)
    assert queries.opinion_map(reference) is None
    assert opinions.draw_due(now=NOW) == 1
    found = queries.opinion_map(reference)
    assert (found.people, found.votes, found.ungrouped, found.drawn_at) == (11, 88, 0, NOW)
    assert [group.size for group in found.groups] == [6, 5]
    assert [sum(dot.people for dot in group.dots) for group in found.groups] == [6, 5]
    assert found.groups[0].stands_for[0].way is Way.AGREE
    first, last = found.statements[0], found.statements[-1]
    assert first.told.everyone == Counts(6, 0, 5)
    assert first.told.groups == (Counts(6, 0, 0), Counts(0, 0, 5))
    assert first.joint_agree == pytest.approx((7 / 8) * (1 / 7))
    assert (last.text, last.told.everyone) == ("Lower fares", Counts(0, 0, 11))
    assert [(one.number, one.way) for one in found.bridging] == [(8, Way.DISAGREE)]
    assert [(one.number, one.way) for one in found.consensus] == [(8, Way.DISAGREE)]
    assert found.divisive == (1, 2, 3, 4, 5)
    assert found.clarity == 1
    assert queries.own_place(reference, resident_id=viewers[0].resident_id).group == 0
    assert queries.own_place(reference, resident_id=viewers[-1].resident_id).group == 1


def test_a_map_waits_until_five_people_have_voted_or_changed_their_mind():
    reference, viewers = conversation_of(*CAMPS[:4])
    assert opinions.draw_due(now=NOW) == 0
    for viewer in voters(1):
        voted(reference, viewer, CAMPS[-1])
    assert opinions.draw_due(now=NOW) == 1
    assert opinions.draw_due(now=NOW + HOUR) == 0
    for viewer in viewers:
        voted(reference, viewer, "-", now=NOW + 2 * HOUR)
    assert opinions.draw_due(now=NOW + 3 * HOUR) == 0
    assert queries.opinion_map(reference).statements[0].told.everyone == Counts(4, 0, 1)
    opinions.withdraw(reference=reference, number=1, by=_last_voter(reference), now=NOW + 4 * HOUR)
    assert opinions.draw_due(now=NOW + 5 * HOUR) == 1
    assert queries.opinion_map(reference).statements[0].told.everyone is None
    assert stances(reference).count((1, DISAGREE)) == 4


def _last_voter(reference):
    resident_id = OpinionVote.objects.filter(statement__conversation__reference=reference).latest("pk").resident_id
    return people.viewer_for(resident_id)


def test_votes_taken_back_are_gone_with_the_next_map():
    reference, viewers = conversation_of(*CAMPS)
    opinions.withdraw(reference=reference, number=1, by=viewers[0], now=NOW)
    assert stances(reference).count((1, None)) == 1
    opinions.draw_due(now=NOW)
    assert stances(reference).count((1, None)) == 0
    assert queries.opinion_map(reference).votes == 87


def test_the_same_votes_draw_the_same_map():
    conversation_of(*CAMPS)
    pk = Conversation.objects.get().pk
    opinions.draw(conversation_id=pk, now=NOW)
    first = DrawnMap.objects.get()
    opinions.draw(conversation_id=pk, now=NOW + HOUR)
    second = DrawnMap.objects.get()
    assert (first.digest, first.figures) == (second.digest, second.figures)
    OpinionVote.objects.filter(stance=AGREE).latest("pk").delete()
    opinions.draw(conversation_id=pk, now=NOW + HOUR)
    assert DrawnMap.objects.get().digest != first.digest


def test_a_group_of_fewer_than_five_is_not_drawn_and_only_counted_among_all():
    """Seven against three: the three stand apart, and 3 of 10 cannot be told from the counts of the group."""
    reference, _ = conversation_of(*(["++++----"] * 7 + ["----++++"] * 3))
    opinions.draw_due(now=NOW)
    found = queries.opinion_map(reference)
    assert [group.size for group in found.groups] == [7]
    assert found.ungrouped == 3
    assert all(one.told.everyone.seen == 10 for one in found.statements)
    assert all(one.told.groups == (None,) for one in found.statements)
    assert all(one.joint_agree is None for one in found.statements)
    assert found.groups[0].stands_for == ()
    assert found.bridging == found.divisive == ()


def test_a_statement_that_few_have_seen_is_not_told_of():
    reference, _ = conversation_of(*CAMPS)
    (stranger,) = voters(1)
    said(reference, "Ramps for wheelchairs", stranger)
    opinions.draw_due(now=NOW)
    rare = queries.opinion_map(reference).statements[-1]
    assert rare.text == "Ramps for wheelchairs"
    assert rare.told.everyone is None
    assert set(rare.told.groups) <= {None}


def test_what_is_hidden_after_the_map_was_drawn_is_not_told_of():
    reference, _ = conversation_of(*CAMPS)
    opinions.draw_due(now=NOW)
    opinions.hide(reference=reference, number=1, reason="private", by=builders.with_duty(Duty.MODERATOR), now=NOW)
    found = queries.opinion_map(reference)
    assert [one.number for one in found.statements] == list(range(2, 9))
    assert 1 not in found.divisive
    assert 1 not in {pick.number for group in found.groups for pick in group.stands_for}


def test_a_hidden_statement_moves_nobody_on_the_next_map():
    reference, _ = conversation_of(*[line[:7] + "+" for line in CAMPS])
    other, _ = conversation_of(*[line[:7] for line in CAMPS])
    opinions.hide(reference=reference, number=8, reason="spam", by=builders.with_duty(Duty.MODERATOR), now=NOW)
    assert opinions.draw_due(now=NOW) == 2
    assert len(set(DrawnMap.objects.values_list("digest", flat=True))) == 1
    assert queries.opinion_map(reference).groups == queries.opinion_map(other).groups


def test_who_votes_later_has_a_place_on_the_present_map_and_a_group_once_they_cast_enough():
    reference, _ = conversation_of(*CAMPS)
    (late,) = voters(1)
    assert queries.own_place(reference, resident_id=late.resident_id) is None
    opinions.draw_due(now=NOW)
    assert queries.own_place(reference, resident_id=late.resident_id) == queries.Place(0.0, 0.0, None)
    voted(reference, late, "++++--..", now=NOW + HOUR)
    assert queries.own_place(reference, resident_id=late.resident_id).group is None
    voted(reference, late, "++++----", now=NOW + HOUR)
    place = queries.own_place(reference, resident_id=late.resident_id)
    assert place.group == 0
    assert (place.x, place.y) == pytest.approx(queries.opinion_map(reference).groups[0].centre, abs=1e-6)


def test_a_map_takes_no_more_queries_for_more_statements(django_assert_max_num_queries):
    reference, _ = conversation_of(*CAMPS)
    opinions.draw_due(now=NOW)
    with django_assert_max_num_queries(3):
        queries.opinion_map(reference)
