"""Tables as comma-separated text: rows with the line they stand on, and what is wrong with them."""

import csv
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from madang.urban.formats.faults import FileFault

LONGEST_LINE = 1_000_000
LONGEST_CELL = 131_072
MOST_ROWS = 500_000
_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK\x03\x04": "a spreadsheet or archive", b"\x1f\x8b": "compressed"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line that it begins on, its cells by column, and what is wrong with it ("" if nothing)."""

    line: int
    cells: dict[str, str]
    fault: str = ""


def read_table(path: Path, *, required: Sequence[str], columns: Sequence[str] | None = None) -> Iterator[Row]:
    """Yield the rows of a UTF-8 file (with or without byte-order mark) of comma-separated values; cells may span lines.

    required  columns that the header must have
    columns   names for the cells, in order, where the file's own header cannot be used; the header is then skipped

    A row with too many or too few cells is yielded with its fault; blank lines are left out.
    Raises FileFault, with the line, for a file that is missing, empty, no UTF-8, has a cell over 128 KB or a quote without end.
    """
    lines = _Lines(path)
    with closing(lines.read()) as texts:
        reader = csv.reader(texts, strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
            names = list(columns or header)
            _check_header(path, names, required)
            yield from _rows(path, reader, names)
        except csv.Error as error:
            raise FileFault(path, _words(str(error)), lines.number) from error


def _check_header(path: Path, names: Sequence[str], required: Sequence[str]) -> None:
    if not any(names):
        raise FileFault(path, "the file is empty; its first line must name the columns", 1)
    if missing := [name for name in required if name not in names]:
        raise FileFault(path, f"the column {missing[0]!r} is missing; the first line names {', '.join(names)[:300]}", 1)
    if twice := [name for name in names if names.count(name) > 1]:
        raise FileFault(path, f"the column {twice[0]!r} stands there twice; give each its own name", 1)


def _rows(path: Path, reader: Iterator[list[str]], names: Sequence[str]) -> Iterator[Row]:
    last, count = getattr(reader, "line_num", 1), 0
    for cells in reader:
        line, last = last + 1, getattr(reader, "line_num", 0)
        if not cells:
            continue
        count += 1
        if count > MOST_ROWS:
            raise FileFault(path, f"more than {MOST_ROWS:,} rows; split the file", line)
        fault = "" if len(cells) == len(names) else f"{len(cells)} cells where the first line names {len(names)}"
        yield Row(line, dict(zip(names, cells, strict=False)), fault)


class _Lines:
    """The lines of a file as text; a line that is too long or no UTF-8 stops the reading with its number."""

    def __init__(self, path: Path) -> None:
        self.path, self.number = path, 0

    def read(self) -> Generator[str, None, None]:
        try:
            with self.path.open("rb") as file:
                self._check_mark(file.read(4))
                file.seek(0)
                while raw := file.readline(LONGEST_LINE + 1):
                    self.number += 1
                    yield self._text(raw)
        except OSError as problem:
            raise FileFault(self.path, f"the file cannot be read: {problem.strerror}") from problem

    def _check_mark(self, start: bytes) -> None:
        for mark, what in _MARKS.items():
            if start.startswith(mark):
                raise FileFault(self.path, f"this file is {what}, not UTF-8 text; save it as CSV in UTF-8", 1)

    def _text(self, raw: bytes) -> str:
        if len(raw) > LONGEST_LINE:
            raise FileFault(self.path, f"a line of more than {LONGEST_LINE:,} bytes; is a quotation mark missing?", self.number)
        try:
            text = raw.decode("utf-8-sig" if self.number == 1 else "utf-8")
        except UnicodeDecodeError as problem:
            message = f"byte {raw[problem.start]:#04x} is no UTF-8; save the file as UTF-8"
            raise FileFault(self.path, message, self.number, problem.start + 1) from problem
        if "\0" in text:
            raise FileFault(self.path, "the line holds a NUL character; remove it", self.number, text.index("\0") + 1)
        return text


def _words(error: str) -> str:
    if "field larger" in error:
        return f"a cell of more than {LONGEST_CELL:,} characters ends here; is a quotation mark missing above?"
    if "unexpected end" in error:
        return "the file ends inside a quotation; close the last quotation mark"
    return f"this line cannot be read as comma-separated values ({error})"
