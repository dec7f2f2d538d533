"""What goes into finding and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

Texts = Mapping[str, str]
Phrases = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One service as finding sees it; only entries whose status is `live` are ever found."""

    id: int
    external_id: str
    titles: Texts
    summaries: Texts = field(default_factory=dict)
    words: Phrases = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    life_events: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authority: str = ""
    status: str = "live"
    is_transactional: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea of the civic thesaurus: the catalogues' wording, and what residents say in each language."""

    name: str
    official: tuple[str, ...]
    everyday: Phrases


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What holds for a language as such, whatever the city offers.

    stop_words  carry no meaning in a question ("how do i", "어떻게", "怎么")
    common      are spelt right although no service uses them, so they are never taken for typing errors
    alike       groups of words that residents use for one another ("mum", "mother")
    kinds       for a general word the particular ones that it covers ("furniture": "sofa", "bed")
    """

    stop_words: Phrases = field(default_factory=dict)
    common: Phrases = field(default_factory=dict)
    alike: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    kinds: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """The reviewed knowledge about words that finding works with."""

    concepts: tuple[Concept, ...] = ()
    lexicon: Lexicon = field(default_factory=Lexicon)


@dataclass(frozen=True, slots=True)
class Filters:
    """Keep only services with every property that is given."""

    life_event: str | None = None
    topic: str | None = None
    authority: str | None = None
    is_transactional: bool | None = None


class Source(Enum):
    """Where a service was recognised."""

    TITLE = "title"
    WORDS = "words"
    TEXT = "text"
    CONCEPT = "concept"


@dataclass(frozen=True, slots=True)
class Because:
    """Why a service was found: the source, and the phrase there that the query resembles ("" for running text)."""

    source: Source
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One service found; score is comparable within one answer only."""

    id: int
    external_id: str
    score: float
    matched_because: Because


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query; did_you_mean is the corrected query if words of it look mistyped."""

    hits: tuple[Hit, ...]
    did_you_mean: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of instant suggestions: a service, and the text whose beginning was typed."""

    text: str
    id: int
    external_id: str
