import re

import pytest
from django.test import Client

from madang.city.opendata.models import DatasetRequest, Follower, Showcase
from madang.city.opendata.tests import builders
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people

pytestmark = pytest.mark.django_db
WISH = {"title": "Pool waiting times", "text": "By hour, for every pool of the city, to plan visits.", "publisher": ""}


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def asked(client=None):
    (client or people.signed_in(people.resident())).post("/data/requests/ask", WISH)
    return DatasetRequest.objects.latest("pk")


def test_asking_needs_an_account_and_shows_the_clock():
    assert Client().get("/data/requests/ask").status_code == 302
    row = asked()
    page = text(Client().get("/data/requests"))
    assert "Pool waiting times" in page
    assert "20 working days left" in page
    assert "1 person wants this" in text(Client().get(f"/data/requests/{row.public_id}"))


def test_a_request_without_words_names_the_field():
    response = people.signed_in(people.resident()).post("/data/requests/ask", {"title": "", "text": "short"})
    assert response.status_code == 422
    assert "Say in a few words which data you would like" in text(response)
    assert "Error:" in text(response)


def test_supporting_by_a_button():
    row = asked()
    client = people.signed_in(people.resident())
    address = f"/data/requests/{row.public_id}"
    assert "I want this too" in text(client.get(address))
    assert client.post(f"{address}/support", {"wanted": "yes"}).status_code == 302
    assert "2 people want this" in text(client.get(address))
    assert "I want it no longer" in text(client.get(address))


def test_staff_answer_on_the_page_and_residents_do_not():
    row, slug = asked(), builders.dataset("Pool queues")
    address = f"/data/requests/{row.public_id}"
    clerk = people.signed_in(people.staff(department_code="parks"))
    assert "Refuse the request" in text(clerk.get(address))
    assert "Refuse the request" not in text(people.signed_in(people.resident()).get(address))
    assert people.signed_in(people.resident()).post(f"{address}/accept", {"a-dataset": slug}).status_code == 403
    bad = clerk.post(f"{address}/decline", {"d-ground": "security", "d-answer": "no"})
    assert bad.status_code == 422
    assert "Say a little more" in text(bad)
    assert clerk.post(f"{address}/accept", {"a-dataset": f"https://city.example/data/{slug}", "a-answer": ""}).status_code == 302
    assert "Pool queues" in text(Client().get(address))
    assert clerk.post(f"{address}/nonsense").status_code == 404


def test_refusals_are_counted_on_the_page():
    row = asked()
    clerk = people.signed_in(people.staff(department_code="parks"))
    clerk.post(
        f"/data/requests/{row.public_id}/decline", {"d-ground": "trade-secrets", "d-answer": "The pools belong to a firm, alas."}
    )
    page = text(Client().get("/data/requests?state=declined"))
    assert "Why data were refused" in page
    assert "It belongs to a business and is its secret" in page
    assert "9(1)7" in text(Client().get(f"/data/requests/{row.public_id}"))


def test_following_by_a_button():
    slug = builders.dataset("Trees")
    assert Client().post(f"/data/{slug}/follow").status_code == 302  # to sign in
    client = people.signed_in(people.resident())
    assert client.post(f"/data/{slug}/follow").status_code == 302
    assert Follower.objects.count() == 1
    assert "Trees" in text(client.get("/data/following"))
    client.post(f"/data/{slug}/follow", {"wanted": "no"})
    assert Follower.objects.count() == 0


def test_a_showcase_is_proposed_and_judged():
    slug = builders.dataset("Trees")
    told = {
        "title": "Shade <b>map</b>",
        "text": "Shows the way in the shade of trees.",
        "url": "https://shade.example",
        "maker": "Haru",
        "datasets": f"/data/{slug}",
    }
    assert people.signed_in(people.resident()).post("/data/showcase/propose", told).status_code == 302
    made = Showcase.objects.get()
    assert "Shade" not in text(Client().get("/data/showcase"))
    assert people.signed_in(people.staff()).get("/staff/data/showcase").status_code == 403
    head = people.signed_in(people.staff(Role.HEAD))
    assert "Shade &lt;b&gt;map" in text(head.get("/staff/data/showcase"))
    assert head.post(f"/staff/data/showcase/{made.public_id}", {"accepted": "yes"}).status_code == 302
    page = text(Client().get("/data/showcase"))
    assert "Shade &lt;b&gt;map" in page
    assert 'rel="external noopener noreferrer nofollow ugc"' in page


def test_staff_see_what_waits_for_them():
    row = asked()
    assert people.signed_in(people.resident()).get("/staff/data/requests").status_code == 403
    page = text(people.signed_in(people.staff(department_code="parks")).get("/staff/data/requests"))
    assert f"/data/requests/{row.public_id}" in page
