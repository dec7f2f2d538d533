"""Find data sets by words and facets.

PostgreSQL finds the data sets with the words, the shelf in memory narrows, counts and orders them. Ranking reads the words of
RANKED data sets only: those with the words in their title first, then the most used; behind them the rest follows in that order.
"""

from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection, transaction

from madang.city.kernel import clock
from madang.city.kernel.paging import BadCursor, decode, encode
from madang.city.opendata.models import Word
from madang.city.opendata.queries.catalogue import shelves
from madang.city.opendata.queries.catalogue.shelves import Ids, Reader
from madang.city.opendata.queries.catalogue.showing import lines
from madang.city.opendata.queries.catalogue.values import DatasetLine, Facet, Found, Wanted
from madang.city.opendata.rules import searching
from madang.city.opendata.rules.shelf import Mask, Narrowed, Shelf

RANKED = 200
MOST_SIZE = 1_000
SORTS = ("newest", "use", "title")


def find(wanted: Wanted, *, now: datetime | None = None) -> Found:
    """Return a page of the public data sets that fit, with counts by facet. Raises BadCursor for a broken cursor.

    Where nothing has all the words, those that have some of them, and words that were perhaps meant.
    """
    moment = now or clock.now()
    with transaction.atomic():
        reader = shelves.present()
        found = _found(reader, wanted, moment, all_words=True)
        if found.total or not wanted.q or wanted.after or wanted.start:
            return found
        meant = did_you_mean(wanted.q)
        several = len(searching.query_words(wanted.q)) > 1
        some = _found(reader, wanted, moment, all_words=False) if several else found
    return Found(some.rows, some.total, some.counts, some.next_cursor, is_relaxed=bool(some.total), did_you_mean=meant)


def _found(reader: Reader, wanted: Wanted, now: datetime, *, all_words: bool) -> Found:
    words = searching.asked(wanted.q, all_words=all_words)
    if wanted.q and not words:
        return Found((), 0)
    shelf = reader.shelf
    mask = shelf.narrowed(_narrowed(wanted), now.timestamp())
    if words:
        mask &= shelf.places(reader.having(words))
    if wanted.keyword:
        mask &= shelf.places(_with_keyword(wanted.keyword))
    counts = _facets(shelf, mask, now) if wanted.with_counts else {}
    in_titles = searching.asked(wanted.q, in_titles=True, all_words=all_words)
    ids = _by_relevance(reader, mask, words, in_titles) if words and wanted.sort not in SORTS else _by(shelf, mask, wanted)
    start, size = _start(wanted, ids), max(1, min(wanted.size, MOST_SIZE))
    page = [int(pk) for pk in ids[start : start + size]]
    cursor = encode([start + size - 1, page[-1]]) if start + size < len(ids) else None
    return Found(tuple(lines(page, now)), len(ids), counts, cursor)


def _narrowed(wanted: Wanted) -> Narrowed:
    return Narrowed(
        publisher=wanted.publisher, series=wanted.series, licence=wanted.licence, source=wanted.source, theme=wanted.theme,
        format=wanted.format.lower(), promise=wanted.promise, table=wanted.table,
    )  # fmt: skip


def _facets(shelf: Shelf, mask: Mask, now: datetime) -> dict[str, tuple[Facet, ...]]:
    return {
        name: tuple(Facet(value, count) for value, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))
        for name, counts in shelf.counted(mask, now.timestamp()).items()
    }


def _by(shelf: Shelf, mask: Mask, wanted: Wanted) -> Ids:
    return shelf.ordered(mask, wanted.sort if wanted.sort in SORTS else "newest", wanted.lang)


def _by_relevance(reader: Reader, mask: Mask, words: str, in_titles: str) -> Ids:
    ids = reader.shelf.ordered(mask, "use", "en")
    if len(ids) > RANKED:
        titled = np.isin(ids, reader.having(in_titles))
        ids = np.concatenate([ids[titled], ids[~titled]])
    return np.concatenate([_ranked(ids[:RANKED], words), ids[RANKED:]])


def _start(wanted: Wanted, ids: Ids) -> int:
    """Return where the page begins: behind the last row of the page before, wherever that stands now."""
    if not wanted.after:
        return max(0, wanted.start)
    place, last = decode(wanted.after, 2)
    if any(type(one) is not int or not 0 <= one < 2**63 for one in (place, last)):
        raise BadCursor("this page link belongs to another list: go back to the first page")
    if place < len(ids) and ids[place] == last:
        return int(place) + 1
    at = np.flatnonzero(ids == last)
    return int(at[0]) + 1 if len(at) else min(int(place), len(ids))


def _with_keyword(word: str) -> Ids:
    asked = "SELECT id FROM opendata_dataset WHERE keywords @> ARRAY[%s]::varchar[]"
    return np.array([row[0] for row in _all(asked, [word.replace("\x00", "")])], dtype=np.int64)


def _ranked(ids: Ids, words: str) -> Ids:
    """Return the ids by how well the words fit: weights of title, keyword, text and publisher, then use."""
    asked = (
        "SELECT d.id FROM opendata_dataset d WHERE d.id = ANY(%s) "
        "ORDER BY ts_rank('{0.05, 0.2, 0.5, 1.0}', d.words, %s::tsquery) + least(d.uses, 1000) * 0.00002 DESC, d.id"
    )
    return np.array([row[0] for row in _all(asked, [ids.tolist(), words])], dtype=np.int64)


def suggest(query: str, lang: str, *, most: int = 8, now: datetime | None = None) -> tuple[DatasetLine, ...]:
    """Return data sets whose title has the words typed so far, the most used first."""
    moment = now or clock.now()
    words = searching.asked(query, in_titles=True)
    if not words:
        return ()
    with transaction.atomic():
        reader = shelves.present()
        mask = reader.shelf.narrowed(Narrowed(), moment.timestamp()) & reader.shelf.places(reader.having(words))
    return tuple(lines([int(pk) for pk in reader.shelf.ordered(mask, "use", lang)[:most]], moment))


def did_you_mean(query: str) -> str:
    """Return the query with each word that nobody uses put right, or typed on the other keyboard; "" if nothing is better."""
    told = searching.query_words(query)
    known = set(Word.objects.filter(word__in=told).values_list("word", flat=True))
    corrected = [word if word in known or not searching.may_be_mistyped(word) else _corrected(word) or word for word in told]
    return " ".join(corrected) if corrected != told else ""


def _corrected(word: str) -> str | None:
    for other in searching.on_other_keys(word):
        if Word.objects.filter(word=other).exists():
            return other
    near = Word.objects.filter(near__overlap=searching.near_forms(word)).values_list("word", flat=True)
    return searching.nearest(word, near[:200])


def _all(text: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall()
