"""What any file of ballots says: who stands, and what was cast."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from madang.urban.formats.faults import FileFault

KINDS = ("rankings", "approvals", "scores")
MOST_CANDIDATES = 10_000
MOST_CAST = 2**40
MOST_POINTS = 2**20


@dataclass(frozen=True, slots=True)
class Election:
    """Candidates by number from 1, and ballots, each with how many voters cast it.

    kind     what a ballot is. rankings: its ranks from the best, each with the candidates tied there. approvals: the candidates
             named. scores: whole numbers by candidate
    ballots  (count, ballot), in the order of the file
    purse    the most points that one ballot may give away, where the file says so
    """

    kind: str
    title: str
    names: tuple[str, ...]
    ballots: tuple[tuple[int, Any], ...]
    purse: int | None = None


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, with or without byte-order mark. Raises FileFault, with the place that is no UTF-8."""
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise FileFault(path, f"the file cannot be read: {problem.strerror}") from problem
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = raw[: problem.start].decode("utf-8-sig")
        line, column = place(before, len(before))
        raise FileFault(path, f"byte {raw[problem.start]:#04x} is no UTF-8; save the file as UTF-8", line, column) from problem


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of an offset in a text."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def is_number(text: str) -> bool:
    """Tell whether a text is a whole number of at most 15 digits: what no computer needs to hesitate about."""
    return text.isascii() and text.isdigit() and len(text) <= 15
