"""How a file is written: its kind, encoding, marks and header, found by reading all of its bytes once."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from madang.urban.formats.tabular.faults import TableFault
from madang.urban.formats.tabular.opening import (
    GZIP,
    MOST_WORKBOOK,
    archive_of,
    as_file,
    is_spreadsheet,
    opened,
    tables_in,
    unpacked_size,
)
from madang.urban.formats.tabular.shapes import Note, Reading
from madang.urban.formats.tabular.sniffing import dialect, encoding, header, records
from madang.urban.formats.tabular.sniffing.wide import wide_note
from madang.urban.formats.tabular.sources.spreadsheet import sheets

HEAD = 512 << 10
OLD_EXCEL, PARQUET, PACKED = b"\xd0\xcf\x11\xe0", b"PAR1", (b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")


def sniff(path: Path, name: str = "", *, most_bytes: int | None = None) -> Reading:
    """Return how a file is written.

    name        its name where it came from, for what only the ending tells
    most_bytes  of the table once it is unpacked

    Raises TableFault for a file that is empty, damaged, locked, an archive made to burst, no text in a known encoding, or larger
    than ``most_bytes``.
    """
    with opened(path) as file:
        start = file.read(8)
    if not start:
        raise TableFault(path, "empty-file")
    if start.startswith(PACKED):
        raise TableFault(path, "packed")
    if start.startswith(b"PK\x03\x04"):
        return _archive(path, most_bytes)
    if start.startswith(GZIP):
        return _gzip(path, name or path.name, most_bytes)
    _check_size(path, path.stat().st_size, most_bytes)
    return _single(path, "", start, name or path.name)


def _archive(path: Path, most_bytes: int | None) -> Reading:
    with archive_of(path) as archive:
        if is_spreadsheet(archive):
            _check_size(path, sum(part.file_size for part in archive.infolist()), min(most_bytes or MOST_WORKBOOK, MOST_WORKBOOK))
            return _spreadsheet(path)
        found = tables_in(archive)
        if not found:
            raise TableFault(path, "no-table", params={"members": ", ".join(archive.namelist()[:5])})
        part = found[0]
        _check_size(path, part.file_size, most_bytes)
    reading = _member(path, part.filename)
    others = Note("other-members", {"member": part.filename, "others": [other.filename for other in found[1:20]]})
    return replace(reading, notes=(*reading.notes, others) if len(found) > 1 else reading.notes)


def _gzip(path: Path, name: str, most_bytes: int | None) -> Reading:
    member = Path(name).name.removesuffix(".gz") or "table"
    _check_size(path, unpacked_size(path, member, most_bytes), most_bytes)
    return _member(path, member)


def _member(path: Path, member: str) -> Reading:
    with opened(path, member) as file:
        start = file.read(8)
    if not start:
        raise TableFault(path, "empty-file")
    if start.startswith((GZIP, *PACKED)):
        raise TableFault(path, "packed")
    if not start.startswith((b"PK\x03\x04", OLD_EXCEL, PARQUET)):
        return replace(_single(path, member, start, member), member=member)
    with tempfile.TemporaryDirectory() as folder, as_file(path, member, Path(folder)) as file:
        return replace(sniff(file, member) if not start.startswith(b"PK") else _spreadsheet(file), member=member)


def _check_size(path: Path, size: int, most: int | None) -> None:
    if most is not None and size > most:
        raise TableFault(path, "too-large", params={"megabytes": size >> 20, "most": most >> 20})


def _single(path: Path, member: str, start: bytes, name: str) -> Reading:
    if start.startswith(OLD_EXCEL):
        return _spreadsheet(path)
    if start.startswith(PARQUET):
        return Reading("parquet")
    found = encoding.find(path, member)
    head = encoding.head(path, member, found.encoding, HEAD)
    if written := records.find(path, head, name):
        return replace(written, encoding=found.encoding, certainty=found.certainty, newline=found.newline)
    marks = dialect.find(head, whole=found.bytes <= HEAD)
    rows = dialect.rows(head, marks, whole=found.bytes <= HEAD)
    return Reading(
        "csv", found.encoding, marks.delimiter, marks.quote, found.newline, certainty=found.certainty, **_headed(path, rows)
    )


def _spreadsheet(path: Path) -> Reading:
    found = sheets(path)
    filled = [(name, rows) for name, rows in found if rows]
    if not filled:
        raise TableFault(path, "empty-file")
    name, rows = filled[0]
    told = _headed(path, rows)
    if len(filled) > 1:
        told["notes"] += (Note("other-sheets", {"sheet": name, "others": [other for other, _ in filled[1:20]]}),)
    return Reading("xlsx", sheet=name, **told)


def _headed(path: Path, rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    if not rows:
        raise TableFault(path, "empty-file")
    place = header.find(rows)
    names, notes = header.named(header.cells_of(rows, place))
    if place > 1:
        notes += (Note("title-lines", {"lines": place - 1, "first": " ".join(cell for cell in rows[0] if cell)[:200]}),)
    if not place:
        notes = (Note("no-header", {"columns": len(names)}),)
    wide = wide_note(names)
    return {"header_row": place, "notes": (*notes, wide) if wide else notes, "is_wide": wide is not None}
