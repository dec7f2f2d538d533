"""Find data sets by words and facets: three queries, however many data sets there are.

One counts everything found by every facet, one picks the rows of the page, one loads them. Ranking reads the words of at most
RANKED data sets: those with the words in their title first, then the most used.
"""

# ruff: noqa: S608 - the SQL holds conditions and columns of our own; whatever people type is a parameter

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import connection

from madang.city.kernel import clock
from madang.city.kernel.paging import BadCursor, decode, encode
from madang.city.opendata.models import Word
from madang.city.opendata.queries.catalogue.showing import lines
from madang.city.opendata.queries.catalogue.sql import COUNTS, DEADLINE, Sql, conditions
from madang.city.opendata.queries.catalogue.values import DatasetLine, Facet, Found, Wanted
from madang.city.opendata.rules import searching

RANKED = 1_000
MOST_SIZE = 1_000
KEPT_FROM, KEPT_SECONDS = 2_000, 60
SORTS = {
    "newest": ("changed_at", "DESC", "timestamptz"),
    "use": ("uses", "DESC", "integer"),
    "title-en": ("sort_en", "ASC", "text"),
    "title-ko": ("sort_ko", "ASC", "text"),
    "title-zh": ("sort_zh", "ASC", "text"),
}
Placed = list[tuple[Any, int]]


def find(wanted: Wanted, *, now: datetime | None = None) -> Found:
    """Return a page of the public data sets that fit, with counts by facet. Raises BadCursor for a broken cursor.

    Where nothing has all the words, those that have some of them, and words that were perhaps meant.
    """
    moment = now or clock.now()
    found = _found(wanted, searching.asked(wanted.q), searching.asked(wanted.q, in_titles=True), moment)
    if found.total or not wanted.q or wanted.after or wanted.start:
        return found
    meant = did_you_mean(wanted.q)
    some = searching.asked(wanted.q, all_words=False)
    relaxed = _found(wanted, some, searching.asked(wanted.q, in_titles=True, all_words=False), moment) if " | " in some else found
    return Found(
        relaxed.rows, relaxed.total, relaxed.counts, relaxed.next_cursor, relaxed.is_cut, bool(relaxed.total), meant
    )  # fmt: skip


def _found(wanted: Wanted, words: str, in_titles: str, now: datetime) -> Found:
    if wanted.q and not words:
        return Found((), 0)
    where = conditions(wanted, words, now)
    total, counts = _counted(where, now) if wanted.with_counts else (_total(where), {})
    size = max(1, min(wanted.size, MOST_SIZE))
    by_rank = bool(words) and wanted.sort not in ("newest", "use", "title")
    picked = _ranked(where, words, in_titles, total, wanted, size) if by_rank else _sorted(where, wanted, size)
    page = picked[:size]
    cursor = encode([_plain(page[-1][0]), page[-1][1]]) if len(picked) > size else None
    rows = tuple(lines([pk for _, pk in page], now))
    return Found(rows, total, counts, cursor, by_rank and total > RANKED)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _counted(where: Sql, now: datetime) -> tuple[int, dict[str, tuple[Facet, ...]]]:
    key = f"opendata.counts:{where.digest()}"
    if known := cache.get(key):
        return known  # type: ignore[no-any-return]
    rows = _all(COUNTS.format(where=where.text, deadline=DEADLINE), [now, *where.values])
    counts: dict[str, list[Facet]] = {}
    for facet, value, count in rows:
        counts.setdefault(facet, []).append(Facet(value or "", count))
    total = counts.pop("total")[0].count
    found = total, {name: tuple(sorted(values, key=lambda one: (-one.count, one.value))) for name, values in counts.items()}
    if total > KEPT_FROM:
        cache.set(key, found, KEPT_SECONDS)
    return found


def _total(where: Sql) -> int:
    return int(_all(f"SELECT count(*) FROM opendata_dataset d WHERE {where.text}", where.values)[0][0])


