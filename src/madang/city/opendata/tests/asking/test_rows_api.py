"""Rows of a data set over the API."""

import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from django.test import Client

from madang.city.opendata.models import Dataset
from madang.city.opendata.services import usage
from madang.city.opendata.tests.asking.conftest import COUNT, DISTRICTS, stations
from madang.city.opendata.tests.asking.publishing import publish
from madang.city.opendata.tests.builders import DAY, NOW

ROWS = stations().to_pylist()


def address(slug: str, **asked: Any) -> str:
    return f"/api/v1/datasets/{slug}/rows?{urlencode(asked)}"


def told(client: Client, slug: str, **asked: Any) -> Any:
    response = client.get(address(slug, **asked))
    assert response.status_code == 200, response.content
    return response.json()


def test_the_first_rows_come_with_their_receipt(client: Client, stations_slug: str) -> None:
    found = told(client, stations_slug, limit=2)
    assert [row["id"] for row in found["rows"]] == [0, 1]
    assert found["rows"][0]["opened"] == "2015-01-01"
    assert found["rows"][0]["shape"] == {"type": "Point", "coordinates": [127.0, 37.5]}
    assert {"name": "bikes", "type": "integer"} in found["columns"]
    receipt = found["receipt"]
    assert (receipt["dataset"], receipt["version"], receipt["query"], receipt["way"]) == (stations_slug, 1, "limit=2", "store")


def test_pages_behind_each_other_give_every_row_once(client: Client, stations_slug: str) -> None:
    for asked in (
        {},
        {"구__exact": DISTRICTS[0]},
        {"bikes__greater": 20},
        {"sort": "-bikes,구"},
        {"bikes__notnull": "", "sort": "share"},
    ):
        seen: list[int] = []
        following: str | None = address(stations_slug, limit=37, columns="id", **asked)
        while following:
            page = client.get(following).json()
            seen += [row["id"] for row in page["rows"]]
            following = page["next"]
        whole = [row["id"] for row in told(client, stations_slug, limit=1_000, columns="id", **asked)["rows"]]
        assert seen == whole
        assert len(set(seen)) == len(seen) > 37


def test_a_filter_on_one_value_is_answered_from_the_store_and_the_same_as_by_the_engine(
    client: Client, stations_slug: str
) -> None:
    near = told(client, stations_slug, 구__exact="중구", limit=1_000)
    far = told(client, stations_slug, 구__in="중구", limit=1_000)
    assert (near["receipt"]["way"], far["receipt"]["way"]) == ("store", "engine")
    assert near["rows"] == far["rows"]
    assert len(near["rows"]) == COUNT / 3


def test_an_offset_leaves_out_rows_at_any_depth(client: Client, stations_slug: str) -> None:
    assert [row["id"] for row in told(client, stations_slug, offset=COUNT - 2)["rows"]] == [COUNT - 2, COUNT - 1]
    assert told(client, stations_slug, offset=COUNT + 5)["rows"] == []


def test_groups_are_one_row_each_with_their_figures(client: Client, stations_slug: str) -> None:
    found = told(client, stations_slug, groupby="구", count="", bikes__sum="", sort="-bikes__sum")
    sums = {name: sum(row["bikes"] or 0 for row in ROWS if row["구"] == name) for name in DISTRICTS}
    expected = sorted(
        ({"구": name, "count": 100, "bikes__sum": total} for name, total in sums.items()), key=lambda one: -one["bikes__sum"]
    )
    assert found["rows"] == expected
    assert found["columns"] == [
        {"name": "구", "type": "text"}, {"name": "count", "type": "integer"}, {"name": "bikes__sum", "type": "integer"},
    ]  # fmt: skip
    assert found["receipt"]["rows_scanned"] == COUNT


def test_every_form_holds_the_same_rows(client: Client, stations_slug: str) -> None:
    asked = {"bikes__greater": 30, "columns": "id,구,share,opened", "limit": 20}
    rows = told(client, stations_slug, **asked)["rows"]
    csv = client.get(address(stations_slug, format="csv", **asked))
    parquet = client.get(address(stations_slug, format="parquet", **asked))
    arrow = client.get(address(stations_slug, **asked), headers={"accept": "application/vnd.apache.arrow.stream"})
    assert csv["Content-Type"] == "text/csv; charset=utf-8"
    assert arrow["Content-Type"] == "application/vnd.apache.arrow.stream"
    as_text = [row | {"opened": str(row["opened"])} for row in pq.read_table(io.BytesIO(parquet.content)).to_pylist()]
    assert as_text == rows
    assert [row | {"opened": str(row["opened"])} for row in pa.ipc.open_stream(arrow.content).read_all().to_pylist()] == rows
    assert [row["id"] for row in pa_csv.read_csv(io.BytesIO(csv.content)).to_pylist()] == [row["id"] for row in rows]
    assert csv.content.decode().startswith('"id","구","share","opened"\n')


