"""Lists of proposals: any filter, four orders, pages that cost the same wherever they begin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Count, F, Q, QuerySet
from django.db.models.expressions import RawSQL

from madang.city.kernel.paging import BadCursor, Page, decode, encode
from madang.city.people import queries as people
from madang.city.people.rules import below
from madang.city.proposals.models import Proposal
from madang.city.proposals.models.proposals import COLLECTING, LISTED
from madang.city.proposals.queries.areas import Areas, areas_now
from madang.city.proposals.queries.lines import ProposalLine, lines
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.searching import asked

__all__ = ["Found", "Order", "ProposalLine", "Wanted", "find"]
PAGE_SIZE = 20
MOST_SIZE = 200
FREQUENT = 2_000
LOOKED_AT = 2_000
_MATCHES = "SELECT proposal_id, words @@ %s::tsquery FROM proposals_words WHERE words @@ %s::tsquery LIMIT %s"
_AMONG = '"proposals_proposal"."id" = ANY(%s::bigint[])'
_ANY = '"proposals_proposal"."id" IN (SELECT proposal_id FROM proposals_words WHERE words @@ %s::tsquery)'
# OFFSET 0 keeps the planner from reading every row with a frequent word: it is asked row by row, in the order of the list.
_HAVING = 'EXISTS (SELECT 1 FROM proposals_words WHERE proposal_id = "proposals_proposal"."id" AND words @@ %s::tsquery OFFSET 0)'


class Order(StrEnum):
    """In which order a list is read; the best for words has them in its title, then most support."""

    NEWEST = "newest"
    SUPPORTED = "supported"
    EXPIRING = "expiring"
    ANSWERED = "answered"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class _Key:
    """What a list is sorted by before the id: a column, whether it runs down, how its values come back from a cursor."""

    column: str
    is_down: bool
    read: Any


_KEYS: Mapping[Order, _Key] = {
    Order.NEWEST: _Key("published_at", True, datetime.fromisoformat),
    Order.SUPPORTED: _Key("supports", True, int),
    Order.EXPIRING: _Key("collects_until", False, date.fromisoformat),
    Order.ANSWERED: _Key("answered_at", True, datetime.fromisoformat),
}
_ONLY: Mapping[Order, Q] = {Order.EXPIRING: COLLECTING, Order.ANSWERED: Q(answered_at__isnull=False)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of the list; what is empty leaves the choice open.

    words       all of them must stand in title or text, the last one may be unfinished
    area_id     an area with all below it; ``department`` likewise, by its code
    author_id   only a resident's own that are listed
    """

    words: str = ""
    states: frozenset[State] = frozenset()
    topic: str = ""
    area_id: int | None = None
    department: str = ""
    author_id: int | None = None
    since: datetime | None = None
    order: Order = Order.NEWEST


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, and how many there are in all; None where nobody counted.

    is_more  there are more than ``total``: with a frequent word not all of them are looked at
    """

    page: Page[ProposalLine]
    total: int | None = None
    is_more: bool = False


def find(wanted: Wanted, *, today: date, cursor: str | None = None, size: int = PAGE_SIZE, with_count: bool = True) -> Found:
    """Return a page of the listed proposals that fit. Raises BadCursor for a cursor of another list."""
    words = wanted.words.replace("\x00", "")
    told = asked(words)
    if words and not told:
        return Found(Page((), None), 0)
    areas = areas_now()
    rows = _fitting(wanted, areas)
    matched = _matched(told, asked(words, in_titles=True), wanted.order) if told else None
    shown, following = _shown(rows, wanted.order, matched, cursor, max(1, min(size, MOST_SIZE)))
    page = Page(lines(shown, today, areas=areas), following)
    if not cursor and not following:
        return Found(page, len(shown))
    return Found(page, *_counted(rows, matched)) if with_count else Found(page)


def fitting(wanted: Wanted, areas: Areas) -> QuerySet[Proposal]:
    """Return the rows of all listed proposals that fit, in no order: to be counted, or read in an order of one's own."""
    words = wanted.words.replace("\x00", "")
    told, rows = asked(words), _fitting(wanted, areas)
    if words and not told:
        return rows.none()
    return rows.filter(_claim(_ANY, [told])) if told else rows


@dataclass(frozen=True, slots=True)
class _Matched:
    """What has some words, and has them in its title: few proposals by their ids, many by a condition."""

    claim: RawSQL
    titled: RawSQL
    is_frequent: bool


def _matched(told: str, titled: str, order: Order) -> _Matched:
    found = _having(titled, told)
    if len(found) <= FREQUENT:
        ids, in_title = [pk for pk, _ in found], [pk for pk, is_titled in found if is_titled]
        return _Matched(_claim(_AMONG, [ids]), _claim(_AMONG, [in_title]), is_frequent=False)
    return _Matched(_claim(_HAVING, [told]), _titled(titled, order), is_frequent=True)


def _titled(titled: str, order: Order) -> RawSQL:
    """Return what has a frequent word in its title: a word of many texts stands in few titles, and walking to them takes long."""
    found = _having(titled, titled) if order is Order.BEST else None
    return _claim(_HAVING, [titled]) if found is None or len(found) > FREQUENT else _claim(_AMONG, [[pk for pk, _ in found]])


