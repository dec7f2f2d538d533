"""Which proposals wish the same as a text: shown before somebody posts it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
import psycopg
from django.db import connection

from madang.city.proposals import thesaurus
from madang.city.proposals.models import Proposal, SimilarEdition, SimilarText
from madang.city.proposals.models.proposals import LISTED
from madang.city.proposals.rules import similar as rules
from madang.city.proposals.rules import text as texts
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.links import page_of
from madang.city.proposals.rules.similar import Candidate, Reader
from madang.urban.texts import ConceptSpace, Posting, Rarities, Vector, best, scores, unpacked

SHOWN = 5
LOOKED_AT = 60
OVER = (State.WITHDRAWN.value, State.RETIRED.value)
# One statement and so one snapshot: a text stands either in the postings or among those that wait, never in both.
_FIND = """
SELECT NULL, term, texts, weights FROM proposals_similarposting WHERE edition_id = %(edition)s AND term = ANY(%(terms)s::int[])
UNION ALL
SELECT id, NULL, ids, weights FROM proposals_similartext WHERE edition_id = %(edition)s AND ids IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class SimilarProposal:
    """A proposal that may wish the same; the score is 0 to 1."""

    reference: str
    title: str
    language: str
    state: State
    supports: int
    score: float
    url: str


@dataclass(frozen=True, slots=True)
class Edition:
    """The present edition of the index, as this process holds it: some hundred kilobytes."""

    id: int
    first: int
    reader: Reader


def similar_to(title: str, text: str, lang: str, *, size: int = SHOWN, without: str = "") -> list[SimilarProposal]:
    """Return the listed proposals that wish the same as what somebody writes, most similar first; none if none is near.

    text     Markdown
    lang     what it is written in; proposals in another language are found too, and count less
    without  the reference of a proposal to leave out: the one that is compared

    Four queries. A proposal is found from the moment it is published.
    """
    edition = current()
    if edition is None:
        return []
    found = _found(edition, edition.reader.query(title, texts.plain(text)))
    numbered = SimilarText.objects.filter(edition=edition.id, pk__in=[edition.first + number for number in found])
    score_of = {proposal: found[pk - edition.first] for pk, proposal in numbered.values_list("pk", "proposal_id")}
    rows = Proposal.objects.filter(LISTED, pk__in=score_of).exclude(state__in=OVER).exclude(reference=without)
    by_id = {row.pk: row for row in rows.only("reference", "title", "language", "state", "supports")}
    nearest = rules.ranked((Candidate(pk, row.language, score_of[pk]) for pk, row in by_id.items()), lang, size)
    return [_shown(by_id[one.proposal_id], one.score) for one in nearest]


def current() -> Edition | None:
    """Return the present edition of the index, from this process where it holds it; None before anything was published."""
    found = SimilarEdition.objects.filter(is_current=True).values_list("pk", flat=True).first()
    return None if found is None else _edition(found)


def reader_of(edition: SimilarEdition) -> Reader:
    """Return what turns texts into the vectors of an edition."""
    ids, counts = (np.frombuffer(bytes(part), "<i4").astype(np.int32) for part in (edition.rarity_ids, edition.rarity_counts))
    return Reader(space(), Rarities(edition.learnt_from, ids, counts))


@cache
def space() -> ConceptSpace:
    """Return the concepts of the thesaurus."""
    return rules.space_of(thesaurus.concepts())


@cache
def words_fingerprint() -> str:
    """Return what changes when the thesaurus does."""
    return hashlib.sha256(repr(sorted(thesaurus.concepts().items())).encode()).hexdigest()[:16]


@lru_cache(maxsize=2)
def _edition(pk: int) -> Edition:
    row = SimilarEdition.objects.get(pk=pk)
    return Edition(row.pk, row.first, reader_of(row))


def _shown(row: Proposal, score: float) -> SimilarProposal:
    return SimilarProposal(
        row.reference, row.title, row.language, State(row.state), row.supports, round(score, 3), page_of(row.reference)
    )


def _found(edition: Edition, query: Vector) -> dict[int, float]:
    """Return the scores of the texts nearest to a query, by their numbers."""
    postings, waiting = _read(edition, query.ids.tolist())
    last = max((int(np.frombuffer(one.texts, "<i4").max()) for one in postings.values()), default=-1)
    whole = scores(query, postings, max([last, *waiting]) + 1)
    for number, vector in waiting.items():
        _, here, there = np.intersect1d(query.ids, vector.ids, assume_unique=True, return_indices=True)
        whole[number] = float(query.weights[here] @ vector.weights[there])
    return dict(best(whole, LOOKED_AT))


def _read(edition: Edition, terms: Sequence[int]) -> tuple[dict[int, Posting], dict[int, Vector]]:
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:  # Django's own asks for text, in which bytes are twice as long
        cursor.execute(_FIND, {"edition": edition.id, "terms": list(terms)}, binary=True)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    postings = {term: Posting(bytes(ids), bytes(weights)) for pk, term, ids, weights in rows if pk is None}
    waiting = {pk - edition.first: unpacked(bytes(ids), bytes(weights)) for pk, _, ids, weights in rows if pk is not None}
    return postings, waiting
