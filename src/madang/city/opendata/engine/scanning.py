"""What a question will cost, before it is asked: the rows that its conditions let nobody skip, from the files' own statistics."""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from madang.city.opendata.rules.tabular.operators import Operator
from madang.city.opendata.rules.tabular.values import Condition, Query

MOST_FILES_KNOWN = 512
_Bounds = dict[str, tuple[Any, Any]]


def estimate(query: Query, paths: Sequence[Path]) -> int:
    """Return how many rows at most must be read: those of the row groups in which the required conditions may hold."""
    required = [one for one in query.required() if one.operator in _MAY]
    return sum(
        rows
        for path in paths
        for rows, bounds in _row_groups(str(path), path.stat().st_mtime_ns)
        if all(_may(one, bounds) for one in required)
    )


def count(paths: Sequence[Path]) -> int:
    """Return how many rows the files hold."""
    return sum(rows for path in paths for rows, _ in _row_groups(str(path), path.stat().st_mtime_ns))


@functools.lru_cache(maxsize=MOST_FILES_KNOWN)
def _row_groups(path: str, changed: int) -> tuple[tuple[int, _Bounds], ...]:
    """Return rows and the least and greatest values of each row group. changed: so that another file is not this one."""
    told = pq.read_metadata(path)
    return tuple(_row_group(told.row_group(number)) for number in range(told.num_row_groups))


def _row_group(group: Any) -> tuple[int, _Bounds]:
    bounds: _Bounds = {}
    for number in range(group.num_columns):
        column = group.column(number)
        known = column.statistics if column.is_stats_set else None
        if known is not None and known.has_min_max:
            bounds[column.path_in_schema] = (known.min, known.max)
    return group.num_rows, bounds


_MAY = {
    Operator.EXACT: lambda least, most, values: least <= values[0] <= most,
    Operator.IN: lambda least, most, values: any(least <= value <= most for value in values),
    Operator.LESS: lambda least, most, values: least <= values[0],
    Operator.STRICTLY_LESS: lambda least, most, values: least < values[0],
    Operator.GREATER: lambda least, most, values: most >= values[0],
    Operator.STRICTLY_GREATER: lambda least, most, values: most > values[0],
    Operator.RANGE: lambda least, most, values: least <= values[1] and most >= values[0],
}


def _may(one: Condition, bounds: _Bounds) -> bool:
    if one.column not in bounds:
        return True
    least, most = bounds[one.column]
    try:
        return bool(_MAY[one.operator](least, most, one.values))
    except TypeError:  # a file whose statistics are of another type says nothing
        return True
