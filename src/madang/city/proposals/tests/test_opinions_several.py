"""Several votes at once are as those votes one after the other, all or none."""

import pytest

from madang.city.proposals.models import Statement
from madang.city.proposals.services import opinions
from madang.city.proposals.tests.builders import NOW, refused
from madang.city.proposals.tests.opinion_builders import AGREE, DISAGREE, PASS, conversation_of, stances, voted

pytestmark = pytest.mark.django_db


def counts(reference):
    rows = Statement.objects.filter(conversation__reference=reference).order_by("number")
    return list(rows.values_list("votes", flat=True))


def several(reference, viewer, given):
    opinions.vote_on_several(reference=reference, stances=given, by=viewer, now=NOW)


def test_several_votes_are_written_and_counted():
    reference, (one, _other) = conversation_of("...", "+++")
    several(reference, one, {1: AGREE, 3: DISAGREE})
    assert stances(reference) == [(1, AGREE), (1, AGREE), (2, AGREE), (3, DISAGREE), (3, AGREE)]
    assert counts(reference) == [2, 1, 2]


def test_later_votes_stand_instead_of_the_earlier_and_are_counted_once():
    reference, (one,) = conversation_of("+-.")
    several(reference, one, {1: DISAGREE, 2: DISAGREE, 3: PASS})
    assert stances(reference) == [(1, DISAGREE), (2, DISAGREE), (3, PASS)]
    assert counts(reference) == [1, 1, 1]


def test_a_vote_that_was_taken_back_may_be_among_them():
    reference, (one,) = conversation_of("+-")
    opinions.withdraw(reference=reference, number=1, by=one, now=NOW)
    several(reference, one, {1: AGREE})
    assert (stances(reference), counts(reference)) == ([(1, AGREE), (2, DISAGREE)], [1, 1])


def test_where_one_statement_is_not_there_nothing_is_voted():
    reference, (one,) = conversation_of("..")
    given = {1: AGREE, 9: AGREE}
    assert refused(opinions.vote_on_several, reference=reference, stances=given, by=one, now=NOW) == "proposals.no_statement"
    assert stances(reference) == []


def test_where_one_statement_is_hidden_nothing_is_voted():
    reference, (one, other) = conversation_of("..", "..")
    Statement.objects.filter(conversation__reference=reference, number=2).update(state="hidden")
    given = {1: AGREE, 2: AGREE}
    asked = {"reference": reference, "stances": given, "by": one, "now": NOW}
    assert refused(opinions.vote_on_several, **asked) == "proposals.statement_not_shown"
    voted(reference, other, "-")
    assert stances(reference) == [(1, DISAGREE)]
