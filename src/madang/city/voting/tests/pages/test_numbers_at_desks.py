"""Somebody on a list of numbers stands at a desk: found by their number, which is kept and shown nowhere, for a tablet or paper."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache

from madang.city.journal.models import Note
from madang.city.kernel import clock
from madang.city.look.tests.pages import text
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people
from madang.city.voting.models import HandOver, Issued, RollEntry
from madang.city.voting.rules.electorate import Electorate, Roll
from madang.city.voting.services import clock as votes
from madang.city.voting.services import kiosks, moving, numbers, rolls
from madang.city.voting.tests import builders as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_keys")]
LISTED, OTHER = "010-1234-5678", "010-9999-0000"
PERSON = re.compile(r'name="person" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _at_opening(monkeypatch):
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: make.OPENS)


@pytest.fixture
def reference():
    by = make.head()
    found = make.draft(make.official(electorate=Electorate(roll=Roll.NUMBERS)), by)
    rolls.load_roll(reference=found, lines=[LISTED], by=by, now=make.NOW)
    moving.announce(reference=found, by=by, now=make.NOW)
    votes.move(reference=found, now=make.OPENS)
    return found


@pytest.fixture
def desk():
    return people.signed_in(people.staff(department_code="parks"))


def test_a_listed_number_is_admitted_to_vote_on_paper_once(reference, desk):
    url = f"/staff/votes/{reference}/paper/admit"
    assert "Which telephone number is theirs?" in text(desk.get(url))
    page = text(desk.post(url, {"words": "+82 10 1234 5678"}))
    assert "The number that ends in 678" in page
    assert "+82 10 1234 5678" not in page
    assert "Give them a ballot paper." in text(desk.post(url, {"person": PERSON.search(page)[1]}))
    assert Issued.objects.filter(on_paper=True).count() == 1
    again = PERSON.search(text(desk.post(url, {"words": LISTED})))[1]
    assert "They came to vote on paper before." in text(desk.post(url, {"person": again}))


def test_a_listed_number_takes_a_tablet_over(reference, desk):
    ends_at = make.OPENS + timedelta(hours=8)
    here = kiosks.open_kiosk(reference=reference, place="Library", ends_at=ends_at, by=make.head(), now=make.OPENS)
    url = f"/staff/votes/{reference}/tablets/{here.kiosk}/hand-over"
    signed = PERSON.search(text(desk.post(url, {"words": LISTED})))[1]
    assert "vo-code" in text(desk.post(url, {"person": signed}))
    assert HandOver.objects.get().voter == f"roll:{RollEntry.objects.get().pk}"


@pytest.mark.parametrize(
    ("typed", "said"), [(OTHER, "not on the list of this vote"), ("12", "This is no telephone number.")], ids=["other", "none"]
)
def test_what_is_not_on_the_list_is_told_and_not_shown_again(reference, desk, typed, said):
    page = text(desk.post(f"/staff/votes/{reference}/paper/admit", {"words": typed}))
    assert said in page
    assert f'value="{typed}"' not in page
    assert PERSON.search(page) is None


def test_that_a_number_was_looked_for_is_noted_but_not_which(reference, desk):
    desk.post(f"/staff/votes/{reference}/paper/admit", {"words": OTHER})
    note = Note.objects.get(verb="looked-for-number")
    assert note.about == f"vote:{reference}"
    assert "9999" not in str(Note.objects.values())


@pytest.mark.parametrize("role", [Role.AUDITOR, None])
def test_who_serves_no_voters_finds_no_numbers(reference, role):
    by = people.viewer_for(people.staff(role)) if role else make.asker()
    told = {"reference": reference, "number": LISTED, "by": by, "now": make.OPENS}
    assert make.refused(numbers.find, **told) == ("people.other_role" if role else "people.staff_only")
