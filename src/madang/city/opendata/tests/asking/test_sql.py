"""SQL for everybody: over the API, and as a page."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from madang.city.opendata.models import Dataset
from madang.city.opendata.tests.asking.conftest import COUNT, stations
from madang.city.opendata.tests.asking.publishing import publish


def ask(client: Client, sql: str, **more: Any) -> Any:
    return client.post("/api/v1/sql", json.dumps({"sql": sql, **more}), content_type="application/json")


def page(client: Client, **asked: Any) -> Any:
    return client.get(f"/data/sql?{urlencode(asked)}")


def test_a_table_is_named_by_its_data_set(client: Client, stations_slug: str) -> None:
    found = ask(client, f'SELECT "구", count(*) AS n FROM "{stations_slug}" GROUP BY ALL ORDER BY "구"').json()
    assert found["columns"] == [{"name": "구", "type": "text"}, {"name": "n", "type": "integer"}]
    assert found["rows"] == [["강남구", 100], ["종로구", 100], ["중구", 100]]
    assert found["receipt"]["tables"] == {stations_slug: 1}
    assert found["receipt"]["rows_scanned"] == COUNT
    assert "no-new-privileges" in found["receipt"]["confined_by"]


def test_a_name_may_be_written_with_underscores_and_a_version(client: Client, stations_slug: str, tmp_path: Path) -> None:
    publish(stations_slug, stations(extra=5), tmp_path)
    bare = stations_slug.replace("-", "_")
    found = ask(client, f'SELECT (SELECT sum(bikes) FROM {bare}) - (SELECT sum(bikes) FROM "{stations_slug}@1")').json()
    assert found["rows"] == [[5 * 270]]
    assert found["receipt"]["tables"] == {bare: 2, f"{stations_slug}@1": 1}


@pytest.mark.parametrize(
    ("sql", "key"),
    [
        ("SELECT * FROM nothing", "sql_table"), ("DROP TABLE x", "sql_statement"), ("SELECT getenv('A')", "sql_function"),
        ("SELECT 1 +", "sql_sql"), ("SELECT '" + "x" * 20_000 + "'", "sql_length"), ("SELECT '\0'", "sql_length"),
    ],
)  # fmt: skip
def test_what_may_not_be_asked_is_said(client: Client, db: None, sql: str, key: str) -> None:
    response = ask(client, sql)
    assert response.status_code == 422
    assert response.json()["type"] == f"urn:madang:problem:opendata.{key}"


def test_a_data_set_that_is_not_public_is_no_table(client: Client, stations_slug: str) -> None:
    Dataset.objects.filter(slug=stations_slug).update(state="draft")
    assert ask(client, f'SELECT 1 FROM "{stations_slug}"').json()["type"].endswith("sql_table")


def test_a_long_answer_is_cut_and_says_so(client: Client, db: None) -> None:
    found = ask(client, "SELECT range FROM range(50000)").json()
    assert (len(found["rows"]), found["is_cut"]) == (10_000, True)


def test_values_of_every_kind_are_json(client: Client, db: None) -> None:
    sql = "SELECT DATE '2025-04-30', 1.50::DECIMAL(9,2), 'nan'::DOUBLE, [1, NULL], {'a': TIME '08:30'}, INTERVAL 1 DAY, 'a'::BLOB, NULL"
    row = ask(client, sql).json()["rows"][0]
    assert row[:5] == ["2025-04-30", 1.5, None, [1, None], {"a": "08:30:00"}]
    assert row[6:] == ["YQ==", None]


def test_the_answer_comes_as_a_file_too(client: Client, stations_slug: str) -> None:
    sql = f'SELECT id, INTERVAL 1 DAY AS d, id FROM "{stations_slug}" LIMIT 3'
    csv = ask(client, sql, format="csv")
    assert csv.content.decode().splitlines()[0] == '"id","d","id_2"'
    assert len(csv.content.decode().splitlines()) == 4
    assert ask(client, sql, format="parquet").content.startswith(b"PAR1")
    assert ask(client, sql, format="xml").status_code == 422


def test_the_page_answers_what_its_address_asks(client: Client, stations_slug: str) -> None:
    sql = f'SELECT "구", count(*) AS n FROM "{stations_slug}" GROUP BY ALL ORDER BY 1'
    found = page(client, sql=sql)
    text = found.content.decode()
    assert found.status_code == 200
    assert "종로구" in text
    assert f"{stations_slug}@1" in text
    assert found.context["share_url"].endswith(f"/data/sql?{urlencode({'sql': sql})}")
    assert "noindex" in found["X-Robots-Tag"]


def test_the_page_downloads_the_answer(client: Client, stations_slug: str) -> None:
    found = page(client, sql=f'SELECT id FROM "{stations_slug}" LIMIT 2', format="csv")
    assert found["Content-Disposition"].startswith("attachment")
    assert found.content == b'"id"\n0\n1\n'


def test_the_page_without_a_question_shows_tables_and_examples_that_run(client: Client, stations_slug: str) -> None:
    found = page(client)
    assert stations_slug in found.content.decode()
    assert len(found.context["examples"]) == 3
    for _, address, _ in found.context["examples"]:
        assert client.get(address).context["table"] is not None


def test_the_page_says_what_is_wrong_beside_the_question(client: Client, db: None) -> None:
    found = page(client, sql="SELECT * FROM secrets")
    assert found.status_code == 422
    assert "secrets" in str(found.context["form"].errors["sql"])


def test_markup_in_an_answer_stays_text(client: Client, db: None) -> None:
    text = page(client, sql="SELECT '<script>x</script>' AS \"<b>\"").content.decode()
    assert "<script>x" not in text
    assert "<b>" not in text
