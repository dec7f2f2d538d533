"""How much a term tells: what every text has tells nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.urban.texts.vectors import Ids, Vector, Weights

GATHERED = 2_000


@dataclass(frozen=True, slots=True)
class Rarities:
    """In how many of the texts that were learnt from each term stands.

    texts   how many texts were learnt from
    ids     (terms,)  ascending: the terms that stand in at least two of them
    counts  (terms,)  in how many each
    """

    texts: int
    ids: Ids
    counts: NDArray[np.int32]

    def of(self, ids: Ids) -> Weights:
        """Return ln((n + 1) / (count + 1/2)) for each id, never below 0; a term not learnt counts as standing in none.

        Source: inverse document frequency, Sparck Jones 1972, doi:10.1108/eb026526, smoothed.
        """
        weights: Weights = np.log((self.texts + 1) / (self._counts_of(ids) + 0.5)).clip(0).astype(np.float32)
        return weights

    def shares_of(self, ids: Ids) -> Weights:
        """Return in which share of the texts each id stands, 0 to 1."""
        shares: Weights = (self._counts_of(ids) / max(self.texts, 1)).astype(np.float32)
        return shares

    def weighed(self, vector: Vector, power: float = 1.0) -> Vector:
        """Return the vector with each weight times its term's rarity to a power; a lower one lets rare terms count less."""
        return Vector(vector.ids, vector.weights * self.of(vector.ids) ** np.float32(power))

    def _counts_of(self, ids: Ids) -> NDArray[np.int32]:
        if not self.ids.size:
            return np.zeros(ids.size, np.int32)
        places = np.minimum(np.searchsorted(self.ids, ids), self.ids.size - 1)
        return np.where(self.ids[places] == ids, self.counts[places], 0).astype(np.int32)


def learn(texts: Iterable[Ids]) -> Rarities:
    """Return the rarities of the terms of texts, each text given as its terms' ids without repeats.

    Texts are gathered by the thousand, so that memory follows the number of different terms and not that of texts.
    """
    ids, counts = np.empty(0, np.int32), np.empty(0, np.int32)
    waiting: list[Ids] = []
    seen = 0
    for text in texts:
        waiting.append(text)
        seen += 1
        if len(waiting) == GATHERED:
            ids, counts = _merged(ids, counts, waiting)
            waiting = []
    ids, counts = _merged(ids, counts, waiting)
    often = counts >= 2
    return Rarities(seen, ids[often], counts[often])


def _merged(ids: Ids, counts: NDArray[np.int32], texts: list[Ids]) -> tuple[Ids, NDArray[np.int32]]:
    every = np.concatenate((ids, *texts))
    weights = np.concatenate((counts, np.ones(every.size - ids.size, np.int32)))
    found, places = np.unique(every, return_inverse=True)
    return found.astype(np.int32), np.bincount(places, weights, minlength=found.size).astype(np.int32)
