"""The rows of one table in the store: any page at once, however deep, and rows that hold a value.

A file is memory-mapped and its footer read once per process. A page decodes the row groups it touches and nothing else, and of
texts that the file keeps as codes only those that are shown: a group costs half of what it would otherwise.
"""

import threading
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

KEPT_BYTES = 4 << 20
MOST_GROUPS_LOOKED_INTO = 48
Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """Rows that hold a value: where they stand, and what they hold."""

    positions: tuple[int, ...]
    table: pa.Table


class Rows:
    """A table that is open. Safe to use from several threads; what it returns belongs to the caller."""

    def __init__(self, path: Path, sort: Sequence[str] = ()) -> None:
        """Open a Parquet file. Raises FileNotFoundError."""
        self.path, self.sort = path, tuple(sort)
        source = pa.memory_map(str(path))
        footer = pq.read_metadata(source)
        self.schema: pa.Schema = footer.schema.to_arrow_schema()
        self.names: tuple[str, ...] = tuple(self.schema.names)
        coded = _coded_texts(footer, self.schema)
        self._file = pq.ParquetFile(source, metadata=footer, pre_buffer=False, read_dictionary=coded)
        self._lock = threading.Lock()
        counts = [footer.row_group(group).num_rows for group in range(footer.num_row_groups)]
        self._starts: Positions = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)
        self.count = int(self._starts[-1])
        self._bounds: dict[str, _Bounds] = {}
        self._kept: OrderedDict[tuple[int, tuple[str, ...]], pa.Table] = OrderedDict()
        self._kept_bytes = 0

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the Parquet files, for the engine."""
        return (str(self.path),)

    @property
    def groups(self) -> int:
        """Return how many row groups there are."""
        return len(self._starts) - 1

    def read(self, offset: int, limit: int, columns: Sequence[str] | None = None) -> pa.Table:
        """Return up to ``limit`` rows from position ``offset`` (from 0); none behind the end.

        Raises KeyError for a column that there is not.
        """
        wanted = self._wanted(columns)
        end = min(max(offset, 0) + max(limit, 0), self.count)
        pieces, position = [], max(offset, 0)
        while position < end:
            group = int(np.searchsorted(self._starts, position, side="right")) - 1
            start, stop = int(self._starts[group]), min(int(self._starts[group + 1]), end)
            pieces.append(self._spelt(self._group(group, wanted).slice(position - start, stop - position)))
            position = stop
        return pa.concat_tables(pieces) if pieces else self._empty(wanted)

    def take(self, positions: Sequence[int] | Positions, columns: Sequence[str] | None = None) -> pa.Table:
        """Return the rows at ``positions``, in their order; neighbours cost one group. Raises IndexError, KeyError."""
        wanted = self._wanted(columns)
        asked = np.asarray(positions, dtype=np.int64)
        if not len(asked):
            return self._empty(wanted)
        if asked.min() < 0 or asked.max() >= self.count:
            raise IndexError(f"the table has the rows 0 to {self.count - 1}")
        if len(asked) == asked[-1] - asked[0] + 1 and (np.diff(asked) == 1).all():
            return self.read(int(asked[0]), len(asked), wanted)
        groups = np.searchsorted(self._starts, asked, side="right") - 1
        order = np.argsort(groups, kind="stable")
        pieces = []
        for part in np.split(order, np.flatnonzero(np.diff(groups[order])) + 1):
            group = int(groups[part[0]])
            pieces.append(self._spelt(self._group(group, wanted).take(pa.array(asked[part] - self._starts[group]))))
        back = np.empty(len(asked), dtype=np.int64)
        back[order] = np.arange(len(asked))
        found = pa.concat_tables(pieces)
        return found if len(pieces) == 1 and len(order) < 2 else found.take(pa.array(back))

    def find(self, column: str, value: Any, limit: int, *, after: int = -1, columns: Sequence[str] | None = None) -> Found | None:
        """Return the first ``limit`` rows behind position ``after`` that hold ``value`` in a column; None holds None.

        Groups whose bounds exclude the value are not looked into: by a column that the table is sorted by, few are left.
        Returns None where more than MOST_GROUPS_LOOKED_INTO would have to be: then the engine is the one to ask.
        Raises KeyError for an unknown column, TypeError for a value of another type.
        """
        kind = self.schema.field(self._wanted([column])[0]).type
        sought = pa.scalar(value, type=kind) if value is not None else None
        together = self._wanted(columns) if column in self.sort[:1] else ()
        decoded = together if column in together else (column,)
        positions: list[int] = []
        for looked, group in enumerate(self._candidates(column, value, after + 1)):
            if looked == MOST_GROUPS_LOOKED_INTO:
                return None
            here = _places(self._group(group, decoded).column(column), sought) + self._starts[group]
            positions += here[here > after][: limit - len(positions)].tolist()
            if len(positions) >= limit:
                break
        chosen = tuple(positions)
        return Found(chosen, self.take(chosen, columns))

    def pieces(self, columns: Sequence[str] | None = None) -> "Pieces":
        """Return all rows, a group at a time."""
        return Pieces(self, self._wanted(columns))

    def _candidates(self, column: str, value: Any, start: int) -> range | list[int]:
        """Return the groups from position ``start`` on that may hold a value; few comparisons where the column is in order."""
        first = max(int(np.searchsorted(self._starts, start, side="right")) - 1, 0)
        known = self._bounds_of(column)
        if known.is_ordered and value is not None:
            with suppress(TypeError):
                return range(max(first, bisect_left(known.most, value)), bisect_right(known.least, value))
        return [group for group in range(first, self.groups) if _may_hold(known.each[group], value)]

    def _bounds_of(self, column: str) -> "_Bounds":
        if column not in self._bounds:
            place = self.names.index(column)
            footer = self._file.metadata
            self._bounds[column] = _Bounds([_bounds(footer.row_group(group).column(place)) for group in range(self.groups)])
        return self._bounds[column]

    def _group(self, group: int, columns: tuple[str, ...]) -> pa.Table:
        """Return a decoded group; the last few are kept, since readers turn pages and most look at the first."""
        key = (group, columns)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            table = self._file.read_row_group(group, columns=list(columns), use_threads=False)
            if table.column_names != list(columns):
                table = table.select(list(columns))
            self._keep(key, table)
            return table

    def _spelt(self, table: pa.Table) -> pa.Table:
        """Return rows with their texts instead of the codes that stand for them."""
        fields = [self.schema.field(name) for name in table.column_names]
        columns = [
            column
            if column.type == field.type
            else pa.chunked_array([one.dictionary_decode() for one in column.chunks], field.type)
            for field, column in zip(fields, table.columns, strict=True)
        ]
        return pa.Table.from_arrays(columns, schema=pa.schema(fields))

    def _keep(self, key: tuple[int, tuple[str, ...]], table: pa.Table) -> None:
        self._kept[key] = table
        self._kept_bytes += table.get_total_buffer_size()
        while self._kept_bytes > KEPT_BYTES and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self._kept_bytes -= gone.get_total_buffer_size()

    def _wanted(self, columns: Sequence[str] | None) -> tuple[str, ...]:
        if columns is None:
            return self.names
        for name in columns:
            if name not in self.names:
                raise KeyError(name)
        return tuple(columns)

    def _empty(self, columns: tuple[str, ...]) -> pa.Table:
        return pa.schema([self.schema.field(name) for name in columns]).empty_table()


class _Bounds:
    """The least and the greatest value of a column in each group, None where a group does not say or has cells without one."""

    def __init__(self, each: list[tuple[Any, Any] | None]) -> None:
        self.each = each
        self.least, self.most = [one[0] for one in each if one], [one[1] for one in each if one]
        pairs = (pairwise(side) for side in (self.least, self.most))
        self.is_ordered = len(self.least) == len(each) and all(one <= other for side in pairs for one, other in side)


class Pieces:
    """All rows of a table, a row group at a time, decoded as they are asked for and kept by nobody."""

    def __init__(self, rows: Rows, columns: tuple[str, ...]) -> None:
        self.rows, self.columns = rows, columns

    def __iter__(self) -> Any:
        """Yield one table for each row group."""
        file = pq.ParquetFile(pa.memory_map(str(self.rows.path)), metadata=self.rows._file.metadata, pre_buffer=False)
        for group in range(self.rows.groups):
            yield file.read_row_group(group, columns=list(self.columns), use_threads=False).select(list(self.columns))


def _coded_texts(footer: Any, schema: pa.Schema) -> list[str]:
    """Return the text columns that the file keeps as codes, as its first group tells."""
    if not footer.num_row_groups:
        return []
    chunks = (footer.row_group(0).column(place) for place in range(len(schema)))
    return [
        field.name
        for field, chunk in zip(schema, chunks, strict=True)
        if pa.types.is_string(field.type) and chunk.has_dictionary_page
    ]


def _places(values: pa.ChunkedArray, sought: pa.Scalar | None) -> Positions:
    if sought is None:
        hits = pc.is_null(values)
    elif pa.types.is_dictionary(values.type):  # one comparison of texts, then one of codes for each row
        codes = [pc.equal(one.indices, pc.index(one.dictionary, sought).cast(one.indices.type)) for one in values.chunks]
        hits = pc.fill_null(pa.chunked_array(codes, pa.bool_()), False)
    else:
        hits = pc.fill_null(pc.equal(values, sought), False)
    return np.flatnonzero(hits.to_numpy(zero_copy_only=False)).astype(np.int64)


def _bounds(chunk: Any) -> tuple[Any, Any] | None:
    found = chunk.statistics
    if found is None or not found.has_min_max or not found.has_null_count or found.null_count:
        return None
    return found.min, found.max


def _may_hold(bounds: tuple[Any, Any] | None, value: Any) -> bool:
    if bounds is None:
        return True
    if value is None:
        return False
    try:
        return bool(bounds[0] <= value <= bounds[1])
    except TypeError:
        return True
