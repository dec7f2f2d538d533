"""What a question will cost, before it is asked: the rows that its conditions let nobody skip, from the files' own statistics."""

import contextlib
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from madang.city.opendata.rules.tabular.operators import Operator
from madang.city.opendata.rules.tabular.values import Condition, Query

MOST_FILES_KNOWN = 64


def estimate(query: Query, paths: Sequence[Path]) -> int:
    """Return how many rows at most must be read: those of the row groups in which the required conditions may hold."""
    required = [one for one in query.required() if one.operator in _MAY]
    return sum(_estimate(required, str(path), path.stat().st_mtime_ns) for path in paths)


def _estimate(required: Sequence[Condition], path: str, changed: int) -> int:
    counts = _counts(path, changed)
    may = np.ones(len(counts), dtype=bool)
    for one in required:
        may &= _bounds(path, changed, one.column).may_hold(one)
    return int(counts[may].sum())


@dataclass(frozen=True, slots=True)
class _Bounds:
    """The least and greatest value of a column in each row group; where a group does not tell, ``is_known`` is false."""

    is_known: NDArray[np.bool_]
    least: NDArray[Any]
    most: NDArray[Any]

    def may_hold(self, one: Condition) -> NDArray[np.bool_]:
        """Tell of each row group whether the condition may hold in it."""
        may = np.ones(len(self.is_known), dtype=bool)
        with contextlib.suppress(TypeError):  # a file whose statistics are of another type says nothing
            may[self.is_known] = _MAY[one.operator](self.least, self.most, one.values).astype(bool)
        return may


@functools.lru_cache(maxsize=MOST_FILES_KNOWN)
def _footer(path: str, changed: int) -> Any:
    """Return a file's footer. changed: so that another file in its place is not taken for it."""
    return pq.read_metadata(path)


@functools.lru_cache(maxsize=MOST_FILES_KNOWN)
def _counts(path: str, changed: int) -> NDArray[np.int64]:
    footer = _footer(path, changed)
    return np.array([footer.row_group(number).num_rows for number in range(footer.num_row_groups)], dtype=np.int64)


@functools.lru_cache(maxsize=MOST_FILES_KNOWN * 4)
def _bounds(path: str, changed: int, column: str) -> _Bounds:
    footer = _footer(path, changed)
    places = [number for number in range(footer.num_columns) if footer.schema.column(number).path == column][:1]
    groups = range(footer.num_row_groups)
    each = [_of_chunk(footer.row_group(number).column(place)) for place in places for number in groups] or [None] * len(groups)
    told = [one for one in each if one is not None]
    least, most = (np.array([one[side] for one in told], dtype=object) for side in (0, 1))
    return _Bounds(np.array([one is not None for one in each], dtype=bool), least, most)


def _of_chunk(chunk: Any) -> tuple[Any, Any] | None:
    known = chunk.statistics if chunk.is_stats_set else None
    return (known.min, known.max) if known is not None and known.has_min_max else None


_MAY: dict[Operator, Callable[..., NDArray[Any]]] = {
    Operator.EXACT: lambda least, most, values: (least <= values[0]) & (most >= values[0]),
    Operator.IN: lambda least, most, values: np.logical_or.reduce([(least <= value) & (most >= value) for value in values]),
    Operator.LESS: lambda least, _, values: least <= values[0],
    Operator.STRICTLY_LESS: lambda least, _, values: least < values[0],
    Operator.GREATER: lambda _, most, values: most >= values[0],
    Operator.STRICTLY_GREATER: lambda _, most, values: most > values[0],
    Operator.RANGE: lambda least, most, values: (least <= values[1]) & (most >= values[0]),
}
