"""Words that found nothing: what of them may be kept for the editors."""

import re

from madang.city.kernel.text import normalise

LONGEST = 120
MOST_WORDS = 8
MOST_A_DAY = 2_000
_PERSONAL = re.compile(r"\S*(?:@|://|www\.|\d)\S*")
_MARKS = re.compile(r"[^\w\s'-]")


def kept_words(query: str) -> str:
    """Return the words of a query that may be kept, "" if none.

    Whatever looks like an address, a number or a link is left out. A long query tells a story rather than a need, so nothing
    of it is kept.
    """
    plain = _MARKS.sub(" ", _PERSONAL.sub(" ", normalise(query[: 4 * LONGEST])))
    words = plain.split()
    if not words or len(words) > MOST_WORDS:
        return ""
    kept = " ".join(words)
    return kept if len(kept) <= LONGEST else ""
