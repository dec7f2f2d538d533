"""Build an index from the catalogue's entries and the thesaurus: once, before anybody searches."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from madang.city.kernel.text import localised, sort_key, words
from madang.city.portal.rules.finding.index import Catalogue, Index
from madang.city.portal.rules.finding.matching import Matcher, Postings
from madang.city.portal.rules.finding.reach import reach_of
from madang.city.portal.rules.finding.reading import Reader, common_words, related_terms
from madang.city.portal.rules.finding.spelling import Speller
from madang.city.portal.rules.finding.suggesting import Beginnings, Line
from madang.city.portal.rules.finding.terms import Analyser
from madang.city.portal.rules.finding.values import Concept, Entry, Source, Thesaurus

WORD_TRUST = 0.95
OFFICIAL_TRUST = 0.9
SATURATION = 0.35
LENGTH_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of an owner, what kind it is, how far it is trusted (0..1) and what its words weigh among the owner's texts."""

    text: str
    source: Source
    trust: float
    weight: float


@dataclass(frozen=True, slots=True)
class Owner:
    """A service or a concept before its texts are analysed; texts are running texts with their weights."""

    phrases: tuple[Phrase, ...]
    texts: tuple[tuple[str, float], ...] = ()


@dataclass
class Counts:
    """Everything counted while the owners are read; phrases hold term -> share, bodies term -> weight."""

    vocabulary: dict[str, int] = field(default_factory=dict)
    spread: Counter[int] = field(default_factory=Counter)
    surface: Counter[str] = field(default_factory=Counter)
    phrases: list[dict[int, float]] = field(default_factory=list)
    bodies: list[dict[int, float]] = field(default_factory=list)

    def take(self, text: str, weight: float, body: dict[int, float], seen: set[str], analyser: Analyser) -> dict[int, float]:
        """Return the share of every term of text, and count its terms into body and its words into seen."""
        found = words(text)
        seen.update(found)
        shares: dict[int, float] = {}
        for term in analyser.terms(found):
            number = self.vocabulary.setdefault(term.text, len(self.vocabulary))
            shares[number] = term.share
            body[number] = body.get(number, 0.0) + weight
        return shares


def build(entries: Iterable[Entry], thesaurus: Thesaurus) -> Index:
    """Return the index of the live entries; the same entries and thesaurus give the same index.

    Raises ValueError if a live entry has no title in any language.
    """
    live = sorted((entry for entry in entries if entry.status == "live"), key=lambda entry: entry.id)
    if untitled := [entry.id for entry in live if not any(entry.titles.values())]:
        raise ValueError(f"service {untitled[0]} has no title: give it one in at least one language")
    owners = [*map(_service, live), *map(_concept, thesaurus.concepts)]
    analyser = Analyser(thesaurus.lexicon)
    counts = _count(owners, analyser)
    speller = Speller.of(counts.surface)
    matcher = _matcher(counts, owners)
    reader = Reader(analyser, matcher, speller, common_words(thesaurus.lexicon), related_terms(thesaurus.lexicon))
    phrases = [phrase for owner in owners for phrase in owner.phrases]
    return Index(
        catalogue=_catalogue(live),
        reader=reader,
        reach=reach_of(thesaurus.concepts, reader, len(live)),
        phrases=tuple(phrase.text for phrase in phrases),
        sources=np.array([tuple(Source).index(phrase.source) for phrase in phrases], dtype=np.int8),
        beginnings=Beginnings.of(line for row, entry in enumerate(live) for line in _lines(row, entry)),
    )


def _service(entry: Entry) -> Owner:
    titles = [Phrase(text, Source.TITLE, 1.0, 3.0) for text in entry.titles.values() if text]
    everyday = [Phrase(text, Source.WORDS, WORD_TRUST, 2.0) for texts in entry.words.values() for text in texts if text]
    summaries = [(text, 1.5) for text in entry.summaries.values()]
    descriptions = [(text, 1.0) for text in entry.descriptions.values()]
    codes = " ".join((*entry.life_events, *entry.topics)).replace("-", " ")
    return Owner((*titles, *everyday), (*summaries, *descriptions, (codes, 1.0)))