def _sorted(where: Sql, wanted: Wanted, size: int) -> Placed:
    sort = "newest" if wanted.sort == "relevance" else f"title-{wanted.lang}" if wanted.sort == "title" else wanted.sort
    column, direction, kind = SORTS.get(sort, SORTS["newest"])
    text, values = where.text, list(where.values)
    if wanted.after:
        value, pk = _cursor(wanted.after, kind)
        sign = "<" if direction == "DESC" else ">"
        text += f" AND (d.{column} {sign} %s::{kind} OR (d.{column} = %s::{kind} AND d.id > %s))"
        values += [value, value, pk]
    order = f"d.{column} {direction}, d.id"
    asked = f"SELECT d.{column}, d.id FROM opendata_dataset d WHERE {text} ORDER BY {order} LIMIT %s OFFSET %s"
    return [(row[0], row[1]) for row in _all(asked, [*values, size + 1, max(0, wanted.start)])]


_KINDS = {"integer": int, "text": str, "timestamptz": str}
_MOST_ID = 2**63 - 1


def _cursor(text: str, kind: str) -> tuple[Any, int]:
    """Return sort value and id of a cursor. Raises BadCursor unless both are what this list sorts by."""
    value, pk = decode(text, 2)
    fits = type(value) is _KINDS[kind] and type(pk) is int and 0 <= pk <= _MOST_ID
    fits = fits and ("\x00" not in value if isinstance(value, str) else abs(value) < 2**31)
    try:
        if not fits:
            raise ValueError("no cursor of this list")
        return (datetime.fromisoformat(value) if kind == "timestamptz" else value), pk
    except ValueError as problem:
        raise BadCursor("this page link belongs to another list: go back to the first page") from problem


_RANK = "(ts_rank('{{0.05, 0.2, 0.5, 1.0}}', d.words, {query}::tsquery) * 1000000)::int + least(d.uses, 1000) * 20"


def _ranked(where: Sql, words: str, in_titles: str, total: int, wanted: Wanted, size: int) -> Placed:
    """Return the page in the order of relevance: the best RANKED are ranked whole, so that a page is cut out of one order."""
    rank = _RANK.format(query="%s")
    of_title = " AND d.words @@ %s::tsquery" if total > RANKED else ""
    pick = "SELECT d.id FROM opendata_dataset d WHERE {where} ORDER BY d.uses DESC, d.id LIMIT %s"
    ids = [
        row[0] for row in _all(pick.format(where=where.text + of_title), [*where.values, *[in_titles] * bool(of_title), RANKED])
    ]
    if len(ids) < min(total, RANKED):
        rest = _all(pick.format(where=where.text + " AND d.id <> ALL(%s)"), [*where.values, ids, RANKED - len(ids)])
        ids += [row[0] for row in rest]
    asked = f"SELECT {rank} AS rank, d.id FROM opendata_dataset d WHERE d.id = ANY(%s) ORDER BY rank DESC, d.id"
    placed = [(row[0], row[1]) for row in _all(asked, [words, ids])]
    if wanted.after:
        value, pk = _cursor(wanted.after, "integer")
        placed = [one for one in placed if (-one[0], one[1]) > (-value, pk)]
    return placed[wanted.start : wanted.start + size + 1]


def suggest(query: str, lang: str, *, most: int = 8, now: datetime | None = None) -> tuple[DatasetLine, ...]:
    """Return data sets whose title has the words typed so far, the most used first."""
    moment = now or clock.now()
    words = searching.asked(query, in_titles=True)
    if not words:
        return ()
    where = conditions(Wanted(lang=lang), words, moment)
    pick = f"SELECT d.id FROM opendata_dataset d WHERE {where.text} ORDER BY d.uses DESC, d.id LIMIT %s"
    return tuple(lines([row[0] for row in _all(pick, [*where.values, most])], moment))


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
