"""Promises, quality, licences, frequencies, formats, pieces of words: pure rules."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from madang.city.opendata.rules import facts, searching
from madang.city.opendata.rules.community import days_left, due_on
from madang.city.opendata.rules.formats import format_of
from madang.city.opendata.rules.frequencies import Keeping, due_at, frequency_of, promise
from madang.city.opendata.rules.licences import LICENCES, UNSTATED, licence, licence_of
from madang.city.opendata.rules.quality import Dimension, Known, quality
from madang.city.opendata.rules.shelf import NEVER, Entry, Narrowed, Shelf
from madang.city.opendata.rules.themes import theme_of

CHANGED = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "hours", "keeping"),
    [
        ("DAILY", 26, Keeping.KEPT),  # a day and a tenth of it
        ("DAILY", 27, Keeping.BROKEN),
        ("HOURLY", 2, Keeping.KEPT),  # an hour, and an hour of grace at least
        ("HOURLY", 3, Keeping.BROKEN),
        ("MONTHLY", 24 * 34, Keeping.KEPT),
        ("MONTHLY", 24 * 35, Keeping.BROKEN),
        ("IRREG", 24 * 9_999, Keeping.NONE),
        ("", 24 * 9_999, Keeping.NONE),
        ("NONSENSE", 1, Keeping.NONE),
    ],
)
def test_a_promise_breaks_after_its_time_and_a_tenth(code, hours, keeping):
    assert promise(code, CHANGED, CHANGED + timedelta(hours=hours)).keeping is keeping


def test_a_promise_without_rows_is_none():
    assert due_at("DAILY", None) is None
    assert promise("DAILY", None, CHANGED).keeping is Keeping.NONE


BEST = Known(
    languages=3, text_length=400, keywords=5, themes=1, has_place=True, has_period=True, has_table=True, links=1, open_formats=2,
    machine_formats=2, has_codes=True, has_geometry=True, is_licensed=True, is_open=True, has_contact=True, keeping=Keeping.KEPT,
    has_promise=True, versions=3, described=1.0, typed=1.0, missing=0.0, has_note=True,
)  # fmt: skip


def test_the_best_data_set_has_a_hundred_in_every_dimension():
    found = quality(BEST)
    assert (found.score, found.band, found.raisers) == (100, "excellent", ())
    assert set(found.scores.values()) == {100}


def test_a_data_set_of_which_nothing_is_known_has_next_to_nothing():
    found = quality(Known(languages=0))
    assert (found.score, found.band) == (0, "bad")
    assert len(found.raisers) == len(found.checks)


@pytest.mark.parametrize(
    ("change", "dimension", "key"),
    [
        ({"keywords": 0}, Dimension.FINDABILITY, "keywords"),
        ({"themes": 0}, Dimension.FINDABILITY, "themes"),
        ({"has_place": False}, Dimension.FINDABILITY, "place"),
        ({"languages": 1}, Dimension.FINDABILITY, "languages"),
        ({"has_table": False}, Dimension.ACCESSIBILITY, "table"),
        ({"typed": 0.5}, Dimension.INTEROPERABILITY, "types"),
        ({"has_codes": False, "has_geometry": False}, Dimension.INTEROPERABILITY, "codes"),
        ({"is_open": False}, Dimension.REUSABILITY, "open_licence"),
        ({"has_contact": False}, Dimension.REUSABILITY, "contact"),
        ({"missing": 0.4}, Dimension.REUSABILITY, "complete"),
        ({"text_length": 10}, Dimension.CONTEXT, "text"),
        ({"described": 0.0}, Dimension.CONTEXT, "columns"),
        ({"keeping": Keeping.BROKEN}, Dimension.CONTEXT, "promise_kept"),
    ],
)
def test_what_is_missing_lowers_its_dimension_and_says_what_would_raise_it(change, dimension, key):
    from dataclasses import replace

    found = quality(replace(BEST, **change))
    assert found.scores[dimension] < 100
    assert key in [check.key for check in found.raisers]


def test_every_dimension_weighs_the_same():
    checks = quality(BEST).checks
    assert {one: sum(check.points for check in checks if check.dimension is one) for one in Dimension} == dict.fromkeys(
        Dimension, 25
    )


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "cc-by-4.0"),
        ("http://creativecommons.org/licenses/by-nc/2.0/", "cc-by-nc-4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "cc0-1.0"),
        ("http://www.usa.gov/publicdomain/label/1.0/", "us-government-work"),
        ("us-pd", "us-government-work"),
        ("http://opendatacommons.org/licenses/odbl/", "odbl-1.0"),
        ("공공누리 제1유형", "kogl-1"),
        ("", UNSTATED),
        ("Ask the mayor", "other-closed"),
    ],
)
def test_licences_of_other_catalogues_are_told_apart(words, key):
    assert licence_of(words) == key


def test_a_licence_that_nobody_knows_is_not_open():
    assert not licence("whatever").is_open
    assert all(set(one.titles) == {"en", "ko", "zh"} for one in LICENCES.values())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("http://publications.europa.eu/resource/authority/frequency/MONTHLY", "MONTHLY"),
        ("R/P1D", "DAILY"), ("R/P1Y", "ANNUAL"), ("irregular", "IRREG"), ("monthly", "MONTHLY"), ("분기", "QUARTERLY"),
        ("sometimes", ""), ("http://purl.org/cld/freq/weekly", "WEEKLY"),
    ],
)  # fmt: skip
def test_frequencies_of_other_catalogues_are_told_apart(words, code):
    assert frequency_of(words) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("TRAN", "TRAN"),
        ("http://publications.europa.eu/resource/authority/data-theme/ENVI", "ENVI"),
        ("교통", "TRAN"),
        ("fish", ""),
    ],
)
def test_themes_are_told_apart(words, code):
    assert theme_of(words) == code


@pytest.mark.parametrize(
    ("told", "media", "url", "name"),
    [
        ("CSV", "", "", "csv"), ("", "text/csv; charset=utf-8", "", "csv"), ("", "", "https://a.example/b.GeoJSON?x=1", "geojson"),
        ("http://publications.europa.eu/resource/authority/file-type/XLSX", "", "", "xlsx"), ("Esri Shapefile", "", "", "shp"),
        ("", "", "https://a.example/page", ""), ("<b>odd & long words of somebody</b>", "", "", "other"),
    ],
)  # fmt: skip
def test_formats_are_told_apart(told, media, url, name):
    assert format_of(told, media, url) == name


@pytest.mark.parametrize(("title", "slug"), [("Air quality, 2026!", "air-quality-2026"), ("미세먼지 농도", "미세먼지-농도"), ("空气质量", "空气质量"), ("/../", ""), ("requests", "requests-data"), ("a" * 300, "a" * 100)])  # fmt: skip
def test_slugs_keep_letters_of_every_script(title, slug):
    assert facts.slug_of(title) == slug
    assert not slug or facts.why_not_slug(slug) is None


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//evil.example", "https://a b.example", "data:text/html,x", "https://", "ftp://x.example"]
)
def test_a_page_links_to_web_addresses_only(url):
    assert not facts.is_web_address(url)


def test_twenty_working_days_leave_out_weekends_and_holidays():
    holiday = frozenset({date(2026, 12, 25)})
    assert due_on(date(2026, 11, 27), 20, holiday) == date(2026, 12, 28)  # a Friday; four weeks and the holiday later
    assert days_left(date(2026, 12, 24), date(2026, 12, 28), holiday) == 1
    assert days_left(date(2026, 12, 28), date(2026, 12, 28), holiday) == 0
    assert days_left(date(2026, 12, 30), date(2026, 12, 28), holiday) == -2


def test_a_title_stands_twice_among_the_pieces():
    made = searching.vector(searching.Searched(["Bus"], ["it's"], ["공원"], []))
    assert made == "'bus':1A '=bus':1A 'it':1B '공원':1C '원':1C"


def test_a_query_of_korean_asks_for_its_pairs():
    assert searching.asked("미세먼지") == "('미세먼지' | ('미세' & '세먼' & '먼지'))"
    assert searching.asked("") == ""


@pytest.mark.parametrize(
    ("left", "right", "count"), [("bus", "bus", 0), ("bus", "bsu", 1), ("bus", "buses", 2), ("", "ab", 2), ("abc", "ca", 3)]
)
def test_slips_are_counted(left, right, count):
    assert searching.slips(left, right) == count


def entry(number, **changes):
    told = {
        "id": number, "publisher": "parks", "series": "", "licence": "cc0-1.0", "source": "city", "themes": ("TRAN",), "formats": ("csv",), "promise": "",
        "data_changed": None, "open_from": 0.0, "table": False, "changed": float(number), "uses": 0, "en": f"b{number}", "ko": "", "zh": "",
    }  # fmt: skip
    return Entry(**{**told, **changes})


def test_a_shelf_takes_in_changes_and_leaves_the_old_one_as_it_was():
    first = Shelf().merged([entry(2), entry(1)])
    second = first.merged([entry(1, themes=("ENVI", "TRAN"), en="z"), entry(3, open_from=NEVER)])
    assert len(first) == 2
    whole = second.narrowed(Narrowed(), 10.0)
    assert second.ordered(whole, "title", "en").tolist() == [2, 1]
    assert second.counted(whole, 10.0)["theme"] == {"TRAN": 2, "ENVI": 1}
    assert first.counted(first.narrowed(Narrowed(), 10.0), 10.0)["theme"] == {"TRAN": 2}


def test_a_shelf_opens_what_was_withheld_when_its_time_comes():
    shelf = Shelf().merged([entry(1, open_from=100.0)])
    assert not shelf.narrowed(Narrowed(), 99.0).any()
    assert shelf.narrowed(Narrowed(), 100.0).all()


def test_a_shelf_with_more_formats_than_bits_calls_the_last_ones_other():
    shelf = Shelf().merged([entry(n, formats=(f"f{n}",)) for n in range(100)])
    counts = shelf.counted(shelf.narrowed(Narrowed(), 1.0), 1.0)["format"]
    assert counts["other"] == 38
    assert sum(counts.values()) == 100
    assert shelf.narrowed(Narrowed(format="f99"), 1.0).sum() == 0
    assert shelf.narrowed(Narrowed(format="f5"), 1.0).sum() == 1


def test_an_empty_shelf_finds_nothing():
    assert not Shelf().places(np.array([1, 2])).any()
    assert Shelf().counted(Shelf().narrowed(Narrowed(), 0.0), 0.0) == {
        "publisher": {}, "licence": {}, "theme": {}, "format": {}, "promise": {}, "table": {},
    }  # fmt: skip