def _concept(concept: Concept) -> Owner:
    everyday = [Phrase(text, Source.CONCEPT, 1.0, 1.0) for texts in concept.everyday.values() for text in texts]
    official = [Phrase(text, Source.CONCEPT, OFFICIAL_TRUST, 1.0) for text in concept.official]
    return Owner((*everyday, *official))


def _lines(row: int, entry: Entry) -> Iterator[Line]:
    for lang, title in entry.titles.items():
        yield Line(row, title, lang, 0)
    for lang, texts in entry.words.items():
        for text in texts:
            yield Line(row, text, lang, 1)


def _count(owners: Sequence[Owner], analyser: Analyser) -> Counts:
    counts = Counts()
    for owner in owners:
        body: dict[int, float] = {}
        seen: set[str] = set()
        counts.phrases += [counts.take(phrase.text, phrase.weight, body, seen, analyser) for phrase in owner.phrases]
        for text, weight in owner.texts:
            counts.take(text, weight, body, seen, analyser)
        counts.bodies.append(body)
        counts.spread.update(body.keys())
        counts.surface.update(seen)
    return counts


def _matcher(counts: Counts, owners: Sequence[Owner]) -> Matcher:
    size = len(counts.vocabulary)
    spread = np.array([counts.spread[number] for number in range(size)], dtype=np.float32)
    rarities = np.log1p((len(owners) - spread + 0.5) / (spread + 0.5)).astype(np.float32)
    norms = [sum(share * float(rarities[number]) for number, share in phrase.items()) or np.inf for phrase in counts.phrases]
    sizes = np.array([len(owner.phrases) for owner in owners], dtype=np.int64)
    return Matcher(
        vocabulary=counts.vocabulary,
        rarities=rarities,
        in_phrases=Postings.of(size, ((number, row, 1.0) for row, phrase in enumerate(counts.phrases) for number in phrase)),
        in_bodies=Postings.of(size, _saturated(counts.bodies)),
        phrase_starts=np.cumsum(sizes) - sizes,
        phrase_norms=np.array(norms, dtype=np.float32),
        phrase_trust=np.array([phrase.trust for owner in owners for phrase in owner.phrases], dtype=np.float32),
    )


def _saturated(bodies: Sequence[dict[int, float]]) -> Iterator[tuple[int, int, float]]:
    """Yield (term, row, gain): more of the same word gains ever less, and less in a longer text; always below 1."""
    usual = sum(sum(body.values()) for body in bodies) / max(len(bodies), 1) or 1.0
    for row, body in enumerate(bodies):
        damping = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * sum(body.values()) / usual)
        for number, weight in body.items():
            yield number, row, weight / (weight + damping)


def _catalogue(live: Sequence[Entry]) -> Catalogue:
    keys = [(sort_key(localised(entry.titles, "en"), "en"), entry.id) for entry in live]
    order = np.empty(len(live), dtype=np.int32)
    order[sorted(range(len(live)), key=keys.__getitem__)] = np.arange(len(live))
    tags: dict[str, list[int]] = {}
    for row, entry in enumerate(live):
        for tag in (*(f"life_event:{code}" for code in entry.life_events), *(f"topic:{code}" for code in entry.topics)):
            tags.setdefault(tag, []).append(row)
        tags.setdefault(f"authority:{entry.authority}", []).append(row)
    return Catalogue(
        ids=tuple(entry.id for entry in live),
        external_ids=tuple(entry.external_id for entry in live),
        order=order,
        is_transactional=np.array([entry.is_transactional for entry in live], dtype=bool),
        tags={tag: np.array(rows, dtype=np.int32) for tag, rows in tags.items()},
    )
