"""Files for the tests of tables."""

import json
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from madang.urban.formats import tabular


def written(folder: Path, text: str | bytes, name: str = "table.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def as_json(folder: Path, value: object, name: str = "table.json") -> Path:
    return written(folder, json.dumps(value, ensure_ascii=False), name)


def workbook(folder: Path, sheets: dict[str, list[list[object]]], name: str = "table.xlsx") -> Path:
    book = xlsxwriter.Workbook(folder / name, {"default_date_format": "yyyy-mm-dd hh:mm"})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(number, column, cell)
    book.close()
    return folder / name


def zipped(folder: Path, members: dict[str, bytes | str], name: str = "table.zip") -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return folder / name


def load(path: Path, **options) -> tabular.Table:
    folder = path.parent / "out"
    folder.mkdir(exist_ok=True)
    return tabular.load(path, tabular.sniff(path), folder, **options)


def load_text(folder: Path, text: str | bytes, name: str = "table.csv", **options) -> tabular.Table:
    return load(written(folder, text, name), **options)


def rows(table: tabular.Table) -> list[dict[str, object]]:
    return pq.read_table(table.path).to_pylist()


def types(table: tabular.Table) -> dict[str, str]:
    return {column.name: column.type for column in table.columns}


def notes(told: tabular.Table | tabular.Reading) -> list[str]:
    return [note.key for note in told.notes]


def fault(folder: Path, text: str | bytes, name: str = "table.csv", **options) -> tabular.TableFault:
    with pytest.raises(tabular.TableFault) as caught:
        load_text(folder, text, name, **options)
    assert not (folder / "out" / "rows.parquet").exists()
    return caught.value
