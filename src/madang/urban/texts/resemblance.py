"""Near copies: how much of two texts is letter for letter the same."""

from collections.abc import Set as AbstractSet

from madang.urban.texts.vectors import term_id

LENGTH = 4


def shingles(text: str, length: int = LENGTH) -> frozenset[int]:
    """Return the numbers of all runs of `length` characters of a text; a shorter text is one run, an empty one none.

    The text is taken as it stands: fold case and signs first.
    """
    if len(text) <= length:
        return frozenset({term_id(text)}) if text else frozenset()
    return frozenset(term_id(text[at : at + length]) for at in range(len(text) - length + 1))


def resemblance(first: AbstractSet[int], second: AbstractSet[int]) -> float:
    """Return the share of the runs of two texts that both have, 0 to 1; 0 where either has none.

    Source: Broder 1997, On the resemblance and containment of documents, doi:10.1109/SEQUEN.1997.666900.
    """
    either = len(first | second)
    return len(first & second) / either if first and second else 0.0
