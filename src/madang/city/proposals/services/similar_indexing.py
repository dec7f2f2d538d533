"""Keep the index of similar proposals: add one at once, carry those that wait into the postings, make the index anew."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import F, Max, QuerySet

from madang.city.proposals.models import Proposal, SimilarEdition, SimilarText, Version
from madang.city.proposals.queries import similar as queries
from madang.city.proposals.rules import similar as rules
from madang.city.proposals.rules import text as texts
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.similar import Reader
from madang.urban.texts import Vector, packed, unpacked
from madang.urban.texts.postings import levels

LEARNT = 8_000
AT_ONCE = 8_000
READ_AT_ONCE = 24_000  # each time every posting is written anew, so seldom
LEAST_WAITING = 64
_LOCK = int.from_bytes(hashlib.sha256(b"proposals.similar").digest()[:7])
_APPEND = """
INSERT INTO proposals_similarposting AS kept (edition_id, term, texts, weights) VALUES (%s, %s, %s, %s)
ON CONFLICT (edition_id, term) DO UPDATE SET texts = kept.texts || excluded.texts, weights = kept.weights || excluded.weights
"""


@transaction.atomic
def index(version: Version, *, now: datetime) -> None:
    """Let a proposal be found by what a version of it says, and by no other, from this transaction's end."""
    _lock(shared=True)
    edition = SimilarEdition.objects.filter(is_current=True).first() or _first_edition(now)
    vector = queries.reader_of(edition).vector(version.title, texts.plain(version.text))
    SimilarText.objects.filter(edition=edition, proposal=version.proposal_id).delete()
    ids, weights = packed(vector)
    SimilarText.objects.create(edition=edition, proposal_id=version.proposal_id, ids=ids, weights=weights)


def keep_up(*, now: datetime) -> None:
    """Do what the clock asks of the index: carry into the postings what waits, or make the whole anew where that is due."""
    edition = SimilarEdition.objects.filter(is_current=True).first()
    same_words = edition is not None and edition.words == queries.words_fingerprint()
    if edition is None or rules.is_made_anew(made_from=edition.made_from, texts=_published().count(), same_words=same_words):
        make_anew(now=now)
    elif SimilarText.objects.filter(edition=edition, ids__isnull=False).count() >= LEAST_WAITING:
        while merge(edition.pk):
            pass


@transaction.atomic
def merge(edition_id: int) -> int:
    """Carry some of the texts that wait into the postings of their edition; return how many."""
    edition = SimilarEdition.objects.select_for_update().get(pk=edition_id)
    waiting = SimilarText.objects.filter(edition=edition, ids__isnull=False).order_by("pk")[:AT_ONCE]
    rows = list(waiting.values_list("pk", "ids", "weights"))
    _append(edition, [(pk, unpacked(bytes(ids or b""), bytes(weights or b""))) for pk, ids, weights in rows])
    SimilarText.objects.filter(pk__in=[pk for pk, _, _ in rows]).update(ids=None, weights=None)
    return len(rows)


def make_anew(*, now: datetime) -> int:
    """Make the index anew from all published proposals and return how many; the old one answers until the new one is whole.

    Rarities are learnt from some thousands spread over all; texts are read some thousands at a time.
    """
    SimilarEdition.objects.filter(is_current=False).delete()
    begun = SimilarText.objects.aggregate(last=Max("pk"))["last"] or 0
    edition = _learnt(now)
    reader, done, last = queries.reader_of(edition), 0, 0
    while rows := list(_texts(proposal__gt=last)[:READ_AT_ONCE]):
        _put(edition, reader, rows)
        done, last = done + len(rows), rows[-1][0]
    _take_over(edition, reader, begun)
    return done


@transaction.atomic
def _take_over(edition: SimilarEdition, reader: Reader, begun: int) -> None:
    """Read once more what was published or changed while the edition was made; then it is the one that answers."""
    _lock(shared=False)
    changed = SimilarText.objects.filter(edition__is_current=True, pk__gt=begun).values("proposal")
    SimilarText.objects.filter(edition=edition, proposal__in=changed).delete()
    _put(edition, reader, list(_texts(proposal__in=changed)))
    SimilarEdition.objects.filter(is_current=True).delete()
    SimilarEdition.objects.filter(pk=edition.pk).update(is_current=True)


def _first_edition(now: datetime) -> SimilarEdition:
    """Return an edition that has learnt nothing yet; where two proposals are the first at once, it is one edition."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK + 1])
    present = SimilarEdition.objects.filter(is_current=True).first()
    words = queries.words_fingerprint()
    return present or SimilarEdition.objects.create(first=_next(), words=words, made_at=now, is_current=True)


def _learnt(now: datetime) -> SimilarEdition:
    count = _published().count()
    every = max(1, -(-count // LEARNT))
    sample = _texts(proposal_id__in=_published().annotate(part=F("pk") % every).filter(part=0).values("pk"))
    rarities = rules.learn_rarities(queries.space(), ((title, texts.plain(text)) for _, title, text in sample.iterator(500)))
    return SimilarEdition.objects.create(
        first=_next(),
        made_from=count,
        learnt_from=rarities.texts,
        rarity_ids=rarities.ids.astype("<i4").tobytes(),
        rarity_counts=rarities.counts.astype("<i4").tobytes(),
        words=queries.words_fingerprint(),
        made_at=now,
    )


@transaction.atomic
def _put(edition: SimilarEdition, reader: Reader, rows: Sequence[tuple[int, str, str]]) -> None:
    """Add proposals to an edition, straight into its postings."""
    made = SimilarText.objects.bulk_create([SimilarText(edition=edition, proposal_id=pk) for pk, _, _ in rows])
    vectors = (reader.vector(title, texts.plain(text)) for _, title, text in rows)
    _append(edition, [(text.pk, vector) for text, vector in zip(made, vectors, strict=True)])


def _append(edition: SimilarEdition, rows: Sequence[tuple[int, Vector]]) -> None:
    """Add texts to the postings of their terms, term after term."""
    if not rows:
        return
    terms = np.concatenate([vector.ids for _, vector in rows])
    numbers = np.repeat([pk - edition.first for pk, _ in rows], [len(vector) for _, vector in rows]).astype("<i4")
    weights = levels(np.concatenate([vector.weights for _, vector in rows]))
    order = np.argsort(terms, kind="stable")
    found, starts = np.unique(terms[order], return_index=True)
    texts_of, weights_of = (np.split(part[order], starts[1:]) for part in (numbers, weights))
    parts = zip(found.tolist(), texts_of, weights_of, strict=True)
    with connection.cursor() as cursor:
        cursor.executemany(_APPEND, [(edition.pk, term, one.tobytes(), other.tobytes()) for term, one, other in parts])


def _published() -> QuerySet[Proposal]:
    return Proposal.objects.exclude(state=State.DRAFT.value)


def _texts(**which: Any) -> Any:
    """Return (proposal, title, text) of published proposals as they stand, in the order of their ids."""
    present = Version.objects.exclude(proposal__state=State.DRAFT.value).filter(number=F("proposal__version"), **which)
    return present.order_by("proposal").values_list("proposal", "title", "text")


def _next() -> int:
    """Return an id from which the texts of a new edition are counted: no greater than the first that is given to one."""
    return (SimilarText.objects.aggregate(last=Max("pk"))["last"] or 0) + 1


def _lock(*, shared: bool) -> None:
    """Keep a new edition from taking over while proposals are added; many may be added at once."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{'_shared' if shared else ''}(%s)", [_LOCK])
