"""Digits that are no amounts: months, identity numbers, and codes that their column's name tells."""

from madang.urban.formats.tabular.deciding.candidates import CELL, Candidate, matched


def digits() -> list[Candidate]:
    """Return text that looks like a number and is none."""
    month = matched(CELL, r"(19|20)[0-9]{2}\.(0[1-9]|1[0-2])")
    person = matched(CELL, r"[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]")
    return [
        Candidate("year-month", "text", "year-month", f"CASE WHEN {month} THEN {CELL} END", distinct=6),
        Candidate("identity-number", "text", "identity-number", f"CASE WHEN {person} THEN {CELL} END", distinct=2),
    ]


def compact_month() -> Candidate:
    """Return months as 202403, believed where the column's name says so."""
    fits = matched(CELL, r"(19|20)[0-9]{2}(0[1-9]|1[0-2])")
    return Candidate("compact-month", "text", "year-month", f"CASE WHEN {fits} THEN {CELL} END")
