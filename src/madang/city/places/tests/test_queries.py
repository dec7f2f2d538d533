"""Which area is here, what is like this name, and where is this address."""

import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from django.utils import translation

from madang.city.kernel.registries import datasets, search
from madang.city.places import queries, services
from madang.city.places.queries import shapes
from madang.city.places.tests.builders import NOW, SCHEME, feature, house, load, square, write

pytestmark = pytest.mark.django_db
HOME = Path(__file__).resolve().parents[2] / "demo"


@pytest.fixture
def haneul(db):
    """The demo's city: areas of three levels and its addresses."""
    options = {"scheme": SCHEME, "code_field": "code", "name_field": "en:name_en,ko:name_ko,zh:name_zh", "now": NOW}
    for level in ("city", "district", "neighbourhood"):
        services.import_areas(
            HOME / "areas.geojson", level=level, parent_field="parent", population_field="population", **options
        )
    services.import_addresses(HOME / "addresses.geojson", register=SCHEME)


def test_a_point_lies_in_the_smallest_area_and_in_one_of_each_level(haneul):
    here = queries.area_at(127.0, 37.5)
    assert here.level == "neighbourhood"
    assert [one.level for one in queries.areas_by_level_at(127.0, 37.5)] == ["city", "district", "neighbourhood"]
    assert queries.area_at(127.0, 37.5, level="district").code == "central"
    assert queries.area_at(128.0, 37.5) is None


def test_many_points_are_answered_at_once(haneul):
    ids = queries.areas_at([127.0, 128.0], [37.5, 37.5])
    assert ids.dtype == np.int64
    assert ids[1] == 0
    assert queries.area(int(ids[0])).level == "neighbourhood"


def test_a_point_on_a_border_belongs_to_the_lower_code(tmp_path):
    load(tmp_path, feature("b", square(0)), feature("a", square(1)))
    assert queries.area_at(127.1, 37.05, level="neighbourhood").code == "a"


def test_the_index_follows_the_areas(tmp_path):
    load(tmp_path, feature("a", square(0)))
    assert queries.area_at(127.05, 37.05).code == "a"
    load(tmp_path, feature("a", square(5)), feature("b", square(0)), now=NOW + timedelta(days=1))
    assert queries.area_at(127.05, 37.05).code == "b"


def test_nothing_loaded_is_nowhere(db):
    assert queries.area_at(127.0, 37.5) is None
    assert queries.areas() == []
    assert queries.levels() == []
    assert queries.picture(SCHEME, "district") is None


@pytest.mark.parametrize(("lang", "first"), [("en", "Byeolbit"), ("ko", "강변구"), ("zh-hans", "江边区")])
def test_options_stand_in_the_readers_order(haneul, lang, first):
    with translation.override(lang):
        options = queries.area_options("district")
    assert len(options) == 5
    assert options[0][1] == first


def test_parents_come_largest_first(haneul):
    here = queries.area_by_code(SCHEME, "maru")
    assert [one.code for one in queries.parents(here)] == ["haneul", "central"]


@pytest.mark.parametrize("asked", ["1 Maru Street", "마루로 1", "玛鲁路1号", "마루로 1, 101동", "하늘시 중앙구 마루로 1"])
def test_an_address_is_found_in_each_language(haneul, asked):
    found = queries.find(asked)
    best = found.doors[0]
    assert (best.door.street["en"], best.door.number) == ("Maru Street", "1")
    assert [one.code for one in best.areas] == ["haneul", "central", "maru"]


def test_every_address_of_the_demo_lies_in_the_neighbourhood_of_its_street(haneul):
    features = json.loads((HOME / "addresses.geojson").read_text())["features"]
    lons, lats = zip(*(one["geometry"]["coordinates"] for one in features), strict=True)
    ids = queries.areas_at(lons, lats)
    codes = {pk: queries.area(pk).code for pk in set(ids.tolist())}
    wrong = [
        one
        for one, pk in zip(features, ids.tolist(), strict=True)
        if one["properties"]["street_code"].rsplit("-", 1)[0] != codes[pk]
    ]
    assert len(features) == 672
    assert wrong == []


