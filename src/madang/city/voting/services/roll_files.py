"""A file that holds a list of voters, CSV or a workbook, as the lines that ``rules.rolls`` reads."""

import csv
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

from madang.city.kernel.refusals import Refusal, Refused
from madang.urban.formats import tabular
from madang.urban.formats.tabular import Reading, TableFault
from madang.urban.formats.tabular.sources import spreadsheet

MOST_BYTES = 32 << 20
SPREADSHEET, TEXT = "xlsx", "csv"


def lines_of(data: bytes, name: str) -> list[str]:
    """Return the first column of a file, a line of comma-separated text for each of its lines, blank ones too.

    name  of the file where it came from

    Raises Refused for a file that is too large, that is no table, or that cannot be read.
    """
    if len(data) > MOST_BYTES:
        raise Refused(Refusal("voting.roll_file_large", {"most": MOST_BYTES >> 20}, status=422))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(data)
        try:
            reading = tabular.sniff(path, name, most_bytes=4 * MOST_BYTES)
            if reading.kind == SPREADSHEET:
                return [_written(row[:1]) for row in spreadsheet.rows(path, reading.sheet)]
        except (TableFault, UnicodeDecodeError):
            raise Refused(Refusal("voting.roll_file_unread", status=422)) from None
    if reading.kind != TEXT or reading.member:
        raise Refused(Refusal("voting.roll_file_unread", status=422))
    return _lines(data, reading)


def _lines(data: bytes, reading: Reading) -> list[str]:
    try:
        lines = data.decode(reading.encoding or "utf-8").removeprefix("\ufeff").splitlines()
    except UnicodeDecodeError:
        raise Refused(Refusal("voting.roll_file_unread", status=422)) from None
    if reading.delimiter in ("", ","):
        return lines
    return [_written(next(csv.reader([line], delimiter=reading.delimiter), [])[:1]) for line in lines]


def _written(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()
