"""The counter: staff enter an application for somebody, find or register them, and never reach further than that."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from madang.city.journal import queries as journal
from madang.city.people import queries as people_queries
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people
from madang.city.portal.models import Case, Draft
from madang.city.portal.tests.applying import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stall(db):
    make.stall()


@pytest.fixture
def clerk():
    return people.staff()


@pytest.fixture
def desk(clerk):
    return people.signed_in(clerk)


def begin_url(page):
    return re.search(r'href="(/staff/counter/begin\?person=[^"]+)"', page.content.decode())[1]


def begun(desk, address, **choices):
    """Begin an application at the counter; return the draft's row."""
    told = {"service": "market-stall", "channel": "counter", "language": "ko"} | choices
    answer = desk.post(address, told)
    assert answer.status_code == 302, answer.content.decode()[:4000]
    return Draft.objects.get(entered_by__isnull=False)


def test_an_application_is_entered_for_somebody_at_the_desk(desk, clerk):
    who = people.resident(email="haru@haneul.example", home_address="1 Maru Street, 04521")
    found = desk.post(reverse("portal:counter"), {"words": "haru@haneul.example"})
    assert "Kim Haru" in found.content.decode()
    row = begun(desk, begin_url(found), channel="phone")
    assert (row.resident_id, row.entered_by_id, row.channel, row.language) == (who, clerk.id, "phone", "ko")
    assert row.answers["full_name"] == "Kim Haru"
    assert row.answers["address"] == {"line": "1 Maru Street", "postcode": "04521"}
    for step, inputs in (("you", make.YOU), ("stall", make.STALL_WITHOUT_FOOD), ("helpers", {}), ("truth", make.TRUTH)):
        assert desk.post(reverse("portal:draft-step", args=[row.public_id, step]), inputs).status_code == 302
    check = reverse("portal:draft-check", args=[row.public_id])
    assert "signed the application on paper" in desk.get(check).content.decode()
    receipt = desk.post(check, {"paper_signed": "on"}, follow=True).content.decode()
    case = Case.objects.get()
    assert case.reference in receipt
    assert "Next person" in receipt
    assert (case.applicant_id, case.entered_by_id, case.channel, case.language) == (who, clerk.id, "phone", "ko")
    row.refresh_from_db()
    assert row.paper_signed


def test_the_resident_sees_that_the_counter_looked(desk, clerk):
    who = people.resident(email="haru@haneul.example")
    begun(desk, begin_url(desk.post(reverse("portal:counter"), {"words": "haru@haneul.example"})))
    readings = journal.reads_of(who, limit=20)
    assert {line.actor for line in readings} == {f"staff:{clerk.id}"}
    assert "counter:market-stall" in {line.details["purpose"] for line in readings}


def test_somebody_unknown_is_registered_and_served(desk):
    answer = desk.post(reverse("portal:counter-register"), {"name": "Ahn Juwon", "email": ""})
    row = begun(desk, answer["Location"])
    assert people_queries.account_of(row.resident_id) is not None
    assert row.answers["full_name"] == "Ahn Juwon"
    assert "email" not in row.answers


def test_registering_pressed_twice_makes_one_person(desk):
    page = desk.get(reverse("portal:counter-register")).content.decode()
    sent = {"name": "Ahn Juwon", "email": "", "key": re.search(r'name="key" value="([^"]+)"', page)[1]}
    before = get_user_model().objects.count()
    for _press in range(2):
        assert desk.post(reverse("portal:counter-register"), sent).status_code == 302
    assert get_user_model().objects.count() == before + 1


def test_an_address_that_is_taken_is_told_at_its_field(desk):
    people.resident(email="haru@haneul.example")
    page = desk.post(reverse("portal:counter-register"), {"name": "Kim Haru", "email": "haru@haneul.example"})
    assert page.status_code == 200
    assert "id_email-error" in page.content.decode()


def test_a_person_is_found_by_whole_words_only(desk):
    people.resident("Kim Haru")
    assert "Nobody is known" in desk.post(reverse("portal:counter"), {"words": "Kim"}).content.decode()
    assert "Found" in desk.post(reverse("portal:counter"), {"words": "Kim Haru 1984-03-14"}).content.decode()


def test_an_address_that_was_made_up_names_nobody(desk):
    for person in ("", "1", "1:abc:def"):
        assert desk.get(reverse("portal:counter-begin"), {"person": person}).status_code == 404


def test_only_those_who_work_with_residents_stand_at_the_counter():
    for nobody in (people.resident(), people.staff(Role.AUDITOR), people.staff(Role.ADMINISTRATOR)):
        browser = people.signed_in(nobody)
        for name in ("counter", "counter-register", "counter-begin"):
            assert browser.get(reverse(f"portal:{name}")).status_code == 403


def test_a_draft_of_the_counter_belongs_to_the_clerk_alone(desk):
    who = people.resident(email="haru@haneul.example")
    row = begun(desk, begin_url(desk.post(reverse("portal:counter"), {"words": "haru@haneul.example"})))
    step = reverse("portal:draft-step", args=[row.public_id, "you"])
    assert desk.get(step).status_code == 200
    for other in (people.signed_in(who), people.signed_in(people.staff())):
        assert other.get(step).status_code == 404
    assert "Begun here, not sent yet" in desk.get(reverse("portal:counter")).content.decode()


def test_the_counter_may_hold_two_applications_of_one_person(desk):
    people.resident(email="haru@haneul.example")
    for _ in range(2):
        found = desk.post(reverse("portal:counter"), {"words": "haru@haneul.example"})
        desk.post(begin_url(found), {"service": "market-stall", "channel": "post", "language": "en"})
    assert Draft.objects.filter(entered_by__isnull=False).count() == 2
