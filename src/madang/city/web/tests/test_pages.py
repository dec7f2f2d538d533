"""Home, search and the pages that every public site owes."""

import pytest
from django.test import Client

from madang.city.people.tests import builders as people
from madang.city.portal.rules.cases import Outcome
from madang.city.portal.tests import builders

pytestmark = pytest.mark.django_db
LANGUAGES = {
    "en": "What do you need from the city?",
    "ko": "시청에서 어떤 일을 도와드릴까요?",
    "zh-hans": "您需要市政府办什么事？",
}


@pytest.mark.parametrize(("code", "headline"), LANGUAGES.items())
def test_home_speaks_the_readers_language(code, headline):
    assert headline in Client().get("/", headers={"Accept-Language": code}).content.decode()


def test_the_language_switch_keeps_page_and_query_and_is_remembered():
    client = Client()
    switched = client.get("/search?q=lamp&lang=ko")
    assert (switched.status_code, switched["Location"]) == (302, "/search?q=lamp")
    assert client.get("/")["Content-Language"] == "ko"
    assert client.get("/?lang=xx").status_code == 200


def test_home_shows_whose_turn_it_is_first():
    case, _ = builders.waiting()
    other = builders.case(resident_id=case.applicant_id)
    page = people.signed_in(case.applicant_id).get("/").content.decode()
    assert "Your turn" in page
    assert page.index(case.reference) < page.index(other.reference)


def test_home_calls_decided_what_only_waits_to_be_handed_out():
    case, _ = builders.decided(outcome=Outcome.GRANTED)
    page = people.signed_in(case.applicant_id).get("/").content.decode()
    assert "It is decided" in page
    assert "The city is working on it" not in page


def test_home_asks_at_most_eight_queries(django_assert_max_num_queries):
    case, _ = builders.waiting()
    client = people.signed_in(case.applicant_id)
    client.get("/")
    with django_assert_max_num_queries(8):
        client.get("/")


def test_staff_find_their_inbox_from_home():
    assert "/staff/inbox" in people.signed_in(people.staff()).get("/").content.decode()
    assert "/staff/inbox" not in people.signed_in(people.resident()).get("/").content.decode()


def test_one_box_finds_services_and_places():
    builders.service("lamp", title="Report a street light that is out")
    page = Client().get("/search", {"q": "street light"}).content.decode()
    assert "/services/lamp" in page


@pytest.mark.parametrize("query", ["", "qqqqqq", "<script>alert(1)</script>", "a" * 9_000, "\0", "' OR 1=1 --"])
def test_odd_searches_are_answered(query):
    answer = Client().get("/search", {"q": query})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/about", "/accessibility", "/privacy"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_what_every_site_owes_is_there(path, code):
    answer = Client().get(path, headers={"Accept-Language": code})
    assert answer.status_code == 200
    assert answer["Content-Language"] == code
