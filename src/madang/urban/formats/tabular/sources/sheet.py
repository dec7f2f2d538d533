"""A spreadsheet's rows."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa

from madang.urban.formats.tabular.faults import TableFault
from madang.urban.formats.tabular.opening import as_file
from madang.urban.formats.tabular.shapes import Reading
from madang.urban.formats.tabular.sniffing import header
from madang.urban.formats.tabular.sources import Source, batches, spreadsheet


def source(path: Path, reading: Reading, folder: Path, watch: Callable[[float], None]) -> Source:
    """Return the rows of a sheet below its header. Raises TableFault for a row with cells beyond the last column."""
    with as_file(path, reading.member, folder) as file:
        sheet = reading.sheet or spreadsheet.sheets(file)[0][0]
        head = list(_first(spreadsheet.rows(file, sheet), spreadsheet.HEAD_ROWS))
        names, _ = header.named(header.cells_of(head, reading.header_row))
        rows = _below(path, spreadsheet.rows(file, sheet), reading.header_row, len(names))
        relation = batches.write(folder / "raw.parquet", batches.batched(rows), [pa.string()] * len(names))
    return Source(relation, names, path, first_line=reading.header_row + 1)


def _first(rows: Iterator[list[str]], most: int) -> Iterator[list[str]]:
    for _, cells in zip(range(most), rows, strict=False):
        yield cells


def _below(path: Path, rows: Iterator[list[str]], above: int, width: int) -> Iterator[list[str | None]]:
    for line, cells in enumerate(rows, 1):
        if line <= above:
            continue
        if len(cells) > width and any(cells[width:]):
            found = max(place for place, cell in enumerate(cells, 1) if cell)
            params = {"line": line, "found": found, "expected": width}
            raise TableFault(path, "too-many-cells", params=params, row=line - above, line=line, value=cells[found - 1])
        yield [cell or None for cell in cells[:width]] + [None] * (width - len(cells))
