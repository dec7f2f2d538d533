"""Rows through CKAN's data store: searched, described, dumped, selected."""

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from madang.city.opendata import engine
from madang.city.opendata.models import UsageDay
from madang.city.opendata.services import usage
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.protocols import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def trees(tmp_path: Path) -> str:
    making.trees(tmp_path)
    return making.table_id("trees")


def _found(resource_id: str, **values: Any) -> dict[str, Any]:
    answer = making.post("datastore_search", {"resource_id": resource_id, **values})
    assert answer.status_code == 200, answer.json()
    return answer.json()["result"]


def _codes(resource_id: str, **values: Any) -> list[str]:
    return [one["code"] for one in _found(resource_id, **values)["records"]]


def test_rows_come_as_they_lie_with_their_numbers_and_types(trees: str) -> None:
    found = _found(trees, limit=2, offset=1)
    assert found["records"][0] == {
        "_id": 2, "code": "0013", "name": "Pine", "구": "중구", "height": 8.0, "planted": "2004-04-05",
        "seen_at": "2026-01-02T09:30:00", "protected": False, "lon": 126.99, "lat": 37.57,
    }  # fmt: skip
    assert [one["_id"] for one in found["records"]] == [2, 3]
    assert (found["total"], found["limit"], found["offset"]) == (5, 2, 1)
    assert [(one["id"], one["type"]) for one in found["fields"][:5]] == [
        ("_id", "int"), ("code", "text"), ("name", "text"), ("구", "text"), ("height", "numeric"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"filters": {"name": "Ginkgo"}}, ["0012", "0015"]),
        ({"filters": {"name": ["Ginkgo", "Pine"], "구": "중구"}}, ["0012", "0013"]),
        ({"filters": '{"height": "8"}'}, ["0013"]),
        ({"filters": {"height": None}}, ["0015"]),
        ({"filters": {"name": []}}, []),
        ({"filters": {"protected": True}}, ["0012", "0014"]),
        ({"filters": {"planted": "1969-05-02"}}, ["0014"]),
        ({"filters": {"_id": [1, "5"]}}, ["0012", "0016"]),
        ({"filters": {"name": "' OR 1=1 --"}}, []),
        ({"q": "ginkgo"}, ["0012", "0015"]),
        ({"q": "ginkgo 종로"}, ["0015"]),
        ({"q": {"구": "중구", "name": "pi"}}, ["0013"]),
        ({"q": "it's;"}, ["0016"]),
        ({"q": "21.25"}, ["0014"]),
        ({"q": "2021-11-11 ginkgo"}, ["0015"]),
        ({"q": {"seen_at": "01-03"}}, ["0014"]),
        ({"sort": "height desc"}, ["0014", "0012", "0013", "0016", "0015"]),
        ({"sort": '"구" asc, _id desc', "limit": 3}, ["0016", "0015", "0014"]),
        ({"sort": ["code desc"], "offset": 3}, ["0013", "0012"]),
    ],
)  # fmt: skip
def test_rows_are_narrowed_and_sorted(trees: str, values: dict[str, Any], codes: list[str]) -> None:
    assert _codes(trees, **values) == codes


def test_distinct_values_are_told_once(trees: str) -> None:
    found = _found(trees, fields="구", distinct=True, sort="구 desc")
    assert [one["구"] for one in found["records"]] == ["중구", "종로구", "성북구"]
    assert found["total"] == 3


@pytest.mark.parametrize(
    ("form", "records"),
    [
        ("objects", [{"code": "0012", "protected": True}]),
        ("lists", [["0012", True]]),
        ("csv", "0012,t\r\n"),
        ("tsv", "0012\tt\r\n"),
    ],
)
def test_records_come_in_four_formats(trees: str, form: str, records: Any) -> None:
    assert _found(trees, fields=["code", "protected"], limit=1, records_format=form)["records"] == records