def test_a_street_without_a_number_gives_its_first_doors(haneul):
    numbers = [one.door.number for one in queries.find("Maru Street").doors]
    assert numbers == ["1", "2", "3", "4", "5", "6", "7", "8"]


def test_a_postcode_finds_its_street(haneul):
    assert {one.door.street["en"] for one in queries.find("04521").doors} == {"Maru Street"}


def test_a_point_is_found_and_one_outside_is_not(haneul):
    assert queries.find("37.5, 127.0").at_point[0].code == "haneul"
    assert queries.find("35.1, 129.0").is_empty


@pytest.mark.parametrize("asked", ["zzzz", "'; DROP TABLE places_area; --", "%", "\x00", "9" * 500, "🏠"])
def test_words_that_mean_nothing_find_nothing(haneul, asked):
    assert queries.find(asked).is_empty


def test_areas_are_in_the_citys_search(haneul):
    (source,) = [one for one in search.sources() if one.name == "places"]
    hits = source.search("마루동", "ko", 3)
    assert (hits[0].title, hits[0].summary, hits[0].url) == ("마루동", "중앙구, 하늘시", "/places/haneul/maru")


def test_areas_are_a_data_set_without_personal_data(haneul):
    source = datasets.datasets()["areas"]
    rows = list(source.rows())
    assert len(rows) == 30
    assert all(len(row) == len(source.columns) for row in rows)


def test_the_picture_holds_every_area_and_names_inside_it(haneul):
    picture = queries.picture(SCHEME, "neighbourhood")
    assert len(picture.shapes) == 24
    assert all(0 <= one.label_x <= picture.width and 0 <= one.label_y <= picture.height for one in picture.shapes)
    assert all(one.path.startswith("M") and one.path.endswith("Z") for one in picture.shapes)
    assert picture.width <= 680


def test_a_picture_is_drawn_anew_only_when_areas_change(tmp_path):
    load(tmp_path, feature("a", square(0)))
    first = queries.picture(SCHEME, "neighbourhood")
    assert queries.picture(SCHEME, "neighbourhood") is first
    load(tmp_path, feature("a", square(0)), feature("b", square(1)))
    assert len(queries.picture(SCHEME, "neighbourhood").shapes) == 2


def test_addresses_of_an_odd_register_sort_by_number(tmp_path):
    rows = [house("s", number, 127.0, 37.0, en="Long Lane") for number in ("10", "9", "2-1", "2")]
    services.import_addresses(write(tmp_path, *rows), register="odd")
    assert [one.number for one in queries.addresses_like("Long Lane")] == ["2", "2-1", "9", "10"]


def test_the_ground_to_choose_a_place_on_is_of_the_smallest_areas(tmp_path):
    load(tmp_path, feature("d", square(0, size=0.2)), level="district")
    load(tmp_path, feature("n", square(0), parent="d"), feature("m", square(1), parent="d"), parent_field="parent")
    drawn = queries.ground()
    assert [one.code for one in drawn.shapes] == ["m", "n"]
    corner = drawn.west + drawn.width / drawn.across, drawn.north - drawn.height / drawn.up
    assert corner == pytest.approx((127.2, 37.0), abs=0.001)


def test_areas_that_are_too_many_to_tell_apart_are_not_the_ground(tmp_path, monkeypatch):
    monkeypatch.setattr(shapes, "MOST_ON_GROUND", 1)
    load(tmp_path, feature("d", square(0, size=0.2)), level="district")
    load(tmp_path, feature("n", square(0), parent="d"), feature("m", square(1), parent="d"), parent_field="parent")
    assert [one.code for one in queries.ground().shapes] == ["d"]


def test_a_city_without_areas_has_no_ground(db):
    assert queries.ground() is None
