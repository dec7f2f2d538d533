"""One column on its way to a type: what is known of its values, which ways to read them are left, and why others fell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from madang.urban.formats.tabular.deciding import booleans, dates, numbers, texts
from madang.urban.formats.tabular.deciding.candidates import TEXT, Candidate
from madang.urban.formats.tabular.deciding.hints import tells

_DIGIT = re.compile(r"[0-9０-９]")
_PLAIN = re.compile(r"[-+]?[0-9]*(\.[0-9]*)?")


@dataclass(frozen=True, slots=True)
class Place:
    """A value and the row, from 1, where it stands first."""

    row: int
    value: str


@dataclass(slots=True)
class Choice:
    """A column whose type is being decided.

    wanted   the type that the publisher decided, "" if none;  form: how dates are written, where that was said
    is_ambiguous  a comma may mark decimals in this file;  is_sheet: it is a spreadsheet, whose days are instants too
    known    {value: first row} of values that were looked at
    nearest  the last way that read all known values, before the whole file refuted it
    fell     {candidate's key: where it was refuted}; a key without a place fell for another reason
    """

    index: int
    name: str
    wanted: str = ""
    form: str = ""
    is_ambiguous: bool = False
    is_sheet: bool = False
    known: dict[str, int] = field(default_factory=dict)
    fell: dict[str, Place | None] = field(default_factory=dict)
    offered: list[Candidate] = field(default_factory=list)
    accepted: dict[str, int] = field(default_factory=dict)
    chosen: Candidate = TEXT
    rivals: list[Candidate] = field(default_factory=list)
    nearest: Candidate | None = None
    settled: bool = False
    reason: tuple[str, Place | None] | None = None
    filled: int = 0
    read: int = 0
    distinct: int = 0

    @property
    def cell(self) -> str:
        """Return the column as it is called while it is text."""
        return f"c{self.index}"

    def offer(self) -> list[Candidate]:
        """Return the ways to read the column, the first that fits is taken; some are made for the values that are known."""
        if self.wanted == "text":
            return []
        marked = numbers.marked(self.known, is_ambiguous=self.is_ambiguous)
        self.offered = self._wanted(marked) if self.wanted else self._all(marked)
        return self.offered

    def _all(self, marked: list[Candidate]) -> list[Candidate]:
        """Return all ways that the shape of the known values leaves: what has no digit is no number, what has no mark no date."""
        if not any(map(_DIGIT.search, self.known)):
            return booleans.pairs()
        days, instants = dates.dates(), dates.instants()
        compact = [one for one in (*days, *instants) if "compact" in one.key]
        months = [texts.compact_month()] if tells(self.name, "month") else []
        found = [*booleans.pairs(), *texts.digits(), *months, *compact, *numbers.plain()]
        if all(map(_PLAIN.fullmatch, self.known)):
            return [*found, *marked]
        sheet = [dates.either()] if self.is_sheet else []
        others = [one for one in (*days, *instants) if "compact" not in one.key]
        return [*found, *others, *sheet, *dates.times(), *marked]

    def _wanted(self, marked: list[Candidate]) -> list[Candidate]:
        if self.form:
            return [dates.written(self.form, self.wanted)]
        if self.wanted == "boolean":
            return [*booleans.pairs(), booleans.numbers()]
        if self.wanted in ("integer", "decimal"):
            kinds = ("integer",) if self.wanted == "integer" else ("decimal",)
            return [*(one for one in (*numbers.plain(), *marked) if one.type in kinds), numbers.lenient(self.wanted)]
        found = {"date": dates.dates, "datetime": dates.instants, "time": dates.times}[self.wanted]()
        return [*found, dates.midnight()] if self.wanted == "datetime" else found

    def take(self) -> None:
        """Choose the first way that nothing refutes, and its rivals; text if none is left."""
        left = [one for one in self.offered if one.key not in self.fell]
        self.chosen = left[0] if left else TEXT
        self.rivals = [
            one for one in left[1:] if one.family and one.family == self.chosen.family and one.type == self.chosen.type
        ]
        if self.is_ambiguous and self.chosen.family == "marks":
            self.rivals = [one for one in left[1:] if one.family == "marks"]
        self.settled = not left

    def learn(self, values: Sequence[tuple[int, str]]) -> None:
        """Remember values with their rows."""
        for row, value in values:
            if row < self.known.get(value, row + 1):
                self.known[value] = row

    def drop(self, candidate: Candidate, place: Place | None = None) -> None:
        """Let a way fall; the earliest row that refutes it is kept."""
        before = self.fell.get(candidate.key)
        if before is None or (place is not None and place.row < before.row):
            self.fell[candidate.key] = place

    def decide(self, key: str, place: Place | None) -> None:
        """Make the column text for a reason of its own."""
        self.chosen, self.rivals, self.settled, self.reason = TEXT, [], True, (key, place)

    def first(self) -> Place | None:
        """Return the first known value that stands for something."""
        found = [Place(row, value) for value, row in self.known.items()]
        return min(found, key=lambda place: place.row, default=None)
