"""Read the formats of national lists: each gives plain entries and the rows that cannot be taken."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.text import slugify

from madang.urban.formats.tables import read_table

LGSL_COLUMNS = ("Identifier", "Label", "Status", "Description")
LGSL_STATES = {"live": "live", "discontinued": "retired"}
LONGEST_TITLE = 200
LONGEST_ID = 60
SLUG_LENGTH = 100
SUMMARY_LENGTH = 300
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(])")


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a national list."""

    line: int
    external_id: str
    title: str
    description: str
    is_live: bool

    @property
    def slug(self) -> str:
        """Return the slug; the list's number in it keeps it apart from the city's own services."""
        words = slugify(self.title)[:SLUG_LENGTH].strip("-")
        return "-".join(filter(None, [words, slugify(self.external_id)]))

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Return the description by paragraphs."""
        parts = (" ".join(part.split()) for part in self.description.split("\n"))
        return tuple(part for part in parts if part)

    @property
    def summary(self) -> str:
        """Return the first sentences of the description, at most 300 characters."""
        text = self.paragraphs[0] if self.paragraphs else self.title
        kept = ""
        for sentence in _SENTENCE.split(text):
            if len(kept) + len(sentence) >= SUMMARY_LENGTH:
                break
            kept = f"{kept} {sentence}".strip()
        return kept or text[: SUMMARY_LENGTH - 3].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be taken, and why."""

    line: int
    reason: str


Reading = tuple[list[Listed], list[Refusal]]


def read_lgsl(path: Path) -> Reading:
    """Read the Local Government Services List of England and Wales. Raises FileFault for a file that cannot be read."""
    listed: dict[str, Listed] = {}
    refused: list[Refusal] = []
    for row in read_table(path, required=LGSL_COLUMNS):
        cells = {name: cell.strip() for name, cell in row.cells.items()}
        reason = row.fault or _why_not(cells, listed)
        if reason:
            refused.append(Refusal(row.line, reason))
            continue
        is_live = LGSL_STATES[cells["Status"].lower()] == "live"
        listed[cells["Identifier"]] = Listed(row.line, cells["Identifier"], cells["Label"], cells["Description"], is_live)
    return list(listed.values()), refused


def _why_not(cells: Mapping[str, str], listed: Mapping[str, Listed]) -> str:
    identifier = cells["Identifier"]
    if not identifier or len(identifier) > LONGEST_ID or not identifier.isdecimal():
        return f"the identifier {identifier[:40]!r} is not a number"
    if identifier in listed:
        return f"the identifier {identifier} stands on line {listed[identifier].line} already"
    if not cells["Label"] or len(cells["Label"]) > LONGEST_TITLE:
        return f"service {identifier} has no label, or one of more than {LONGEST_TITLE} characters"
    if cells["Status"].lower() not in LGSL_STATES:
        return f"service {identifier} has the status {cells['Status'][:40]!r}; expected Live or Discontinued"
    return ""


FORMATS: Mapping[str, Callable[[Path], Reading]] = {"lgsl": read_lgsl}
