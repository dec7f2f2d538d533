"""Public references: short, speakable, checked, and telling nothing about how many there are.

Crockford's base 32 (no I, L, O, U) with a weighted check character modulo 31, so that every
single mistyped character and every swap of neighbours is noticed.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_ALPHABET = ALPHABET[:31]
PREFIX = "MD"
LENGTH = 6
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def _check_character(body: str) -> str:
    weighted = sum((place + 2) * ALPHABET.index(character) for place, character in enumerate(body))
    return CHECK_ALPHABET[weighted % 31]


def _dressed(body: str) -> str:
    whole = body + _check_character(body)
    return f"{PREFIX}-{whole[:4]}-{whole[4:]}"


def public_reference() -> str:
    """Return a new random reference such as ``MD-7K3F-92X`` (30 bits and a check character)."""
    return _dressed("".join(secrets.choice(CHECK_ALPHABET) for _ in range(LENGTH)))


def tidy_reference(text: str) -> str | None:
    """Return the reference that a person meant by ``text``, or None if it cannot be one.

    Lower case, blanks, missing dashes and the look-alikes I, L, O are forgiven.
    """
    bare = "".join(text.upper().split()).replace("-", "").removeprefix(PREFIX).translate(_READ_AS)
    if len(bare) != LENGTH + 1 or any(character not in ALPHABET for character in bare):
        return None
    whole = _dressed(bare[:-1])
    return whole if whole[-1] == bare[-1] else None


def is_public_reference(text: str) -> bool:
    """Tell whether ``text`` is a reference exactly as the city writes it."""
    return tidy_reference(text) == text
