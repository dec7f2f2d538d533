"""Instant suggestions: the services one of whose phrases has a word that begins with what was typed so far.

Korean is compared by keystrokes, so that a half-typed syllable works, and by initial consonants ("ㄷㅅㄱ"); Chinese also by
pinyin and by its initials. All beginnings are sorted once; a search is two bisections.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from madang.city.kernel.text import Script, initials, keystrokes, normalise, pinyin, pinyin_initials, script_of

LONGEST_KEY = 40
LATER_WORDS = 6
FOREIGN = 10_000
PHRASES_EACH = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A phrase that may be suggested: its service's row, the phrase, its language, and 0 for a title, 1 for a word."""

    row: int
    text: str
    lang: str
    grade: int


@dataclass(frozen=True)
class Beginnings:
    """All beginnings, sorted.

    keys   (beginnings,)  what may be typed           lines  (beginnings,)  number of the line
    ranks  (beginnings,)  smaller is better           texts, rows      one per line
    langs  the languages that occur                   tongues          (lines,)  number of the line's language
    """

    keys: tuple[str, ...]
    lines: NDArray[np.int32]
    ranks: NDArray[np.int32]
    texts: tuple[str, ...]
    rows: tuple[int, ...]
    langs: tuple[str, ...]
    tongues: NDArray[np.int8]

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Self:
        """Lay out the beginnings of all words of the lines."""
        listed = list(lines)
        found = sorted({(key, number, place) for number, line in enumerate(listed) for key, place in _keys(line.text)})
        ranks = [
            1000 * (2 * listed[number].grade + min(place, 1)) + min(len(listed[number].text), 999) for _, number, place in found
        ]
        langs = tuple(sorted({line.lang for line in listed}))
        return cls(
            keys=tuple(key for key, _, _ in found),
            lines=np.array([number for _, number, _ in found], dtype=np.int32),
            ranks=np.array(ranks, dtype=np.int32),
            texts=tuple(line.text for line in listed),
            rows=tuple(line.row for line in listed),
            langs=langs,
            tongues=np.array([langs.index(line.lang) for line in listed], dtype=np.int8),
        )

    def starting_with(self, prefix: str, lang: str, most: int) -> list[int]:
        """Return the numbers of at most `most` lines, one per service: own language first, then titles, then early and short."""
        typed = keystrokes(normalise(prefix[:LONGEST_KEY])).replace(" ", "")[:LONGEST_KEY]
        if not typed:
            return []
        first, past = bisect_left(self.keys, typed), bisect_left(self.keys, typed + "\U0010ffff")
        lines = self.lines[first:past]
        own = self.langs.index(lang) if lang in self.langs else -1
        ranks = self.ranks[first:past] + np.where(self.tongues[lines] == own, np.int32(0), np.int32(FOREIGN))
        chosen: dict[int, int] = {}
        for line in lines[_smallest(ranks, lines, most)]:
            chosen.setdefault(self.rows[line], int(line))
            if len(chosen) == most:
                break
        return list(chosen.values())


def _smallest(ranks: NDArray[np.int32], lines: NDArray[np.int32], most: int) -> NDArray[np.int64]:
    """Return the places of the smallest ranks in order, of equal ranks by line: enough for `most` services of many phrases."""
    enough = PHRASES_EACH * most
    if len(ranks) <= enough:
        return np.lexsort((lines, ranks))
    limit = np.partition(ranks, enough)[enough]
    near = np.flatnonzero(ranks <= limit)
    return near[np.lexsort((lines[near], ranks[near]))]


def _keys(text: str) -> Iterator[tuple[str, int]]:
    """Yield what may be typed for text, from each of its first words on, with the word's place."""
    plain = normalise(text)
    parts = plain.split()[:LATER_WORDS]
    scripts = set() if plain.isascii() else {script_of(char) for char in plain}
    for place in range(len(parts)):
        rest = "".join(parts[place:])[:LONGEST_KEY]
        yield keystrokes(rest)[:LONGEST_KEY] if scripts else rest, place
        if Script.HANGUL in scripts:
            yield initials(rest), place
        if Script.HAN in scripts:
            yield pinyin(rest)[:LONGEST_KEY], place
            yield pinyin_initials(rest), place
