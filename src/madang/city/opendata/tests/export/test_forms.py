"""data.json, schema.org, and how the site hands all of it out."""

import json

import pytest
from django.http import HttpRequest

from madang.city.opendata.queries import export
from madang.city.opendata.tests.export import builders
from madang.city.opendata.tests.export.builders import NOW
from madang.city.opendata.views import machines

pytestmark = pytest.mark.django_db
REQUIRED = ("title", "description", "keyword", "modified", "publisher", "contactPoint", "identifier", "accessLevel")
"""What every data set must say in DCAT-US 1.1: https://resources.data.gov/resources/dcat-us/"""


def test_data_json_holds_every_open_data_set_with_all_that_dcat_us_requires():
    builders.everything()
    builders.dataset("draft", state="draft")
    said = json.loads("".join(export.data_json(NOW)))
    assert len(said["dataset"]) == 3
    assert not [(one["title"], name) for one in said["dataset"] for name in REQUIRED if not one.get(name)]
    one = next(one for one in said["dataset"] if one["title"] == "Bike stations")
    assert (one["accrualPeriodicity"], one["temporal"], one["theme"]) == (
        "R/P1M",
        "2025-01-01/2025-12-31",
        ["Transport", "Environment"],
    )
    assert one["contactPoint"]["hasEmail"] == "mailto:sora@haneul.example"
    assert {part["mediaType"] for part in one["distribution"]} >= {"text/csv", "application/geo+json"}


def test_an_empty_data_json_is_valid_json():
    assert json.loads("".join(export.data_json(NOW)))["dataset"] == []


def test_schema_org_cannot_end_the_element_it_stands_in():
    builders.dataset("odd", titles={"en": "</script><script>alert(1)</script>&\u2028"})
    text = export.schema_org("odd", NOW)
    assert "<" not in text
    assert json.loads(text)["name"] == "</script><script>alert(1)</script>&\u2028"


def test_schema_org_names_publisher_licence_period_and_files():
    builders.everything()
    said = json.loads(export.schema_org("bike-stations", NOW))
    assert (said["@type"], said["version"], said["temporalCoverage"]) == ("Dataset", "2", "2025-01-01/2025-12-31")
    assert said["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert said["publisher"]["name"] == "Transport office"
    assert next(one["encodingFormat"] for one in said["distribution"]) == "text/csv"
    assert export.schema_org("nowhere", NOW) == ""


@pytest.mark.parametrize(
    ("address", "media"),
    [
        ("/catalog.ttl", "text/turtle"), ("/catalog.jsonld", "application/ld+json"), ("/catalog.rdf", "application/rdf+xml"),
        ("/catalog.ttl?page=1", "text/turtle"), ("/data.json", "application/json"), ("/data/bare.ttl", "text/turtle"),
        ("/data/대여소-파일.rdf", "application/rdf+xml"),
    ],
)  # fmt: skip
def test_each_address_answers_in_its_form_to_pages_of_other_sites_too(client, address, media):
    builders.everything()
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, f"{media}; charset=utf-8")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert b"".join(answer) if answer.streaming else answer.content


@pytest.mark.parametrize(
    "address", ["/catalog.ttl?page=2", "/catalog.ttl?page=0", "/catalog.ttl?page=x", "/catalog.ttl?page=1e3", "/catalog.ttl?page=٣",
                "/catalog.xml", "/data/nowhere.ttl"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/turtle", "text/turtle"), ("application/ld+json", "application/ld+json"), ("application/rdf+xml", "application/rdf+xml"),
        ("text/html;q=0.5, text/turtle", "text/turtle"), ("text/html, text/turtle;q=0.5", None), ("text/html", None), ("*/*", None),
        ("", None), ("image/png", None), ("text/turtle;q=0, text/html", None),
    ],
)  # fmt: skip
def test_whoever_would_rather_have_data_than_the_page_gets_data(accept, media):
    builders.everything()
    request = HttpRequest()
    request.method, request.META["HTTP_ACCEPT"] = "GET", accept
    answer = machines.preferred_data(request, "bare")
    assert (answer["Content-Type"].split(";")[0] if answer else None) == media
