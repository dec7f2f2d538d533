"""The figures of a chart: one to three questions to the engine, each bounded in what it returns."""

# ruff: noqa: S608 - every name in the SQL is quoted and taken from the table's columns, every value is a parameter or a number

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pyarrow as pa

from madang.city.opendata.rules.charts import (
    MOST_GROUPS,
    MOST_INSTANTS,
    ChartPlan,
    Field,
    Kind,
    Measure,
    Order,
    Step,
    round_edges,
)
from madang.city.opendata.rules.filters import Where, quoted

MOST_POINTS = 2_000
POINT_COLUMNS, POINT_ROWS = 36, 20
ABOUT_BINS = 20
Asking = Callable[[str, Mapping[str, Any]], pa.Table]
EVERYTHING = Where()


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure: what it stands for, of which group, how much, and of how many rows.

    group     None where there are no groups; ``is_other`` stands for all the groups that are not named
    until     the upper edge of a bin; None for a value
    """

    x: Any
    value: float | None
    rows: int
    group: Any = None
    is_other: bool = False
    until: Any = None


@dataclass(frozen=True, slots=True)
class ChartFigures:
    """What a chart shows and what it leaves out.

    kinds    how many different values of x there are
    rows     how many rows there are behind the filters; ``missing`` of them have no value to show
    binned   points were too many and are counted in squares
    """

    marks: tuple[Mark, ...]
    rows: int
    kinds: int = 0
    missing: int = 0
    binned: bool = False
    facts: dict[str, float] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """Return how many different values of x are not shown."""
        return max(self.kinds - len({(mark.x, mark.until) for mark in self.marks}), 0)


def chart_figures(plan: ChartPlan, asking: Asking, where: Where = EVERYTHING) -> ChartFigures:
    """Return the figures of ``plan`` for the rows that fit; ``asking`` answers SQL over the table ``data``.

    Raises what ``asking`` raises.
    """
    source = _Source(asking, where)
    return _FIGURES[plan.kind](plan, source)


@dataclass(frozen=True, slots=True)
class _Source:
    """The rows behind the filters."""

    asking: Asking
    where: Where

    def rows(self, select: str, rest: str = "", *, where: str = "TRUE") -> list[dict[str, Any]]:
        """Return what is selected; ``{data}`` stands for the filtered rows."""
        data = f"(SELECT * FROM data WHERE ({self.where.sql}) AND ({where}))"
        sql = f"{select} {rest}".replace("{data}", data)
        return self.asking(sql, self.where.values).to_pylist()


def _x(plan: ChartPlan) -> str:
    name = quoted(plan.x.name)
    if plan.step == Step.EACH:
        return name
    whole = f"date_trunc('{plan.step.value}', {name})"
    return f"CAST({whole} AS TIMESTAMP)" if plan.step == Step.HOUR else f"CAST({whole} AS DATE)"


def _figure(plan: ChartPlan) -> str:
    if plan.measure == Measure.COUNT or plan.y is None:
        return "CAST(count(*) AS DOUBLE)"
    return f"CAST({plan.measure.value}({quoted(plan.y.name)}) AS DOUBLE)"


def _best(plan: ChartPlan, value: str) -> str:
    """Return the order in which values of x are kept: the latest, the greatest or the least; equal ones by their value."""
    if plan.x.is_time:
        return "x DESC NULLS LAST"
    return f"{value} {'ASC' if plan.order == Order.LEAST else 'DESC'} NULLS LAST, x NULLS LAST"


def _kinds(plan: ChartPlan, source: _Source, limit: int) -> ChartFigures:
    """Return one figure for each of the first ``limit`` values of x."""
    select = (
        f"SELECT {_x(plan)} AS x, {_figure(plan)} AS value, count(*) AS n, count(*) OVER () AS kinds, "
        "CAST(sum(count(*)) OVER () AS BIGINT) AS total FROM {data} GROUP BY x"
    )
    found = source.rows(select, f"ORDER BY {_best(plan, 'value')} LIMIT {limit}")
    marks = tuple(Mark(row["x"], row["value"], row["n"]) for row in found)
    rows, kinds = (found[0]["total"], found[0]["kinds"]) if found else (0, 0)
    missing = sum(mark.rows for mark in marks if mark.value is None)
    return ChartFigures(_sorted(plan, marks), rows, kinds, missing)


def _crossed(plan: ChartPlan, source: _Source, limit: int, groups: int) -> ChartFigures:
    """Return a figure for each value of x and each of the groups with most rows; all other groups are one."""
    if plan.group is None:
        return _kinds(plan, source, limit)
    whole = _kinds(plan, source, limit)
    group = quoted(plan.group.name)
    best = (
        f"(SELECT {_x(plan)} AS x, {_figure(plan)} AS value FROM {{data}} GROUP BY x "
        f"ORDER BY {_best(plan, 'value')} LIMIT {limit})"
    )
    named = (
        f"(SELECT {group} AS g, TRUE AS is_named FROM {{data}} GROUP BY g ORDER BY count(*) DESC, g NULLS LAST LIMIT {groups})"
    )
    select = (
        f"SELECT best.x AS x, CASE WHEN named.is_named THEN {group} END AS g, named.is_named IS NULL AS is_other, "
        f"{_figure(plan)} AS value, count(*) AS n FROM {{data}} AS data "
        f"JOIN {best} AS best ON ({_x(plan)}) IS NOT DISTINCT FROM best.x "
        f"LEFT JOIN {named} AS named ON data.{group} IS NOT DISTINCT FROM named.g"
    )
    found = source.rows(select, "GROUP BY ALL")
    marks = tuple(Mark(row["x"], row["value"], row["n"], row["g"], row["is_other"]) for row in found)
    return ChartFigures(_sorted(plan, marks, whole.marks), whole.rows, whole.kinds, whole.missing)


def _sorted(plan: ChartPlan, marks: Sequence[Mark], order: Sequence[Mark] = ()) -> tuple[Mark, ...]:
    """Return marks in the order of the drawing: time and names run up, else as the engine has put them; groups by size."""
    if order:
        places = {mark.x: place for place, mark in enumerate(order)}
        sizes: dict[Any, int] = {}
        for mark in marks:
            sizes[mark.group, mark.is_other] = sizes.get((mark.group, mark.is_other), 0) + mark.rows
        by_size = sorted(sizes, key=lambda key: (key[1], -sizes[key], str(key[0])))
        return tuple(sorted(marks, key=lambda mark: (places[mark.x], by_size.index((mark.group, mark.is_other)))))
    if plan.order == Order.NAME:
        return tuple(sorted(marks, key=lambda mark: (mark.x is None, mark.x if mark.x is not None else 0)))
    return tuple(marks)


def _bars(plan: ChartPlan, source: _Source) -> ChartFigures:
    return _crossed(plan, source, plan.top, MOST_GROUPS)


def _lines(plan: ChartPlan, source: _Source) -> ChartFigures:
    return _crossed(plan, source, MOST_INSTANTS, MOST_GROUPS)


def _grid(plan: ChartPlan, source: _Source) -> ChartFigures:
    return _crossed(plan, source, plan.top, plan.top)


def _limits(source: _Source, *columns: Field) -> dict[str, Any]:
    """Return how many rows there are, how many have all the columns, and the columns' least and greatest values."""
    names = [quoted(column.name) for column in columns]
    has_all = " AND ".join(f"{name} IS NOT NULL AND isfinite(CAST({name} AS DOUBLE))" for name in names)
    parts = [
        f"min(CAST({name} AS DOUBLE)) AS least{place}, max(CAST({name} AS DOUBLE)) AS most{place}"
        for place, name in enumerate(names)
    ]
    first = names[0]
    parts += [f"quantile_cont(CAST({first} AS DOUBLE), [0.01, 0.5, 0.99]) AS marks", f"avg(CAST({first} AS DOUBLE)) AS mean"]
    known = source.rows(f"SELECT count(*) AS n, {', '.join(parts)} FROM {{data}}", where=has_all)[0]
    total = source.rows("SELECT count(*) AS n FROM {data}")[0]["n"]
    return known | {"rows": total}


