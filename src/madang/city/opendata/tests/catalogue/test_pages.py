import re
import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from madang.city.opendata.services import catalogue
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.builders import NOW

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def get(path, lang="en", **more):
    return Client(headers={"Accept-Language": lang}).get(path, **more)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def shelf():
    builders.dataset("Air quality", slug="air", themes=("ENVI",), texts={"ko": "측정소별 대기질"}, keywords=("dust",))
    builders.dataset("Bus stops", slug="stops", themes=("TRAN",), department="roads", licence="cc0-1.0")
    builders.with_table("stops", rows=1_234)


@pytest.mark.parametrize(("lang", "words"), [("en", "Open data"), ("ko", "열린 데이터"), ("zh-hans", "开放数据")])
@pytest.mark.parametrize("path", ["/data", "/data?q=zzzz", "/data/requests", "/data/showcase", "/data/usage"])
def test_the_pages_speak_three_languages_with_nothing_in_them(path, lang, words):
    response = get(path, lang)
    assert response.status_code == 200
    assert response["Content-Language"] == lang
    assert words in text(response)


@pytest.mark.usefixtures("shelf")
def test_the_catalogue_lists_data_sets_with_facets():
    page = text(get("/data"))
    assert "2 data sets" in page
    assert "1,234 rows" in page
    for query in ("publisher=roads", "theme=ENVI", "licence=cc0-1.0", "table=yes"):
        assert query in page
    assert '<span lang="ko">측정소별 대기질</span>' in page  # a text in another language is marked


@pytest.mark.usefixtures("shelf")
def test_a_facet_narrows_and_is_taken_back():
    page = text(get("/data?theme=ENVI"))
    assert "1 data set" in page
    assert "Air quality" in page
    assert "Bus stops" not in page
    assert 'href="?"' in page


@pytest.mark.usefixtures("shelf")
def test_a_search_keeps_what_the_list_is_narrowed_to():
    assert '<input type="hidden" name="theme" value="ENVI">' in text(get("/data?theme=ENVI&q=air"))


@pytest.mark.usefixtures("shelf")
def test_words_that_find_nothing_lead_to_a_request():
    page = text(get("/data?q=zebra%26crossing"))
    assert "/data/requests/ask?title=zebra%26crossing" in page


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    "query", ["after=rubbish", "sort=evil", "table=maybe", "theme=%00", "publisher=%F0%9F%92%A7", "q=%00%01", "q=" + "a" * 9000]
)
def test_rubbish_in_the_address_shows_a_page(query):
    assert get(f"/data?{query}").status_code == 200


@pytest.mark.usefixtures("shelf")
def test_what_people_type_is_printed_as_text():
    page = get("/data?q=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page


@pytest.mark.usefixtures("shelf")
def test_a_publisher_has_a_page_and_a_feed():
    page = text(get("/data/by/roads"))
    assert "Roads" in page
    assert "/data/stops" in page
    assert "/data/air" not in page
    titles = [one.text for one in ET.fromstring(get("/data/by/roads/feed").content).iter(f"{ATOM}title")]
    assert titles == ["Roads", "Bus stops"]
    assert get("/data/by/nobody").status_code == 404


def test_a_series_has_a_page():
    owner = builders.publisher()
    made = catalogue.save_series(slug=None, titles={"en": "Tree censuses"}, texts={}, publisher=owner, now=NOW)
    builders.dataset("Trees 2025", series=made)
    builders.dataset("Other")
    page = text(get(f"/data/series/{made}"))
    assert "Trees 2025" in page
    assert "Other" not in page


@pytest.mark.usefixtures("shelf")
def test_feeds_are_atom():
    root = ET.fromstring(get("/data/feed").content)
    entries = root.findall(f"{ATOM}entry")
    assert {one.find(f"{ATOM}title").text for one in entries} == {"Air quality", "Bus stops"}
    assert len({one.find(f"{ATOM}id").text for one in entries}) == 2
    versions = ET.fromstring(get("/data/stops.atom").content).findall(f"{ATOM}entry")
    assert len(versions) == 1
    assert get("/data/nothing.atom").status_code == 404


@pytest.mark.usefixtures("shelf")
def test_typing_suggests_data_sets():
    assert get("/data/suggest?q=bus").json()["hits"] == [{"title": "Bus stops", "summary": "Roads", "url": "/data/stops"}]


@pytest.mark.usefixtures("shelf")
def test_the_one_search_box_finds_data_sets():
    assert "/data/air" in text(get("/search?q=air+quality"))


def test_a_list_costs_the_same_queries_for_two_and_twenty(django_assert_max_num_queries):
    for number in range(25):
        builders.dataset(f"Trees {number}")
    get("/data")
    with django_assert_max_num_queries(16):
        assert get("/data?q=trees").status_code == 200
