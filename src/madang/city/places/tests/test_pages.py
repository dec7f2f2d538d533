"""The pages of places and the shapes for programs."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from madang.city.places.tests.builders import SCHEME, feature, load, square
from madang.city.places.tests.test_queries import haneul  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client()


def text(answer) -> str:
    return answer.content.decode()


def test_the_citys_page_shows_its_districts_as_map_and_as_list(client, haneul):  # noqa: F811
    page = text(client.get("/places/"))
    assert page.count('<path class="pl-area') == 5
    assert page.count('<th scope="row"') == 5
    assert "Haneulmaru" in page


def test_each_level_has_its_page(client, haneul):  # noqa: F811
    assert text(client.get("/places/?level=neighbourhood")).count('<path class="pl-area') == 24
    assert text(client.get("/places/?level=nonsense")).count('<path class="pl-area') == 5


def test_a_city_without_areas_says_so(client, db):
    assert "No areas yet" in text(client.get("/places/"))


def test_an_area_shows_its_figures_and_its_parts(client, haneul):  # noqa: F811
    page = text(client.get("/places/haneul/central"))
    assert "What Central is made of" in page
    assert page.count('<path class="pl-area') == 4


def test_a_neighbourhood_is_ringed_among_its_neighbours(client, haneul):  # noqa: F811
    page = text(client.get("/places/haneul/maru"))
    assert page.count("pl-chosen") == 1
    assert "Maru-dong and its neighbours" in page


@pytest.mark.parametrize(
    "address", ["/places/haneul/nowhere", "/places/nowhere/", "/places/nowhere.geojson", "/places/haneul/nowhere.geojson"]
)
def test_what_is_not_there_is_a_404(client, haneul, address):  # noqa: F811
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("lang", ["en", "ko", "zh-hans"])
def test_names_stand_in_the_readers_language(client, haneul, lang):  # noqa: F811
    page = text(client.get("/places/?lang=" + lang, follow=True))
    assert {"en": "Eunhaeng", "ko": "은행구", "zh-hans": "银杏区"}[lang] in page


def test_names_are_escaped(client, tmp_path):
    load(tmp_path, feature("a", square(0), name_ko="<script>alert(1)</script>"))
    assert "<script>alert" not in text(client.get("/places/"))


def test_my_area_by_address_by_point_and_by_name(client, haneul):  # noqa: F811
    find = reverse("places:find")
    assert "Maru-dong" in text(client.get(find, {"q": "1 Maru Street"}))
    assert "This point lies in" in text(client.get(find, {"q": "37.5, 127.0"}))
    assert "Areas of that name" in text(client.get(find, {"q": "Naru-dong"}))
    assert "Nothing found" in text(client.get(find, {"q": "zzzz"}))
    assert "outside the city" in text(client.get(find, {"q": "35.1, 129.0"}))
    assert client.get(find, {"q": "x" * 999}).status_code == 422
    assert client.get(find).status_code == 200


def test_shapes_are_geojson_with_an_etag_that_follows_the_areas(client, tmp_path):
    load(tmp_path, feature("a", square(0)))
    first = client.get(f"/places/{SCHEME}.geojson")
    assert first["Content-Type"] == "application/geo+json"
    assert [one["properties"]["code"] for one in json.loads(text(first))["features"]] == ["a"]
    again = client.get(f"/places/{SCHEME}.geojson", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    load(tmp_path, feature("a", square(0)), feature("b", square(1)))
    assert client.get(f"/places/{SCHEME}.geojson", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_shapes_of_one_level_and_of_one_area(client, haneul):  # noqa: F811
    assert len(json.loads(text(client.get("/places/haneul.geojson?level=district")))["features"]) == 5
    (one,) = json.loads(text(client.get("/places/haneul/maru.geojson")))["features"]
    assert one["properties"]["parent"] == "central"
    assert client.get("/places/haneul.geojson?level=nonsense").status_code == 404


@pytest.mark.parametrize("address", ["/places/", "/places/find", "/places/haneul/", "/places/haneul.geojson"])
def test_nothing_is_written_by_asking(client, haneul, address):  # noqa: F811
    assert client.post(address).status_code == 405
