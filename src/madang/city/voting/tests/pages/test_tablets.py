"""A tablet that somebody's own phone hands to them: what both show, who gets a code, and where it works."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from madang.city.kernel import clock
from madang.city.look.tests.pages import text
from madang.city.people.tests import builders as people
from madang.city.voting.models import Ballot, HandOver
from madang.city.voting.rules.electorate import Electorate, Roll
from madang.city.voting.services import clock as votes
from madang.city.voting.services import kiosks, moving, rolls
from madang.city.voting.tests import builders as make
from madang.city.voting.tests.secret.builders import held

pytestmark = pytest.mark.django_db
CODE = re.compile(r'vo-code">([0-9A-Z]{4}-[0-9A-Z]{4})<')


@pytest.fixture(autouse=True)
def _at_opening(monkeypatch):
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: make.OPENS)


def station(reference, place="Central library"):
    ends_at = make.OPENS + timedelta(hours=8)
    return kiosks.open_kiosk(reference=reference, place=place, ends_at=ends_at, by=make.head(), now=make.OPENS)


def tablet_of(opened):
    """Return the browser of a tablet at a place."""
    tablet = Client()
    tablet.get(f"/votes/tablet/{opened.secret}")
    return tablet


def door(reference, opened):
    return f"/votes/{reference}/tablets/{opened.kiosk}"


def code_on(page):
    return CODE.search(page)[1]


def test_somebody_scans_taps_types_and_votes_on_the_tablet():
    reference = make.opened()
    here, phone = station(reference), people.signed_in(people.resident())
    tablet = tablet_of(here)
    assert "Vote at Central library" in text(phone.get(door(reference, here)))
    page = text(phone.post(door(reference, here)))
    assert "It works once, until 1:03" in page or "It works once, until 13:03" in page
    answer = tablet.post("/votes/tablet", {"code": code_on(page).lower()})
    assert answer.headers["Location"] == f"/votes/{reference}/ballot"
    tablet.post(f"/votes/{reference}/ballot", {"choice": "2", "go": "cast"})
    assert Ballot.objects.count() == 1
    assert "You have voted" in text(phone.get(f"/votes/{reference}"))
    assert not HandOver.objects.exists()


def test_a_tablet_that_waits_shows_what_is_asked_and_both_ways_but_never_its_secret():
    reference = make.opened()
    here = station(reference)
    page = text(tablet_of(here).get("/votes/tablet"))
    assert "What shall stand on the square?" in page
    assert "Central library" in page
    assert page.count('class="vo-qr"') == 2
    assert f"/votes/{reference}</p>" in page
    assert here.secret not in page


@pytest.mark.parametrize("roll", [Roll.NUMBERS, Roll.CODES])
def test_where_people_vote_without_an_account_the_desk_alone_gives_codes(roll):
    by = make.head()
    reference = make.draft(make.asked(electorate=Electorate(roll=roll)), by)
    rolls.load_roll(reference=reference, lines=["010-1111-2222"], by=by, now=make.NOW)
    moving.announce(reference=reference, by=by, now=make.NOW)
    votes.move(reference=reference, now=make.OPENS)
    here = station(reference)
    page = text(tablet_of(here).get("/votes/tablet"))
    assert page.count('class="vo-qr"') == 1
    assert "Ask at the desk for your code." in page
    phone = people.signed_in(people.resident())
    assert CODE.search(text(phone.post(door(reference, here)))) is None


def test_a_code_works_at_its_own_place_alone():
    reference = make.opened()
    here, there = station(reference), station(reference, "Station")
    phone = people.signed_in(people.resident())
    code = code_on(text(phone.post(door(reference, here))))
    assert "This code was used" in text(tablet_of(there).post("/votes/tablet", {"code": code}))
    assert tablet_of(here).post("/votes/tablet", {"code": code}).status_code == 302


def test_strangers_sign_in_first_and_a_place_of_another_vote_is_none():
    reference = make.opened()
    here = station(reference)
    assert "/login/?next=" in Client().get(door(reference, here)).headers["Location"]
    phone = people.signed_in(people.resident())
    assert phone.get(door(make.opened(), here)).status_code == 404


def test_who_may_not_vote_reads_why_and_gets_no_code():
    reference = make.opened()
    here = station(reference)
    for who, words in ((people.resident(birth_date=None), "Write your birth date"), (people.staff(), "People vote as residents")):
        phone = people.signed_in(who)
        assert words in text(phone.get(door(reference, here)))
        page = text(phone.post(door(reference, here)))
        assert words in page
        assert CODE.search(page) is None
    assert not HandOver.objects.exists()


@pytest.mark.usefixtures("quick_keys")
def test_who_has_fetched_a_token_reads_so_before_the_tap():
    vote = held(1)
    here = station(vote.reference)
    vote.token(0)
    phone = people.signed_in(int(vote.people[0].removeprefix("resident:")))
    assert "You have fetched your token for this vote already" in text(phone.get(door(vote.reference, here)))


def test_a_tablet_whose_place_is_ended_forgets_and_asks_for_no_code():
    reference = make.opened()
    here = station(reference)
    tablet = tablet_of(here)
    kiosks.close_kiosk(kiosk=here.kiosk, by=make.head(), now=make.OPENS)
    answer = tablet.get("/votes/tablet")
    assert answer.status_code == 403
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert "<form" not in text(answer).split("<main", 1)[1]
    phone = people.signed_in(people.resident())
    assert "This tablet is not open for a vote." in text(phone.post(door(reference, here)))


@pytest.mark.usefixtures("quick_keys")
def test_neither_page_costs_more_than_eight_statements(django_assert_max_num_queries):
    vote = held(1)
    here, phone = station(vote.reference), people.signed_in(int(vote.people[0].removeprefix("resident:")))
    for browser, url in ((tablet_of(here), "/votes/tablet"), (phone, door(vote.reference, here))):
        browser.get(url)
        with django_assert_max_num_queries(8):
            assert browser.get(url).status_code == 200
