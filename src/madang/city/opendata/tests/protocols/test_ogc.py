"""OGC API Features: collections, features, filters, and what is wrong said in the standard's own words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from django.test import Client
from owslib.ogcapi.features import Features

from madang.city.opendata import engine
from madang.city.opendata.queries.ogc import features
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.protocols import making

pytestmark = pytest.mark.django_db
SQUARE = "POLYGON((126.96 37.55,127.00 37.55,127.00 37.575,126.96 37.575,126.96 37.55))"


@pytest.fixture(scope="module", autouse=True)
def _engine() -> Iterator[None]:
    yield
    engine.close()


@pytest.fixture
def trees(tmp_path: Path) -> str:
    making.trees(tmp_path)
    return "/ogc/collections/trees/items"


def _json(path: str, **values: Any) -> dict[str, Any]:
    answer = Client().get(path, values)
    assert answer.status_code == 200, answer.content
    return answer.json()


def _codes(path: str, **values: Any) -> list[str]:
    return [one["properties"]["code"] for one in _json(path, **values)["features"]]


def _follow(answer: dict[str, Any]) -> str | None:
    found = [one["href"] for one in answer["links"] if one["rel"] == "next"]
    return found[0].split("/ogc", 1)[1] if found else None


def test_the_landing_page_leads_everywhere_and_every_link_answers(trees: str) -> None:
    for one in _json("/ogc/")["links"]:
        assert Client().get("/ogc" + one["href"].split("/ogc", 1)[1]).status_code == 200, one
    held = _json("/ogc/collections/trees")
    for one in held["links"]:
        if "/ogc" in one["href"]:
            answer = Client().get("/ogc" + one["href"].split("/ogc", 1)[1])
            assert answer.status_code == 200, one
            assert answer["Content-Type"].split(";")[0] == one["type"], one


def test_a_collection_tells_its_extent_and_what_filters_may_name(trees: str) -> None:
    assert [one["id"] for one in _json("/ogc/collections")["collections"]] == ["trees"]
    told = _json("/ogc/collections/trees/queryables")
    assert told["properties"]["planted"] == {"title": "planted", "type": "string", "format": "date"}
    assert told["properties"]["geometry"]["format"] == "geometry-point"


def test_a_feature_is_a_row_with_its_place(trees: str) -> None:
    told = _json(f"{trees}/2")
    assert told["geometry"] == {"type": "Point", "coordinates": [126.99, 37.57]}
    assert (told["id"], told["properties"]["구"], told["properties"]["planted"]) == (2, "중구", "2004-04-05")
    assert _json(f"{trees}/5")["geometry"] is None
    for wrong in ("0", "6", "-1", "x", "9" * 30, "1.5"):
        answer = Client().get(f"{trees}/{wrong}")
        assert (answer.status_code, answer.json()["code"]) == (404, "NotFound"), wrong


def test_pages_lead_on_until_the_last(trees: str) -> None:
    told = _json(trees, limit=2)
    seen, sizes = [one["id"] for one in told["features"]], [told["numberReturned"]]
    assert told["numberMatched"] == 5
    while path := _follow(told):
        told = _json(f"/ogc{path}")
        seen += [one["id"] for one in told["features"]]
        sizes.append(told["numberReturned"])
    assert (seen, sizes) == ([1, 2, 3, 4, 5], [2, 2, 1])


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"bbox": "126.9,37.5,127.0,37.575"}, ["0012", "0013"]),
        ({"bbox": "127.03,37.6,127.03,37.6"}, ["0015"]),
        ({"bbox": "126.9,37.5,0,127.02,37.59,9"}, ["0012", "0013", "0014"]),
        ({"bbox": "127.02,30,126.98,40"}, ["0012", "0015"]),
        ({"bbox": "170,-10,-170,10"}, []),
        ({"name": "Ginkgo"}, ["0012", "0015"]),
        ({"name": "Ginkgo", "구": "종로구"}, ["0015"]),
        ({"height": "8"}, ["0013"]),
        ({"protected": "true"}, ["0012", "0014"]),
        ({"name": "' OR 1=1 --"}, []),
        ({"datetime": "2026-01-02T09:30:00Z"}, ["0013"]),
        ({"datetime": "2026-01-02T18:30:00+09:00"}, ["0013"]),
        ({"datetime": "2026-01-04T00:00:00Z/.."}, ["0015", "0016"]),
        ({"datetime": "/2026-01-02"}, ["0012"]),
        ({"filter": "height > 8"}, ["0012", "0014"]),
        ({"filter": "NOT height > 8"}, ["0013", "0016"]),
        ({"filter": "height IS NULL OR height < 5"}, ["0015", "0016"]),
        ({"filter": "name LIKE 'G%' AND \"구\" = '종로구'"}, ["0015"]),
        ({"filter": "name LIKE '_ine'"}, ["0013"]),
        ({"filter": "name NOT LIKE '%o%' AND name <> 'it''s; DROP TABLE'"}, ["0013"]),
        ({"filter": "CASEI(name) IN (CASEI('PINE'), CASEI('zelkova'))"}, ["0013", "0014"]),
        ({"filter": "height BETWEEN 3 AND 8.0"}, ["0013", "0016"]),
        ({"filter": "code NOT IN ('0012','0013','0014')"}, ["0015", "0016"]),
        ({"filter": "planted < DATE('2000-01-01')"}, ["0012", "0014"]),
        ({"filter": "T_AFTER(planted, DATE('2004-04-05'))"}, ["0015"]),
        ({"filter": "T_DURING(seen_at, INTERVAL('2026-01-01','2026-01-03'))"}, ["0012", "0013"]),
        ({"filter": "T_INTERSECTS(planted, INTERVAL('..','1998-03-01'))"}, ["0012", "0014"]),
        ({"filter": "protected = TRUE OR FALSE"}, ["0012", "0014"]),
        ({"filter": "lat > 37.5 AND lon < 127 AND lon > lat"}, ["0012", "0013"]),
        ({"filter": f"S_INTERSECTS(geometry, {SQUARE})"}, ["0012", "0013"]),
        ({"filter": f"NOT S_INTERSECTS(geometry, {SQUARE})"}, ["0014", "0015"]),
        ({"filter": f"S_INTERSECTS(geometry, {SQUARE}) OR height IS NULL OR protected = FALSE"}, ["0012", "0013", "0015", "0016"]),
        ({"filter": f"NOT (S_DISJOINT(geometry, {SQUARE}) OR name = 'Pine')"}, ["0012"]),
        ({"filter": "S_WITHIN(geometry, BBOX(127.0,37.57,127.1,37.7))"}, ["0014", "0015"]),
        ({"filter": "S_CONTAINS(BBOX(127.0,37.57,127.1,37.7), geometry)"}, ["0014", "0015"]),
        ({"filter": "S_EQUALS(geometry, POINT(126.99 37.57))"}, ["0013"]),
        ({"filter": "S_INTERSECTS(geometry, MULTIPOINT((126.99 37.57),(127.03 37.60)))", "bbox": "127,37,128,38"}, ["0015"]),
    ],
)  # fmt: skip
def test_features_are_narrowed_by_place_time_property_and_filter(trees: str, values: dict[str, str], codes: list[str]) -> None:
    assert _codes(trees, **values) == codes


@pytest.mark.parametrize(
    "values",
    [
        {"limit": "0"}, {"limit": "-1"}, {"limit": "many"}, {"bbox": "1,2,3"}, {"bbox": "a,b,c,d"}, {"bbox": "0,10,1,5"},
        {"bbox": "nan,0,1,1"}, {"bbox": "0,0,1,999"}, {"datetime": "soon"}, {"datetime": "2026-01-02/2026-01-01"},
        {"datetime": "a/b/c"}, {"datetime": ""}, {"unknown": "1"}, {"height": "tall"}, {"f": "xml"}, {"after": "-1"},
        {"filter": "height >"}, {"filter": "nothing = 1"}, {"filter": "height = 'tall'"}, {"filter": "name = 1"},
        {"filter": "(" * 41 + "height=1" + ")" * 41}, {"filter": "height=1; DROP TABLE x"}, {"filter": "x" * 20_001},
        {"filter": " OR ".join(["height=1"] * 501)}, {"filter": "S_INTERSECTS(geometry, POINT(999 0))"},
        {"filter": "S_INTERSECTS(geometry, POLYGON((0 0,1 1,0 1,1 0,0 0)))"}, {"filter": "S_INTERSECTS(name, POINT(1 1))"},
        {"filter": "S_INTERSECTS(POINT(1 1), POINT(1 1))"}, {"filter": "geometry = 'x'"}, {"filter": "name LIKE 1"},
        {"filter": "height < 1e999"}, {"filter": "planted < DATE('2026-13-01')"}, {"filter": "T_MEETS(planted, seen_at)"},
        {"filter": "T_DURING(planted, INTERVAL('2026-01-02','2026-01-01'))"}, {"filter": ""}, {"filter": "read_csv('/etc/passwd')"},
        {"filter": "height=1", "filter-lang": "cql2-json"}, {"filter": "height=1", "filter-crs": "EPSG:3857"},
        {"bbox": "0,0,1,1", "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/3857"},
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_400_with_a_code_and_words(trees: str, values: dict[str, str]) -> None:
    answer = Client().get(trees, values)
    assert answer.status_code == 400, answer.content
    assert set(answer.json()) == {"code", "description"}
    assert answer.json()["description"]


def test_a_parameter_is_said_once(trees: str) -> None:
    assert Client().get(f"{trees}?limit=1&limit=2").status_code == 400


def test_what_is_no_collection_is_not_found(trees: str) -> None:
    builders.dataset("No place", slug="no-place")
    builders.dataset("Hidden", slug="hidden", is_public=False)
    for slug in ("no-place", "hidden", "nothing"):
        for rest in ("", "/items", "/items/1", "/queryables"):
            answer = Client().get(f"/ogc/collections/{slug}{rest}")
            assert (answer.status_code, answer.json()["code"]) == (404, "NotFound"), (slug, rest)
    assert Client().post("/ogc/collections/trees/items").status_code == 405


def test_a_page_is_sent_to_browsers_and_the_tag_spares_a_second_answer(trees: str) -> None:
    page = Client().get(trees, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page["Content-Type"].startswith("text/html")
    assert "Zelkova" in page.content.decode()
    for path in ("/ogc", "/ogc/collections", "/ogc/conformance", "/ogc/api", "/ogc/collections/trees/queryables", f"{trees}/1"):
        assert Client().get(path, {"f": "html"})["Content-Type"].startswith("text/html"), path
    first = Client().get(trees)
    assert Client().get(trees, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert Client().get(f"{trees}?limit=1", headers={"If-None-Match": first["ETag"]}).status_code == 200


def _shapes(count: int) -> pa.Table:
    """Return squares of a tenth of a degree along the equator, every seventh without one; "box west" is no name to stumble on."""
    wkb = [
        None if place % 7 == 6 else shapely.to_wkb(shapely.box(place / 10, 0, place / 10 + 0.05, 0.05)) for place in range(count)
    ]
    return pa.table(
        {"code": [str(place) for place in range(count)], "west": np.arange(count) % 5, "shape": pa.array(wkb, pa.binary())}
    )


def test_shapes_are_narrowed_by_their_boxes_and_judged_exactly(tmp_path: Path) -> None:
    builders.dataset("Fields", slug="fields")
    making.publish("fields", _shapes(40), tmp_path)
    items = "/ogc/collections/fields/items"
    assert _json(f"{items}/7")["geometry"] is None
    assert _codes(items, bbox="0.41,0,0.62,1") == ["4", "5"]
    triangle = "POLYGON((0.0 0.0, 1.0 0.0, 0.0 0.06, 0.0 0.0))"
    assert _codes(items, filter=f"S_WITHIN(shape, {triangle})") == ["0", "1"]
    assert _codes(items, filter="S_TOUCHES(geometry, LINESTRING(1.05 0, 1.05 0.05)) AND west = 0") == ["10"]
    assert _codes(items, filter="west = 3 AND NOT S_INTERSECTS(shape, BBOX(0,0,2,1))") == ["23", "28", "33", "38"]
    assert _json("/ogc/collections/fields")["extent"]["spatial"]["bbox"] == [[0.0, 0.0, 3.95, 0.05]]


def test_a_page_that_costs_too_much_ends_early_and_leads_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builders.dataset("Fields", slug="fields")
    making.publish("fields", _shapes(40), tmp_path)
    monkeypatch.setattr(features, "PIECE", 5)
    monkeypatch.setattr(features, "MOST_JUDGED", 10)
    path, seen, pages = "/collections/fields/items?filter=S_INTERSECTS(shape,POINT(3.52%200.01))&limit=3", [], 0
    while path:
        told = _json(f"/ogc{path}")
        seen += [one["properties"]["code"] for one in told["features"]]
        path, pages = _follow(told), pages + 1
    assert seen == ["35"]
    told = _json("/ogc/collections/fields/items", filter="NOT S_INTERSECTS(shape,POINT(3.52 0.01))", limit=10_000)
    assert (told["numberReturned"], _follow(told) is not None) == (9, True)
    assert pages == 1


@pytest.mark.django_db(transaction=True)
def test_owslib_reads_it(live_server: Any, settings: Any, tmp_path: Path) -> None:
    settings.SITE_URL = live_server.url
    making.trees(tmp_path)
    client = Features(f"{live_server.url}/ogc")
    assert client.feature_collections() == ["trees"]
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in client.conformance()["conformsTo"]
    assert client.api()["openapi"] == "3.0.3"
    assert client.collection("trees")["title"] == "Trees of the city"
    assert "name" in client.collection_queryables("trees")["properties"]
    found = client.collection_items(
        "trees", limit=2, bbox=[126.9, 37.5, 127.02, 37.59], filter="height > 8", datetime_="2026-01-01/.."
    )
    assert [one["properties"]["code"] for one in found["features"]] == ["0012", "0014"]
    assert client.collection_item("trees", "3")["properties"]["name"] == "Zelkova"
    with pytest.raises(RuntimeError, match="NotFound"):
        client.collection_item("trees", "99")
