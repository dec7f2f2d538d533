"""What is said of tables, in English, by key: a site translates the sentence and fills in the same values."""

from collections.abc import Mapping
from typing import Any

from madang.urban.formats.tabular.shapes import Evidence, Note

WHY = {
    "all-fit": "every value is %(kind)s; the first is %(value)s in row %(row)s",
    "empty": "no row holds a value",
    "publisher": "the publisher decided so",
    "declared": "the file declares it (%(declared)s)",
}
NOTES: dict[str, str] = {}
FAULTS: dict[str, tuple[str, str]] = {}


def filled(text: str, params: Mapping[str, Any]) -> str:
    """Return a sentence with its values; a value that is missing is shown as "?"."""
    return text % _Known(params)


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def sentence(told: Evidence | Note) -> str:
    """Return what evidence or a note says, in English."""
    if isinstance(told, Note):
        return filled(NOTES[told.key], told.params)
    return filled(WHY[told.why_key], {**told.params, "row": told.row, "value": told.value, "type": told.type})
