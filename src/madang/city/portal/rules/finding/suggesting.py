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
    ranks  (beginnings,)  smaller is better           texts, rows, langs, grades  one per line
    """

    keys: tuple[str, ...]
    lines: NDArray[np.int32]
    ranks: NDArray[np.int32]
    texts: tuple[str, ...]
    rows: tuple[int, ...]
    langs: tuple[str, ...]

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Self:
        """Lay out the beginnings of all words of the lines."""
        listed = list(lines)
        found = sorted({(key, number, place) for number, line in enumerate(listed) for key, place in _keys(line.text)})
        ranks = [
            1000 * (2 * listed[number].grade + min(place, 1)) + min(len(listed[number].text), 999) for _, number, place in found
        ]
        return cls(
            keys=tuple(key for key, _, _ in found),
            lines=np.array([number for _, number, _ in found], dtype=np.int32),
            ranks=np.array(ranks, dtype=np.int32),
            texts=tuple(line.text for line in listed),
            rows=tuple(line.row for line in listed),
            langs=tuple(line.lang for line in listed),
        )

    def starting_with(self, prefix: str, lang: str, most: int) -> list[int]:
        """Return the numbers of at most `most` lines, one per service: own language first, then titles, then early and short."""
        typed = keystrokes(normalise(prefix[:LONGEST_KEY])).replace(" ", "")[:LONGEST_KEY]
        if not typed:
            return []
        first, past = bisect_left(self.keys, typed), bisect_left(self.keys, typed + "\U0010ffff")
        foreign = np.fromiter((self.langs[line] != lang for line in self.lines[first:past]), dtype=np.int32, count=past - first)
        order = np.lexsort((self.lines[first:past], self.ranks[first:past] + 10_000 * foreign))
        chosen: dict[int, int] = {}
        for at in order:
            line = int(self.lines[first + at])
            chosen.setdefault(self.rows[line], line)
            if len(chosen) == most:
                break
        return list(chosen.values())


def _keys(text: str) -> Iterator[tuple[str, int]]:
    """Yield what may be typed for text, from each of its first words on, with the word's place."""
    parts = normalise(text).split()[:LATER_WORDS]
    for place in range(len(parts)):
        rest = " ".join(parts[place:])
        scripts = {script_of(char) for char in rest[:LONGEST_KEY]}
        yield _cut(keystrokes(rest)), place
        if Script.HANGUL in scripts:
            yield _cut(initials(rest)), place
        if Script.HAN in scripts:
            yield _cut(pinyin(rest[:LONGEST_KEY])), place
            yield _cut(pinyin_initials(rest[:LONGEST_KEY])), place


def _cut(key: str) -> str:
    return key.replace(" ", "")[:LONGEST_KEY]