def _spread(plan: ChartPlan, source: _Source) -> ChartFigures:
    """Return how many rows lie in each of some twenty round bins; a long tail is one bin at each end."""
    limits = _limits(source, plan.x)
    if not limits["n"]:
        return ChartFigures((), limits["rows"], missing=limits["rows"])
    low, middle, high = limits["marks"]
    least, most = limits["least0"], limits["most0"]
    reach = high - low
    edges = round_edges(
        low if low - least > 3 * reach > 0 else least, high if most - high > 3 * reach > 0 else most, ABOUT_BINS,
        whole=plan.x.type == "integer",
    )  # fmt: skip
    name = f"CAST({quoted(plan.x.name)} AS DOUBLE)"
    width = edges[1] - edges[0]
    place = f"greatest(-1, least({len(edges) - 1}, floor(({name} - {edges[0]!r}) / {width!r})))"
    found = source.rows(
        f"SELECT CAST({place} AS INTEGER) AS place, count(*) AS n FROM {{data}}",
        "GROUP BY place ORDER BY place",
        where=f"{name} IS NOT NULL AND isfinite({name})",
    )
    counts = {row["place"]: row["n"] for row in found}
    if most == edges[-1]:  # the last bin has both its edges
        counts[len(edges) - 2] = counts.get(len(edges) - 2, 0) + counts.pop(len(edges) - 1, 0)
    marks = [Mark(low_edge, counts.get(n, 0), counts.get(n, 0), until=up) for n, (low_edge, up) in enumerate(pairwise(edges))]
    if counts.get(-1):
        marks.insert(0, Mark(-math.inf, counts[-1], counts[-1], until=edges[0]))
    if counts.get(len(edges) - 1):
        marks.append(Mark(edges[-1], counts[len(edges) - 1], counts[len(edges) - 1], until=math.inf))
    facts = {"least": least, "median": middle, "mean": limits["mean"], "most": most}
    return ChartFigures(tuple(marks), limits["rows"], len(marks), limits["rows"] - limits["n"], facts=facts)


