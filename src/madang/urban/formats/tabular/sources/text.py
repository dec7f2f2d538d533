"""CSV: read where it lies if it is plain UTF-8, otherwise copied into plain UTF-8 first, in pieces."""

import codecs
import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from madang.urban.formats.tabular.deciding.candidates import quoted
from madang.urban.formats.tabular.faults import TableFault
from madang.urban.formats.tabular.opening import chunks, has_pattern, opened
from madang.urban.formats.tabular.shapes import Reading
from madang.urban.formats.tabular.sniffing import dialect, encoding, header
from madang.urban.formats.tabular.sources import Source

HEAD, LONGEST_LINE = 512 << 10, 4 << 20
_ERROR_LINE = re.compile(r"CSV Error on Line: (\d+)")
_ERROR_CELLS = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")


def source(path: Path, reading: Reading, folder: Path, watch: Callable[[float], None]) -> Source:
    """Return the rows of a CSV file. Raises TableFault for a file without rows."""
    head = encoding.head(path, reading.member, reading.encoding, HEAD)
    marks = dialect.Marks(reading.delimiter, reading.quote or '"')
    rows = dialect.rows(head, marks, whole=len(head) < HEAD // 4)
    cells = header.cells_of(rows, reading.header_row)
    names, _ = header.named(cells)
    skipped = _lines(head, marks, reading.header_row)
    is_plain = reading.encoding == "utf-8" and reading.newline == "\n" and skipped == reading.header_row
    is_plain = is_plain and not reading.member and not has_pattern(path)
    place = path if is_plain else _copy(path, reading, folder / "plain.csv", skipped, watch)
    return Source(
        _relation(place, marks, len(names), skipped if is_plain else 0), names, path, first_line=skipped + 1, text=place
    )


def _lines(head: str, marks: dialect.Marks, rows: int) -> int:
    """Return how many lines the first rows take up."""
    reader = csv.reader(io.StringIO(head), delimiter=marks.delimiter, quotechar=marks.quote)
    for _ in range(rows):
        next(reader, None)
    return reader.line_num


def _copy(path: Path, reading: Reading, place: Path, skipped: int, watch: Callable[[float], None]) -> Path:
    """Write the text from behind the header on, as UTF-8 with plain line ends."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(reading.encoding)("strict"), translate=True)
    left, done, size = skipped, 0, max(path.stat().st_size, 1)
    with opened(path, reading.member) as file, place.open("wb") as out:
        for piece in chunks(file):
            text = decoder.decode(piece)
            while left and text:
                at = text.find("\n")
                left, text = (left - 1, text[at + 1 :]) if at >= 0 else (left, "")
            out.write(text.encode())
            done += len(piece)
            watch(min(done / size, 1.0))
        out.write(decoder.decode(b"", final=True).encode())
    return place


def _relation(place: Path, marks: dialect.Marks, columns: int, skipped: int) -> str:
    names = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(columns))
    quote = quoted(marks.quote)
    return (
        f"read_csv({quoted(str(place))}, auto_detect=false, header=false, skip={skipped}, delim={quoted(marks.delimiter)}, "
        f"quote={quote}, escape={quote}, new_line='\\n', strict_mode=true, null_padding=false, max_line_size={LONGEST_LINE}, "
        f"columns={{{names}}})"
    )


def fault(problem: Exception, found: Source) -> TableFault:
    """Return what is wrong with the text, from the engine's words, with the line of the file."""
    said = str(problem)
    line = _ERROR_LINE.search(said)
    number = int(line[1]) + (found.first_line - 1 if found.text != found.path else 0) if line else None
    shown = re.search(r"Original Line: (.*)", said)
    told: dict[str, Any] = {"line": number, "problem": said.split("\n", 1)[0]}
    row = number - found.first_line + 1 if number else None
    value = shown[1] if shown else ""
    if cells := _ERROR_CELLS.search(said):
        key = "too-many-cells" if int(cells[2]) > int(cells[1]) else "too-few-cells"
        return TableFault(
            found.path, key, params=told | {"expected": int(cells[1]), "found": int(cells[2])}, row=row, line=number, value=value
        )
    if "nterminated quote" in said:
        return TableFault(found.path, "open-quote", params=told, row=row, line=number, value=value)
    if "aximum line size" in said:
        return TableFault(found.path, "long-line", params=told | {"most": LONGEST_LINE}, row=row, line=number)
    return TableFault(found.path, "bad-text", params=told, row=row, line=number, value=value)
