"""Build an index from the catalogue's entries and the thesaurus: once, before anybody searches."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from madang.city.kernel.text import Script, localised, script_of, sort_key
from madang.city.portal.rules.finding.counting import Counts, Tally, Texts, counted
from madang.city.portal.rules.finding.index import Catalogue, Index
from madang.city.portal.rules.finding.matching import Floats, Matcher, Postings
from madang.city.portal.rules.finding.reach import reach_of
from madang.city.portal.rules.finding.reading import Reader, common_words, related_terms
from madang.city.portal.rules.finding.spelling import Speller
from madang.city.portal.rules.finding.suggesting import Beginnings, Line
from madang.city.portal.rules.finding.terms import Analyser
from madang.city.portal.rules.finding.typed import Romanised
from madang.city.portal.rules.finding.values import Concept, Entry, Lexicon, Source, Thesaurus

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
    reader = Reader(
        analyser,
        _matcher(counts, owners),
        Speller.of(counts.surface),
        common_words(thesaurus.lexicon),
        related_terms(thesaurus.lexicon),
        _romanised(counts, thesaurus.lexicon),
    )
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
    texts, phrases = Texts(), 0
    for number, owner in enumerate(owners):
        for phrase in owner.phrases:
            texts.take(phrase.text, number, phrase.weight, phrases)
            phrases += 1
        for text, weight in owner.texts:
            texts.take(text, number, weight)
    return counted(texts, analyser, len(owners), phrases)


def _matcher(counts: Counts, owners: Sequence[Owner]) -> Matcher:
    size, bodies, phrases = len(counts.vocabulary), counts.bodies, counts.phrases
    spread = np.bincount(bodies.terms, minlength=size).astype(np.float32)
    rarities = np.log1p((len(owners) - spread + 0.5) / (spread + 0.5)).astype(np.float32)
    norms = phrases.per_row(rarities)
    sizes = np.array([len(owner.phrases) for owner in owners], dtype=np.int64)
    return Matcher(
        vocabulary=counts.vocabulary,
        rarities=rarities,
        in_phrases=Postings.by_term(size, phrases.terms, phrases.rows, np.ones(len(phrases.terms), dtype=np.float32)),
        in_bodies=Postings.by_term(size, bodies.terms, bodies.rows, _saturated(bodies)),
        phrase_starts=np.cumsum(sizes) - sizes,
        phrase_norms=np.where(norms > 0, norms, np.inf).astype(np.float32),
        phrase_trust=np.array([phrase.trust for owner in owners for phrase in owner.phrases], dtype=np.float32),
    )


def _saturated(bodies: Tally) -> Floats:
    """Return (entries,) the gains: more of the same word gains ever less, and less in a longer text; always below 1."""
    lengths = bodies.per_row()
    usual = lengths.mean() if lengths.any() else 1.0
    damping = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / usual)
    gains: Floats = (bodies.values / (bodies.values + damping[bodies.rows])).astype(np.float32)
    return gains


def _romanised(counts: Counts, lexicon: Lexicon) -> Romanised:
    """Return what can be read from pinyin: the Chinese of all texts, and the words that people put around it."""
    said = Counter({word: often for word, often in counts.surface.items() if script_of(word[0]) is Script.HAN})
    said.update(word for part in (lexicon.stop_words, lexicon.common) for word in part.get("zh", ()))
    return Romanised.of(said)


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
