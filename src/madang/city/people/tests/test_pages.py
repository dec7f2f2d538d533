"""Every page of the account: in three languages, for exactly those who may."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from madang.city.people import queries, services
from madang.city.people.models import ApiToken, StaffMember
from madang.city.people.rules import CITY, Actor, Role
from madang.city.people.tests import builders
from madang.city.people.tests.builders import NOW, PASSWORD

pytestmark = pytest.mark.django_db
EVERYBODY = ("stranger", "resident", "caseworker", "head", "administrator", "auditor")
SIGNED_IN = set(EVERYBODY) - {"stranger"}
STAFF = SIGNED_IN - {"resident"}
ALL = set(EVERYBODY)


@pytest.fixture
def city():
    """One browser for each kind of person, and a colleague whom pages can be about. Of the staff only the head is a resident too."""
    builders.department("mayor")
    builders.department("families", parent="mayor")
    people = {role.value: builders.staff(role, department_code="mayor", also_resident=role is Role.HEAD) for role in Role}
    clients = {"stranger": Client(), "resident": builders.signed_in(builders.resident(email="kim@haneul.example"))}
    clients |= {name: builders.signed_in(person) for name, person in people.items()}
    for client in clients.values():
        client.post("/account/reauthenticate/", {"password": PASSWORD})
    colleague = queries.staff_member(builders.staff(name="박민준").id)
    return clients, colleague


PAGES = {
    "people:account": SIGNED_IN,
    "people:profile": SIGNED_IN,
    "people:profile-part": SIGNED_IN,
    "people:readings": SIGNED_IN,
    "people:download": SIGNED_IN,
    "people:delete": SIGNED_IN,
    "people:deleted": ALL,
    "people:tokens": SIGNED_IN,
    "people:staff": {"administrator", "auditor"},
    "people:staff-add": {"administrator"},
    "people:staff-member": {"administrator", "auditor"},
    "people:deputy": {"administrator"},
    "people:staff-leave": {"administrator"},
    "usersessions_list": SIGNED_IN,
    "account_login": {"stranger"},
    "account_signup": {"stranger"},
    "account_request_login_code": {"stranger"},
    "account_reset_password": ALL,
    "account_logout": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_inactive": ALL,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "socialaccount_connections": SIGNED_IN,
    "socialaccount_login_cancelled": ALL,
    "socialaccount_login_error": ALL,
}
POSTED = {"people:revoke": ALL, "people:deputy-end": ALL, "people:become-resident": ALL}
FOR_RESIDENTS = {"people:profile", "people:profile-part", "people:readings", "people:download", "people:delete"}
NO_RESIDENTS = {"caseworker", "administrator", "auditor"}


def address(name, colleague):
    arguments = {"people:profile-part": ["home"]}
    about = ("people:staff-member", "people:deputy", "people:staff-leave", "people:revoke", "people:deputy-end")
    return reverse(name, args=[colleague.reference] if name in about else arguments.get(name, []))


def test_every_address_of_people_stands_in_the_table():
    from madang.city.people.urls import own

    assert {f"people:{one.name}" for one in own} <= set(PAGES) | set(POSTED)


@pytest.mark.parametrize("who", EVERYBODY)
def test_each_page_opens_for_exactly_these(city, who):
    clients, colleague = city
    for name, allowed in PAGES.items():
        answer = clients[who].get(address(name, colleague))
        if who in NO_RESIDENTS and name in FOR_RESIDENTS:
            assert (answer.status_code, answer["Location"]) == (302, "/account/"), name
            continue
        if who in allowed:
            expected = {"people:profile": {200, 302}, "socialaccount_login_error": {401}}.get(name, {200})
        else:
            expected = {302} if who == "stranger" or name.startswith("account") else {403}
        assert answer.status_code in expected, f"{name} for {who}: {answer.status_code}"
        if expected == {302} and who == "stranger" and name != "account_logout":
            assert answer["Location"].startswith("/account/login/"), name


@pytest.mark.parametrize("lang", ["en", "ko", "zh-hans"])
def test_each_page_speaks_three_languages_without_script_or_style_in_it(city, lang, settings):
    clients, colleague = city
    for name, allowed in PAGES.items():
        client = clients["head" if name in FOR_RESIDENTS else "administrator" if "administrator" in allowed else "stranger"]
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = lang
        answer = client.get(address(name, colleague), follow=True)
        if answer["Content-Type"].startswith("application/json"):
            continue
        html = answer.content.decode()
        assert f'<html lang="{lang}"' in html, name
        assert len(re.findall(r"<h1[ >]", html)) == 1, name
        assert not re.search(r"<[^>]+\sstyle=|<[^>]+\son\w+=|<style", html), name
        inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", html)
        assert all('type="application/json"' in one for one in inline), name
        assert "script-src 'self'" in answer["Content-Security-Policy"], name


def test_pages_of_the_account_stay_out_of_caches(city):
    clients, colleague = city
    for name, allowed in PAGES.items():
        if name.startswith("people:") and "stranger" not in allowed:
            answer = clients["administrator"].get(address(name, colleague))
            assert "no-store" in answer["Cache-Control"] or "private" in answer["Cache-Control"], name


class TestProfile:
    def test_a_name_of_one_letter_without_anything_else_is_enough(self):
        client = builders.signed_in(queries.resident_of(builders.account("o@haneul.example")))
        assert client.get("/account/profile/")["Location"] == "/account/profile/about/"
        answer = client.post("/account/profile/about/", {"name": " 오 "})
        assert answer["Location"] == "/account/profile/"
        assert "오" in client.get("/account/profile/").content.decode()

    def test_each_part_leaves_the_others_alone(self):
        resident_id = builders.resident("김하", phone="010-1234")
        client = builders.signed_in(resident_id)
        client.post("/account/profile/languages/", {"languages": ["ko", "ksl"]})
        profile = queries.profile(resident_id, viewer=Actor("resident", resident_id), purpose="test")
        assert (profile.name, profile.phone, profile.languages) == ("김하", "010-1234", ("ko", "ksl"))

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"name": ""}, "Enter your name as you write it"),
            ({"name": "12"}, "Enter your name as you write it"),
            ({"name": "김하", "birth_date_day": "1", "birth_date_month": "1", "birth_date_year": "2999"}, "still to come"),
        ],
    )
    def test_what_cannot_be_is_said_at_the_field(self, typed, said):
        resident_id = builders.resident("김하")
        page = builders.signed_in(resident_id).post("/account/profile/about/", typed).content.decode()
        assert said in page
        assert "govuk-error-summary" in page
        assert queries.profile(resident_id, viewer=Actor("resident", resident_id), purpose="test").name == "김하"


class TestOwnData:
    def test_readings_stand_there_with_who_and_why(self):
        resident_id, officer = builders.resident(), builders.staff(name="Lee Sora")
        for purpose in ("case:MD-7K3F-92", "counter", "something-new"):
            queries.profile(resident_id, viewer=Actor("staff", officer.id), purpose=purpose)
        page = builders.signed_in(resident_id).get("/account/readings/").content.decode()
        assert "Lee Sora" in page
        for reason in ("Your case MD-7K3F-92", "You were at the counter", "something-new"):
            assert reason in page

    def test_the_download_is_all_of_it_as_json(self, city):
        clients, _ = city
        answer = clients["resident"].get("/account/my-data.json")
        assert "attachment" in answer["Content-Disposition"]
        assert json.loads(answer.content)["people"]["email"] == "kim@haneul.example"

    def test_an_account_is_deleted_by_its_owner(self, city):
        clients, _ = city
        answer = clients["resident"].post("/account/delete/")
        assert answer["Location"] == "/account/deleted/"
        assert clients["resident"].get("/account/").status_code == 302
        assert queries.account_by_email("kim@haneul.example") is None

    def test_staff_are_told_why_they_cannot_delete_theirs(self, city):
        clients, _ = city
        assert "an administrator has ended your service" in clients["head"].get("/account/delete/").content.decode()
        assert clients["head"].post("/account/delete/").status_code == 409

    def test_each_list_with_the_own_name_is_counted_by_day_reader_and_reason(self):
        mine, other, officer = builders.resident(), builders.resident(), builders.staff(name="Lee Sora")
        for _ in range(3):
            queries.names_of([mine, other], viewer=Actor("staff", officer.id), purpose="inbox")
        queries.names_of([other], viewer=Actor("staff", officer.id), purpose="counter")
        page = builders.signed_in(mine).get("/account/readings/").content.decode()
        assert page.count("Lee Sora") == 1
        for words in ("Your name in a list, 3 times", "To work through the cases that lie there"):
            assert words in page
        assert "You were at the counter" not in page
        assert "You were at the counter" in builders.signed_in(other).get("/account/readings/").content.decode()


class TestStaffAccount:
    """Staff have an account for their work; that makes nobody a resident."""

    def test_looking_at_pages_and_signing_in_makes_nobody_a_resident(self):
        officer = builders.staff(name="Lee Sora", email="sora@haneul.example")
        account_id, client = builders.account_of(officer), Client()
        client.post("/account/login/", {"login": "sora@haneul.example", "password": PASSWORD})
        page = client.get("/account/").content.decode()
        assert "Lee Sora" in page
        assert "Become a resident" in page
        for name in sorted(FOR_RESIDENTS):
            client.get(address(name, None))
        assert queries.resident_of(account_id) is None

    def test_staff_become_residents_by_saying_so(self):
        officer = builders.staff()
        client = builders.signed_in(officer)
        answer = client.post("/account/resident/", follow=True)
        assert "You are a resident of the city here too." in answer.content.decode()
        assert queries.resident_of(builders.account_of(officer)) is not None
        assert "Become a resident" not in client.get("/account/").content.decode()

    def test_new_staff_are_no_residents_and_old_residents_stay_ones(self):
        builders.department()
        for email, is_resident in (("new@haneul.example", False), ("old@haneul.example", True)):
            if is_resident:
                builders.account(email)
            told = {"email": email, "name": "Park", "department": "families", "role": Role.CASEWORKER}
            staff_id = services.add_staff(**told, by=CITY, now=NOW)
            assert (queries.resident_of(queries.staff_member(staff_id).account_id) is not None) is is_resident

    def test_a_resident_who_signs_in_is_still_one(self):
        client = Client()
        account_id = builders.account("kim@haneul.example", is_resident=False)
        client.post("/account/login/", {"login": "kim@haneul.example", "password": PASSWORD})
        assert queries.resident_of(account_id) is not None


class TestTokens:
    def test_the_secret_is_shown_once(self, city):
        client = city[0]["resident"]
        page = client.post("/account/tokens/", {"name": "calendar", "scopes": ["cases:read"], "days": "30"}).content.decode()
        secret = re.search(r"mdg_[\w-]{43}", page).group()
        assert queries.viewer_for_token(secret, "cases:read").resident_id
        assert secret not in client.get("/account/tokens/").content.decode()
        client.post(reverse("people:revoke", args=[ApiToken.objects.get().public_id]))
        assert queries.viewer_for_token(secret, "cases:read") is None

    def test_residents_are_not_offered_what_is_for_staff(self, city):
        client = city[0]["resident"]
        assert "staff:cases" not in client.get("/account/tokens/").content.decode()
        client.post("/account/tokens/", {"name": "x", "scopes": ["all"], "days": "30"})
        assert not ApiToken.objects.exists()


class TestStaff:
    def test_an_administrator_adds_moves_and_lets_go(self, city):
        clients, _ = city
        client = clients["administrator"]
        told = {"name": "이", "email": "new@haneul.example", "department": "families", "role": "caseworker"}
        assert client.post("/account/staff/add/", told)["Location"] == "/account/staff/"
        line = next(one for one in queries.staff_in(["families"]) if one.name == "이")
        client.post(reverse("people:staff-member", args=[line.reference]), {"department": "mayor", "role": "head"})
        moved = queries.staff_member(line.id)
        assert (moved.department_code, moved.role) == ("mayor", Role.HEAD)
        client.post(reverse("people:staff-leave", args=[line.reference]))
        assert queries.staff_member(line.id) is None
        again = client.post("/account/staff/add/", told | {"email": "staff@", "name": ""}).content.decode()
        assert "Enter the name" in again

    @pytest.mark.parametrize("who", ["resident", "caseworker", "head", "auditor", "stranger"])
    def test_nobody_else_changes_anything(self, city, who):
        clients, colleague = city
        before = list(StaffMember.objects.order_by("pk").values())
        told = {"name": "X", "email": "x@haneul.example", "department": "mayor", "role": "administrator"}
        for name in ("people:staff-add", "people:staff-member", "people:staff-leave"):
            assert clients[who].post(address(name, colleague), told).status_code in (302, 403)
        assert list(StaffMember.objects.order_by("pk").values()) == before

    def test_a_head_appoints_a_deputy_in_the_own_department_only(self, city):
        clients, colleague = city
        deputy = builders.staff(name="Deputy One")
        head = builders.signed_in(builders.staff(Role.HEAD))
        days = {
            "first_day": "1",
            "first_month": "1",
            "first_year": "2099",
            "last_day": "3",
            "last_month": "1",
            "last_year": "2099",
        }
        page = address("people:deputy", colleague)
        assert head.post(page, {"deputy": deputy.id, **days}).status_code == 302
        [one] = queries.deputies_from(NOW.date(), absent_id=colleague.id)
        assert (one.deputy_name, str(one.from_date), str(one.until_date)) == ("Deputy One", "2099-01-01", "2099-01-03")
        assert clients["head"].get(page).status_code == 403
        assert clients["head"].post(address("people:deputy-end", colleague), {"deputy": one.id}).status_code == 403
        assert head.post(address("people:deputy-end", colleague), {"deputy": one.id}).status_code == 302
        assert queries.deputies_from(NOW.date(), absent_id=colleague.id) == []

    def test_an_unknown_reference_is_not_there(self, city):
        clients, _ = city
        unknown = "00000000-0000-4000-8000-000000000000"
        assert clients["administrator"].get(f"/account/staff/{unknown}/").status_code == 404


def test_whoever_left_loses_the_doors_at_once(city):
    clients, _ = city
    head = next(one for one in queries.everybody_serving() if one.role is Role.HEAD)
    services.end_service(staff_id=head.id, by=CITY, now=NOW)
    assert clients["head"].get(reverse("people:deputy", args=[head.reference])).status_code == 403
    assert clients["head"].get("/account/").status_code == 200


def test_the_account_leads_to_what_other_systems_keep_for_their_owner():
    page = builders.signed_in(builders.resident()).get("/account/").content.decode()
    assert f'href="{reverse("notices:wishes")}"' in page


def test_the_account_page_is_cheap(django_assert_max_num_queries):
    client = builders.signed_in(builders.resident())
    client.get("/account/")
    with django_assert_max_num_queries(6):
        assert client.get("/account/").status_code == 200
