"""The index that answers: built once (see indexing), asked often, picklable, never changed."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.city.kernel.text import normalise, simplified
from madang.city.portal.rules.finding.matching import Floats, Postings, Scores
from madang.city.portal.rules.finding.reading import Reader, Reading
from madang.city.portal.rules.finding.spelling import Correction
from madang.city.portal.rules.finding.suggesting import Beginnings
from madang.city.portal.rules.finding.terms import LONGEST_QUERY, query_language
from madang.city.portal.rules.finding.values import Because, Filters, Found, Hit, Source, Suggestion

TITLE_TRUST = 0.3
TEXT_TRUST = 1.5
EXACT_TRUST = 4.0
CONCEPT_TEXT_TRUST = 1.3
CONCEPT_SHARPNESS = 2.0
FURTHER_CONCEPTS = 0.12
NEXT_OF_CONCEPT = 0.9
MOST_CONCEPTS = 16
LEAST_CONCEPT = 0.12
LEAST_SCORE = 0.5
LEAST_OF_BEST = 0.1
LEAST_LIKENESS = 0.1
SURE = 0.8


@dataclass(frozen=True)
class Catalogue:
    """The services of the index by row, with the arrays that order and filter them.

    order            (services,)  place in the order of titles
    is_transactional (services,)  whether it can be done online here
    tags             "topic:waste" and the like -> rows
    """

    ids: tuple[int, ...]
    external_ids: tuple[str, ...]
    order: NDArray[np.int32]
    is_transactional: NDArray[np.bool_]
    tags: dict[str, NDArray[np.int32]]

    def allowed(self, filters: Filters | None) -> NDArray[np.bool_]:
        """Return (services,) whether each service has what the filters ask for."""
        mask = np.ones(len(self.ids), dtype=bool)
        if filters is None:
            return mask
        if filters.is_transactional is not None:
            mask &= self.is_transactional == filters.is_transactional
        for kind in ("life_event", "topic", "authority"):
            if (code := getattr(filters, kind)) is not None:
                tagged = np.zeros_like(mask)
                tagged[self.tags.get(f"{kind}:{code}", [])] = True
                mask &= tagged
        return mask


def _standing_back(total: Floats, leaders: NDArray[np.int32]) -> Floats:
    """Return (services,) factors: of several services that one concept leads to, each next one gives way to other concepts."""
    factors = np.ones_like(total)
    rows = np.flatnonzero((total >= LEAST_SCORE) & (leaders >= 0))
    rows = rows[np.lexsort((rows, -np.round(total[rows], 3), leaders[rows]))]
    if len(rows):
        led = leaders[rows]
        first = np.flatnonzero(np.diff(led, prepend=-1))
        places = np.arange(len(rows)) - np.repeat(first, np.diff(first, append=len(rows)))
        factors[rows] = NEXT_OF_CONCEPT ** places.astype(np.float32)
    return factors


@dataclass(frozen=True)
class Index:
    """Everything that finding needs to answer."""

    catalogue: Catalogue
    reader: Reader
    reach: Postings
    phrases: tuple[str, ...]
    sources: NDArray[np.int8]
    beginnings: Beginnings

    def search(self, query: str, lang: str | None = None, limit: int = 10, filters: Filters | None = None) -> Found:
        """Return the services that a query may mean, best first; equal scores by what can be done online, title, id.

        query  as typed, in any of the languages; its first 400 characters count
        lang   the asker's language, if known; the script of the query overrules it
        """
        query = simplified(query)
        retyped = self.reader.in_its_letters(query)
        query = retyped or query
        language = query_language(query, lang)
        reading = self.reader.read(query)
        if not reading.words:
            return Found((), None, language)
        scores = self.reader.matcher.score(reading.slots)
        direct, by_concept, leaders = self._parts(scores)
        total = direct + by_concept
        total[~self.catalogue.allowed(filters)] = 0
        total *= _standing_back(total, leaders)
        rows = self._best(total, limit)
        hits = tuple(self._hit(int(row), total, direct, leaders, scores) for row in rows)
        return Found(hits, self._did_you_mean(query, reading, rows, leaders) or retyped, language)

    def suggest(self, prefix: str, lang: str = "en", limit: int = 8) -> list[Suggestion]:
        """Return services one of whose phrases has a word beginning with prefix, those in lang first."""
        lines = self.beginnings.starting_with(prefix, lang, limit)
        found = ((self.beginnings.texts[line], self.beginnings.rows[line]) for line in lines)
        return [Suggestion(text, self.catalogue.ids[row], self.catalogue.external_ids[row]) for text, row in found]

    def _parts(self, scores: Scores) -> tuple[Floats, Floats, NDArray[np.int32]]:
        """Return (services,) the direct score, the score through concepts, and the concept that counted most (-1: none)."""
        count = len(self.catalogue.ids)
        direct = (
            TITLE_TRUST * scores.best_phrases[:count]
            + TEXT_TRUST * scores.bodies[:count]
            + EXACT_TRUST * scores.exact[:count] ** 2
        )
        active = scores.best_phrases[count:] + CONCEPT_TEXT_TRUST * scores.bodies[count:]
        best, total = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
        leaders = np.full(count, -1, dtype=np.int32)
        for concept in np.lexsort((np.arange(len(active)), -active))[:MOST_CONCEPTS]:
            if active[concept] < LEAST_CONCEPT:
                break
            part = slice(self.reach.starts[concept], self.reach.starts[concept + 1])
            rows, gains = self.reach.rows[part], self.reach.gains[part] * active[concept] ** CONCEPT_SHARPNESS
            leaders[rows] = np.where(gains > best[rows], concept, leaders[rows])
            best[rows] = np.maximum(best[rows], gains)
            total[rows] += gains
        return direct, best + FURTHER_CONCEPTS * (total - best), leaders

    def _best(self, total: Floats, limit: int) -> NDArray[np.int64]:
        """Return the rows of the best services, deterministically."""
        least = max(LEAST_SCORE, LEAST_OF_BEST * float(total.max(initial=0)))
        rows = np.flatnonzero(total >= least)
        rounded = np.round(total[rows], 3)
        return rows[np.lexsort((self.catalogue.order[rows], ~self.catalogue.is_transactional[rows], -rounded))][: max(limit, 0)]

    def _hit(self, row: int, total: Floats, direct: Floats, leaders: NDArray[np.int32], scores: Scores) -> Hit:
        through = total[row] - direct[row] > direct[row] and leaders[row] >= 0
        owner = len(self.catalogue.ids) + int(leaders[row]) if through else row
        because = self._because(owner, scores)
        return Hit(self.catalogue.ids[row], self.catalogue.external_ids[row], round(float(total[row]), 3), because)

    def _because(self, owner: int, scores: Scores) -> Because:
        starts = self.reader.matcher.phrase_starts
        past = starts[owner + 1] if owner + 1 < len(starts) else len(self.phrases)
        phrase = int(starts[owner] + np.argmax(scores.phrases[starts[owner] : past]))
        if scores.exact[owner] < LEAST_LIKENESS and owner < len(self.catalogue.ids):
            return Because(Source.TEXT)
        return Because(tuple(Source)[self.sources[phrase]], self.phrases[phrase])

    def _did_you_mean(self, query: str, reading: Reading, rows: NDArray[np.int64], leaders: NDArray[np.int32]) -> str | None:
        """Return the query with mistyped words put right, preferring words that the best answer has."""
        owners = [int(rows[0])] if len(rows) else []
        owners += [len(self.catalogue.ids) + int(leaders[row]) for row in rows[:1] if leaders[row] >= 0]
        plain = mended = normalise(query[:LONGEST_QUERY])
        for word in reading.words:
            best = max(word.corrections, key=lambda one: (self.reader.occurs(one.word, owners), one.likelihood), default=None)
            if best and self._is_meant(best, word.text, owners):
                mended = re.sub(rf"\b{re.escape(word.text)}\b", best.word, mended)
        return mended if mended != plain else None

    def _is_meant(self, correction: Correction, text: str, owners: list[int]) -> bool:
        if self.reader.occurs(correction.word, owners):
            return not self.reader.occurs(text, owners)
        return correction.likelihood >= SURE and not self.reader.counts(text)
