"""Votes written as pictures, one line a person, one sign a statement: + agrees, 0 passes, - disagrees, . has not voted."""

Rows = list[tuple[int, int, int]]
SIGNS = {"+": 1, "0": 0, "-": -1}


def rows(picture: str) -> Rows:
    """Return (person, statement, vote), persons from 1, statements from 101."""
    return [
        (person, statement, SIGNS[sign])
        for person, line in enumerate(picture.split(), start=1)
        for statement, sign in enumerate(line, start=101)
        if sign != "."
    ]


# Seven who want one thing, five who want another, one who has hardly voted; 101 joins them, 108 nobody wants.
SMALL = rows("""
    +++-+0--
    ++++--.-
    +++--0--
    .++-0---
    +0+---+-
    +++--.--
    ++0-0---
    +--+++++
    +-0+.++-
    +--+0++-
    0--+-++-
    +--0+0+.
    .+.-....
""")