def test_geojson_takes_the_shape_else_longitude_and_latitude(client: Client, stations_slug: str) -> None:
    shaped = json.loads(client.get(address(stations_slug, format="geojson", limit=1)).content)
    pointed = json.loads(client.get(address(stations_slug, format="geojson", limit=1, columns="id,lon,lat")).content)
    assert (
        shaped["features"][0]["geometry"] == pointed["features"][0]["geometry"] == {"type": "Point", "coordinates": [127.0, 37.5]}
    )
    assert client.get(address(stations_slug, format="geojson", columns="id")).status_code == 422


def test_the_same_question_is_not_answered_twice(client: Client, stations_slug: str, tmp_path: Path) -> None:
    first = client.get(address(stations_slug, limit=1))
    again = client.get(address(stations_slug, limit=1), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    publish(stations_slug, stations(extra=1), tmp_path)
    assert client.get(address(stations_slug, limit=1), headers={"if-none-match": first["ETag"]}).status_code == 200


def test_an_older_version_is_answered_for_good(client: Client, stations_slug: str, tmp_path: Path) -> None:
    publish(stations_slug, stations(extra=1), tmp_path)
    assert told(client, stations_slug, limit=1)["rows"][0]["bikes"] == 1
    older = client.get(address(stations_slug, limit=1, version=1))
    assert older.json()["rows"][0]["bikes"] == 0
    assert older["Madang-Dataset"] == f"{stations_slug}@1"
    assert client.get(address(stations_slug, version=3)).status_code == 404


def test_a_cursor_of_another_question_or_version_is_refused(client: Client, stations_slug: str, tmp_path: Path) -> None:
    cursor = told(client, stations_slug, limit=1)["next_cursor"]
    assert client.get(address(stations_slug, cursor=cursor, sort="id")).status_code == 400
    assert client.get(address(stations_slug, cursor="bm9uc2Vuc2U")).status_code == 400
    publish(stations_slug, stations(extra=1), tmp_path)
    assert client.get(address(stations_slug, cursor=cursor)).status_code == 400


@pytest.mark.parametrize("position", ["x", -5, 1.5, True, None, [1], 10**30])
def test_a_forged_cursor_breaks_nothing(client: Client, stations_slug: str, position: Any) -> None:
    from madang.city.kernel import paging
    from madang.city.opendata.models import Version

    held = Version.objects.get(dataset__slug=stations_slug)
    for keys, asked in (([position], {}), ([position, 5], {"sort": "bikes"}), (["중구", position], {"구__sort": "asc"})):
        cursor = paging.encode([held.table.key[:12], 1, *keys])
        assert client.get(address(stations_slug, cursor=cursor, **asked)).status_code in (200, 400)


def test_what_it_would_cost_can_be_asked_before(client: Client, stations_slug: str) -> None:
    found = told(client, stations_slug, estimate="true", id__less=50, groupby="구")
    assert (found["rows_estimated"], found["rows"], found["is_allowed"]) == (100, COUNT, True)


def test_a_question_that_would_read_too_much_is_refused_with_the_figure(
    client: Client, stations_slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("madang.city.opendata.queries.asking.MOST_SCANNED", 150)
    response = client.get(address(stations_slug, groupby="구"))
    assert response.status_code == 422
    assert "300" in response.json()["detail"]
    assert client.get(address(stations_slug, groupby="구", id__less=50)).status_code == 200


def test_a_wrong_parameter_is_named(client: Client, stations_slug: str) -> None:
    response = client.get(address(stations_slug, bikes__exact="many"))
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert "bikes__exact" in response.json()["detail"]


@pytest.mark.parametrize("changes", [{"state": "draft"}, {"state": "withdrawn"}, {"embargo_until": NOW + 4_000 * DAY}])
def test_what_is_not_public_is_not_answered(client: Client, stations_slug: str, changes: dict[str, Any]) -> None:
    Dataset.objects.filter(slug=stations_slug).update(**changes)
    assert client.get(address(stations_slug)).status_code == 404


def test_data_sets_are_listed_and_described(client: Client, stations_slug: str) -> None:
    found = client.get("/api/v1/datasets?q=bike").json()
    assert [one["id"] for one in found["items"]] == [stations_slug]
    whole = client.get(f"/api/v1/datasets/{stations_slug}").json()
    assert (whole["rows"], whole["version"]) == (COUNT, 1)
    assert client.get(f"/api/v1/datasets/{whole['public_id']}/rows?limit=1").status_code == 200
    assert {"name": "구", "source_name": "구", "type": "text", "unit": "", "role": "category"} in whole["columns"]
    assert client.get("/api/v1/datasets/nothing").status_code == 404


def test_a_question_is_counted_and_an_answer_from_a_cache_is_not(client: Client, stations_slug: str) -> None:
    usage.write()
    first = client.get(address(stations_slug, limit=1))
    client.get(address(stations_slug, limit=1), headers={"if-none-match": first["ETag"]})
    client.post("/api/v1/sql", json.dumps({"sql": f'SELECT 1 FROM "{stations_slug}"'}), content_type="application/json")
    assert usage.write() == 2
