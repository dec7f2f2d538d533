"""Where the rows of a file come from, as a relation of the engine whose columns are c0, c1, ... in text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from madang.urban.formats.tabular.shapes import Note


@dataclass(frozen=True, slots=True)
class Source:
    """Rows to read.

    relation    what stands behind FROM
    names       of the columns, as the file has them
    declared    {place: (type, SQL that gives the value, how the file calls it)} of columns that are typed already
    first_line  the line of the file on which the first row stands; 0 where there are no lines
    """

    relation: str
    names: tuple[str, ...]
    path: Path
    declared: Mapping[int, tuple[str, str, str]] = field(default_factory=dict)
    first_line: int = 0
    notes: tuple[Note, ...] = ()
    text: Path | None = None
