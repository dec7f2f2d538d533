"""Count the words of all texts of an index at once: a text becomes the numbers of its words, numpy does the rest."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np
from numpy.typing import NDArray

from madang.city.kernel.text import simplified, words
from madang.city.portal.rules.finding.matching import Floats, Rows
from madang.city.portal.rules.finding.terms import Analyser, Term


@dataclass(frozen=True, slots=True)
class Tally:
    """What stands in the texts, as entries of equal length: the term, the row of the owner or phrase, and a value.

    terms       (entries,)                    rows  (entries,)  ascending
    values      (entries,)  weight or share   size  how many rows there are
    """

    terms: Rows
    rows: Rows
    values: NDArray[np.float64]
    size: int

    def per_row(self, factors: Floats | None = None) -> NDArray[np.float64]:
        """Return (rows,) the sum of the values, each times the factor of its term."""
        values = self.values if factors is None else self.values * factors[self.terms]
        return np.bincount(self.rows, values, self.size).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of terms with shares, end to end: list n is terms[starts[n]:starts[n + 1]]."""

    starts: NDArray[np.int64]
    terms: Rows
    shares: NDArray[np.float64]

    @classmethod
    def of(cls, lists: Iterable[Sequence[Term]], vocabulary: defaultdict[str, int]) -> "Lists":
        """Lay out lists of terms, and number the terms."""
        starts, terms, shares = array("q", [0]), array("i"), array("d")
        for listed in lists:
            terms.extend([vocabulary[term.text] for term in listed])
            shares.extend([term.share for term in listed])
            starts.append(len(terms))
        return cls(np.array(starts, dtype=np.int64), np.array(terms, dtype=np.int32), np.array(shares, dtype=np.float64))

    def places(self, chosen: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return, for all entries of the chosen lists, which choice it is and where the entry lies."""
        sizes = (self.starts[1:] - self.starts[:-1])[chosen]
        choices = np.repeat(np.arange(len(chosen)), sizes)
        within = np.arange(len(choices)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return choices, self.starts[chosen][choices] + within


@dataclass
class Texts:
    """Texts as they are read: the numbers of their words, whose they are and what they weigh.

    sizes, owners, weights, phrases  one per text; the number of the phrase is -1 for a running text
    """

    numbers: defaultdict[str, int] = field(default_factory=lambda: defaultdict(count().__next__))
    words: "array[int]" = field(default_factory=lambda: array("i"))
    sizes: "array[int]" = field(default_factory=lambda: array("i"))
    owners: "array[int]" = field(default_factory=lambda: array("i"))
    weights: "array[float]" = field(default_factory=lambda: array("d"))
    phrases: "array[int]" = field(default_factory=lambda: array("i"))

    def take(self, text: str, owner: int, weight: float, phrase: int = -1) -> None:
        """Read one text."""
        found = words(simplified(text))
        self.words.extend(map(self.numbers.__getitem__, found))
        self.sizes.append(len(found))
        self.owners.append(owner)
        self.weights.append(weight)
        self.phrases.append(phrase)


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted: terms by owner and by phrase, and in how many owners' texts each word stands."""

    vocabulary: dict[str, int]
    bodies: Tally
    phrases: Tally
    surface: Counter[str]


def counted(texts: Texts, analyser: Analyser, owner_count: int, phrase_count: int) -> Counts:
    """Return what stands in the texts. A text without any meaningful word counts by all of its words."""
    vocabulary: defaultdict[str, int] = defaultdict(count().__next__)
    lists = Lists.of(_lists(texts, analyser), vocabulary)
    owners, weights, phrases = (np.array(listed) for listed in (texts.owners, texts.weights, texts.phrases))
    chosen = np.array(texts.words, dtype=np.int64)
    text_of = np.repeat(np.arange(len(owners)), np.array(texts.sizes))
    terms_of_text = np.bincount(text_of, np.diff(lists.starts)[chosen], len(owners))
    choices, places = lists.places(np.where(terms_of_text[text_of] > 0, chosen, chosen + len(texts.numbers)))
    entry_text, terms = text_of[choices], lists.terms[places]
    is_phrase = phrases[entry_text] >= 0
    size = len(vocabulary)
    return Counts(
        vocabulary=dict(vocabulary),
        bodies=_summed(terms, owners[entry_text], weights[entry_text], (size, owner_count)),
        phrases=_latest(terms[is_phrase], phrases[entry_text][is_phrase], lists.shares[places][is_phrase], (size, phrase_count)),
        surface=_surface(texts, owners[text_of], chosen),
    )


def _lists(texts: Texts, analyser: Analyser) -> Iterator[list[Term]]:
    """Yield the terms of what carries meaning in each word, then once more, for the words without meaning, all terms."""
    parts = [analyser.parts(word) for word in texts.numbers]
    for listed in parts:
        yield [term for part in listed for term in analyser.weighed(part)]
    for word, listed in zip(texts.numbers, parts, strict=True):
        yield [] if listed else analyser.weighed(word)


def _summed(terms: Rows, rows: Rows, values: NDArray[np.float64], shape: tuple[int, int]) -> Tally:
    """Return one entry for each pair of term and row, with the sum of its values."""
    keys, at = np.unique(rows.astype(np.int64) * shape[0] + terms, return_inverse=True)
    return _tally(keys, np.bincount(at, values, len(keys)).astype(np.float64), shape)


def _latest(terms: Rows, rows: Rows, values: NDArray[np.float64], shape: tuple[int, int]) -> Tally:
    """Return one entry for each pair of term and row, with the last of its values."""
    keys, at = np.unique((rows.astype(np.int64) * shape[0] + terms)[::-1], return_index=True)
    return _tally(keys, values[::-1][at], shape)


def _tally(keys: NDArray[np.int64], values: NDArray[np.float64], shape: tuple[int, int]) -> Tally:
    return Tally((keys % shape[0]).astype(np.int32), (keys // shape[0]).astype(np.int32), values, shape[1])


def _surface(texts: Texts, owners: Rows, chosen: NDArray[np.int64]) -> Counter[str]:
    owner_count = int(owners.max(initial=0)) + 1
    pairs = np.sort(chosen * owner_count + owners)
    often = np.bincount(pairs[np.diff(pairs, prepend=-1) > 0] // owner_count, minlength=len(texts.numbers))
    return Counter(dict(zip(texts.numbers, often.tolist(), strict=True)))
