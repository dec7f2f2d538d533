"""Words into terms, the units that are counted and compared.

English words are stemmed. Korean words lose particles and endings, then count as a whole and by their pairs of syllables, so
that forms which no rule foresees still agree in part. Chinese is written without gaps: pairs of characters, and single
characters at a lower share.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from madang.city.kernel.text import (
    Script,
    bare_eojeol,
    is_predicate,
    keystrokes,
    language_of,
    ngrams,
    normalise,
    script_of,
    stem,
    words,
)
from madang.city.portal.rules.finding.values import Lexicon

LONGEST_QUERY = 400
MOST_WORDS = 40
LIGHT = 0.5
PREDICATE = 0.75


@dataclass(frozen=True, slots=True)
class Term:
    """One unit of comparison and its share of the word it comes from (the shares of a word sum to about 1)."""

    text: str
    share: float


@dataclass(frozen=True)
class Analyser:
    """Splits texts of any language into terms with the help of a lexicon."""

    lexicon: Lexicon
    _stopped: dict[str, frozenset[str]] = field(init=False)
    _light: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        stopped = {lang: frozenset(normalise(word) for word in phrases) for lang, phrases in self.lexicon.stop_words.items()}
        object.__setattr__(self, "_stopped", stopped)
        light = frozenset(terms_of(normalise(word))[0].text for listed in self.lexicon.common.values() for word in listed)
        object.__setattr__(self, "_light", light)

    @cached_property
    def _chinese_stops(self) -> re.Pattern[str] | None:
        stops = sorted(self._stopped.get("zh", ()), key=lambda word: (-len(word), word))
        return re.compile("|".join(map(re.escape, stops))) if stops else None

    def meaningful(self, found: list[str]) -> list[str]:
        """Return those of the words that carry meaning; all of them if none does."""
        return [part for word in found for part in self.parts(word)] or found

    def parts(self, word: str) -> list[str]:
        """Return what of one word carries meaning."""
        script = script_of(word[0])
        if script is Script.HAN and self._chinese_stops:
            return self._chinese_stops.sub(" ", word).split()
        if script is Script.HANGUL:
            stops = self._stopped.get("ko", frozenset())
            return [] if word in stops or bare_eojeol(word) in stops else [word]
        return [] if word in self._stopped.get("en", ()) else [word]

    def weighed(self, word: str) -> list[Term]:
        """Return the terms of one word; those that everybody uses about everything weigh half."""
        return [Term(term.text, term.share * LIGHT) if term.text in self._light else term for term in terms_of(word)]

    def terms(self, found: list[str]) -> Iterator[Term]:
        """Yield the terms of the meaningful ones of the words of a text."""
        for word in self.meaningful(found):
            yield from self.weighed(word)


@lru_cache(maxsize=65536)
def terms_of(word: str) -> tuple[Term, ...]:
    """Return the terms of one word as `words` gives it."""
    script = script_of(word[0])
    if script is Script.HANGUL:
        return _korean(word)
    if script is Script.HAN:
        return _chinese(word)
    return (Term(stem(word), 1.0),)


def _korean(word: str) -> tuple[Term, ...]:
    bare = bare_eojeol(word)
    weight = PREDICATE if is_predicate(word) else 1.0
    beginning = Term("~" + keystrokes(bare)[:3], 0.2 * weight)
    if len(bare) <= 2:
        return (Term(bare, 0.8 * weight), beginning)
    pairs = ngrams(bare, 2)
    return (Term(bare, 0.3 * weight), beginning, *(Term(pair, 0.6 * weight / len(pairs) ** 0.5) for pair in pairs))


def _chinese(run: str) -> tuple[Term, ...]:
    if len(run) == 1:
        return (Term(run, 0.8),)
    pairs = ngrams(run, 2)
    damping = len(pairs) ** -0.2  # the pairs of one long word say the same over and over
    return (*(Term(pair, 0.7 * damping) for pair in pairs), *(Term(char, 0.3 * damping) for char in run))


def query_words(analyser: Analyser, query: str) -> list[str]:
    """Return the meaningful words of a query, cut to a length that a person would type."""
    return analyser.meaningful(words(query[:LONGEST_QUERY]))[:MOST_WORDS]


def query_language(query: str, lang: str | None) -> str:
    """Return the language that a query is in: Hangul and Han tell it, Latin letters leave it to the asked one."""
    told = language_of(query[:LONGEST_QUERY])
    return told if told != "en" else lang or told
