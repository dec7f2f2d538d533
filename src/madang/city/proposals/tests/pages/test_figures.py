"""The dashboard of ideas: what it says of a period and an area, its files, and receipts that hold."""

import pyarrow as pa
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madang.city.look.tests.pages import text
from madang.city.opendata import engine
from madang.city.opendata.tests import builders as opendata
from madang.city.opendata.tests.asking.publishing import publish
from madang.city.places import queries as places
from madang.city.places.tests import builders as maps
from madang.city.proposals.datasets import SOURCES
from madang.city.proposals.models import Proposal
from madang.city.proposals.services import reviewing
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import DAY, NOW, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW + DAY / 24)
    cache.clear()


@pytest.fixture
def areas(tmp_path, settings):
    """Two districts side by side; one of them has two neighbourhoods."""
    settings.AREA_SCHEME = maps.SCHEME
    maps.load(tmp_path, maps.feature("1", maps.square(size=0.4)), level="city")
    maps.load(tmp_path, maps.feature("11", maps.square(0, size=0.2), parent="1"), maps.feature("12", maps.square(1, size=0.2), parent="1"),
              level="district", parent_field="parent")  # fmt: skip
    maps.load(tmp_path, maps.feature("111", maps.square(0), parent="11"), maps.feature("112", maps.square(1), parent="11"),
              parent_field="parent")  # fmt: skip
    return {one.code: one.id for one in places.areas()}


def lines(query):
    return Client().get(f"/ideas/figures.csv?{query}").content.decode().splitlines()


def test_the_dashboard_says_how_far_ideas_come_and_who_answers_in_time():
    published("Waits", topic="nature")
    reviewing.answer(answer=builders.no(), **builders.in_review(department_code="parks").ask)
    builders.adopted()
    page = text(Client().get("/ideas/figures"))
    assert "Of 3 ideas, 1 were adopted" in page
    for words in ("How long answers take", "Who answers in time", "Parks", "Transport", "Ideas published from 1 December 2025"):
        assert words in page, words
    assert page.count("<h1>") == 1
    assert lines("of=funnel") == [
        "Code,Step,Ideas", "published,Published,3", "reached,Enough supporters,2", "answered,Answered,2", "adopted,Adopted,1", "done,Done,0",
    ]  # fmt: skip
    assert lines("of=league")[1] == "parks,Parks,0.0,1,0,0,0.0"


def test_an_older_idea_counts_only_from_the_beginning():
    published("Old", days=400)
    assert "No idea in this time" in text(Client().get("/ideas/figures"))
    assert "Of 1 ideas" in text(Client().get("/ideas/figures?period=all"))
    assert lines("of=begun&period=all")[1:] == ["2025-10,2025-10,1"]


def test_ideas_of_a_neighbourhood_are_drawn_in_their_district_and_counted_in_it(areas):
    for title, code in (("Trees here", "111"), ("Benches", "112"), ("Ponds here", "11"), ("Bridges", "12"), ("Trams", None)):
        Proposal.objects.filter(reference=published(title).reference).update(area=areas.get(code))
    assert lines("of=areas")[1:] == ["11,11동,3", "12,12동,1", "-,The whole city,1"]
    page = text(Client().get("/ideas/figures"))
    assert "<title>11동: 3</title>" in page
    inside = f"area={areas['11']}"
    assert lines(f"of=areas&{inside}")[1:] == ["111,111동,1", "112,112동,1"]
    assert lines(f"of=funnel&{inside}")[1] == "published,Published,3"


@pytest.mark.parametrize("query", ["?area=x&period=x", "?area=99999999", "?area=-1", "?period=%00"])
def test_a_hostile_address_gets_the_whole_city(query):
    assert Client().get(f"/ideas/figures{query}").status_code == 200
    assert Client().get(f"/ideas/figures.csv{query}").status_code == 404
    assert Client().get(f"/ideas/figures/receipt{query}&of=funnel&code=nothing").status_code == 404


def test_the_dashboard_costs_eight_statements_however_much_there_is(areas):
    builders.adopted()
    Client().get("/ideas/figures")
    with CaptureQueriesContext(connection) as asked:
        Client().get(f"/ideas/figures?area={areas['11']}")
    assert len(asked) <= 8, [one["sql"][:90] for one in asked]


def test_every_kind_of_figure_has_a_receipt_once_its_table_is_published(areas, settings, tmp_path):
    settings.OPENDATA_DIR = tmp_path / "store"
    Proposal.objects.filter(reference=published("Waits", topic="nature", days=40).reference).update(area=areas["111"])
    reviewing.answer(answer=builders.no(), **builders.in_review().ask)
    asking = {
        "funnel": "answered",
        "topics": "nature",
        "areas": "11",
        "begun": "2026-10",
        "answers": "2026-11",
        "league": "transport",
    }
    addresses = [f"/ideas/figures/receipt?of={of}&code={code}" for of, code in asking.items()]
    assert {Client().get(one)["Location"] for one in addresses} == {"/ideas/figures"}
    for source in SOURCES:
        if source.slug in ("proposals", "proposal-answer-times", "proposal-departments"):
            opendata.Dataset.objects.filter(slug=opendata.dataset(source.slug)).update(slug=source.slug)
            publish(source.slug, _table(source), tmp_path)
    cache.clear()
    for address in addresses:
        code = Client().get(address)["Location"]
        assert code.startswith("/data/receipts/"), address
        assert "Still so" in text(Client().post(code)), address
    engine.close()


def _table(source):
    kinds = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
    rows = list(source.rows())
    return pa.table({
        one.name: pa.array([row[place] for row in rows], kinds[one.type]) for place, one in enumerate(source.columns)
    })  # fmt: skip


def test_figures_can_be_reached_from_the_list_of_ideas():
    assert 'href="/ideas/figures"' in text(Client().get("/ideas"))
