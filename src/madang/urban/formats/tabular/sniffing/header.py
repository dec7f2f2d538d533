"""Which row names the columns, and what machines call them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from madang.urban.formats.tabular.shapes import Note

MOST_TITLES = 30
_DATA = re.compile(
    r"[-+]?[\d.,]+\s*%?|\d{2,4}[-./]\d{1,2}[-./]\d{1,4}.*|\d{1,2}:\d{2}(:\d{2})?|\d{4}년\s*\d{1,2}월.*|[01]\d{1,2}-\d{3,4}-\d{4}|\S+@\S+\.\S+"
)
_LABELS = (
    re.compile(r"(19|20)\d\d"),
    re.compile(r"(19|20)\d\d[-./]?(0[1-9]|1[0-2])"),
    re.compile(r"([01]\d|2[0-4]):\d\d"),
)
FEWEST_DAYS = 5


def find(rows: Sequence[Sequence[str]]) -> int:
    """Return the row that names the columns, counted from 1; 0 if the table begins with data.

    It is the first row as long as most rows that has a name for most columns; a row in which numbers or dates stand is data,
    unless they are years, months, hours or days that name columns.
    """
    length = _usual(rows)
    for place, cells in enumerate(rows[:MOST_TITLES], 1):
        filled = [cell.strip() for cell in cells if cell.strip()]
        if _filled(cells) < length - 1 or len(filled) * 2 < length or (length > 1 and len(filled) < 2):
            continue
        return place if _names(filled, rows[place : place + 50], length) else 0 if place == 1 else _before(rows, place, length)
    return 0


def _usual(rows: Sequence[Sequence[str]]) -> int:
    """Return the most frequent number of cells up to the last that is filled."""
    lengths = Counter(filled for cells in rows if (filled := _filled(cells)))
    return max(lengths, key=lambda length: (lengths[length], length)) if lengths else 0


def _filled(cells: Sequence[str]) -> int:
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1].strip()), 0)


def cells_of(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    """Return the cells of the header row (0: none), as many as the table has columns."""
    given = list(rows[place - 1]) if place else []
    lengths = Counter(len(cells) for cells in rows[place:] if cells)
    usual, times = max(lengths.items(), key=lambda pair: pair[::-1]) if lengths else (len(given), 1)
    is_told = not place or times * 2 > sum(lengths.values())
    width = max(usual if is_told else 0, _filled(given), 1)
    return [*given, *[""] * width][:width]


def _names(filled: Sequence[str], below: Sequence[Sequence[str]], length: int) -> bool:
    data = [cell for cell in filled if _DATA.fullmatch(cell)]
    if not data:
        return not _like_below(filled, below)
    return len(data) < length and not _DATA.fullmatch(filled[0]) and _are_labels(data)


def _are_labels(data: Sequence[str]) -> bool:
    """Return whether cells that look like data name columns: years, months or hours that rise, or days counted from 1."""
    if any(all(map(label.fullmatch, data)) for label in _LABELS):
        return all(left < right for left, right in pairwise(data))
    return len(data) >= FEWEST_DAYS and list(data) == [str(number) for number in range(1, len(data) + 1)]


def _like_below(filled: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether all words of a row stand again below it in the same table: then it is a row like the others."""
    words = {cell.strip() for cells in below for cell in cells}
    return len(below) > 1 and len(filled) > 1 and all(cell in words for cell in filled)


def _before(rows: Sequence[Sequence[str]], place: int, length: int) -> int:
    """Return the row above data that names its columns although some names are missing; 0 if there is none."""
    above = rows[place - 2]
    return place - 1 if len(above) >= length and sum(bool(cell.strip()) for cell in above) > 1 else 0


def named(cells: Sequence[str]) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """Return a name for each column as the file has it, unnamed and repeated ones made up, and notes of those."""
    names, notes, seen = [], [], Counter[str]()
    taken = {cell.strip() for cell in cells}
    for place, cell in enumerate(cells, 1):
        given = " ".join(unicodedata.normalize("NFC", cell).split())
        name = given or f"column {place}"
        while seen[name] or (name != given and name in taken):
            seen[name] += 1
            name = f"{name} {seen[name]}"
        seen[name] += 1
        names.append(name)
        if not given:
            notes.append(Note("unnamed-column", {"place": place, "name": name}))
        elif name != given:
            notes.append(Note("repeated-column", {"place": place, "given": given, "name": name}))
    return tuple(names), tuple(notes)


def machine_names(names: Sequence[str], chosen: Mapping[str, str]) -> tuple[str, ...]:
    """Return names of letters, digits and single underscores, unique also where case does not count.

    chosen  {name in the file: name that the publisher wants}
    """
    found: list[str] = []
    taken: set[str] = set()
    for place, name in enumerate(names, 1):
        plain = _plain(chosen.get(name, name)) or f"column_{place}"
        unique, number = plain, 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{plain}_{number}"
        taken.add(unique.casefold())
        found.append(unique)
    return tuple(found)


def _plain(name: str) -> str:
    kept = "".join(sign if sign.isalnum() else "_" for sign in unicodedata.normalize("NFC", name))
    plain = re.sub(r"_+", "_", kept).strip("_")[:120].strip("_")
    return f"c_{plain}" if plain[:1].isdigit() else plain
