"""The values that the parts of a page are given. A dict with the same names does as well."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a state bar. ``state``: done, now, next. ``turn`` of the present step: "" (ours), act (yours), late."""

    label: Any
    note: Any = ""
    state: str = "next"
    turn: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry of a timeline. ``when`` is a datetime, a date or words; ``state``: done, now, act (your turn), next, late."""

    title: Any
    when: Any = ""
    who: Any = ""
    text: Any = ""
    state: str = "done"


@dataclass(frozen=True, slots=True)
class Answer:
    """A row of a summary list, with the address that changes it and the hidden words after "Change"."""

    key: Any
    value: Any
    change_url: str = ""
    change_of: Any = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A large figure with its unit and what it counts; ``source_url`` leads to where it comes from."""

    value: Any
    label: Any
    unit: Any = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A state in at most two words. ``kind``: plain, accent, act, go, heed, stop, line."""

    words: Any
    kind: str = "plain"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: the title is its one link."""

    title: Any
    url: str
    text: Any = ""
    meta: Sequence[Any] = ()
    tag: Tag | None = None
    side: Any = ""


@dataclass(frozen=True, slots=True)
class Door:
    """A cell of the lattice that leads somewhere."""

    label: Any
    url: str
    icon: str = ""
    text: Any = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab that is a page of its own."""

    label: Any
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Where a list stands: the addresses of its neighbours and words like "1 to 16 of 187"."""

    next_url: str = ""
    previous_url: str = ""
    words: Any = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``sorted``: "", ascending, descending; ``sort_url`` sorts by it."""

    label: Any
    numeric: bool = False
    sort_url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: every row has one cell for each column; the first cell names the row."""

    caption: Any
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]] = field(default=())
    show_caption: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that was given up: what it was, its number or kind, its cells, and what the form sends to try it again."""

    title: Any
    number: Any
    cells: Sequence[Any]
    value: Any


@dataclass(frozen=True, slots=True)
class Failures:
    """A list of what was given up: one column for the title, one for each cell; ``field`` is sent to ``action``."""

    caption: Any
    title_label: Any
    columns: Sequence[Column]
    rows: Sequence[Failure]
    action: str
    field: str
