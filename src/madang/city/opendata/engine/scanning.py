"""What a question will cost, before it is asked: the rows that its conditions let nobody skip, from the files' own statistics."""

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from madang.city.opendata.rules.tabular.operators import Operator
from madang.city.opendata.rules.tabular.values import Condition, Query

MOST_FILES_KNOWN = 64
_Bounds = tuple[tuple[Any, Any] | None, ...]


def estimate(query: Query, paths: Sequence[Path]) -> int:
    """Return how many rows at most must be read: those of the row groups in which the required conditions may hold."""
    required = [one for one in query.required() if one.operator in _MAY]
    return sum(_estimate(required, str(path), path.stat().st_mtime_ns) for path in paths)


def _estimate(required: Sequence[Condition], path: str, changed: int) -> int:
    counts = _counts(path, changed)
    may = [True] * len(counts)
    for one in required:
        bounds = _bounds(path, changed, one.column)
        may = [yes and _may(one, here) for yes, here in zip(may, bounds, strict=True)]
    return sum(rows for rows, yes in zip(counts, may, strict=True) if yes)


@functools.lru_cache(maxsize=MOST_FILES_KNOWN)
def _footer(path: str, changed: int) -> Any:
    """Return a file's footer. changed: so that another file in its place is not taken for it."""
    return pq.read_metadata(path)


@functools.lru_cache(maxsize=MOST_FILES_KNOWN)
def _counts(path: str, changed: int) -> tuple[int, ...]:
    footer = _footer(path, changed)
    return tuple(footer.row_group(number).num_rows for number in range(footer.num_row_groups))


@functools.lru_cache(maxsize=MOST_FILES_KNOWN * 4)
def _bounds(path: str, changed: int, column: str) -> _Bounds:
    """Return the least and greatest value of a column in each row group, None where the file does not say."""
    footer = _footer(path, changed)
    places = [number for number in range(footer.num_columns) if footer.schema.column(number).path == column]
    if not places:
        return tuple(None for _ in range(footer.num_row_groups))
    return tuple(_of_chunk(footer.row_group(number).column(places[0])) for number in range(footer.num_row_groups))


def _of_chunk(chunk: Any) -> tuple[Any, Any] | None:
    known = chunk.statistics if chunk.is_stats_set else None
    return (known.min, known.max) if known is not None and known.has_min_max else None


_MAY: dict[Operator, Callable[..., Any]] = {
    Operator.EXACT: lambda least, most, values: least <= values[0] <= most,
    Operator.IN: lambda least, most, values: any(least <= value <= most for value in values),
    Operator.LESS: lambda least, _, values: least <= values[0],
    Operator.STRICTLY_LESS: lambda least, _, values: least < values[0],
    Operator.GREATER: lambda _, most, values: most >= values[0],
    Operator.STRICTLY_GREATER: lambda _, most, values: most > values[0],
    Operator.RANGE: lambda least, most, values: least <= values[1] and most >= values[0],
}


def _may(one: Condition, bounds: tuple[Any, Any] | None) -> bool:
    if bounds is None:
        return True
    try:
        return bool(_MAY[one.operator](*bounds, one.values))
    except TypeError:  # a file whose statistics are of another type says nothing
        return True
