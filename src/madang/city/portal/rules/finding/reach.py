"""Which services a concept of the thesaurus leads to: its official wording looked up in the catalogue, once, in advance."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from madang.city.portal.rules.finding.matching import Floats, Matcher, Postings, Slot
from madang.city.portal.rules.finding.reading import Reader
from madang.city.portal.rules.finding.values import Concept

BODY_TRUST = 0.7
POWERS = (0.6, 0.5)
LEAST = 0.4
LEAST_OF_BEST = 0.45
MOST = 16


def reach_of(concepts: Sequence[Concept], reader: Reader, service_count: int) -> Postings:
    """Return for each concept (as its "terms") the services that its official wording names, with how clearly (0..1)."""
    services = reader.matcher.of_first(service_count)
    once = replace(services.in_bodies, gains=np.ones_like(services.in_bodies.gains))
    entries = (
        (number, row, gain)
        for number, concept in enumerate(concepts)
        for row, gain in _clearest(np.max([_named(reader.read_exactly(one), services, once) for one in concept.official], axis=0))
    )
    return Postings.of(len(concepts), entries)


def _named(slots: Sequence[Slot], services: Matcher, once: Postings) -> Floats:
    """Return (services,) how clearly a phrase names each: by a title or word like it, less so by a text with all its words."""
    asked = sum(slot.weight for slot in slots)
    if not asked:
        return np.zeros(services.owner_count, dtype=np.float32)
    titles = services.score(slots, POWERS).best_phrases
    bodies = (once.gather(slots, services.owner_count) / np.float32(asked)) ** 2
    return np.maximum(titles, np.float32(BODY_TRUST) * bodies)


def _clearest(named: Floats) -> list[tuple[int, float]]:
    rows = np.flatnonzero(named >= max(LEAST, LEAST_OF_BEST * float(named.max(initial=0))))
    order = np.lexsort((rows, -named[rows]))[:MOST]
    return [(int(rows[at]), float(named[rows[at]])) for at in order]
