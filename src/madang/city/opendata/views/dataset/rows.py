"""Rows of a table as a table of the page, and one row as a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from madang.city.opendata.queries.browsing import RowShown, RowsShown
from madang.city.opendata.views.dataset.frame import Opened
from madang.city.opendata.views.dataset.words import NUMERIC, UNGROUPED, cell
from madang.urban.formats.tabular import Column

WIDE = 7
WORDY = frozenset({"text", "geometry"})


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: ``sort_url`` sorts by it, ``sorted`` is ascending, descending or ""."""

    name: str
    unit: str = ""
    numeric: bool = False
    sort_url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its place counted from 1, the address of its record, its cells with their heads."""

    number: int
    url: str
    cells: Sequence[tuple[SafeString, Head]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows to print. ``is_wide``: it scrolls in its own region on a phone, else each row stands as a list of its cells."""

    heads: Sequence[Head]
    lines: Sequence[Line]

    @property
    def is_wide(self) -> bool:
        """Tell whether there are too many columns to stack."""
        return len(self.heads) > WIDE


def is_numeric(column: Column) -> bool:
    """Tell whether a column's values stand at the right."""
    return column.type in NUMERIC and column.role not in UNGROUPED - {"longitude", "latitude", "year"}


def head(column: Column, sort_url: str = "", order: str = "") -> Head:
    """Return a column's head."""
    return Head(column.name, column.unit, is_numeric(column), sort_url, order)


def small_table(here: Opened, rows: RowsShown) -> Grid:
    """Return rows without ways to sort."""
    columns = here.table.columns if here.table else ()
    return grid(here, columns, rows.rows, [head(column) for column in columns])


def grid(here: Opened, columns: Sequence[Column], rows: Sequence[RowShown], heads: Sequence[Head]) -> Grid:
    """Return rows with their heads."""
    return Grid(heads, [_line(here, columns, row, heads) for row in rows])


def _line(here: Opened, columns: Sequence[Column], row: RowShown, heads: Sequence[Head]) -> Line:
    cells = [(cell(value, column.type, column.role), one) for value, column, one in zip(row.values, columns, heads, strict=True)]
    return Line(row.position + 1, row_url(here, row.position), cells)


def row_url(here: Opened, position: int, page: str = "row") -> str:
    """Return the address of a row's record, in the version that is read."""
    pinned = f"?v={here.table.number}" if here.pinned and here.table else ""
    return reverse(f"opendata:{page}", args=[here.slug, position + 1]) + pinned


def record(columns: Sequence[Column], row: RowShown) -> list[tuple[Column, Any]]:
    """Return each column with its whole value."""
    return [
        (column, cell(value, column.type, column.role, whole=True)) for column, value in zip(columns, row.values, strict=True)
    ]
