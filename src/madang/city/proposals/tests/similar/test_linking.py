"""Two proposals may be said to wish the same; nothing is merged."""

import threading

import pytest
from django.db import connection

from madang.city.journal.models import Note
from madang.city.people.rules import NOBODY
from madang.city.proposals.models import SameWish, Support
from madang.city.proposals.queries.similar_shown import SaidSame, neighbours
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.rules.similar import Sameness
from madang.city.proposals.services import ending, similar, supporting
from madang.city.proposals.tests.builders import NOW, collecting_support, refused, resident, told, with_duty

pytestmark = pytest.mark.django_db


def said_same(reference, viewer) -> tuple[SaidSame, ...]:
    return neighbours(reference, viewer, now=NOW).twins


def say(one, other, by, **more):
    return similar.suggest_same(reference=one.reference, other=other.reference, by=by, now=NOW, **more)


def decide(one, other, by, *, is_same=True):
    similar.decide_same(reference=one.reference, other=other.reference, is_same=is_same, by=by, now=NOW)


def test_anybody_may_say_so_and_authors_hear_of_it():
    one, other = collecting_support(), collecting_support()
    assert say(one, other, resident("Lee Sora")) is Sameness.SUGGESTED
    assert "proposal.own" in told(one.author) & told(other.author)
    assert [(found.reference, found.sameness) for found in said_same(one.reference, NOBODY)] == [
        (other.reference, Sameness.SUGGESTED)
    ]


def test_said_twice_from_either_side_is_said_once():
    one, other = collecting_support(), collecting_support()
    say(one, other, resident("Lee Sora"))
    say(other, one, resident("Park Minjun"))
    assert SameWish.objects.count() == 1
    assert Note.objects.filter(verb="proposal.said-same").count() == 1


def test_an_authors_word_counts_at_once_and_a_moderator_may_confirm():
    one, other, third = (collecting_support() for _ in range(3))
    assert say(one, other, one.author) is Sameness.CONFIRMED
    moderator = with_duty(Duty.MODERATOR)
    say(one, third, resident("Lee Sora"))
    decide(one, third, moderator)
    assert {found.sameness for found in said_same(one.reference, NOBODY)} == {Sameness.CONFIRMED}


def test_an_author_of_either_decides():
    one, other = collecting_support(), collecting_support()
    say(one, other, resident("Lee Sora"))
    decide(one, other, other.author)
    assert SameWish.objects.get().state == Sameness.CONFIRMED
    decide(one, other, one.author, is_same=False)
    assert said_same(one.reference, NOBODY) == ()


def test_what_was_declined_stays_declined():
    one, other = collecting_support(), collecting_support()
    say(one, other, resident("Lee Sora"))
    decide(one, other, one.author, is_same=False)
    assert say(one, other, resident("Park Minjun")) is Sameness.DECLINED
    assert say(one, other, other.author) is Sameness.DECLINED


def test_others_decide_nothing():
    one, other = collecting_support(), collecting_support()
    say(one, other, resident("Lee Sora"))
    arguments = {"reference": one.reference, "other": other.reference, "is_same": True, "now": NOW}
    assert refused(similar.decide_same, by=resident("Park Minjun"), **arguments) == "proposals.not_your_move"


def test_nobody_decides_what_nobody_said():
    one, other = collecting_support(), collecting_support()
    arguments = {"reference": one.reference, "other": other.reference, "is_same": True, "now": NOW}
    assert refused(similar.decide_same, by=one.author, **arguments) == "proposals.nobody_said_same"


def test_strangers_and_doubles_are_refused():
    one, other = collecting_support(), collecting_support()
    assert refused(say, one=one, other=other, by=NOBODY) == "proposals.residents_only"
    assert refused(say, one=one, other=one, by=one.author) == "proposals.same_as_itself"


def test_a_link_moves_nobodys_support():
    one, other = collecting_support(supports=2), collecting_support()
    say(one, other, one.author)
    assert (one.row.supports, other.row.supports) == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_support_moves_once_however_often_it_is_tapped():
    one, other = collecting_support(supports=2), collecting_support()
    ending.retire(reference=one.reference, in_favour_of=other.reference, by=one.author, now=NOW)
    together, outcomes = threading.Barrier(6), []

    def work():
        together.wait()
        try:
            outcomes.append(supporting.move_support(reference=one.reference, by=one.supporters[0], now=NOW))
        except Exception as refusal:  # noqa: BLE001 - what the five others get is counted below
            outcomes.append(refusal)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(other.reference) == 1
    assert (one.row.supports, other.row.supports) == (1, 1)
    assert Support.objects.filter(proposal=other.row).count() == 1
