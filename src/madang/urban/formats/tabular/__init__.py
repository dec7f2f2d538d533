"""Any table that a city publishes, typed on its whole: sniff a file, load it into Parquet, with evidence for each decision."""

from madang.urban.formats.tabular.faults import TableFault
from madang.urban.formats.tabular.loading import load
from madang.urban.formats.tabular.shapes import (
    ROLES,
    ROW_GROUP,
    TYPES,
    Column,
    ColumnProfile,
    Evidence,
    Note,
    Reading,
    Table,
    Wanted,
)
from madang.urban.formats.tabular.sniffing import sniff
from madang.urban.formats.tabular.words import sentence

__all__ = [
    "ROLES", "ROW_GROUP", "TYPES", "Column", "ColumnProfile", "Evidence", "Note", "Reading", "Table", "TableFault", "Wanted",
    "load", "sentence", "sniff",
]  # fmt: skip
