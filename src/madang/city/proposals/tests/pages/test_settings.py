"""The settings of ideas for administrators, and the wishes for the weekly digest on everybody's own page."""

import pytest
from django.test import Client

from madang.city.look.tests.pages import text
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people
from madang.city.places import queries as places
from madang.city.places.tests import builders as maps
from madang.city.proposals.models import DigestWish
from madang.city.proposals.queries import settings as queries
from madang.city.proposals.rules.settings import CITY_DEFAULT, Duty, Threshold
from madang.city.proposals.services import following
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import NOW, collecting_support, resident

pytestmark = pytest.mark.django_db
PAGE = "/staff/ideas/settings"


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW)


def administrator():
    return people.signed_in(people.staff(Role.ADMINISTRATOR))


def numbers(**changed):
    now = queries.settings()
    return {name: str(getattr(now, name)) for name in now.__dataclass_fields__} | changed


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.HEAD, Role.AUDITOR])
def test_only_administrators_see_and_change_settings(role):
    browser = people.signed_in(people.staff(role))
    assert [browser.get(PAGE).status_code, browser.post(f"{PAGE}/numbers", numbers(a_day="9")).status_code] == [403, 403]
    assert queries.settings().a_day == 3


def test_neither_residents_nor_strangers_find_the_settings():
    assert people.signed_in(resident().resident_id).get(PAGE).status_code == 403
    assert Client().get(PAGE)["Location"].startswith("/account/login/")


def test_an_area_gets_a_threshold_of_its_own_and_loses_it_again(tmp_path):
    maps.load(tmp_path, maps.feature("c"), level="city")
    maps.load(tmp_path, maps.feature("n", parent="c"), parent_field="parent")
    area, browser = places.area_by_code(maps.SCHEME, "n").id, administrator()
    builders.needs(40)
    typed = {"threshold-area": str(area), "threshold-supports": "60", "threshold-days": "20"}
    assert browser.post(f"{PAGE}/threshold", typed).status_code == 302
    assert (queries.threshold_for(area), queries.threshold_for(None).supports) == (Threshold(days=20, supports=60), 40)
    assert "60 supporters in 20 days" in text(browser.get(PAGE))
    browser.post(f"{PAGE}/drop-threshold", {"area": str(area)})
    assert queries.threshold_for(area).supports == 40
    browser.post(f"{PAGE}/drop-threshold", {"area": ""})
    assert queries.threshold_for(None) == CITY_DEFAULT


def test_a_threshold_of_no_days_is_refused_beside_its_field():
    answer = administrator().post(f"{PAGE}/threshold", {"threshold-area": "", "threshold-supports": "5", "threshold-days": "0"})
    assert answer.status_code == 422
    assert "greater than or equal to 1" in text(answer)
    assert queries.thresholds() == {}


def test_numbers_change_and_those_that_contradict_each_other_do_not():
    browser = administrator()
    assert browser.post(f"{PAGE}/numbers", numbers(review_days="20", a_day="5")).status_code == 302
    assert (queries.settings().review_days, queries.settings().a_day) == (20, 5)
    answer = browser.post(f"{PAGE}/numbers", numbers(check_asked="2", check_yes="3"))
    assert answer.status_code == 422
    assert 'value="2"' in text(answer)
    assert queries.settings().check_asked == 5


def test_a_resident_becomes_one_of_the_panel_by_their_address_and_is_released_again():
    viewer, browser = resident(email="panel@example.org"), administrator()
    assert browser.post(f"{PAGE}/duty", {"duty-email": "Panel@example.org", "duty-duty": "panel"}).status_code == 302
    assert queries.accounts_with(Duty.PANEL) == [viewer.account_id]
    assert "May lift ideas over the threshold, since 20 November 2026" in text(browser.get(PAGE))
    browser.post(f"{PAGE}/drop-duty", {"account": str(viewer.account_id), "duty": "panel"})
    assert queries.accounts_with(Duty.PANEL) == []


@pytest.mark.parametrize(
    ("email", "said"),
    [("nobody@example.org", "Nobody signs in with this address"), ("panel@example.org", "Nobody of that name works here now")],
    ids=["unknown", "no-staff"],
)
def test_a_duty_for_nobody_or_of_a_clerk_who_is_no_staff_is_refused(email, said):
    resident(email="panel@example.org")
    answer = administrator().post(f"{PAGE}/duty", {"duty-email": email, "duty-duty": "clerk"})
    assert answer.status_code == 422
    assert said in text(answer)
    assert queries.duties() == []


def test_an_unknown_setting_is_nowhere():
    assert administrator().post(f"{PAGE}/nothing").status_code == 404


def test_the_weekly_digest_is_wished_for_changed_and_ended_on_my_ideas():
    viewer = resident()
    browser = people.signed_in(viewer.resident_id)
    assert "Send me the digest" in text(browser.get("/my/ideas"))
    browser.post("/my/ideas/digest", {"area": "", "topic": "transport"})
    assert DigestWish.objects.get(account=viewer.account_id).topic == "transport"
    page = text(browser.get("/my/ideas"))
    assert "You get it every Monday" in page
    assert '<option value="transport" selected>' in page
    browser.post("/my/ideas/digest", {"wanted": "no"})
    assert not DigestWish.objects.exists()


def test_a_digest_of_a_topic_that_is_none_is_refused_beside_its_field():
    answer = people.signed_in(resident().resident_id).post("/my/ideas/digest", {"area": "", "topic": "dragons"})
    assert answer.status_code == 422
    assert not DigestWish.objects.exists()


def test_what_i_follow_stands_among_my_ideas():
    desk, viewer = collecting_support(), resident("Lee Sora")
    browser = people.signed_in(viewer.resident_id)
    assert "You follow no idea yet" in text(browser.get("/my/ideas?part=followed"))
    following.follow(reference=desk.reference, by=viewer, now=NOW)
    assert "Shade at bus stops" in text(browser.get("/my/ideas?part=followed"))
