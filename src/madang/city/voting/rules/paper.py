"""Ballots on paper as a clerk types them, one on a line: read and written. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from madang.city.voting.rules.secret import OnPaper
from madang.city.voting.rules.votes import Kind

BLANK = "-"
TOKEN = "@"  # noqa: S105 - the sign before a token's number, no secret
_NUMBER, _GIVEN, _SERIAL = re.compile(r"[0-9]{1,4}"), re.compile(r"([0-9]{1,4}):([0-9]{1,4})"), re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a clerk typed: the ballots in order, and the numbers, from 1, of the lines that cannot be read."""

    ballots: tuple[OnPaper, ...]
    broken: tuple[int, ...]


def read_lines(text: str, kind: Kind) -> Typed:
    """Read ballots, one on a line.

    ``2`` or ``1 3`` marks options, ``2 > 1 = 3`` ranks them, ``1:5 3:2`` gives points, ``-`` is a blank ballot. A token's number
    behind ``@`` says for whose electronic ballots a ballot stands. Empty lines at the end do not count.
    """
    lines = text.rstrip().splitlines()
    found = [_line(line, kind) for line in lines]
    ballots = tuple(one for one in found if one is not None)
    return Typed(ballots, tuple(number for number, one in enumerate(found, 1) if one is None))


def line_of(ballot: Sequence[Any]) -> str:
    """Return a ballot as it can be typed again."""
    choice, overrides = ballot
    return f"{_written(choice)} {TOKEN}{overrides}" if overrides else _written(choice)


def _line(line: str, kind: Kind) -> OnPaper | None:
    marks, at, serial = (part.strip() for part in line.partition(TOKEN))
    serial = serial.lower()
    if at and not _SERIAL.fullmatch(serial):
        return None
    choice = _choice(marks, kind)
    return None if choice is None else (choice, serial or None)


def _choice(marks: str, kind: Kind) -> Any:
    if kind in (Kind.SCORE, Kind.POINTS):
        return _points(marks)
    if marks == BLANK:
        return []
    if kind is Kind.RANKING:
        ranks = [_numbers(rank.replace("=", " ")) for rank in marks.split(">")]
        return None if None in ranks else ranks
    numbers = _numbers(marks)
    return None if numbers is None else sorted(numbers)


def _points(marks: str) -> dict[str, int] | None:
    if marks == BLANK:
        return {}
    given = [_GIVEN.fullmatch(one) for one in marks.split()]
    if not given or None in given:
        return None
    found = {one[1].lstrip("0"): int(one[2]) for one in given if one}
    return {number: points for number, points in found.items() if points} if len(found) == len(given) else None


def _numbers(marks: str) -> list[int] | None:
    parts = marks.replace(",", " ").split()
    return [int(one) for one in parts] if parts and all(_NUMBER.fullmatch(one) for one in parts) else None


def _written(choice: Any) -> str:
    if not choice:
        return BLANK
    if isinstance(choice, dict):
        return " ".join(f"{number}:{points}" for number, points in choice.items())
    if isinstance(choice[0], list):
        return " > ".join(" = ".join(str(number) for number in rank) for rank in choice)
    return " ".join(str(number) for number in choice)
