"""Areas and addresses come from files: all or nothing, and what stood before stays known."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError
from shapely.geometry import Polygon, box

from madang.city.places import queries, services
from madang.city.places.models import Area, House, Street
from madang.city.places.tests.builders import NOW, SCHEME, feature, house, load, square, write
from madang.urban.formats.faults import FileFault

pytestmark = pytest.mark.django_db
BOW_TIE = Polygon([(127, 37), (127.2, 37.2), (127.2, 37), (127, 37.2)])
TOMORROW = NOW + timedelta(days=1)
HANEUL = Path(__file__).resolve().parents[2] / "demo" / "areas.geojson"


def test_areas_are_added_with_all_that_follows_from_their_shape(tmp_path):
    report = load(tmp_path, feature("a", square(0)), feature("b", square(1)))
    assert (report.added, report.changed, report.retired, report.loaded) == (2, 0, 0, True)
    (first, _) = queries.areas(SCHEME)
    assert (first.code, first.name, first.valid_from, first.valid_to) == ("a", {"ko": "a동"}, date(2026, 11, 20), None)
    assert first.bbox == pytest.approx((127, 37, 127.1, 37.1))
    assert first.square_metres == pytest.approx(98.7e6, rel=0.01)


def test_a_second_run_changes_nothing(tmp_path):
    features = [feature("a", square(0)), feature("b", square(1))]
    load(tmp_path, *features)
    edition = queries.edition()
    report = load(tmp_path, *features, now=TOMORROW)
    assert (report.added, report.changed, report.retired, report.unchanged) == (0, 0, 0, 2)
    assert queries.edition() == edition


def test_a_changed_shape_ends_the_old_area_and_begins_a_new_one(tmp_path):
    load(tmp_path, feature("a", square(0)))
    (old,) = queries.areas(SCHEME)
    report = load(tmp_path, feature("a", square(1)), now=TOMORROW)
    (new,) = queries.areas(SCHEME)
    assert report.changed == 1
    assert new.id != old.id
    assert queries.area(old.id).valid_to == new.valid_from == date(2026, 11, 21)
    assert queries.present(old.id) == new
    assert queries.area_by_code(SCHEME, "a", on=date(2026, 11, 20)).id == old.id


def test_parts_of_a_changed_area_lie_below_the_new_one(tmp_path):
    load(tmp_path, feature("d", square(0, size=1)), level="district")
    load(tmp_path, feature("a", square(0), parent="d"), parent_field="parent")
    load(tmp_path, feature("d", square(0, size=2)), level="district", now=TOMORROW)
    (part,) = queries.areas(SCHEME, "neighbourhood")
    assert queries.area(part.parent_id).valid_to is None


def test_a_changed_name_is_a_correction(tmp_path):
    load(tmp_path, feature("a"))
    (old,) = queries.areas(SCHEME)
    assert load(tmp_path, feature("a", name_ko="새동"), now=TOMORROW).changed == 1
    (new,) = queries.areas(SCHEME)
    assert (new.id, new.name, new.valid_from) == (old.id, {"ko": "새동"}, old.valid_from)


def test_what_the_file_no_longer_has_is_retired_and_can_come_back(tmp_path):
    load(tmp_path, feature("a", square(0)), feature("b", square(1)))
    assert load(tmp_path, feature("a", square(0)), now=TOMORROW).retired == 1
    assert [one.code for one in queries.areas(SCHEME)] == ["a"]
    assert load(tmp_path, feature("a", square(0)), feature("b", square(1)), now=NOW + timedelta(days=9)).added == 1
    assert Area.objects.filter(code="b").count() == 2


def test_an_area_that_comes_and_goes_on_one_day_breaks_nothing(tmp_path):
    both = [feature("a", square(0)), feature("b", square(1))]
    load(tmp_path, *both)
    load(tmp_path, both[0])
    load(tmp_path, *both)
    assert [one.code for one in queries.areas(SCHEME)] == ["a", "b"]
    assert Area.objects.count() == 2


def test_other_levels_and_schemes_are_left_alone(tmp_path):
    load(tmp_path, feature("d"), level="district")
    load(tmp_path, feature("a"), scheme="other")
    assert load(tmp_path, feature("b")).retired == 0
    assert Area.objects.filter(valid_to=None).count() == 3


def test_one_bad_feature_refuses_the_whole_file_and_all_of_them_are_named(tmp_path):
    report = load(
        tmp_path,
        feature("a", square(0)),
        feature("b", BOW_TIE),
        feature("a", square(1)),
        feature("c", {"type": "Polygon"}),
        feature("d", box(953_900, 1_952_000, 954_000, 1_952_100)),
        {"type": "Feature", "properties": {"name_ko": "x"}, "geometry": None},
        feature("f", square(2), name_ko=""),
    )
    assert not report.loaded
    said = [str(one) for one in report.refused]
    assert len(said) == 6
    assert said[0].startswith("feature 1 (b): Self-intersection[127.1 37.1]")
    assert "--repair" in said[0]
    assert said[1] == "feature 2 (a): has the same code as feature 0"
    assert said[2].startswith("feature 3 (c): has a geometry that cannot be read")
    assert "EPSG:5179" in said[3]
    assert "has no property 'code'" in said[4]
    assert "has no name" in said[5]
    assert not Area.objects.exists()


def test_broken_shapes_are_mended_where_asked_and_the_change_is_told(tmp_path):
    report = load(tmp_path, feature("a", square(3)), feature("b", BOW_TIE), repair=True)
    assert report.added == 2
    (repaired,) = report.repaired
    assert str(repaired).startswith("feature 1 (b): Self-intersection[127.1 37.1]; mended, area")


def test_what_cannot_be_mended_is_refused_even_where_asked(tmp_path):
    flat = Polygon([(127, 37), (127.1, 37.1), (127, 37)])
    assert not load(tmp_path, feature("b", flat), repair=True).loaded


def test_a_parent_that_is_not_loaded_is_named(tmp_path):
    report = load(tmp_path, feature("a", parent="nowhere"), parent_field="parent")
    assert "lies below 'nowhere', which is not loaded" in str(report.refused[0])


def test_a_population_that_is_no_number_is_named(tmp_path):
    report = load(tmp_path, feature("a", people="many"), population_field="people")
    assert "write a whole number of people" in str(report.refused[0])


def test_a_missing_column_names_those_there_are(tmp_path):
    report = load(tmp_path, feature("a"), code_field="adm_cd2")
    assert "has no property 'adm_cd2'; it has code, name_ko" in str(report.refused[0])


def test_a_file_that_cannot_be_read_leaves_everything_as_it_was(tmp_path):
    load(tmp_path, feature("a"))
    path = tmp_path / "broken.geojson"
    path.write_text('{"type":')
    with pytest.raises(FileFault, match=r"broken\.geojson:1:9"):
        services.import_areas(path, scheme=SCHEME, level="neighbourhood", code_field="code", name_field="name", now=NOW)
    assert len(queries.areas(SCHEME)) == 1


@pytest.mark.parametrize("more", [{"level": "Dong!"}, {"scheme": "a/b"}, {"name_field": "fr:nom"}])
def test_bad_options_are_refused(tmp_path, more):
    with pytest.raises(ValueError, match=r"level|scheme|language"):
        load(tmp_path, feature("a"), **more)


def test_the_database_keeps_one_present_area_of_a_code(tmp_path):
    load(tmp_path, feature("a"))
    row = Area.objects.get()
    row.pk, row.valid_from = None, date(2027, 1, 1)
    with pytest.raises(IntegrityError):
        row.save(force_insert=True)


def test_progress_is_told(tmp_path):
    seen = []
    load(tmp_path, feature("a", square(0)), feature("b", square(1)), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_a_file_of_several_levels_gives_the_level_asked_for():
    options = {"scheme": SCHEME, "code_field": "code", "name_field": "en:name_en,ko:name_ko,zh:name_zh", "now": NOW}
    counts = [
        services.import_areas(HANEUL, level=level, parent_field="parent", population_field="population", **options).added
        for level in ("city", "district", "neighbourhood")
    ]
    assert counts == [1, 5, 24]
    assert queries.levels(SCHEME) == ["city", "district", "neighbourhood"]
    (city,) = queries.areas(SCHEME, "city")
    assert len(queries.parts_of(city.id)) == 5
    assert city.population == sum(one.population for one in queries.areas(SCHEME, "neighbourhood"))
    assert city.square_metres == pytest.approx(sum(one.square_metres for one in queries.areas(SCHEME, "neighbourhood")))


@pytest.mark.realdata
def test_the_dong_of_seoul_load_as_they_are(realdata):
    path = realdata("seoul/administrative_dong_2025-04.geojson")
    options = {"scheme": "kr-adm-2025-04", "level": "neighbourhood", "code_field": "adm_cd2", "name_field": "adm_nm", "now": NOW}
    assert services.import_areas(path, **options).added == 424
    assert services.import_areas(path, **options).unchanged == 424
    city_hall = queries.area_at(126.9780, 37.5665, "kr-adm-2025-04")
    assert city_hall.name == {"ko": "서울특별시 중구 명동"}


def test_addresses_are_loaded_and_reloaded(tmp_path):
    first = write(tmp_path, house("s1", "1", 127.01, 37.01, ko="마루로"), house("s1", "2", 127.02, 37.01, ko="마루로"))
    assert services.import_addresses(first, register="haneul").added == 2
    second = write(tmp_path, house("s1", "2", 127.02, 37.01, ko="마루로"), house("s2", "1", 127.03, 37.01, ko="별로"))
    report = services.import_addresses(second, register="haneul")
    assert (report.added, report.unchanged, report.retired) == (1, 1, 1)
    assert House.objects.count() == 2
    assert services.import_addresses(write(tmp_path), register="haneul").retired == 2
    assert not Street.objects.exists()


def test_a_bad_address_refuses_the_whole_register(tmp_path):
    path = write(
        tmp_path, house("s1", "1", 127.01, 37.01, ko="마루로"), house("s1", "", 127, 37, ko="마루로"), house("s2", "1", 127, 37)
    )
    report = services.import_addresses(path, register="haneul")
    assert [str(one) for one in report.refused] == [
        "feature 1 (s1): has no number",
        "feature 2 (s2): has no street name: give street_en, street_ko or street_zh",
    ]
    assert not House.objects.exists()
