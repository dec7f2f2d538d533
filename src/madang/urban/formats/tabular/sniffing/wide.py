"""Tables whose columns are hours, months or years: each row holds many observations."""

import re
from collections.abc import Sequence

from madang.urban.formats.tabular.shapes import Note

_KINDS = (
    ("hours", r"(\D*)([01]?\d|2[0-4])(:\d\d|시|时|點|h)(\s*[~-]\s*\d{1,2}(:\d\d|시|时|h)?)?\D*"),
    ("months", r"((19|20)\d\d\s*[-./년年]?\s*)(0?[1-9]|1[0-2])\s*[월月.]?|(0?[1-9]|1[0-2])\s*[월月]"),
    ("months", r"(?i)(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[ -]?(\d{2}|\d{4})?"),
    ("years", r"(fy|y|Y)?\s*(19|20)\d\d\s*[년年]?(도|度)?"),
)
FEWEST = 4


def wide_note(names: Sequence[str]) -> Note | None:
    """Return the note of a wide table: at least four columns, and half of all, are named for hours, months or years."""
    for kind, pattern in _KINDS:
        found = [name for name in names if re.fullmatch(pattern, name.strip())]
        if len(found) >= FEWEST and len(found) * 2 >= len(names):
            return Note("wide", {"kind": kind, "columns": len(found), "first": found[0], "last": found[-1]})
    return None
