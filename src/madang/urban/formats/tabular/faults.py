"""Why a table cannot be read: the row, the column, the value, and what to do."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from madang.urban.formats.faults import FileFault
from madang.urban.formats.tabular.words import FAULTS, filled


class TableFault(FileFault):
    """Raised for a table that cannot be read or typed as wanted.

    key, params   of ``words.FAULTS``, so that a site can say it in other languages
    row, line     data row and line in the file, counted from 1; None where the whole file is meant
    column        the column's name in the file, "" if none is meant;  value: the cell, cut at 200 characters
    remedy        what to do, in English
    """

    def __init__(
        self,
        path: Path,
        key: str,
        *,
        params: Mapping[str, Any] | None = None,
        row: int | None = None,
        line: int | None = None,
        column: str = "",
        value: str = "",
    ) -> None:
        self.key, self.row, self.value = key, row, value[:200]
        self.params = dict(params or {}) | {"row": row, "column": column, "value": value[:200]}
        said, remedy = FAULTS[key]
        self.remedy = filled(remedy, self.params)
        super().__init__(path, f"{filled(said, self.params)}. {self.remedy}", line, column or None)