def _having(titled: str, told: str) -> Sequence[tuple[int, bool]]:
    """Return up to one more than few proposals that have some words, each with whether they stand in its title."""
    with connection.cursor() as cursor:
        cursor.execute(_MATCHES, [titled, told, FREQUENT + 1])
        return cursor.fetchall()


def _shown(
    rows: QuerySet[Proposal], order: Order, matched: _Matched | None, cursor: str | None, size: int
) -> tuple[list[Proposal], str | None]:
    """Return a page of rows and where the next one begins."""
    if matched and order is Order.BEST:
        return _by_title(rows, matched, cursor, size)
    having = rows.filter(matched.claim) if matched else rows
    return _by_column(having, Order.SUPPORTED if order is Order.BEST else order, cursor, size)


def _counted(rows: QuerySet[Proposal], matched: _Matched | None) -> tuple[int, bool]:
    """Return how many rows there are, and whether there are more: of a frequent word, only so many rows are looked at."""
    if matched is None or not matched.is_frequent:
        return (rows.filter(matched.claim) if matched else rows).count(), False
    some = rows.order_by().annotate(hit=matched.claim)[: LOOKED_AT + 1]
    seen = some.aggregate(rows=Count("pk"), hits=Count("pk", filter=Q(hit=True)))
    return seen["hits"], seen["rows"] > LOOKED_AT


def _fitting(wanted: Wanted, areas: Areas) -> QuerySet[Proposal]:
    """Return the rows that fit but for the words."""
    rows = Proposal.objects.filter(LISTED, _ONLY.get(wanted.order, Q()))
    rows = rows.filter(state__in=sorted(state.value for state in wanted.states)) if wanted.states else rows
    rows = rows.filter(topic=wanted.topic) if wanted.topic else rows
    rows = rows.filter(area__in=areas.below(wanted.area_id)) if wanted.area_id is not None else rows
    rows = rows.filter(author=wanted.author_id) if wanted.author_id is not None else rows
    rows = rows.filter(published_at__gte=wanted.since) if wanted.since is not None else rows
    if wanted.department:
        rows = rows.filter(department__in=_departments(wanted.department))
    return rows


def _departments(code: str) -> list[int]:
    known = people.departments()
    codes = below({one.code: one.parent_code for one in known}, code)
    return [one.id for one in known if one.code in codes]


def _page(rows: QuerySet[Proposal], order: Order, place: list[Any] | None, size: int) -> list[Proposal]:
    """Return so many rows of an order, behind a value and an id where a place is given."""
    key = _KEYS[order]
    if place:
        behind = f'("proposals_proposal"."{key.column}", "proposals_proposal"."id") {"<" if key.is_down else ">"} (%s, %s)'
        rows = rows.filter(_claim(behind, place))
    column, pk = F(key.column), F("pk")
    return list(rows.order_by(*((column.desc(), pk.desc()) if key.is_down else (column.asc(), pk.asc())))[:size])


def _by_column(rows: QuerySet[Proposal], order: Order, cursor: str | None, size: int) -> tuple[list[Proposal], str | None]:
    place = _decoded(cursor, (_KEYS[order].read, int)) if cursor else None
    found = _page(rows, order, place, size + 1)
    if len(found) <= size:
        return found, None
    value = getattr(found[size - 1], _KEYS[order].column)
    return found[:size], encode([value if isinstance(value, int) else value.isoformat(), found[size - 1].pk])


def _by_title(rows: QuerySet[Proposal], matched: _Matched, cursor: str | None, size: int) -> tuple[list[Proposal], str | None]:
    """Return those with the words in their title by support, then the others by support."""
    parts = (rows.filter(matched.titled), rows.filter(matched.claim).exclude(matched.titled))
    begun, *place = _decoded(cursor, (_part, int, int)) if cursor else (0,)
    found: list[tuple[int, Proposal]] = []
    for number in range(begun, len(parts)):
        behind = place if number == begun else None
        found += [(number, row) for row in _page(parts[number], Order.SUPPORTED, behind, size + 1 - len(found))]
        if len(found) > size:
            part, last = found[size - 1]
            return [row for _, row in found[:size]], encode([part, last.supports, last.pk])
    return [row for _, row in found], None


def _part(value: int) -> int:
    return (0, 1)[value]


def _claim(condition: str, values: Sequence[Any]) -> RawSQL:
    return RawSQL(condition, values, output_field=BooleanField())  # noqa: S611 - conditions are this file's own, values apart


def _decoded(cursor: str, read: Sequence[Any]) -> list[Any]:
    values = decode(cursor, len(read))
    try:
        found = [one(value) for one, value in zip(read, values, strict=True)]
    except (ValueError, TypeError, IndexError) as problem:
        raise BadCursor("this page link belongs to another list: go back to the first page") from problem
    if any(isinstance(one, int) and not -(2**31) <= one < 2**63 for one in found):
        raise BadCursor("this page link belongs to another list: go back to the first page")
    return found
