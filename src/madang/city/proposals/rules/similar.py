"""What makes two proposals similar: the n-grams of their words, and what their words stand for.

Korean counts by pairs of syllables of words without particles, Chinese by pairs of characters, with traditional ones made
simplified, both by single ones too, English by stems. The most telling of them and the concepts that they hint at (see
`thesaurus`) are kept as one vector of length 1; the score of two proposals is the cosine of their vectors, 0 to 1.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from madang.city.kernel.refusals import Refusal
from madang.city.kernel.text import Script, bare_eojeol, ngrams, script_of, simplified, stem, words
from madang.city.proposals.rules.life import AUTHORS, Part
from madang.urban.texts import (
    ConceptSpace,
    Rarities,
    Vector,
    concept_space,
    counted,
    damped,
    joined,
    learn,
    strongest,
    term_id,
    unit,
    worth_reading,
)

HAN_CHARACTER_WEIGHT = 0.8
SYLLABLE_WEIGHT = 0.4
MOST_TERMS = 64
MOST_CONCEPTS = 48
TERM_RARITY = 0.8
CONCEPT_RARITY = 0.5
LONGEST_READ = 6_000
LEAST_ASKED = 0.97  # of the squared length of what is searched for: a third of the postings to read, and as many pairs found
MOST_ASKED = 5.0  # weights read, in times the number of texts
OTHER_LANGUAGE = 0.6
LEAST_SCORE = 0.12
LEAST_BESIDE = 0.22  # nine of ten labelled pairs reach it, and few texts about other things
LEAST_GROWTH = 50
# Stems that tell nothing in English; what tells nothing in Korean and Chinese is learnt from the proposals.
_STOP_WORDS = """
    a an the i im ive id me my mine we our us you your he his she her it its they their them this that these those is are am
    was were be been do does did done has have had will would can could should shall may might must how what when where which
    who whom whose why there here if then than so as at by for from in into of on onto to with about and or but nor any some
    all just also please want like need get go someone something anything anyone thing tell know hello thank really very too
    still again ask let way because not no
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


class Sameness(StrEnum):
    """What has become of the word that two proposals wish the same."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


def terms(title: str, body: str) -> Vector:
    """Return the terms of a proposal with how much of each it holds."""
    return counted(_amounts(f"{title} {body[:LONGEST_READ]}"))


def _amounts(text: str) -> dict[int, float]:
    found: dict[int, float] = {}
    for piece, times in Counter(_pieces(text)).items():
        for term, share in _terms(piece):
            found[term] = found.get(term, 0.0) + share * times
    return found


def _pieces(text: str) -> list[str]:
    """Return the words of a text; of a Chinese run, which knows no words, its pairs of characters and each character."""
    found = words(" ".join(text.split()))
    runs = [word for word in found if script_of(word[0]) is Script.HAN]
    if not runs:
        return found
    spaced = [word for word in found if script_of(word[0]) is not Script.HAN]
    pairs = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
    return [*spaced, *pairs, *"".join(runs)]


@lru_cache(maxsize=65_536)
def _terms(piece: str) -> tuple[tuple[int, float], ...]:
    """Return the numbers of the terms of one piece, with the share of each."""
    script = script_of(piece[0])
    if script is Script.HAN:
        return ((term_id(simplified(piece)), 1.0 if len(piece) > 1 else HAN_CHARACTER_WEIGHT),)
    if script is not Script.HANGUL:
        bare = stem(piece)
        return () if bare in STOP_WORDS else ((term_id(bare), 1.0),)
    bare = bare_eojeol(piece)
    pairs = tuple((term_id(pair), 1.0) for pair in ngrams(bare, 2))
    return pairs if len(bare) == 1 else pairs + tuple((term_id(syllable), SYLLABLE_WEIGHT) for syllable in bare)


def space_of(concepts: Mapping[str, Sequence[str]]) -> ConceptSpace:
    """Return the space of a thesaurus given as phrases by concept."""
    return concept_space({name: [_amounts(phrase) for phrase in phrases] for name, phrases in concepts.items()})


@dataclass(frozen=True)
class Reader:
    """Turns proposals into vectors that can be compared."""

    space: ConceptSpace
    rarities: Rarities

    def vector(self, title: str, body: str) -> Vector:
        """Return what a proposal is about, at length 1: one half its most telling terms, one half the concepts they hint at."""
        said, meant = parts(self.space, title, body)
        told = strongest(self.rarities.weighed(damped(said), TERM_RARITY), MOST_TERMS)
        return unit(joined(unit(told), unit(self.rarities.weighed(meant, CONCEPT_RARITY))))

    def query(self, title: str, body: str) -> Vector:
        """Return what to search for, at length 1: what a proposal is about without the terms that cost more than they tell."""
        whole = self.vector(title, body)
        return unit(worth_reading(whole, self.rarities.shares_of(whole.ids), LEAST_ASKED, MOST_ASKED))


def parts(space: ConceptSpace, title: str, body: str) -> tuple[Vector, Vector]:
    """Return the terms of a proposal and the concepts that they hint at most, as yet without their rarity."""
    said = terms(title, body)
    return said, strongest(space.of(said), MOST_CONCEPTS)


def learn_rarities(space: ConceptSpace, proposals: Iterable[tuple[str, str]]) -> Rarities:
    """Return how rare terms and concepts are among proposals, each given as title and body."""
    return learn(joined(*parts(space, title, body)).ids for title, body in proposals)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal that the index found, before it is known whether it may be shown."""

    proposal_id: int
    language: str
    score: float


def ranked(candidates: Iterable[Candidate], language: str, most: int) -> list[Candidate]:
    """Return the most similar ones, best first; those in another language count less, for fewer can read them."""
    weighed = (
        Candidate(one.proposal_id, one.language, one.score if one.language == language else one.score * OTHER_LANGUAGE)
        for one in candidates
    )
    kept = [one for one in weighed if one.score >= LEAST_SCORE]
    return sorted(kept, key=lambda one: (-one.score, one.proposal_id))[:most]


def is_made_anew(*, made_from: int, texts: int, same_words: bool) -> bool:
    """Tell whether the index is made anew: the thesaurus has changed, or the proposals are a quarter more than it was made of.

    So each proposal is read some five times in all, however many there come to be.
    """
    return not same_words or texts - made_from >= max(LEAST_GROWTH, made_from // 4)


def why_not_suggest_same(*, is_signed_in_resident: bool, is_same_proposal: bool) -> Refusal | None:
    """Refuse strangers, and a proposal as its own double."""
    if not is_signed_in_resident:
        return Refusal("proposals.residents_only", status=403)
    return Refusal("proposals.same_as_itself", status=422) if is_same_proposal else None


def may_decide_same(parts: Iterable[Part]) -> bool:
    """Tell whether somebody may say that two proposals wish the same: an author of either, or a moderator.

    parts  the parts played for the one proposal and for the other
    """
    return bool(AUTHORS & set(parts)) or Part.MODERATOR in set(parts)
