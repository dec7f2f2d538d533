"""Which services a concept of the thesaurus leads to: its official wording looked up in the catalogue, once, in advance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from madang.city.portal.rules.finding.matching import Floats, Matcher, Postings
from madang.city.portal.rules.finding.reading import Reader
from madang.city.portal.rules.finding.values import Concept

BODY_TRUST = 0.6
POWERS = (0.6, 0.5)
LEAST = 0.3
LEAST_OF_BEST = 0.45
MOST = 16


def reach_of(concepts: Sequence[Concept], reader: Reader, service_count: int) -> Postings:
    """Return for each concept (as its "terms") the services that its official wording names, with how clearly (0..1)."""
    entries = ((number, row, gain) for number, concept in enumerate(concepts) for row, gain in _led_to(concept, reader, service_count))
    return Postings.of(len(concepts), entries)


def _led_to(concept: Concept, reader: Reader, service_count: int) -> list[tuple[int, float]]:
    best = np.zeros(service_count, dtype=np.float32)
    for phrase in concept.official:
        scores = reader.matcher.score(reader.read_exactly(phrase), POWERS)
        bodies = scores.bodies[:service_count] * np.float32(BODY_TRUST)
        np.maximum(best, np.maximum(scores.best_phrases[:service_count], bodies), out=best)
    rows = np.flatnonzero(best >= max(LEAST, LEAST_OF_BEST * float(best.max(initial=0))))
    order = np.lexsort((rows, -best[rows]))[:MOST]
    return [(int(rows[at]), float(best[rows[at]])) for at in order]
