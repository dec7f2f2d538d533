"""Compare a query with every phrase and every text of the index at once.

An owner is a service or a concept of the thesaurus. It owns phrases (titles, everyday words, official wording), each of which
can resemble a query as a whole, and one body of running text. Scores are shares (0..1) of what was asked, so that they mean the
same in a catalogue of ten services and of ten thousand. Inverse document frequency and the saturation of repeated words follow
Robertson and Zaragoza 2009, doi:10.1561/1500000019.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

ASKED_POWER = 0.08
PHRASE_POWER = 0.32

Floats = NDArray[np.float32]
Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing asked for: how much it weighs, and the terms (with their gain, 0..1) that answer it."""

    weight: float
    alternatives: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Postings:
    """For every term the rows that hold it, end to end: term t has rows[starts[t]:starts[t + 1]]."""

    starts: NDArray[np.int64]
    rows: Rows
    gains: Floats

    @classmethod
    def of(cls, term_count: int, entries: Iterable[tuple[int, int, float]]) -> "Postings":
        """Lay out (term, row, gain) entries; a pair of term and row may occur once."""
        listed = list(entries)
        terms = np.fromiter((term for term, _, _ in listed), dtype=np.int32, count=len(listed))
        rows = np.fromiter((row for _, row, _ in listed), dtype=np.int32, count=len(listed))
        gains = np.fromiter((gain for _, _, gain in listed), dtype=np.float32, count=len(listed))
        return cls.by_term(term_count, terms, rows, gains)

    @classmethod
    def by_term(cls, term_count: int, terms: Rows, rows: Rows, gains: Floats) -> "Postings":
        """Lay out entries that come as three arrays (entries,)."""
        order = np.lexsort((rows, terms))
        starts = np.zeros(term_count + 1, dtype=np.int64)
        np.cumsum(np.bincount(terms, minlength=term_count), out=starts[1:])
        return cls(starts, rows[order], gains[order])

    def below(self, row: int) -> "Postings":
        """Return the entries of the rows below row alone."""
        kept = self.rows < row
        before = np.concatenate(([0], np.cumsum(kept)))
        return Postings(before[self.starts], self.rows[kept], self.gains[kept])

    def gather(self, slots: Sequence[Slot], size: int) -> Floats:
        """Return (size,) the weight of the slots that each row answers; of a slot's alternatives the best counts."""
        total = np.zeros(size, dtype=np.float32)
        for slot in slots:
            if len(slot.alternatives) == 1:
                rows, gains = self._of(*slot.alternatives[0])
                total[rows] += gains * np.float32(slot.weight)
            elif slot.alternatives:
                total += self._best(slot, size) * np.float32(slot.weight)
        return total

    def _of(self, term: int, gain: float) -> tuple[Rows, Floats]:
        part = slice(self.starts[term], self.starts[term + 1])
        return self.rows[part], self.gains[part] * np.float32(gain)

    def _best(self, slot: Slot, size: int) -> Floats:
        best = np.zeros(size, dtype=np.float32)
        for term, gain in slot.alternatives:
            rows, gains = self._of(term, gain)
            best[rows] = np.maximum(best[rows], gains)
        return best


@dataclass(frozen=True, slots=True)
class Scores:
    """How well a query is answered, all 0..1.

    phrases  (phrases,)  by each phrase                     best_phrases  (owners,)  by each owner's best phrase
    bodies   (owners,)   by each owner's texts together     exact  (owners,)  how near the owner's nearest phrase is to the query
    """

    phrases: Floats
    best_phrases: Floats
    bodies: Floats
    exact: Floats


@dataclass(frozen=True, slots=True)
class Matcher:
    """The terms of all owners.

    vocabulary     term -> its number                  rarities  (terms,)  inverse document frequency
    phrase_starts  (owners,)  first phrase of an owner; every owner has at least one
    phrase_norms   (phrases,) weight of all terms of the phrase     phrase_trust  (phrases,)  0..1
    """

    vocabulary: dict[str, int]
    rarities: Floats
    in_phrases: Postings
    in_bodies: Postings
    phrase_starts: NDArray[np.int64]
    phrase_norms: Floats
    phrase_trust: Floats

    @property
    def unknown_rarity(self) -> float:
        """Return the weight of a term that no owner has: that of one owner's."""
        return float(self.rarities.max(initial=1))

    @property
    def owner_count(self) -> int:
        """Return the number of owners."""
        return len(self.phrase_starts)

    def of_first(self, owner_count: int) -> "Matcher":
        """Return the matcher that compares with the first owners alone; what words weigh stays as it is among all."""
        phrases = int(self.phrase_starts[owner_count]) if owner_count < self.owner_count else len(self.phrase_norms)
        return replace(
            self,
            in_phrases=self.in_phrases.below(phrases),
            in_bodies=self.in_bodies.below(owner_count),
            phrase_starts=self.phrase_starts[:owner_count],
            phrase_norms=self.phrase_norms[:phrases],
            phrase_trust=self.phrase_trust[:phrases],
        )

    def score(self, slots: Sequence[Slot], powers: tuple[float, float] = (ASKED_POWER, PHRASE_POWER)) -> Scores:
        """Score every phrase and owner.

        powers  how much it costs a phrase to leave out a part of what was asked, and to say more than that
        """
        asked = sum(slot.weight for slot in slots)
        if not asked or not self.owner_count:
            return Scores(np.zeros_like(self.phrase_norms), *(np.zeros(self.owner_count, dtype=np.float32),) * 3)
        answered = self.in_phrases.gather(slots, len(self.phrase_norms))
        touched = np.flatnonzero(answered > 0)
        share_asked = answered[touched] / np.float32(asked)
        share_phrase = np.minimum(answered[touched] / self.phrase_norms[touched], 1)
        trust = self.phrase_trust[touched]
        likeness = share_asked ** powers[0] * share_phrase ** powers[1] * trust
        phrases = np.zeros_like(self.phrase_norms)
        phrases[touched] = likeness
        owners = np.searchsorted(self.phrase_starts, touched, side="right") - 1
        bodies = self.in_bodies.gather(slots, self.owner_count) / np.float32(asked)
        best, exact = self._best_of(owners, likeness, share_asked * share_phrase * trust)
        return Scores(phrases, best, bodies, exact)

    def _best_of(self, owners: NDArray[np.int64], *values: Floats) -> tuple[Floats, ...]:
        """Return, for each of the values, (owners,) the best of each owner; they go together with `owners`, which ascend."""
        best = tuple(np.zeros(self.owner_count, dtype=np.float32) for _ in values)
        if len(owners):
            firsts = np.flatnonzero(owners[1:] != owners[:-1]) + 1
            firsts = np.concatenate(([0], firsts))
            for found, each in zip(best, values, strict=True):
                found[owners[firsts]] = np.maximum.reduceat(each, firsts)
        return best
