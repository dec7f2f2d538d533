"""Sheets of a workbook (.xlsx, .xlsb, .xls, .ods) as rows of text: typed cells are written in one way, for example 2024-03-01."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from madang.urban.formats.tabular.faults import TableFault

HEAD_ROWS = 400
WHOLE = 1 << 53


def sheets(path: Path) -> list[tuple[str, list[list[str]]]]:
    """Return the visible sheets of a workbook with their first rows. Raises TableFault for one that is damaged or locked."""
    book = _book(path)
    shown = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    return [(name, _head(_sheet(path, book, name))) for name in shown]


def rows(path: Path, sheet: str) -> Iterator[list[str]]:
    """Yield the rows of a sheet as text, from the workbook's first row on."""
    for cells in _sheet(path, _book(path), sheet).iter_rows():
        yield [as_text(cell) for cell in cells]


def _book(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError, ValueError) as problem:
        key = "locked" if "password" in str(problem).lower() else "damaged"
        raise TableFault(path, key, params={"problem": str(problem), "member": ""}) from problem


def _sheet(path: Path, book: CalamineWorkbook, name: str) -> CalamineSheet:
    try:
        return book.get_sheet_by_name(name)
    except (CalamineError, ValueError) as problem:
        raise TableFault(path, "no-sheet", params={"sheet": name, "problem": str(problem)}) from problem


def _head(sheet: CalamineSheet) -> list[list[str]]:
    found: list[list[str]] = []
    for cells in sheet.iter_rows():
        found.append([as_text(cell) for cell in cells])
        if len(found) == HEAD_ROWS:
            break
    return found if any(any(cells) for cells in found) else []


def as_text(cell: Any) -> str:
    """Return a cell as text: whole numbers without a point, dates and times as ISO 8601."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < WHOLE else repr(cell)
        case date() | time():  # a datetime is a date too
            return cell.isoformat().replace("T", " ")
        case timedelta():
            return _duration(cell)
        case _:
            return str(cell)


def _duration(cell: timedelta) -> str:
    seconds = round(cell.total_seconds())
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
