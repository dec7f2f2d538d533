"""CQL2 text: what it means, what is refused, and that no text of it ever becomes SQL."""

import contextlib
from collections.abc import Iterator

import duckdb
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.city.opendata.rules import cql2
from madang.city.opendata.rules.cql2 import Comparison, CqlFault, In, Like, Literal, Not, Or, Property, Schema, Sql

SCHEMA = Schema(
    {"a": "integer", "b": "text", "c": "boolean", "d": "date", "e": "datetime", "하나": "text"}, frozenset({"geometry"})
)


def _boxes(box: tuple[float, float, float, float]) -> Sql:
    return Sql("BOX")


def _sql(text: str) -> tuple[str, dict[str, object]]:
    return cql2.plan_of(cql2.read(text), SCHEMA, _boxes).where.numbered()


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("a = 1", Comparison("=", Property("a"), Literal(1))),
        ("a<>-1.5e3", Comparison("<>", Property("a"), Literal(-1500.0))),
        ("b = 'it''s'", Comparison("=", Property("b"), Literal("it's"))),
        (r"b = 'it\'s'", Comparison("=", Property("b"), Literal("it's"))),
        ('"하나" LIKE \'가%\'', Like(Property("하나"), Literal("가%"))),
        ("하나 = ''", Comparison("=", Property("하나"), Literal(""))),
        ("NOT a IN (1, 2)", Not(In(Property("a"), (Literal(1), Literal(2))))),
        ("a NOT IN (1)", Not(In(Property("a"), (Literal(1),)))),
        ("android = 1", Comparison("=", Property("android"), Literal(1))),
        ("notes = 'x'", Comparison("=", Property("notes"), Literal("x"))),
        ("date = 'x'", Comparison("=", Property("date"), Literal("x"))),
        ('"a""b" = 1', Comparison("=", Property('a"b'), Literal(1))),
        ("a=1 or a=2 AND a=3", Or((Comparison("=", Property("a"), Literal(1)), cql2.And((
            Comparison("=", Property("a"), Literal(2)), Comparison("=", Property("a"), Literal(3))))))),
    ],
)  # fmt: skip
def test_text_is_read_as_the_standard_says(text: str, node: cql2.Node) -> None:
    assert cql2.read(text) == node


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a =", "filter_syntax"), ("a = 1 b", "filter_syntax"), ("NOT NOT a = 1", "filter_syntax"), ("a == 1", "filter_syntax"),
        ("a = 'x", "filter_syntax"), ("S_NEAR(geometry, POINT(1 1))", "filter_syntax"), ("a + 1 = 2", "filter_syntax"),
        ("(" * 41 + "a=1" + ")" * 41, "filter_too_deep"), ("x" * 20_001, "filter_too_long"),
        ("a IN (" + "1," * 500 + "1)", "filter_parts"), ("nope = 1", "filter_column"), ("a = 'x'", "filter_types"),
        ("b LIKE 1", "filter_operand"), ("CASEI(a) = 1", "filter_operand"), ("d = DATE('x')", "filter_moment"),
        ("a = 1e999", "filter_number"), ("T_MEETS(d, e)", "filter_interval"), ("geometry = 'x'", "filter_geometry_here"),
        ("S_WITHIN(b, POINT(1 1))", "filter_no_geometry"), ("S_WITHIN(POINT(1 1), POINT(1 1))", "filter_spatial"),
        ("S_WITHIN(geometry, POLYGON((0 0,1 1,0 1,1 0,0 0)))", "filter_geometry"), ("S_WITHIN(geometry, BBOX(0,1,2))", "filter_box"),
        (" AND ".join(["S_WITHIN(geometry, POINT(1 1))"] * 11), "filter_parts"), ("", "filter_syntax"),
    ],
)  # fmt: skip
def test_what_is_no_filter_is_refused_by_name(text: str, key: str) -> None:
    with pytest.raises(CqlFault) as problem:
        _sql(text)
    assert problem.value.refusal.key == f"opendata.{key}"


def test_names_are_quoted_and_values_are_parameters() -> None:
    assert _sql("b = '; DROP TABLE x --' AND a > 7") == ('(("b" = $p0) AND ("a" > $p1))', {"p0": "; DROP TABLE x --", "p1": 7})
    assert cql2.quoted('x" OR 1=1') == '"x"" OR 1=1"'


