"""What stands in each column of a Parquet file: from its footer, in one pass for all, by a short question for each histogram."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from madang.urban.formats.tabular.deciding.candidates import quoted
from madang.urban.formats.tabular.engine import Engine
from madang.urban.formats.tabular.shapes import Column, ColumnProfile

BINS, TOP, MOST_COUNTED, SAMPLE, EXACT = 20, 10, 100_000, 40_000, 50_000
AT_ONCE = 16  # columns; counting what differs takes memory for each
LONGEST = 200
WHOLE_BYTES = 240  # footers hold the beginnings of longer texts
QUANTILES = ("0.05", "0.25", "0.5", "0.75", "0.95")
Bounds = tuple[int, Any, Any]
_NUMBERS, _SPANS = ("integer", "decimal"), ("integer", "decimal", "date", "datetime")


def named(column: str) -> str:
    """Return a column's name as SQL."""
    return '"' + column.replace('"', '""') + '"'


def profile(
    engine: Engine, path: Path, columns: Sequence[Column], rows: int, estimates: Mapping[str, int], watch: Callable[[float], None]
) -> dict[str, ColumnProfile]:
    """Return what stands in each column.

    estimates  how many different values columns have, as far as that is known; others are estimated here
    """
    relation = f"read_parquet({quoted(str(path))})"
    is_small = rows <= EXACT
    known = {} if is_small else estimates
    slices = [columns[start : start + AT_ONCE] for start in range(0, len(columns), AT_ONCE)]
    told = bounds(path, columns)
    basics = {name: found for some in slices for name, found in _basics(engine, relation, some, known, told, is_small).items()}
    quantiles = _quantiles(engine, relation, [one for one in columns if one.type in _NUMBERS], rows)
    found = {}
    for place, column in enumerate(columns):
        filled, distinct, least, most, mean = basics[column.name]
        edges, counts = _histogram(engine, relation, column, least, most)
        top, exact = _top(engine, relation, column, distinct)
        found[column.name] = ColumnProfile(
            nulls=rows - filled,
            distinct=min(distinct, filled) if exact is None else exact,
            distinct_is_estimate=exact is None and distinct > 0 and not is_small,
            least=plain(least), most=plain(most), mean=mean,
            quantiles=quantiles.get(column.name, {}),
            edges=edges, counts=counts, top=top,
        )  # fmt: skip
        watch((place + 1) / len(columns))
    return found


