"""What a text is about, by reviewed lists of words: each term hints at the concepts whose phrases hold it.

So "the kerbs are too high for my scooter" and "step-free access" meet, though they share no word, and so do two languages.
Source: explicit semantic analysis, Gabrilovich and Markovitch, IJCAI 2007, with lists of words in the place of articles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from madang.urban.texts.vectors import Ids, Vector, Weights, term_id


@dataclass(frozen=True, slots=True)
class ConceptSpace:
    """Which term hints at which concepts, and how strongly.

    ids        (concepts,)   the concepts' own ids, all below 0, ascending
    terms      (terms,)      ids of terms, ascending
    starts     (terms + 1,)  where the hints of each term begin
    places     (hints,)      the concept's place in `ids`
    strengths  (hints,)      > 0
    """

    ids: Ids
    terms: Ids
    starts: NDArray[np.int64]
    places: NDArray[np.int64]
    strengths: Weights

    def of(self, vector: Vector) -> Vector:
        """Return the concepts that the terms of a text hint at; of many mentions of a term only the logarithm counts."""
        if not self.terms.size or not len(vector):
            return Vector(np.empty(0, np.int32), np.empty(0, np.float32))
        at = np.minimum(np.searchsorted(self.terms, vector.ids), self.terms.size - 1)
        known = self.terms[at] == vector.ids
        at, amounts = at[known], np.log1p(vector.weights[known])
        lengths = self.starts[at + 1] - self.starts[at]
        hints = np.repeat(self.starts[at] - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths) + np.arange(lengths.sum())
        sums = np.bincount(self.places[hints], self.strengths[hints] * np.repeat(amounts, lengths), minlength=self.ids.size)
        found = np.flatnonzero(sums)
        return Vector(self.ids[found], sums[found].astype(np.float32))


def concept_id(name: str) -> int:
    """Return the number of a concept: below 0, so that it is no term's."""
    return -1 - term_id(name)


def concept_space(concepts: Mapping[str, Sequence[Mapping[int, float]]]) -> ConceptSpace:
    """Return the space of concepts, each given as phrases: how much a phrase holds of each term, by the term's number.

    A term hints at a concept as much as it is part of a phrase (the parts of a phrase sum to 1; the largest over all phrases
    counts), times ln(concepts / those it hints at) squared. So half of a phrase says less than a word that is one, and a word
    that belongs to one concept far more than one that stands in twenty.
    Raises ValueError where two names have one number: rename one.
    """
    if len({concept_id(name) for name in concepts}) < len(concepts):
        raise ValueError("two concepts have the same number: give one of them another name")
    ordered = sorted(concepts, key=concept_id)
    terms, places, parts = _parts([concepts[name] for name in ordered])
    found, starts, counts = np.unique(terms, return_index=True, return_counts=True)
    rarity = np.repeat(np.log(len(ordered) / counts), counts) if ordered else np.empty(0)
    return ConceptSpace(
        np.array([concept_id(name) for name in ordered], np.int32),
        found.astype(np.int32),
        np.append(starts, terms.size),
        places,
        (parts * rarity**2).astype(np.float32),
    )


def _parts(concepts: Sequence[Sequence[Mapping[int, float]]]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return each pair of a term and the place of a concept in ascending order, and the largest part it is of a phrase there."""
    phrases = [(place, phrase) for place, listed in enumerate(concepts) for phrase in listed]
    lengths = [len(phrase) for _, phrase in phrases]
    amounts = np.square(np.fromiter(chain.from_iterable(phrase.values() for _, phrase in phrases), np.float64, sum(lengths)))
    terms = np.fromiter(chain.from_iterable(phrase for _, phrase in phrases), np.int64, amounts.size)
    number = np.repeat(np.arange(len(phrases)), lengths)
    parts = amounts / np.bincount(number, amounts, minlength=len(phrases))[number]
    places = np.repeat(np.array([place for place, _ in phrases], np.int64), lengths)
    order = np.lexsort((-parts, places, terms))
    terms, places, parts = terms[order], places[order], parts[order]
    is_largest = np.append(True, (np.diff(terms) != 0) | (np.diff(places) != 0))[: terms.size]
    return terms[is_largest], places[is_largest], parts[is_largest]
