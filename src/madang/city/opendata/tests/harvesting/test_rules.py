"""Records of others as facts: what is kept, what is mended, what cannot be taken over."""

from datetime import UTC, date, datetime

import pytest

from madang.city.opendata.rules import harvesting as rules
from madang.city.opendata.rules.facts import why_not_facts
from madang.city.opendata.rules.harvesting import Kept, Problem, Tally, Told
from madang.city.opendata.rules.harvesting.reading import by_language, day, email, moment, period, plain, title, web_address
from madang.city.opendata.tests.harvesting.builders import record


def told(kind="data-json", **raw):
    return rules.READERS[kind](raw)


def test_a_data_set_of_data_json_becomes_facts():
    found = told(
        **record(theme=["Transport"], spatial="Seoul", temporal="2020-01-01/2021-12-31", landingPage="https://x.example/a b")
    )
    facts = found.facts
    assert (facts.titles, facts.texts) == ({"en": "Bike stations"}, {"en": "Where they stand."})
    assert (facts.themes, facts.keywords, facts.update_promise) == (("TRAN",), ("bike", "Transport"), "MONTHLY")
    assert (facts.licence, facts.contact_email, facts.place) == ("cc-by-4.0", "lee@x.example", "Seoul")
    assert (facts.period_from, facts.period_until) == (date(2020, 1, 1), date(2021, 12, 31))
    assert facts.data_changed_at == datetime(2026, 1, 2, tzinfo=UTC)
    assert facts.landing_url == "https://x.example/a%20b"
    assert [(link.url, link.titles, link.media_type) for link in facts.links] == [
        ("https://files.example/Bike-stations.csv", {"en": "File"}, "text/csv")
    ]
    assert found.publisher.name == "Roads office"
    assert facts.extras["licence_url"] == "https://creativecommons.org/licenses/by/4.0/"


def test_what_has_no_place_is_kept_as_it_came_unless_it_is_huge_or_cannot_be_stored():
    assert told(**record(bureauCode=["023:00"])).facts.extras["record"] == {"bureauCode": ["023:00"]}
    assert "record" not in told(**record(blob="x" * 40_000)).facts.extras
    assert "record" not in told(**record(odd="a\0b")).facts.extras
    assert "record" not in told(**record(odd="\ud800")).facts.extras


def test_a_package_of_ckan_becomes_facts_in_its_languages():
    found = told(
        "ckan", id="7", name="bikes", title="x", title_translated={"en": "Bikes", "ko": "자전거", "fr": "Vélos"}, notes="<p>Where.</p>",
        tags=[{"name": "bike"}, {"display_name": "Bus", "name": "bus"}], groups=[{"name": "tran"}], license_id="cc-by",
        organization={"title": "Roads"}, maintainer_email="nobody", extras=[{"key": "frequency", "value": "weekly"}, "broken", None],
        resources=[{"name": "A", "url": "https://a.example/a.csv", "format": "CSV", "size": "17", "hash": "sha256:" + "AB" * 32}, 5],
    )  # fmt: skip
    facts = found.facts
    assert (facts.titles, facts.texts) == ({"en": "Bikes", "ko": "자전거"}, {"en": "Where."})
    assert (facts.keywords, facts.themes, facts.licence) == (("bike", "Bus"), ("TRAN",), "cc-by-4.0")
    assert (facts.update_promise, facts.contact_email) == ("WEEKLY", "")
    assert (facts.links[0].bytes, facts.links[0].extras) == (17, {"sha256": "ab" * 32})
    assert found.notes == (Problem("address_missing", "resources[1]", ""),)


def test_a_data_set_of_dcat_becomes_facts():
    text = [
        {"@value": "Bikes", "@language": "en"},
        {"@value": "자전거", "@language": "ko-KR"},
        {"@value": "Vélos", "@language": "fr"},
    ]
    file = {
        "title": [{"@value": "CSV"}], "downloadURL": [{"@id": "https://a.example/a.csv"}], "byteSize": [{"@value": "17"}],
        "mediaType": [{"@id": "http://www.iana.org/assignments/media-types/text/csv"}],
        "format": [{"@id": "http://publications.europa.eu/resource/authority/file-type/CSV"}],
        "license": [{"@id": "http://creativecommons.org/licenses/by/4.0/"}],
    }  # fmt: skip
    found = told(
        "dcat", title=text, theme=[{"@id": "http://publications.europa.eu/resource/authority/data-theme/TRAN"}], distribution=[file],
        publisher=[{"@id": "https://p.example/1", "name": [{"@value": "Roads"}]}], keyword=[{"@value": "bike"}],
        temporal=[{"startDate": [{"@value": "2020-01-01"}]}], contactPoint=[{"hasEmail": [{"@id": "mailto:a@b.example"}]}],
    )  # fmt: skip
    facts = found.facts
    assert facts.titles == {"en": "Bikes", "ko": "자전거"}
    assert (facts.themes, facts.licence, facts.contact_email) == (("TRAN",), "cc-by-4.0", "a@b.example")
    assert (facts.period_from, facts.period_until) == (date(2020, 1, 1), None)
    assert [(link.format, link.media_type, link.bytes) for link in facts.links] == [("CSV", "text/csv", 17)]
    assert found.publisher.name == "Roads"


