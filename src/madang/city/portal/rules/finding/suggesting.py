"""Instant suggestions: the services one of whose phrases has a word that begins with what was typed so far.

Korean is compared by keystrokes, so that a half-typed syllable works, and by initial consonants ("ㄷㅅㄱ"); Chinese also by
pinyin and by its initials. All beginnings are sorted once; a search is two bisections.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from madang.city.kernel.text import (
    Script,
    initials,
    keystrokes,
    normalise,
    on_korean_keys,
    on_latin_keys,
    pinyin,
    pinyin_initials,
    script_of,
    simplified,
)

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
        keys, lines_of, ranks = [], array("i"), array("i")
        for number, line in enumerate(listed):
            rank, grade = min(len(line.text), 999), 2000 * line.grade
            for key, place in dict.fromkeys(_keys(line.text)):
                keys.append(key)
                lines_of.append(number)
                ranks.append(rank + grade + (1000 if place else 0))
        order = sorted(range(len(keys)), key=keys.__getitem__)
        langs = tuple(sorted({line.lang for line in listed}))
        return cls(
            keys=tuple(map(keys.__getitem__, order)),
            lines=np.array(lines_of, dtype=np.int32)[order],
            ranks=np.array(ranks, dtype=np.int32)[order],
            texts=tuple(line.text for line in listed),
            rows=tuple(line.row for line in listed),
            langs=langs,
            tongues=np.array([langs.index(line.lang) for line in listed], dtype=np.int8),
        )

    def starting_with(self, prefix: str, lang: str, most: int) -> list[int]:
        """Return the numbers of at most `most` lines, one per service: own language first, then titles, then early and short.

        What begins nothing is tried once more as typed on the other keyboard layout.
        """
        plain = normalise(simplified(prefix[:LONGEST_KEY]))
        ways = (keystrokes(plain), keystrokes(on_korean_keys(prefix[:LONGEST_KEY].strip())), on_latin_keys(plain).lower())
        keys = (way.replace(" ", "")[:LONGEST_KEY] for way in ways)
        return next((found for typed in keys if typed and (found := self._from(typed, lang, most))), [])

    def _from(self, typed: str, lang: str, most: int) -> list[int]:
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
    parts = normalise(simplified(text)).split()[:LATER_WORDS]
    spellings = [parts] if text.isascii() else list(zip(*map(_spellings, parts), strict=True))
    for spelt in dict.fromkeys(map(tuple, spellings)):
        for place in range(len(parts)):
            yield "".join(spelt[place:])[:LONGEST_KEY], place


@lru_cache(maxsize=65536)
def _spellings(word: str) -> tuple[str, str, str, str]:
    """Return how a word may be typed: by its keys, by initial consonants, in pinyin, by the initials of that."""
    scripts = {script_of(char) for char in word}
    keys = keystrokes(word)
    return (
        keys,
        initials(word) if Script.HANGUL in scripts else keys,
        pinyin(word) if Script.HAN in scripts else keys,
        pinyin_initials(word) if Script.HAN in scripts else keys,
    )
