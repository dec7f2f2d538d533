"""The catalogue and its tables through CKAN's actions."""

from pathlib import Path

import pytest
from django.test import Client

from madang.city.opendata.rules.facts import LinkFacts
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.protocols import making

pytestmark = pytest.mark.django_db


def _three() -> None:
    link = LinkFacts(url="https://example.org/a.csv", titles={"en": "A"}, format="CSV", extras={"hash": "abc"})
    builders.dataset("Bus stops", slug="bus-stops", keywords=("bus", "transport"), themes=("TRAN",), links=(link,))
    builders.dataset(
        "Night buses", slug="night-buses", keywords=("bus",), themes=("TRAN",), licence="cc0-1.0", department="roads"
    )
    builders.dataset("Bird counts", slug="bird-counts", keywords=("nature",), themes=("ENVI",), department="parks")


def test_an_answer_stands_in_the_envelope_and_says_where_help_is() -> None:
    told = making.ask("status_show")
    assert told["success"] is True
    assert told["help"].endswith("/api/3/action/help_show?name=status_show")
    assert told["result"]["extensions"] == ["datastore"]


def test_both_prefixes_and_both_methods_answer_alike() -> None:
    _three()
    told = {
        Client().get("/api/3/action/package_list").content,
        Client().get("/api/action/package_list").content,
        making.post("package_list").content,
        Client().post("/api/action/package_list", {}).content,
    }
    assert len(told) == 1
    assert making.ask("package_list")["result"] == ["bird-counts", "bus-stops", "night-buses"]
    assert making.ask("package_list", limit=1, offset=1)["result"] == ["bus-stops"]


def test_a_package_tells_its_links_its_publisher_and_its_theme() -> None:
    _three()
    told = making.ask("package_show", id="bus-stops")["result"]
    assert told["resources"][0] | {"url": "https://example.org/a.csv", "hash": "abc", "name": "A"} == told["resources"][0]
    assert told["organization"]["name"] == "parks"
    assert [group["name"] for group in told["groups"]] == ["tran"]
    assert [tag["name"] for tag in told["tags"]] == ["bus", "transport"]
    assert told["license_id"] == "cc-by"
    assert making.ask("package_show", id=told["id"])["result"] == told
    assert making.ask("resource_show", id=told["resources"][0]["id"])["result"] == told["resources"][0]


def test_what_a_harvested_record_said_beyond_is_told_as_extras() -> None:
    record = {
        "bureauCode": ["015:11"],
        "guid": "x-1",
        "extras": [{"key": "frequency", "value": "yearly"}, {"key": "region", "value": "N"}],
    }
    builders.dataset("Taken over", slug="taken-over", update_promise="ANNUAL", extras={"record": record, "licence_told": "free"})
    told = {one["key"]: one["value"] for one in making.ask("package_show", id="taken-over")["result"]["extras"]}
    assert told == {"bureauCode": '["015:11"]', "frequency": "ANNUAL", "guid": "x-1", "region": "N"}


def test_drafts_and_what_was_taken_back_are_not_found() -> None:
    builders.dataset("Plans", slug="plans", is_public=False)
    answer = Client().get("/api/3/action/package_show?id=plans")
    assert answer.status_code == 404
    assert answer.json()["error"] == {"message": "Not found", "__type": "Not Found Error"}
    assert making.ask("package_list")["result"] == []
    assert making.ask("package_search")["result"]["count"] == 0


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({}, {"bus-stops", "night-buses", "bird-counts"}),
        ({"q": "*:*"}, {"bus-stops", "night-buses", "bird-counts"}),
        ({"q": "bus"}, {"bus-stops", "night-buses"}),
        ({"q": "title:bird"}, {"bird-counts"}),
        ({"q": "(((unreadable"}, set()),
        ({"fq": "organization:roads"}, {"night-buses"}),
        ({"fq": "organization:(roads OR parks) AND tags:bus"}, {"bus-stops", "night-buses"}),
        ({"fq": "+tags:bus -tags:transport"}, {"night-buses"}),
        ({"fq": "groups:tran"}, {"bus-stops", "night-buses"}),
        ({"fq": "res_format:CSV"}, {"bus-stops"}),
        ({"fq": "license_id:cc-zero"}, {"night-buses"}),
        ({"fq": "name:*bus*"}, {"bus-stops", "night-buses"}),
        ({"fq": "name:night-buses"}, {"night-buses"}),
        ({"fq": "metadata_modified:[2026-11-20T03:00:00Z TO *]"}, {"bus-stops", "night-buses", "bird-counts"}),
        ({"fq": "metadata_modified:{2026-11-20T03:00:00Z TO *]"}, set()),
        ({"fq": "metadata_modified:[NOW+1DAY TO NOW+2DAYS]"}, set()),
        ({"fq": "capacity:public type:dataset"}, {"bus-stops", "night-buses", "bird-counts"}),
        ({"fq": ["tags:bus", "tags:transport"]}, {"bus-stops"}),
        ({"fq": "-*:*"}, set()),
    ],
)  # fmt: skip
def test_search_narrows_by_words_and_by_fields(values: dict[str, object], names: set[str]) -> None:
    _three()
    found = making.post("package_search", values).json()["result"]
    assert {one["name"] for one in found["results"]} == names
    assert found["count"] == len(names)


