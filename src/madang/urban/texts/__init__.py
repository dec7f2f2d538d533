"""Which texts mean the same: weighed terms, the concepts that terms hint at, postings to search in, near copies.

What a term is, is the caller's: the words and n-grams of a text with how much of each it holds. No language is known here.
"""

from madang.urban.texts.concepts import ConceptSpace, concept_id, concept_space
from madang.urban.texts.postings import Posting, best, packed, scores, unpacked, worth_reading
from madang.urban.texts.rarity import Rarities, learn
from madang.urban.texts.resemblance import resemblance, shingles
from madang.urban.texts.vectors import Vector, counted, damped, joined, strongest, term_id, unit

__all__ = [
    "ConceptSpace",
    "Posting",
    "Rarities",
    "Vector",
    "best",
    "concept_id",
    "concept_space",
    "counted",
    "damped",
    "joined",
    "learn",
    "packed",
    "resemblance",
    "scores",
    "shingles",
    "strongest",
    "term_id",
    "unit",
    "unpacked",
    "worth_reading",
]
