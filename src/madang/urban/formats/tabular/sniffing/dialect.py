"""Which marks part the cells of a text: the delimiter under which its first lines fall into rows of one length."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

DELIMITERS = (",", "\t", ";", "|")
MOST_ROWS = 400
LONGEST_CELL = 1 << 20


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a text: between cells, and around cells that hold such a mark."""

    delimiter: str
    quote: str = '"'


def find(head: str, *, whole: bool) -> Marks:
    """Return the marks of a text from its beginning; a comma where nothing parts the lines."""
    quote = _quote(head)
    scored = [(_score(rows(head, Marks(delimiter, quote), whole=whole)), -place) for place, delimiter in enumerate(DELIMITERS)]
    best = max(range(len(DELIMITERS)), key=lambda place: scored[place])
    return Marks(DELIMITERS[best], quote)


def rows(head: str, marks: Marks, *, whole: bool) -> list[list[str]]:
    """Return the first rows of a text, its blank lines among them as []; the last is left out where the text may be cut there."""
    found: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(head), delimiter=marks.delimiter, quotechar=marks.quote):
            found.append(cells)
            if len(found) > MOST_ROWS:
                return found[:MOST_ROWS]
    except csv.Error:
        return found
    return found if whole else found[:-1]


def _quote(head: str) -> str:
    """Return the single quote only where cells are wrapped in it and none in double quotes."""
    if '"' in head:
        return '"'
    wrapped = sum(line.startswith("'") and line.endswith("'") for line in head.splitlines()[:50])
    return "'" if wrapped > 1 else '"'


def _score(found: Sequence[Sequence[str]]) -> tuple[float, int]:
    """Return how many rows have the most frequent length above one, as a share, and that length."""
    lengths = Counter(len(cells) for cells in found if cells)
    several = [(count, length) for length, count in lengths.items() if length > 1]
    if not several:
        return (0.0, 0)
    count, length = max(several)
    return (round(count / sum(lengths.values()), 2), length)
