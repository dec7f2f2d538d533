"""Shows enough of a value that one sees what it is, and too little to know whose."""

import re

from madang.city.opendata.rules.disclosure.findings import Kind

LONGEST = 40
_PLACES = frozenset({Kind.ADDRESS})


def masked(kind: Kind, text: str) -> str:
    """Return a value with stars: of a name the first letter stays, of an address the words without numbers, else two signs."""
    text = text[:LONGEST]
    if kind is Kind.PERSON_NAME:
        return text[:1] + re.sub(r"[^\s,.]", "*", text[1:])
    if kind is Kind.EMAIL:
        return text[:1] + re.sub(r"[^@.]", "*", text[1:])
    if kind in _PLACES:
        return re.sub(r"[0-9A-Za-z]", "*", text)
    letters = re.sub(r"[0-9A-Za-z가-힣一-鿿]", "*", text)
    return text[:2] + letters[2:]