def test_days_and_instants_are_compared_as_what_they_are() -> None:
    assert _sql("d > '2026-01-02'")[0] == '("d" > CAST($p0 AS DATE))'
    text, values = _sql("e > '2026-01-02T09:00:00+09:00'")
    assert (text, values) == ('("e" > CAST($p0 AS TIMESTAMP))', {"p0": "2026-01-02 00:00:00"})


@given(st.text(max_size=60))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(CqlFault):
        cql2.read(text)


@given(st.text(st.characters(exclude_characters="'\\", codec="utf-8"), max_size=30))
def test_whatever_stands_in_quotes_stays_a_value(text: str) -> None:
    assert _sql(f"b = '{text}'") == ('("b" = $p0)', {"p0": text})


_LEAVES = st.sampled_from(["a = 1", "c = TRUE", "b IS NULL", "S_INTERSECTS(geometry, BBOX(0,0,2,2))",
                           "S_DISJOINT(geometry, POINT(1 1))", "S_WITHIN(geometry, BBOX(1,1,3,3))"])  # fmt: skip
_FILTERS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda one: f"NOT ({one})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda some: " AND ".join(f"({one})" for one in some)),
        st.lists(inner, min_size=2, max_size=3).map(lambda some: " OR ".join(f"({one})" for one in some)),
    ),
    max_leaves=6,
)
_ROWS = [(a, c, b, shape) for a in (1, 2, None) for c in (True, False, None) for b in ("x", None)
         for shape in (None, shapely.Point(1, 1), shapely.Point(2.5, 2.5), shapely.Point(9, 9))]  # fmt: skip


def _truth(node: cql2.Node, row: tuple[object, ...]) -> bool | None:
    """Return what a filter says of a row, by the plain definition of logic with three values."""
    a, c, b, shape = row
    match node:
        case cql2.Not(part):
            inner = _truth(part, row)
            return None if inner is None else not inner
        case cql2.And(parts):
            found = [_truth(part, row) for part in parts]
            return False if False in found else None if None in found else True
        case cql2.Or(parts):
            found = [_truth(part, row) for part in parts]
            return True if True in found else None if None in found else False
        case cql2.IsNull():
            return b is None
        case cql2.Comparison(_, cql2.Property(name), cql2.Literal(value)):
            return None if (held := a if name == "a" else c) is None else held == value
        case cql2.Spatial(op, _, cql2.Shape(wkt)):
            return None if shape is None else bool(getattr(shapely, op[2:])(shape, shapely.from_wkt(wkt)))
    raise AssertionError(node)


@pytest.fixture(scope="module")
def rows() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (n INT, a INT, c BOOL, b VARCHAR, x DOUBLE, y DOUBLE)")
        lines = [(n, a, c, b, *((s.x, s.y) if s else (None, None))) for n, (a, c, b, s) in enumerate(_ROWS)]
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", lines)
        yield connection


def _of_points(box: tuple[float, float, float, float]) -> Sql:
    mark = cql2.PLACE
    return Sql(f"(x BETWEEN {mark} AND {mark} AND y BETWEEN {mark} AND {mark})", (box[0], box[2], box[1], box[3]))


@settings(max_examples=60)
@given(text=_FILTERS)
def test_narrowing_and_judging_together_say_what_the_filter_says(rows: duckdb.DuckDBPyConnection, text: str) -> None:
    node = cql2.read(text)
    expected = {n for n, row in enumerate(_ROWS) if _truth(node, row) is True}
    plan = cql2.plan_of(node, SCHEMA, _of_points)
    where, values = plan.where.numbered("w")
    told = ""
    for place, column in enumerate(plan.columns):
        sql, more = column.numbered(f"t{place}x")
        told, values = f"{told}, {sql} AS t{place}", values | more
    found = rows.execute(f"SELECT n{told} FROM t WHERE {where} ORDER BY n", values).fetchall()
    assert expected <= {row[0] for row in found}
    shapes = np.array([_ROWS[row[0]][3] for row in found], dtype=object)
    columns = [np.array([row[1 + place] for row in found], dtype=object) for place in range(len(plan.columns))]
    assert {row[0] for row, fits in zip(found, plan.judge(shapes, columns), strict=True) if fits} == expected
