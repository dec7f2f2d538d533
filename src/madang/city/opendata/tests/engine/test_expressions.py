"""Questions of the tabular API as Ibis expressions: each operator against the rows themselves, read without any engine."""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import parse_qsl

import pytest

from madang.city.opendata import engine
from madang.city.opendata.engine import Question, expressions, scanning
from madang.city.opendata.rules.tabular import Field, Query, read, result_types, without_values
from madang.city.opendata.tests.engine.conftest import COUNT, KINDS, trees

FIELDS = (
    Field("id", "integer"), Field("kind", "text"), Field("height", "decimal"), Field("planted", "date"),
    Field("protected", "boolean"),
)  # fmt: skip
ROWS = trees().to_pylist()
Row = dict[str, Any]


def question(text: str, limit: int = 100_000) -> Query:
    found = read(parse_qsl(text, keep_blank_values=True), FIELDS, limit=limit, most=100_000)
    assert isinstance(found, Query), found
    return found


def answer(query: Query, parquet: Path) -> list[Row]:
    types = {one.name: one.type for one in FIELDS}
    shape, values = without_values(query, result_types(query, types))
    sql = expressions.duckdb_sql(shape, FIELDS)
    table = engine.ask(Question(sql, values, {"asked": [parquet]})).table
    return table.slice(0, query.limit).to_pylist()


def tall(row: Row, least: float) -> bool:
    return row["height"] is not None and row["height"] >= least


CASES: list[tuple[str, Callable[[Row], bool]]] = [
    ("kind__exact=pine", lambda row: row["kind"] == "pine"),
    ("kind__exact=은행나무", lambda row: row["kind"] == "은행나무"),
    ("kind__differs=pine", lambda row: row["kind"] != "pine"),
    ("kind__null", lambda row: row["kind"] is None),
    ("kind__isnotnull", lambda row: row["kind"] is not None),
    ("kind__contains=APL", lambda row: "apl" in (row["kind"] or "")),
    ("kind__notcontains=i", lambda row: "i" not in (row["kind"] or "")),
    ('kind__in=pine,"maple",nothing', lambda row: row["kind"] in ("pine", "maple")),
    ("kind__notin=pine,maple", lambda row: row["kind"] not in ("pine", "maple")),
    ("id__less=10", lambda row: row["id"] <= 10),
    ("id__strictly_less=10", lambda row: row["id"] < 10),
    ("height__greater=29.5", lambda row: tall(row, 29.5)),
    ("height__strictly_greater=29.5", lambda row: tall(row, 29.55)),
    ("planted__range=2000-02-01,2000-02-03", lambda row: date(2000, 2, 1) <= row["planted"] <= date(2000, 2, 3)),
    ("protected__exact=true", lambda row: row["protected"]),
    ("id__less=500&protected__exact=false", lambda row: row["id"] <= 500 and not row["protected"]),
    ("or=(id__exact=3,kind__null)", lambda row: row["id"] == 3 or row["kind"] is None),
    (
        'or=(id__less=5,and(kind__in="pine,maple",height__greater=29))',
        lambda row: row["id"] <= 5 or (row["kind"] in ("pine", "maple") and tall(row, 29)),
    ),
    ("kind__exact=' OR 1=1 --", lambda row: False),
]


@pytest.mark.parametrize(("text", "fits"), CASES, ids=[text for text, _ in CASES])
def test_an_operator_keeps_the_rows_that_it_says(text: str, fits: Callable[[Row], bool], parquet: Path) -> None:
    found = answer(question(text), parquet)
    assert [row["id"] for row in found] == [row["id"] for row in ROWS if fits(row)]


def test_groups_are_counted_and_measured(parquet: Path) -> None:
    query = question(
        "groupby=kind&count&height__count&height__avg&height__median&height__quantile=0.9&id__sum&id__max&id__distinct"
    )
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in ROWS:
        groups[row["kind"]].append(row)
    found = {row["kind"]: row for row in answer(query, parquet)}
    assert list(found) == [*sorted(KINDS), None]
    for kind, rows in groups.items():
        heights = sorted(row["height"] for row in rows if row["height"] is not None)
        told = found[kind]
        assert (told["count"], told["height__count"], told["id__distinct"]) == (len(rows), len(heights), len(rows))
        assert told["id__sum"] == sum(row["id"] for row in rows)
        assert told["id__max"] == max(row["id"] for row in rows)
        assert told["height__avg"] == pytest.approx(sum(heights) / len(heights))
        assert told["height__median"] == pytest.approx(median(heights))
        assert told["height__quantile_0.9"] == pytest.approx(interpolated(heights, 0.9))


def interpolated(values: list[float], share: float) -> float:
    """Return the quantile between the two values around its place: (n - 1) * share, counted from 0."""
    place = (len(values) - 1) * share
    low = math.floor(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


@pytest.mark.parametrize("sort", ["height", "-height", "kind,-height", "-protected,kind"])
def test_pages_behind_each_other_give_every_row_once_in_order(sort: str, parquet: Path) -> None:
    query = question(f"id__less=900&columns=id,height,kind,protected&sort={sort}", limit=250)
    seen: list[Row] = []
    after: tuple[Any, ...] = ()
    while True:
        page = answer(replace(query, after=after), parquet)
        seen += page
        if len(page) < query.limit:
            break
        after = (*(page[-1][one.column] for one in query.order), page[-1]["_position"])
    whole = answer(replace(query, limit=2_000), parquet)
    assert len(whole) == 901
    assert [row["id"] for row in seen] == [row["id"] for row in whole]


def test_empty_values_come_last_either_way(parquet: Path) -> None:
    for sort in ("height", "-height"):
        heights = [row["height"] for row in answer(question(f"sort={sort}&id__less=70"), parquet)]
        known = [one for one in heights if one is not None]
        assert heights == sorted(known, reverse=sort.startswith("-")) + [None] * 11


def test_pages_of_groups_go_on_behind_the_last_one(parquet: Path) -> None:
    query = question("groupby=kind&count&sort=-count", limit=2)
    first = answer(query, parquet)
    second = answer(replace(query, after=(first[-1]["count"], first[-1]["kind"])), parquet)
    third = answer(replace(query, after=(second[-1]["count"], second[-1]["kind"])), parquet)
    assert [row["kind"] for row in first + second + third] == ["maple", "pine", "zelkova", "은행나무", None]


def test_questions_of_one_shape_are_compiled_once() -> None:
    before = expressions.duckdb_sql.cache_info().misses
    for value in ("pine", "maple", "x'; --"):
        shape, values = without_values(question(f"kind__exact={value}&id__less=7"), {one.name: one.type for one in FIELDS})
        sql = expressions.duckdb_sql(shape, FIELDS)
        assert value not in sql
        assert list(values.values()) == [value, 7]
    assert expressions.duckdb_sql.cache_info().misses <= before + 1


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", COUNT), ("id__less=100", 8_192), ("id__range=9000,17000", 8_192 + COUNT - 16_384), ("id__exact=-1", 0),
        ("id__in=5,19999", 8_192 + COUNT - 16_384), ("or=(id__exact=1,id__exact=2)", COUNT), ("and=(id__exact=1)", 8_192),
        ("kind__contains=x", COUNT),
    ],
)  # fmt: skip
def test_the_estimate_counts_the_row_groups_that_cannot_be_skipped(text: str, rows: int, parquet: Path) -> None:
    assert scanning.estimate(question(text), [parquet]) == rows