def test_search_pages_sorts_and_counts_facets() -> None:
    _three()
    found = making.ask(
        "package_search", rows=1, start=1, sort="name desc", **{"facet.field": '["tags", "organization", "groups"]'}
    )
    assert [one["name"] for one in found["result"]["results"]] == ["bus-stops"]
    assert found["result"]["count"] == 3
    assert found["result"]["facets"]["tags"] == {"bus": 2, "nature": 1, "transport": 1}
    assert found["result"]["facets"]["groups"] == {"tran": 2, "envi": 1}
    assert found["result"]["search_facets"]["organization"]["items"][0] == {"name": "parks", "display_name": "Parks", "count": 2}


@pytest.mark.parametrize(
    ("values", "status", "kind"),
    [
        ({"start": "-1"}, 409, "Validation Error"),
        ({"rows": "many"}, 409, "Validation Error"),
        ({"sort": "password desc"}, 400, "Search Query Error"),
        ({"fq": "((((((((((((((((((((((((((((((((tags:bus"}, 400, "Search Query Error"),
        ({"fq": "metadata_modified:[soon TO *]"}, 400, "Search Query Error"),
        ({"fq": "tags:[a TO b]"}, 400, "Search Query Error"),
        ({"facet": "perhaps"}, 409, "Validation Error"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_in_ckans_words(values: dict[str, str], status: int, kind: str) -> None:
    answer = Client().get("/api/3/action/package_search", values)
    assert answer.status_code == status
    assert answer.json()["error"]["__type"] == kind
    assert answer.json()["success"] is False


def test_more_rows_than_there_may_be_are_granted_as_far_as_they_go() -> None:
    _three()
    assert making.ask("package_search", rows="99999999999999999999", start="0")["result"]["count"] == 3
    assert making.ask("package_search", start="999999999999")["result"]["results"] == []


@pytest.mark.parametrize(
    "body",
    [
        b"[1]", b"{", b'"x"', b"[" * 100_000, b'{"id": "a\\u0000b"}', b'{"id": "\\ud800"}', b'{"id": NaN}', b'{"id": 1e1, "x": -Infinity}',
        b'{"id": ' + b"[" * 60 + b"]" * 60 + b"}", b"\xff\xfe", b'{"n": ' + b"9" * 5_000 + b"}",
    ],
)  # fmt: skip
def test_a_body_that_is_no_object_is_a_bad_request_in_json(body: bytes) -> None:
    answer = Client().post("/api/3/action/package_show", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json().startswith("Bad request - ")


def test_below_the_protocol_every_answer_is_json() -> None:
    assert Client().get("/api/3").json() == {"version": 3}
    lost = Client().get("/api/3/nothing/here")
    assert (lost.status_code, lost["Content-Type"]) == (404, "application/problem+json")


def test_an_unknown_action_is_a_bad_request() -> None:
    answer = Client().get("/api/3/action/package_destroy_all")
    assert (answer.status_code, answer.json()) == (400, "Bad request - Action name not known: package_destroy_all")


def test_a_body_beyond_the_limit_is_not_read() -> None:
    answer = Client().post("/api/3/action/package_show", b" " * 1_000_001, content_type="application/json")
    assert answer.status_code == 413


def test_a_get_carries_a_tag_and_is_not_sent_twice() -> None:
    first = Client().get("/api/3/action/package_list")
    again = Client().get("/api/3/action/package_list", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_organizations_groups_tags_and_licences_are_listed_and_shown() -> None:
    _three()
    assert making.ask("organization_list")["result"] == ["parks", "roads"]
    assert making.ask("organization_list", all_fields="true", sort="package_count desc")["result"][0]["package_count"] == 2
    assert making.ask("organization_show", id="roads", include_datasets="true")["result"]["packages"][0]["name"] == "night-buses"
    assert making.ask("group_list")["result"] == ["envi", "tran"]
    assert making.ask("group_show", id="tran")["result"]["package_count"] == 2
    assert making.ask("tag_list")["result"] == ["bus", "nature", "transport"]
    assert making.ask("tag_list", query="us")["result"] == ["bus"]
    assert making.ask("tag_show", id="nature")["result"]["name"] == "nature"
    assert "cc-by" in {one["id"] for one in making.ask("license_list")["result"]}
    for action in ("organization_show", "group_show", "tag_show", "package_show", "resource_show", "help_show"):
        assert Client().get(f"/api/3/action/{action}?id=nobody&name=nobody").status_code == 404, action


def test_every_action_says_what_it_does() -> None:
    from madang.city.opendata.api.ckan.registry import actions

    assert len(actions()) > 25
    assert [name for name, one in actions().items() if not one.help] == []
    assert making.ask("help_show", name="package_search")["result"].startswith("Find public data sets.")


def test_a_table_is_a_resource_before_the_links(tmp_path: Path) -> None:
    making.trees(tmp_path, links=(LinkFacts(url="https://example.org/a.pdf", titles={"en": "Map"}),))
    first, second = making.ask("package_show", id="trees")["result"]["resources"]
    assert (first["datastore_active"], first["format"], first["position"]) == (True, "CSV", 0)
    assert (second["url"], second["position"]) == ("https://example.org/a.pdf", 1)
    assert making.ask("resource_view_list", id=first["id"])["result"][0]["view_type"] == "datatables_view"
