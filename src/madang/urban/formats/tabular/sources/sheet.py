"""A spreadsheet's rows."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa

from madang.urban.formats.tabular.opening import as_file
from madang.urban.formats.tabular.shapes import Reading
from madang.urban.formats.tabular.sniffing import header
from madang.urban.formats.tabular.sources import Source, batches, spreadsheet


def source(path: Path, reading: Reading, folder: Path, watch: Callable[[float], None]) -> Source:
    """Return the rows of a sheet below its header; the sheet's widest row tells how many columns there are."""
    with as_file(path, reading.member, folder) as file:
        sheet = reading.sheet or spreadsheet.sheets(file)[0][0]
        whole = spreadsheet.rows(file, sheet)
        head = list(islice(whole, spreadsheet.HEAD_ROWS))
        names, _ = header.named(header.cells_of(head, reading.header_row))
        rows = _below(chain(head, whole), reading.header_row, len(names))
        relation = batches.write(folder / "raw.parquet", batches.batched(rows), [pa.string()] * len(names))
    return Source(relation, names, path, first_line=reading.header_row + 1)


def _below(rows: Iterable[list[str]], above: int, width: int) -> Iterator[list[str | None]]:
    for cells in islice(rows, above, None):
        yield [cell or None for cell in cells[:width]] + [None] * (width - len(cells))
