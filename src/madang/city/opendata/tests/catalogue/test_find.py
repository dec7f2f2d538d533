from datetime import timedelta

import pytest

from madang.city.kernel.paging import BadCursor
from madang.city.opendata.queries import catalogue
from madang.city.opendata.queries.catalogue import Wanted
from madang.city.opendata.services import catalogue as services
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.builders import DAY, NOW
from madang.city.people.rules import SYSTEM

pytestmark = pytest.mark.django_db


def found(q="", *, now=NOW, **wanted):
    return [row.slug for row in catalogue.find(Wanted(q=q, **wanted), now=now).rows]


def counts(facet, **wanted):
    return {one.value: one.count for one in catalogue.find(Wanted(**wanted), now=NOW).counts[facet]}


@pytest.fixture
def shelf():
    builders.dataset("Air quality by station", slug="air", keywords=("pollution", "dust"), themes=("ENVI",))
    builders.dataset("Bus stops", slug="stops", texts={"en": "Where buses stop; air conditioned shelters too."}, themes=("TRAN",))
    titles = {"ko": "자치구별 미세먼지 농도", "zh": "各区细颗粒物浓度"}
    builders.dataset("Fine dust by district", slug="dust", titles={"en": "Fine dust by district", **titles}, themes=("ENVI",))


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("air quality", ["air"]),
        ("station", ["air"]),
        ("stations", ["air"]),  # another form of the word
        ("bus st", ["stops"]),  # half a word
        ("미세먼지", ["dust"]),
        ("먼지", ["dust"]),  # a part of the compound
        ("미세먼지를", ["dust"]),  # with its particle
        ("농도 자치구", ["dust"]),
        ("颗粒物", ["dust"]),
        ("浓度", ["dust"]),
        ("濃度", ["dust"]),  # in the traditional script
        ("dust", ["dust", "air"]),  # the title counts more than a keyword
        ("air", ["air", "stops"]),  # and more than the text
        ("zebra", []),
        ("air zebra", ["air", "stops"]),  # nothing has both, so some words do
    ],
)
def test_words_of_three_languages_find(query, slugs):
    assert found(query) == slugs


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    "query", ["'", "\\", "a' | 'b", "!!", "&|!()<->:*", "x:*A", "\x00", "''''", "💧", "a" * 5_000, "가" * 3_000]
)
def test_what_people_type_is_never_part_of_the_query(query):
    assert catalogue.find(Wanted(q=query), now=NOW).total <= 3


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("typed", "meant"), [("qualty", "quality"), ("미세먼저", "미세먼지"), ("altpajswl", "미세먼지"), ("bus", "")]
)
def test_a_slip_of_the_keys_is_put_right(typed, meant):
    assert catalogue.find(Wanted(q=typed), now=NOW).did_you_mean == meant


@pytest.mark.usefixtures("shelf")
def test_facets_count_what_is_found_and_narrow_it():
    assert counts("theme") == {"ENVI": 2, "TRAN": 1}
    assert counts("theme", q="dust") == {"ENVI": 2}
    assert counts("publisher") == {"parks": 3}
    assert counts("table") == {"no": 3}
    builders.with_table("air")
    assert counts("table") == {"no": 2, "yes": 1}
    assert counts("format") == {"csv": 1, "xlsx": 1, "parquet": 1, "json": 1}
    assert found(format="CSV") == ["air"]
    assert found(table=True) == ["air"]
    assert sorted(found(theme="ENVI")) == ["air", "dust"]
    assert found(keyword="pollution") == ["air"]
    assert found(publisher="nobody\x00") == []


def test_a_promise_is_a_facet_and_breaks_as_time_goes_by():
    slug = builders.dataset("Sales", update_promise="MONTHLY", data_changed_at=NOW)
    builders.dataset("Rules", update_promise="NEVER", data_changed_at=NOW)
    assert counts("promise") == {"kept": 1, "none": 1}
    assert found(promise="kept") == [slug]
    assert found(promise="broken") == []
    assert found(promise="broken", now=NOW + 40 * DAY) == [slug]


def test_what_is_prepared_withheld_or_taken_back_is_not_found():
    builders.dataset("Drafted", is_public=False)
    builders.dataset("Withheld", embargo_until=NOW + DAY)
    taken = builders.dataset("Taken back")
    services.withdraw_dataset(slug=taken, reason={"en": "It was wrong."}, by=SYSTEM, now=NOW)
    assert found() == []
    assert found(now=NOW + DAY) == ["withheld"]


@pytest.mark.parametrize("sort", ["newest", "use", "title", "relevance"])
@pytest.mark.parametrize("q", ["", "trees"])
def test_pages_follow_each_other_without_gap_or_double(sort, q):
    slugs = {
        builders.dataset(f"Trees {number % 3}", slug=f"t{number}", now=NOW + timedelta(minutes=number)) for number in range(7)
    }
    seen, cursor = [], ""
    while cursor is not None:
        page = catalogue.find(Wanted(q=q, sort=sort, after=cursor, size=3), now=NOW + DAY)
        assert page.total == 7
        seen += [row.slug for row in page.rows]
        cursor = page.next_cursor
    assert len(seen) == 7
    assert set(seen) == slugs


def test_titles_stand_in_the_order_of_the_readers_language():
    for slug, ko, zh in (("a", "하천", "北京"), ("b", "가로수", "上海"), ("c", "나무", "安全")):
        builders.dataset(slug=slug, titles={"en": slug, "ko": ko, "zh": zh})
    assert found(sort="title", lang="ko") == ["b", "c", "a"]
    assert found(sort="title", lang="zh") == ["c", "a", "b"]  # anquan, Beijing, Shanghai


@pytest.mark.parametrize(
    "cursor", ["x", "WzFd", "W10", "WyJcdTAwMDAiLCAxXQ", "WyIxIiwgMV0", "WzEsIDk5OTk5OTk5OTk5OTk5OTk5OTk5OTldrubbish"]
)
def test_a_cursor_that_is_not_ours_is_refused(cursor):
    with pytest.raises(BadCursor):
        catalogue.find(Wanted(after=cursor), now=NOW)


def test_a_page_goes_on_behind_its_last_row_wherever_that_stands_now():
    for number in range(4):
        builders.dataset(f"Trees {number}", slug=f"t{number}", now=NOW + timedelta(minutes=number))
    first = catalogue.find(Wanted(sort="newest", size=2), now=NOW + DAY)
    assert [row.slug for row in first.rows] == ["t3", "t2"]
    builders.dataset("Trees 9", slug="t9", now=NOW + timedelta(minutes=9))
    assert found(sort="newest", size=2, after=first.next_cursor, now=NOW + DAY) == ["t1", "t0"]


@pytest.mark.usefixtures("shelf")
def test_typing_suggests_titles():
    assert [line.slug for line in catalogue.suggest("bus s", "en", now=NOW)] == ["stops"]
    assert [line.slug for line in catalogue.suggest("미세", "ko", now=NOW)] == ["dust"]
    assert catalogue.suggest("shelters", "en", now=NOW) == ()  # stands in a text only
