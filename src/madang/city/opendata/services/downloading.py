"""Make the workbook of a table once; it lies in the store's cache until room is needed."""

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

import xlsxwriter

from madang.city.kernel import jobs
from madang.city.opendata.models import Version
from madang.city.opendata.queries import browsing
from madang.city.opendata.queries.browsing import TableShown
from madang.city.opendata.queries.downloads import EXCEL_ROWS, workbook_path
from madang.city.opendata.store import cache, folders
from madang.urban.formats.tabular import Column

CELLS_AT_ONCE = 200_000
LONGEST_CELL = 32_767
EXACT = 2**53
FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets count one day too many
FORMATS = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss", "time": "hh:mm:ss"}
About = Sequence[tuple[str, str]]


def workbook(*, table: TableShown, about: About) -> Path | None:
    """Return the table's workbook; None while a job makes a large one.

    about  (what, words) for the sheet behind the rows: title, publisher, licence, address
    """
    path = workbook_path(table)
    if path.exists():
        cache.touch(path)
        return path
    if min(table.rows, EXCEL_ROWS) * len(table.columns) > CELLS_AT_ONCE:
        told = [list(pair) for pair in about]
        jobs.enqueue("opendata.make_workbook", version_id=str(table.public_id), about=told, key=f"workbook:{table.key}")
        return None
    return make_workbook(table=table, about=about)


def make_workbook_of(*, version_id: UUID, about: About) -> Path | None:
    """Make the workbook of a published version unless it is there; None if the version is gone."""
    row = Version.objects.filter(public_id=version_id).values("dataset_id", "number").first()
    table = browsing.table_shown(row["dataset_id"], row["number"]) if row and row["number"] else None
    if table is None or workbook_path(table).exists():
        return None
    return make_workbook(table=table, about=about)


def make_workbook(*, table: TableShown, about: About) -> Path:
    """Write the table, cut at EXCEL_ROWS, into a workbook in the store, in memory that does not grow with its rows."""
    path = workbook_path(table)
    with folders.workshop() as shop:
        draft = shop / "workbook.xlsx"
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": str(shop)}
        with xlsxwriter.Workbook(draft, options) as book:
            _write_rows(book, table)
            _write_about(book, about)
        draft.chmod(0o644)
        cache.make_room(draft.stat().st_size)
        folders.settle(draft, path)
    return path


def _write_rows(book: Any, table: TableShown) -> None:
    sheet = book.add_worksheet("data")
    bold = book.add_format({"bold": True, "bg_color": "#eeece5", "border": 0})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _width(column))
        sheet.write_string(0, place, column.name, bold)
    writers = [_writer(book, sheet, column) for column in table.columns]
    line = 1
    for piece in browsing.rows_of(table).pieces([column.name for column in table.columns]):
        for values in zip(*(one.to_pylist() for one in piece.columns), strict=True):
            if line > EXCEL_ROWS:
                return
            for place, (write, value) in enumerate(zip(writers, values, strict=True)):
                if value is not None:
                    write(line, place, value)
            line += 1


def _width(column: Column) -> int:
    return {"text": 24, "datetime": 20, "date": 12}.get(column.type, max(10, min(len(column.name) + 2, 24)))


def _writer(book: Any, sheet: Any, column: Column) -> Callable[[int, int, Any], None]:
    """Return what writes one value of a column; text stays text, whatever it begins with."""
    if column.type in ("integer", "decimal"):
        return lambda line, place, value: _write_number(sheet, line, place, value)
    if column.type == "boolean":
        return sheet.write_boolean
    if column.type in FORMATS:
        shape = book.add_format({"num_format": FORMATS[column.type]})
        return lambda line, place, value: _write_instant(sheet, line, place, value, shape)
    if column.type == "geometry":
        return lambda line, place, value: sheet.write_string(line, place, _wkt(value)[:LONGEST_CELL])
    return lambda line, place, value: sheet.write_string(line, place, str(value)[:LONGEST_CELL])


def _write_number(sheet: Any, line: int, place: int, value: Any) -> None:
    """Write a number, as text where a spreadsheet could not hold all its digits."""
    if not math.isfinite(value) or (isinstance(value, int) and abs(value) > EXACT):
        sheet.write_string(line, place, str(value))
    else:
        sheet.write_number(line, place, value)


def _write_instant(sheet: Any, line: int, place: int, value: date | time, shape: Any) -> None:
    day = value.date() if isinstance(value, datetime) else value
    if isinstance(day, date) and day < FIRST_DAY:
        sheet.write_string(line, place, value.isoformat())
    else:
        sheet.write_datetime(line, place, value, shape)


def _wkt(value: bytes) -> str:
    import shapely  # noqa: PLC0415 - only for tables with shapes

    return str(shapely.from_wkb(value).wkt)


def _write_about(book: Any, about: About) -> None:
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    for line, (what, words) in enumerate(about):
        sheet.write_string(line, 0, what)
        sheet.write_string(line, 1, words[:LONGEST_CELL])
