"""What the tabular API sends."""

from datetime import datetime
from typing import Any

from ninja import Schema


class ColumnOut(Schema):
    """A column: its name for queries, its name in the file, its type and unit, what role it plays."""

    name: str
    source_name: str
    type: str
    unit: str
    role: str


class DatasetOut(Schema):
    """A data set in a list. ``version`` and ``rows`` are null where there is no table."""

    id: str
    title: str
    publisher: str
    licence: str
    themes: list[str]
    version: int | None
    rows: int | None
    changed_at: datetime


class DatasetPage(Schema):
    """A page of data sets, how many there are in all, and the cursor of the next page."""

    items: list[DatasetOut]
    total: int
    next_cursor: str | None


class DatasetWhole(Schema):
    """A data set with its newest version and its columns."""

    id: str
    public_id: str
    title: str
    text: str
    publisher: str
    licence: str
    themes: list[str]
    keywords: list[str]
    version: int | None
    rows: int | None
    published_at: datetime | None
    columns: list[ColumnOut]
    rows_url: str | None


class ReceiptOut(Schema):
    """Where an answer comes from and what it cost: data set @ version + query, rows read, milliseconds."""

    dataset: str
    version: int
    query: str
    rows_estimated: int
    rows_scanned: int
    cpu_ms: float
    wall_ms: float
    way: str


class ResultColumn(Schema):
    """A column of an answer."""

    name: str
    type: str


class RowsOut(Schema):
    """Rows, or one row for each group; ``next`` is the address of the following page."""

    columns: list[ResultColumn]
    rows: list[dict[str, Any]]
    next: str | None
    next_cursor: str | None
    receipt: ReceiptOut


class EstimateOut(Schema):
    """What a question would cost: rows that must be read at most, of how many; whether it would be answered."""

    dataset: str
    version: int
    query: str
    rows_estimated: int
    rows: int
    most: int
    is_allowed: bool


class SqlIn(Schema):
    """One SELECT; tables are named by data set, ``"bike-stations"``, or one of its versions, ``"bike-stations@2"``."""

    sql: str
    format: str = "json"


class SqlReceipt(Schema):
    """Which versions were read and what it cost."""

    tables: dict[str, int]
    rows_scanned: int
    cpu_ms: float
    wall_ms: float
    confined_by: list[str]


class SqlOut(Schema):
    """The answer's columns and rows; ``is_cut`` where there was more than the limits let through."""

    columns: list[ResultColumn]
    rows: list[list[Any]]
    is_cut: bool
    receipt: SqlReceipt