def test_a_get_with_flat_values_answers_as_well(trees: str) -> None:
    found = making.ask("datastore_search", resource_id=trees, limit="1", filters='{"code": "0014"}', include_total="false")
    assert found["result"]["records"][0]["name"] == "Zelkova"
    assert "total" not in found["result"]
    assert f"resource_id={trees}" in found["result"]["_links"]["next"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"filters": {"nothing": 1}}, "filters"),
        ({"filters": {"height": "tall"}}, "filters"),
        ({"filters": {"planted": {"a": 1}}}, "filters"),
        ({"filters": "[1]"}, "filters"),
        ({"fields": "code, password"}, "fields"),
        ({"sort": "password desc"}, "sort"),
        ({"sort": "code; DROP TABLE x"}, "sort"),
        ({"q": {"nothing": "a"}}, "q"),
        ({"q": "a b c d e f g h i j k"}, "q"),
        ({"limit": -1}, "limit"),
        ({"offset": "-5"}, "offset"),
        ({"limit": {"a": 1}}, "limit"),
        ({"records_format": "exe"}, "records_format"),
        ({"distinct": "perhaps"}, "distinct"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(trees: str, values: dict[str, Any], field: str) -> None:
    answer = making.post("datastore_search", {"resource_id": trees, **values})
    assert answer.status_code == 409
    assert answer.json()["error"]["__type"] == "Validation Error"
    assert field in answer.json()["error"]


def test_limits_are_granted_as_far_as_they_go(trees: str) -> None:
    found = _found(trees, limit=10**30)
    assert (found["limit"], len(found["records"])) == (32_000, 5)
    assert _found(trees, offset=10**30)["records"] == []
    assert _found(trees, limit=0)["records"] == []


def test_what_has_no_table_or_is_a_draft_is_not_found(trees: str) -> None:
    builders.dataset("No table", slug="no-table")
    for wrong in (making.table_id("no-table"), "no-id", "00000000-0000-0000-0000-000000000000"):
        assert making.post("datastore_search", {"resource_id": wrong}).status_code == 404, wrong
        assert making.post("datastore_info", {"id": wrong}).status_code == 404, wrong
        assert Client().get(f"/datastore/dump/{wrong}").status_code == 404, wrong


def test_the_table_is_described(trees: str) -> None:
    told = making.ask("datastore_info", id=trees)["result"]
    assert told["meta"]["count"] == 5
    assert told["schema"]["planted"] == "date"


def _dumped(resource_id: str, **values: str) -> str:
    answer = Client().get(f"/datastore/dump/{resource_id}", values)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def test_a_dump_is_whole_in_four_formats(trees: str) -> None:
    rows = list(csv.DictReader(io.StringIO(_dumped(trees))))
    assert [row["code"] for row in rows] == ["0012", "0013", "0014", "0015", "0016"]
    assert rows[3]["height"] == ""
    assert (rows[4]["name"], rows[4]["planted"], rows[1]["protected"]) == ("it's; DROP TABLE", "", "f")
    assert (rows[0]["seen_at"], rows[0]["planted"]) == ("2026-01-01T09:30:00", "1998-03-01")
    told = json.loads(_dumped(trees, format="json"))
    assert told["records"][2][:3] == [3, "0014", "Zelkova"]
    tree = ElementTree.fromstring(_dumped(trees, format="xml"))
    assert [row.get("_id") for row in tree] == ["1", "2", "3", "4", "5"]
    assert tree[4].find("name").text == "it's; DROP TABLE"
    assert _dumped(trees, format="tsv", fields="code,name", limit="1", offset="1") == 'code\tname\r\n"0013"\t"Pine"\n'
    assert _dumped(trees, bom="true").startswith("\ufeff_id,code")


def test_each_use_is_counted(trees: str) -> None:
    usage.write()
    _found(trees)
    _dumped(trees)
    assert Client().get("/ogc/collections/trees/items").status_code == 200
    usage.write()
    assert UsageDay.objects.values_list("downloads", "queries").get() == (1, 2)


def test_a_dump_refuses_what_it_does_not_know(trees: str) -> None:
    for wrong in ("format=exe", "fields=password", "limit=-1", "bom=perhaps"):
        assert Client().get(f"/datastore/dump/{trees}?{wrong}").status_code == 409, wrong


@pytest.fixture
def _engine() -> Any:
    yield
    engine.close()


@pytest.mark.usefixtures("_engine")
def test_a_select_of_anybody_runs_over_the_tables_it_names(trees: str) -> None:
    sql = f'SELECT "구", count(*) AS trees, max(height) AS most FROM "{trees}" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1'
    told = making.post("datastore_search_sql", {"sql": sql}).json()["result"]
    assert told["records"] == [{"구": "종로구", "trees": 2, "most": 21.25}]
    assert told["fields"] == [{"id": "구", "type": "text"}, {"id": "trees", "type": "int"}, {"id": "most", "type": "numeric"}]


@pytest.mark.usefixtures("_engine")
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        'DELETE FROM "{id}"',
        'SELECT * FROM "{id}"; DROP TABLE x',
        "SELECT * FROM read_csv('/etc/passwd'), \"{id}\"",
        "SELECT * FROM \"{id}\", duckdb_settings()",
        'COPY (SELECT * FROM "{id}") TO \'/tmp/own.csv\'',
        'SELECT * FROM "{id}" WHERE',
    ],
)  # fmt: skip
def test_anything_but_one_select_over_tables_is_refused(trees: str, sql: str) -> None:
    answer = making.post("datastore_search_sql", {"sql": sql.format(id=trees)})
    assert answer.status_code == 409, answer.json()
    assert answer.json()["error"]["__type"] == "Validation Error"
