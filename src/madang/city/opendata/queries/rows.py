"""Rows of a version's table as plain values: a page at any depth, one row, rows that hold a value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.queries.versions.showing import VersionView
from madang.city.opendata.store import tables
from madang.city.opendata.store.rows import Rows

MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Rows of a table: where each stands (from 0), its values in the order of ``columns``; ``total`` counts the whole table."""

    columns: tuple[str, ...]
    positions: tuple[int, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


def page(
    version: VersionView, *, offset: int = 0, limit: int = 20, columns: Sequence[str] | None = None
) -> RowsPage:  # fmt: skip
    """Return ``limit`` rows from ``offset``, in the table's own order; row 9,000,000 costs what row 0 costs.

    Raises Refused (422) for a column that there is not.
    """
    held = opened(version)
    first = min(max(offset, 0), held.count)
    found = held.read(first, min(max(limit, 0), MOST_ROWS), _known(held, columns))
    return RowsPage(tuple(found.column_names), tuple(range(first, first + found.num_rows)), values_of(found), held.count)


def row(version: VersionView, position: int) -> dict[str, Any]:
    """Return one row by column. Raises Refused (404) for a position that there is not."""
    held = opened(version)
    if not 0 <= position < held.count:
        raise Refused(Refusal("opendata.no_row", {"position": position + 1, "rows": held.count}, status=404))
    return held.read(position, 1).to_pylist()[0]


def holding(
    version: VersionView,
    *,
    column: str,
    value: Any,
    limit: int = 20,
    after: int = -1,
    columns: Sequence[str] | None = None,
) -> RowsPage | None:
    """Return the first rows behind position ``after`` that hold a value; None where the engine is the one to ask.

    value  of the column's own type; None finds cells without a value
    Raises Refused (422) for a column that there is not, or a value of another type.
    """
    held = opened(version)
    wanted = _known(held, columns)
    try:
        found = held.find(_known(held, [column])[0], value, min(limit, MOST_ROWS), after=after, columns=wanted)
    except (TypeError, pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as problem:
        raise Refused(Refusal("opendata.other_type", {"column": column, "value": str(value)[:80]}, status=422)) from problem
    if found is None:
        return None
    return RowsPage(tuple(found.table.column_names), found.positions, values_of(found.table), held.count)


def opened(version: VersionView) -> Rows:
    """Return the open table of a version. Raises Refused (404) where its file has not been read yet."""
    if not version.key:
        raise Refused(Refusal("opendata.table_unknown", {"slug": version.slug, "number": version.number}, status=404))
    return tables.open(version.key, version.layout)


def values_of(table: pa.Table) -> tuple[tuple[Any, ...], ...]:
    """Return a table's rows as tuples."""
    return tuple(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _known(held: Rows, columns: Sequence[str] | None) -> tuple[str, ...]:
    for name in columns or ():
        if name not in held.names:
            raise Refused(Refusal("opendata.column_unknown", {"column": name[:120]}, status=422))
    return tuple(columns) if columns is not None else held.names