def _points(plan: ChartPlan, source: _Source) -> ChartFigures:
    """Return every point, or, where they are many, how many rows lie in each square."""
    along, upwards = plan.x, plan.y or plan.x
    limits = _limits(source, along, upwards)
    missing = limits["rows"] - limits["n"]
    x, y = (f"CAST({quoted(one.name)} AS DOUBLE)" for one in (along, upwards))
    has_both = f"isfinite({x}) AND isfinite({y})"
    if limits["n"] <= MOST_POINTS:
        return _each_point(plan, source, (x, y, has_both), limits["rows"], missing)
    across = (limits["most0"] - limits["least0"]) / POINT_COLUMNS or 1.0
    up = (limits["most1"] - limits["least1"]) / POINT_ROWS or 1.0
    cell = "least({most}, floor(({value} - {least!r}) / {width!r}))"
    columns = cell.format(most=POINT_COLUMNS - 1, value=x, least=limits["least0"], width=across)
    rows = cell.format(most=POINT_ROWS - 1, value=y, least=limits["least1"], width=up)
    found = source.rows(
        f"SELECT {columns} AS a, {rows} AS b, count(*) AS n FROM {{data}}", "GROUP BY ALL ORDER BY a, b", where=has_both
    )
    marks = []
    for row in found:
        left, low = limits["least0"] + row["a"] * across, limits["least1"] + row["b"] * up
        marks.append(Mark((left, left + across), float(row["n"]), row["n"], until=(low, low + up)))
    return ChartFigures(tuple(marks), limits["rows"], len(marks), missing, binned=True)


def _each_point(plan: ChartPlan, source: _Source, sql: tuple[str, str, str], rows: int, missing: int) -> ChartFigures:
    x, y, has_both = sql
    group = quoted(plan.group.name) if plan.group else "NULL"
    found = source.rows(f"SELECT {x} AS x, {y} AS y, {group} AS g FROM {{data}}", f"LIMIT {MOST_POINTS}", where=has_both)
    sizes: dict[Any, int] = {}
    for row in found:
        sizes[row["g"]] = sizes.get(row["g"], 0) + 1
    named = sorted(sizes, key=lambda key: (-sizes[key], str(key)))[:MOST_GROUPS]
    marks = tuple(
        Mark(row["x"], row["y"], 1, row["g"] if row["g"] in named else None, bool(plan.group) and row["g"] not in named)
        for row in found
    )
    return ChartFigures(marks, rows, len(marks), missing)


_FIGURES = {Kind.BARS: _bars, Kind.LINES: _lines, Kind.POINTS: _points, Kind.SPREAD: _spread, Kind.GRID: _grid}
