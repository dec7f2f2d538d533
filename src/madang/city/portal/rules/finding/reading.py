"""Read a query: which terms it asks for, with what could have been meant where a word is unknown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from madang.city.kernel.text import Script, normalise, script_of, words
from madang.city.portal.rules.finding.matching import Matcher, Slot
from madang.city.portal.rules.finding.spelling import Correction, Speller
from madang.city.portal.rules.finding.terms import LONGEST_QUERY, Analyser, Term, query_words, terms_of
from madang.city.portal.rules.finding.typed import Known, Romanised, meant
from madang.city.portal.rules.finding.values import Lexicon

UNKNOWN_SHARE = 0.35
ALIKE_GAIN = 0.8
KIND_GAIN = 0.6
COMPLETED_GAIN = 0.6


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query, and what it may have meant if it is unknown."""

    text: str
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as finding understands it."""

    words: tuple[Word, ...]
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Reader:
    """Reads queries against a vocabulary."""

    analyser: Analyser
    matcher: Matcher
    speller: Speller
    common: frozenset[str]
    related: dict[str, tuple[tuple[str, float], ...]]
    romanised: Romanised = field(default_factory=Romanised)

    def read(self, query: str) -> Reading:
        """Return the reading of a query typed by a person: typing errors, split and joined words are allowed for."""
        texts = list(self._split(query_words(self.analyser, query)))
        read = [self._word(text) for text in texts]
        joins = self._joins(read)
        slots = [slot for at, word in enumerate(read) for slot in self._slots(word, joins.get(at, ()), at == len(read) - 1)]
        return Reading(tuple(read), _without_repeats(slots))

    def in_its_letters(self, query: str) -> str | None:
        """Return a query that was typed in other letters than meant in the right ones; None if it is right as it stands."""
        return meant(query[:LONGEST_QUERY], Known(self._is_right, self._known_share), self.romanised)

    def _is_right(self, word: str) -> bool:
        return self.knows(word) or self.counts(word) or not self.analyser.parts(word)

    def _known_share(self, word: str) -> float:
        """Return how much of a word (0..1) is in some text; all of it if it is a known word mistyped."""
        if self.speller.corrections(word):
            return 1.0
        terms = [term for term in terms_of(word) if not term.text.startswith("~")]
        return sum(term.share for term in terms if term.text in self.matcher.vocabulary) / sum(term.share for term in terms)

    def read_exactly(self, phrase: str) -> tuple[Slot, ...]:
        """Return the slots of a reviewed phrase: nothing is guessed."""
        return _without_repeats([self._slot(term) for term in self.analyser.terms(words(phrase))])

    def knows(self, text: str) -> bool:
        """Tell whether a word is spelt as some text spells it, or is common enough to be right."""
        return text in self.common or text in self.speller or (not _is_latin(text) and self.counts(text))

    def occurs(self, text: str, owners: Sequence[int]) -> bool:
        """Tell whether a word occurs in the texts of any of the owners."""
        number = self.matcher.vocabulary.get(terms_of(text)[0].text)
        if number is None:
            return False
        bodies = self.matcher.in_bodies
        return bool(np.isin(bodies.rows[bodies.starts[number] : bodies.starts[number + 1]], owners).any())

    def _word(self, text: str) -> Word:
        return Word(text) if self.knows(text) else Word(text, tuple(self.speller.corrections(text)))

    def _split(self, texts: Sequence[str]) -> Iterator[str]:
        """Yield the words, an unknown long Latin one in its two known parts if it has any ("dogfouling")."""
        for text in texts:
            parts = () if self.knows(text) or script_of(text[0]) is not Script.LATIN else self._parts(text)
            yield from parts or (text,)

    def _parts(self, text: str) -> tuple[str, str] | None:
        cuts = [(text[:at], text[at:]) for at in range(3, len(text) - 2)]
        known = [cut for cut in cuts if all(self.counts(part) for part in cut)]
        near = self.speller.corrections(text, most=1) if known else []
        return None if near else max(known, key=lambda cut: min(len(cut[0]), len(cut[1])), default=None)

    def counts(self, text: str) -> bool:
        """Tell whether some text has a word in any of its forms."""
        return terms_of(text)[0].text in self.matcher.vocabulary

    def _joins(self, read: Sequence[Word]) -> dict[int, tuple[Correction, ...]]:
        """Return, for words that with their neighbour make one known word ("fly tiping"), that word."""
        found: dict[int, tuple[Correction, ...]] = {}
        for at, (left, right) in enumerate(pairwise(read)):
            if not (_is_latin(left.text) and _is_latin(right.text)):
                continue
            joined = left.text + right.text
            known = [Correction(joined, 1.0)] if self.counts(joined) else []
            if not known and (left.corrections or right.corrections) and len(joined) > 6:
                known = self.speller.corrections(joined, most=1)[:1]
            for place in (at, at + 1):
                found[place] = (*found.get(place, ()), *known)
        return found

    def _slots(self, word: Word, joins: Sequence[Correction], is_last: bool) -> Iterator[Slot]:
        others = [*joins, *word.corrections]
        if is_last and not self.knows(word.text):
            others += self._completions(word.text)
        for place, term in enumerate(self.analyser.weighed(word.text)):
            yield self._slot(term, self._offers(term, [(_term_at(place, other.word), other.likelihood) for other in others]))

    def _completions(self, text: str) -> list[Correction]:
        return [Correction(found, COMPLETED_GAIN) for found in self.speller.beginning_with(text)] if len(text) >= 3 else []

    def _offers(self, term: Term, meant: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
        """Return the terms that may stand for a term, with their gains: what it may have meant, and what is related to either."""
        known = [(term.text, 1.0), *meant]
        return [*meant, *((text, gain * share) for found, gain in known for text, share in self.related.get(found, ()))]

    def _slot(self, term: Term, offers: Sequence[tuple[str, float]] = ()) -> Slot:
        gains: dict[int, float] = {}
        vocabulary = self.matcher.vocabulary
        for text, gain in [(term.text, 1.0), *offers]:
            number = vocabulary.get(text)
            if number is not None:
                gains[number] = max(gain, gains.get(number, 0.0))
        if not gains:
            return Slot(term.share * UNKNOWN_SHARE * float(self.matcher.unknown_rarity))
        rarities = self.matcher.rarities
        first = vocabulary.get(term.text)
        likeliest = first if first is not None else max(gains, key=lambda number: (gains[number], -number))
        weight = float(rarities[likeliest])
        levelled = ((number, gain * min(1.0, float(rarities[number]) / weight)) for number, gain in sorted(gains.items()))
        return Slot(term.share * weight, tuple(levelled))


def _is_latin(text: str) -> bool:
    return script_of(text[0]) is Script.LATIN


def _term_at(place: int, word: str) -> str:
    """Return the term of a word at a place, its whole where it has no such one (a Korean word has many terms)."""
    terms = terms_of(word)
    return terms[place if place < len(terms) else 0].text


def _without_repeats(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """Drop slots that ask for the same again; unknown words stay."""
    seen: dict[object, Slot] = {}
    for at, slot in enumerate(slots):
        seen.setdefault(slot.alternatives or at, slot)
    return tuple(seen.values())


def common_words(lexicon: Lexicon) -> frozenset[str]:
    """Return the words that are spelt right although no text of the index has them."""
    return frozenset(normalise(word) for listed in lexicon.common.values() for word in listed)


def related_terms(lexicon: Lexicon) -> dict[str, tuple[tuple[str, float], ...]]:
    """Return for each term the terms that may stand for it, with their gains: words alike, and the kind it belongs to."""
    found: dict[str, dict[str, float]] = {}
    for group in (group for groups in lexicon.alike.values() for group in groups):
        terms = [_first_term(word) for word in group]
        for term in terms:
            found.setdefault(term, {}).update((other, ALIKE_GAIN) for other in terms if other != term)
    for kind, members in (pair for kinds in lexicon.kinds.values() for pair in kinds.items()):
        for member in members:
            found.setdefault(_first_term(member), {}).setdefault(_first_term(kind), KIND_GAIN)
    return {term: tuple(others.items()) for term, others in found.items()}


def _first_term(word: str) -> str:
    return terms_of(normalise(word))[0].text