def plain(value: Any) -> Any:
    """Return a value as JSON holds it; text is cut at 200 characters."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return value[:LONGEST] if isinstance(value, str) else value


def bounds(path: Path, columns: Sequence[Column]) -> dict[str, Bounds]:
    """Return how many values columns hold, the least and the most; only of those whose every row group tells it in the footer."""
    with pq.ParquetFile(path) as file:
        footer, places = file.metadata, {name: place for place, name in enumerate(file.schema_arrow.names)}
        groups = [footer.row_group(number) for number in range(footer.num_row_groups)]
    found = {one.name: _bounds([group.column(places[one.name]) for group in groups]) for one in columns if one.type != "geometry"}
    return {name: told for name, told in found.items() if told is not None}


def _bounds(chunks: Sequence[pq.ColumnChunkMetaData]) -> Bounds | None:
    filled, ends = 0, []
    for chunk in chunks:
        told = chunk.statistics
        if told is None or not told.has_null_count:
            return None
        values = chunk.num_values - told.null_count
        if values and not told.has_min_max:
            return None
        filled += values
        try:
            found = [told.min, told.max] if values else []
        except (OverflowError, ValueError):  # a day that Python has no calendar for
            return None
        if any(isinstance(end, str) and len(end.encode()) > WHOLE_BYTES for end in found):
            return None
        ends += found
    return filled, min(ends, default=None), max(ends, default=None)


def _basics(
    engine: Engine,
    relation: str,
    columns: Sequence[Column],
    estimates: Mapping[str, int],
    told: Mapping[str, Bounds],
    is_small: bool,
) -> dict[str, tuple[int, int, Any, Any, float | None]]:
    parts, distinct = [], "count(DISTINCT {})" if is_small else "approx_count_distinct({})"
    for column in columns:
        name = named(column.name)
        shown = column.type != "geometry"
        counted = distinct.format(name) if shown else "0"
        parts.append(str(estimates[column.name]) if column.name in estimates else counted)
        parts.append(f"avg({name}::DOUBLE)" if column.type in _NUMBERS else "NULL")
        ends = [f"min({name})", f"max({name})"] if shown else ["NULL", "NULL"]
        parts += ["NULL"] * 3 if column.name in told else [f"count({name})", *ends]
    found = engine.ask(f"SELECT {', '.join(parts)} FROM {relation}")[0]
    basics = {}
    for place, column in enumerate(columns):
        differ, mean, *asked = found[5 * place : 5 * place + 5]
        filled, least, most = told.get(column.name, asked)
        basics[column.name] = (filled, differ, least, most, mean)
    return basics


def _quantiles(engine: Engine, relation: str, columns: Sequence[Column], rows: int) -> Mapping[str, Mapping[str, float]]:
    """Return quantiles of every n-th row, so that the same table always has the same."""
    if not columns:
        return {}
    step = max(rows // SAMPLE, 1)
    shares = f"[{', '.join(QUANTILES)}]"
    parts = ", ".join(f"quantile_cont({named(one.name)}::DOUBLE, {shares})" for one in columns)
    source = relation.replace(")", ", file_row_number=true)")
    found = engine.ask(f"SELECT {parts} FROM {source} WHERE file_row_number % {step} = 0")[0]
    return {one.name: dict(zip(QUANTILES, values, strict=True)) for one, values in zip(columns, found, strict=True) if values}


def _histogram(engine: Engine, relation: str, column: Column, least: Any, most: Any) -> tuple[tuple[Any, ...], tuple[int, ...]]:
    if column.type not in _SPANS or least is None or least == most or isinstance(most, str) or isinstance(least, str):
        return (), ()  # nothing to part; days beyond the year 9999 come as text
    name, is_time = named(column.name), column.type in ("date", "datetime")
    value = f"epoch({name})" if is_time else f"{name}::DOUBLE"
    low, high = (_epoch(least), _epoch(most)) if is_time else (float(least), float(most))
    bins = min(BINS, int(most) - int(least) + 1) if column.type == "integer" else BINS
    width = (high - low + (1 if column.type == "integer" else 0)) / bins
    if not width > 0 or width == float("inf"):
        return (), ()
    place = f"least({bins - 1}, floor(({value} - {low!r}) / {width!r}))::INTEGER"
    counted = {
        int(at): int(n)
        for at, n in engine.ask(f"SELECT {place} AS bin, count(*) FROM {relation} WHERE {name} IS NOT NULL GROUP BY bin")
    }
    edges = tuple(low + width * number for number in range(bins + 1))
    return tuple(_edge(edge, column.type) for edge in edges), tuple(counted.get(number, 0) for number in range(bins))


def _epoch(value: date) -> float:
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a span of days
    return (moment - datetime(1970, 1, 1)).total_seconds()  # noqa: DTZ001


def _edge(value: float, type_: str) -> Any:
    if type_ == "integer":
        return int(value) if value.is_integer() else value
    if type_ == "decimal":
        return value
    text = str(_moment(value))
    return text[:10] if type_ == "date" else text


def _moment(seconds: float) -> Any:
    import numpy as np  # noqa: PLC0415 - only tables with times need it

    return str(np.datetime64(round(seconds), "s")).replace("T", " ")


def _top(engine: Engine, relation: str, column: Column, distinct: int) -> tuple[tuple[tuple[Any, int], ...], int | None]:
    """Return the most frequent values, and how many different ones there are, where they can be counted cheaply."""
    if (
        column.type not in ("text", "boolean", "integer")
        or distinct > MOST_COUNTED
        or (column.type == "integer" and distinct > 1_000)
    ):
        return (), None
    name = named(column.name)
    groups = f"SELECT {name} AS value, count(*) AS n FROM {relation} WHERE {name} IS NOT NULL GROUP BY value"
    found = engine.ask(f"SELECT value, n, count(*) OVER () FROM ({groups}) ORDER BY n DESC, value LIMIT {TOP}")
    if not found:
        return (), 0
    exact = int(found[0][2])
    return tuple((plain(value), int(n)) for value, n, _ in found if found[0][1] > 1), exact
