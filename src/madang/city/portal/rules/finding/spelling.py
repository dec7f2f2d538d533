"""Find the words that a mistyped word may have meant.

Words are compared as keystrokes (a Hangul syllable is two to five keys), by the optimal string alignment distance: insertions,
deletions, replacements and swaps of neighbours cost 1 each (Boytsov 2011, doi:10.1145/1963190.1963191). All words of the
vocabulary are compared at once, one numpy column per letter.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from madang.city.kernel.text import Script, keystrokes, script_of

LONGEST = 24
KEPT = 4
LEAST_OF_BEST = 0.25
SLIP = 0.2


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that may have been meant; likelihood is 0..1, relative to a word typed right."""

    word: str
    likelihood: float


@dataclass(frozen=True)
class Speller:
    """The known words, laid out for comparison.

    letters  (words, LONGEST)  code points of the keystrokes, 0 after the end
    lengths  (words,)          number of keystrokes
    bags     (words,)          a bit for every letter that occurs
    weights  (words,)          log of how many texts use the word
    """

    words: tuple[str, ...]
    letters: NDArray[np.uint16]
    lengths: NDArray[np.int16]
    bags: NDArray[np.uint64]
    weights: NDArray[np.float32]

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Self:
        """Lay out the Latin and Hangul words of counts (word -> number of texts) that are long enough to be mistyped."""
        keyed = [(word, keystrokes(word)) for word in sorted(counts) if script_of(word[0]) in (Script.LATIN, Script.HANGUL)]
        kept = [(word, keys) for word, keys in keyed if 3 <= len(keys) <= LONGEST]
        letters = np.zeros((len(kept), LONGEST), dtype=np.uint16)
        for row, (_, keys) in enumerate(kept):
            letters[row, : len(keys)] = [min(ord(key), 0xFFFF) for key in keys]
        return cls(
            words=tuple(word for word, _ in kept),
            letters=letters,
            lengths=np.array([len(keys) for _, keys in kept], dtype=np.int16),
            bags=np.array([_bag(keys) for _, keys in kept], dtype=np.uint64),
            weights=np.array([np.log1p(counts[word]) for word, _ in kept], dtype=np.float32),
        )

    def __contains__(self, word: str) -> bool:
        """Tell whether a word is one of the known ones; too short or too long ones never are."""
        at = bisect_left(self.words, word)
        return at < len(self.words) and self.words[at] == word

    def corrections(self, word: str, most: int | None = None) -> list[Correction]:
        """Return what word may have meant, likeliest first; nothing for words too short to tell.

        most  the distance to look within; by default it grows with the word's length
        """
        keys = keystrokes(word)[:LONGEST]
        limit = _tolerance(len(keys), script_of(word[0])) if most is None else most
        if not limit or not self.words:
            return []
        near = np.flatnonzero(
            (np.abs(self.lengths - len(keys)) <= limit) & (np.bitwise_count(self.bags ^ np.uint64(_bag(keys))) <= 2 * limit)
        )
        distances = _distances(keys, self.letters[near, : len(keys) + limit], self.lengths[near])
        same_start = self.letters[near, 0] == min(ord(keys[0]), 0xFFFF)
        cost = distances + np.where(same_start, 0.0, 0.7)
        kept = cost <= limit
        near, cost = near[kept], cost[kept]
        plausible = np.exp(-1.2 * cost) * (1 + self.weights[near])
        order = [at for at in np.lexsort((near, -plausible))[:KEPT] if plausible[at] >= LEAST_OF_BEST * plausible.max()]
        sure = np.exp(-SLIP * cost * 6 / len(keys))
        return [Correction(self.words[near[at]], float(sure[at] * (plausible[at] / plausible.max()) ** 0.5)) for at in order]

    def beginning_with(self, start: str) -> list[str]:
        """Return the commonest few words that begin with start."""
        first, past = bisect_left(self.words, start), bisect_left(self.words, start + "\uffff")
        return sorted(self.words[first:past], key=lambda word: (-self.weights[bisect_left(self.words, word)], word))[:KEPT]


def _tolerance(length: int, script: Script) -> int:
    if script is Script.HANGUL:
        return 0 if length < 5 else 1 if length < 8 else 2
    if script is not Script.LATIN or length < 4:
        return 0
    return 1 if length < 7 else 2


def _bag(keys: str) -> int:
    bag = 0
    for key in keys:
        bag |= 1 << (ord(key) % 61)
    return bag


def _distances(keys: str, letters: NDArray[np.uint16], lengths: NDArray[np.int16]) -> NDArray[np.float64]:
    """Return the distance from keys to every word: `letters` (words, longest), `lengths` (words,) -> (words,)."""
    count, width = letters.shape
    before = np.zeros((count, width + 1))
    row = np.broadcast_to(np.arange(width + 1.0), (count, width + 1)).copy()
    for position, key in enumerate(keys):
        code = min(ord(key), 0xFFFF)
        differs = letters != code
        fresh = np.empty_like(row)
        fresh[:, 0] = position + 1
        for column in range(width):
            best = np.minimum(row[:, column + 1], fresh[:, column]) + 1
            best = np.minimum(best, row[:, column] + differs[:, column])
            if position and column:
                swapped = ~differs[:, column - 1] & (letters[:, column] == min(ord(keys[position - 1]), 0xFFFF))
                best = np.where(swapped, np.minimum(best, before[:, column - 1] + 1), best)
            fresh[:, column + 1] = best
        before, row = row, fresh
    return row[np.arange(count), lengths] if count else np.zeros(0)
