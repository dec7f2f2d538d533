"""Tablets: opened by staff, handed over to one person at a time."""

import uuid
from datetime import timedelta

import pytest

from madang.city.people.rules import Role
from madang.city.people.tests.builders import resident, staff, viewer_for
from madang.city.voting.models import Ballot, HandOver, Kiosk
from madang.city.voting.queries import entitlement
from madang.city.voting.services import casting, clock, kiosks
from madang.city.voting.tests.builders import CLOSES, OPENS, announced, asker, head, opened, person, refused
from madang.city.voting.tests.secret.builders import held

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def kiosk(reference, *, ends_at=OPENS + 8 * HOUR, place="Central library"):
    return kiosks.open_kiosk(reference=reference, place=place, ends_at=ends_at, by=head(), now=OPENS)


def test_somebody_votes_at_a_tablet():
    reference, by = opened(), head()
    held = kiosk(reference)
    mina = person()
    code = kiosks.hand_over(kiosk=held.kiosk, person=mina, by=by, now=OPENS)
    assert code not in str(HandOver.objects.values())
    turn = kiosks.take_over(secret=held.secret, code=f" {code.lower()} ", now=OPENS + MINUTE)
    assert (turn.vote, turn.person, turn.ends_at) == (reference, mina, OPENS + 11 * MINUTE)
    casting.cast(reference=turn.vote, person=turn.person, choice=[2], now=OPENS + 2 * MINUTE)
    assert Ballot.objects.count() == 1
    assert not HandOver.objects.exists()


def test_a_code_works_once_and_for_three_minutes():
    reference, by = opened(), head()
    held = kiosk(reference)
    first, second = (kiosks.hand_over(kiosk=held.kiosk, person=person(), by=by, now=OPENS) for _ in range(2))
    kiosks.take_over(secret=held.secret, code=first, now=OPENS)
    assert refused(kiosks.take_over, secret=held.secret, code=first, now=OPENS) == "voting.hand_over_gone"
    assert refused(kiosks.take_over, secret=held.secret, code=second, now=OPENS + 3 * MINUTE) == "voting.hand_over_gone"
    assert kiosks.sweep(now=OPENS + 3 * MINUTE) == 1


def test_a_code_of_one_kiosk_opens_no_other():
    reference = opened()
    here, there = kiosk(reference), kiosk(reference, place="Station")
    code = kiosks.hand_over(kiosk=here.kiosk, person=person(), by=head(), now=OPENS)
    assert refused(kiosks.take_over, secret=there.secret, code=code, now=OPENS) == "voting.hand_over_gone"
    assert refused(kiosks.take_over, secret="made up", code=code, now=OPENS) == "voting.kiosk_closed"


def test_residents_hand_over_to_themselves_alone():
    reference = opened()
    held, by, other = kiosk(reference), asker(), person()
    assert refused(kiosks.hand_over, kiosk=held.kiosk, person=other, by=by, now=OPENS) == "people.staff_only"
    assert kiosks.hand_over(kiosk=held.kiosk, person=entitlement.resident(by.resident_id), by=by, now=OPENS)


def test_a_new_code_takes_the_place_of_the_one_before_at_any_kiosk_of_the_vote():
    reference, by = opened(), asker()
    here, there = kiosk(reference), kiosk(reference, place="Station")
    mine = {"person": entitlement.resident(by.resident_id), "by": by, "now": OPENS}
    old = kiosks.hand_over(kiosk=here.kiosk, **mine)
    new = kiosks.hand_over(kiosk=there.kiosk, **mine)
    assert refused(kiosks.take_over, secret=here.secret, code=old, now=OPENS) == "voting.hand_over_gone"
    assert kiosks.take_over(secret=there.secret, code=new, now=OPENS).person == mine["person"]


@pytest.mark.usefixtures("quick_keys")
def test_who_has_a_token_already_is_told_so_and_nobody_else_is():
    vote = held(2)
    station = kiosk(vote.reference)
    vote.token(0)
    with_token, without = (viewer_for(int(one.removeprefix("resident:"))) for one in vote.people)
    told = {"kiosk": station.kiosk, "now": OPENS}
    assert refused(kiosks.hand_over, person=vote.people[0], by=with_token, **told) == "voting.token_elsewhere"
    assert kiosks.hand_over(person=vote.people[1], by=without, **told)
    assert kiosks.hand_over(person=vote.people[0], by=head(), **told)


def test_who_may_not_vote_gets_no_code():
    held = kiosk(opened())
    child = entitlement.resident(resident(birth_date=None))
    assert refused(kiosks.hand_over, kiosk=held.kiosk, person=child, by=head(), now=OPENS) == "voting.fails_age_unknown"


def test_a_kiosk_serves_until_its_hour():
    held = kiosk(opened(), ends_at=OPENS + HOUR)
    arguments = {"kiosk": held.kiosk, "person": person(), "by": head()}
    assert kiosks.hand_over(now=OPENS + HOUR - MINUTE, **arguments)
    assert refused(kiosks.hand_over, now=OPENS + HOUR, **arguments) == "voting.kiosk_closed"


def test_a_kiosk_that_is_closed_takes_nobody_any_more():
    reference, by = opened(), head()
    held = kiosk(reference)
    code = kiosks.hand_over(kiosk=held.kiosk, person=person(), by=by, now=OPENS)
    assert refused(kiosks.close_kiosk, kiosk=held.kiosk, by=asker(), now=OPENS) == "people.staff_only"
    kiosks.close_kiosk(kiosk=held.kiosk, by=by, now=OPENS + MINUTE)
    assert refused(kiosks.take_over, secret=held.secret, code=code, now=OPENS + MINUTE) == "voting.kiosk_closed"
    assert refused(kiosks.close_kiosk, kiosk=uuid.uuid4(), by=by, now=OPENS) == "voting.unknown"


def test_closing_the_vote_ends_its_kiosks():
    reference = opened()
    kiosk(reference)
    clock.move(reference=reference, now=CLOSES)
    assert Kiosk.objects.get().closed_at == CLOSES


@pytest.mark.parametrize(
    ("role", "hours", "place", "reason"),
    [
        (None, 1, "Library", "people.staff_only"),
        (Role.AUDITOR, 1, "Library", "people.other_role"),
        (Role.CASEWORKER, 0, "Library", "voting.kiosk_hours"),
        (Role.CASEWORKER, 15, "Library", "voting.kiosk_hours"),
        (Role.CASEWORKER, 14, " ", "voting.kiosk_place"),
    ],
)
def test_kiosks_are_opened_by_staff_for_a_place_and_some_hours(role, hours, place, reason):
    by = viewer_for(staff(role)) if role else asker()
    arguments = {"reference": opened(), "place": place, "ends_at": OPENS + hours * HOUR, "by": by, "now": OPENS}
    assert refused(kiosks.open_kiosk, **arguments) == reason


def test_nobody_votes_at_a_kiosk_before_the_vote_is_open():
    reference = announced()
    held = kiosk(reference)
    assert refused(kiosks.hand_over, kiosk=held.kiosk, person=person(), by=head(), now=OPENS) == "voting.opens_later"
