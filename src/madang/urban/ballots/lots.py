"""Lots that anyone can draw again: a published seed puts the candidates in an order that nobody could choose."""

import hashlib
from collections.abc import Iterable


def drawn(candidates: Iterable[int], seed: str) -> tuple[int, ...]:
    """Return the candidates in the order of the lots: whoever stands first loses, whoever stands last wins.

    The order is that of the hexadecimal SHA-256 of "<seed>:<number>" in UTF-8, rising; it is the same whoever else is tied.
    In an elimination whoever stands first leaves first. In any other tie whoever stands last gets the better place.
    """
    return tuple(sorted(candidates, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()))