ODD = (None, "", 0, True, [], {}, "x", ["x"], {"@value": 5}, [None, {"a": []}], "\0\ud800", 10**40, float("nan"))


@pytest.mark.parametrize("kind", rules.READERS)
@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_no_value_in_any_field_breaks_the_reading(kind, odd):
    fields = (
        "title", "description", "keyword", "theme", "tags", "groups", "extras", "resources", "distribution", "publisher", "contactPoint",
        "organization", "license", "license_id", "temporal", "spatial", "language", "modified", "issued", "landingPage", "title_translated",
        "accrualPeriodicity", "notes", "maintainer_email", "identifier",
    )  # fmt: skip
    whole = {"title": "T", "id": "1", "identifier": "1"}
    for name in fields:
        found = told(kind, **whole | {name: odd})
        assert isinstance(found, Problem) or why_not_facts(found.facts) is None
    assert isinstance(told(kind, **dict.fromkeys(fields, odd)), Told | Problem)


def test_a_record_without_a_title_or_an_identifier_cannot_be_taken_over():
    assert told(**record(title="  ")) == Problem("no_title", "title", "")
    assert rules.identifier_of("data-json", record(identifier="")) == Problem("no_identifier", "identifier")
    assert rules.identifier_of("data-json", record(identifier="x" * 501)).key == "long_identifier"
    assert rules.identifier_of("data-json", ["no", "object"]).key == "no_record"
    assert rules.identifier_of("ckan", {"name": "bikes"}) == "bikes"
    assert rules.identifier_of("dcat", {"@id": "https://x.example/1", "identifier": [{"@value": "one"}]}) == "one"


def test_a_fingerprint_tells_every_change_but_that_of_the_identifier_and_of_the_order_of_keys():
    one = rules.fingerprint("data-json", record())
    assert len(one) == 64
    assert rules.fingerprint("data-json", dict(reversed(record("other").items()))) == one
    assert rules.fingerprint("data-json", record(bureauCode="1")) != one
    deep: list = []
    for _ in range(5_000):
        deep = [deep]
    assert rules.fingerprint("data-json", record(deep=deep)) == Problem("unreadable")


def test_slugs_differ_where_titles_do_not():
    slugs = {rules.slug("them", str(number), "Bike stations") for number in range(100)}
    assert len(slugs) == 100
    assert all(slug.startswith("bike-stations-") for slug in slugs)
    assert rules.slug("them", "1", "???").isalnum()
    assert rules.slug("them", "1", "requests") != "requests"
    assert len(rules.slug("them", "1", "x" * 400)) <= 100


@pytest.mark.parametrize(
    ("tally", "how", "kept"),
    [
        (Tally(100, 50, 80), {}, None), (Tally(100, 49, 80), {}, Kept.SHRANK), (Tally(100, 49, 80), {"is_confirmed": True}, None),
        (Tally(100, 100, 99, promised=100), {}, Kept.UNFINISHED), (Tally(100, 100, 100, promised=100), {}, None),
        (Tally(100, 100, 100), {"is_complete": False}, Kept.UNFINISHED), (Tally(0, 0, 0), {}, None), (Tally(1, 0, 0), {}, Kept.SHRANK),
    ],
)  # fmt: skip
def test_what_is_gone_is_taken_back_only_after_a_whole_run_that_kept_half(tally, how, kept):
    assert rules.why_not_withdraw(tally, **{"is_complete": True} | how) is kept


def test_html_becomes_plain_text_and_other_signs_stay():
    assert plain("<p>One &amp; two</p><script>alert(1)</script><ul><li>three") == "One & two\n\nthree"
    assert plain("a < b and c > d") == "a < b and c > d"
    assert title("  a\n b\0 <b>c</b> ") == "a b c"
    assert len(title("x" * 400)) == 300


@pytest.mark.parametrize(
    ("said", "found"),
    [("2020", date(2020, 1, 1)), ("2020-02", date(2020, 2, 1)), ("2020-02-30", None), ("2020-02-03T23:00:00Z", date(2020, 2, 3)),
     ("0001-01-01T00:00:00+14:00", date(1, 1, 1)), ("R/P1D", None), ("", None), ("99999", None)],
)  # fmt: skip
def test_days(said, found):
    assert day(said) == found


def test_moments_periods_addresses_and_languages():
    assert moment("0001-01-01T00:00:00+14:00") is None
    assert period("2021-01-01/2020-01-01") == (None, None)
    assert period("2021-01-01/..") == (date(2021, 1, 1), None)
    assert [web_address(one) for one in ("javascript:alert(1)", "ftp://x.example/", "https://x.example/<a>", "//x.example")] == [
        ""
    ] * 4
    assert email("mailto:a@b.example?subject=x") == "a@b.example"
    assert email("a@b.example, c@d.example") == ""
    assert by_language("자전거") == {"ko": "자전거"}
    assert by_language("Bikes", "http://publications.europa.eu/resource/authority/language/ZHO") == {"zh": "Bikes"}
    assert by_language("") == {}
