"""Lists of proposals: any filter, four orders, pages that cost the same wherever they begin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import BooleanField, F, Q, QuerySet
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

__all__ = ["COUNTED", "Found", "Order", "ProposalLine", "Wanted", "find"]
PAGE_SIZE = 20
MOST_SIZE = 200
COUNTED = 10_000
_HAVING = '"proposals_proposal"."id" IN (SELECT proposal_id FROM proposals_words WHERE words @@ %s::tsquery)'
_HAVING_NOT = f"{_HAVING[:-1]} AND NOT words @@ %s::tsquery)"


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

    is_more  there are more than ``total``: a frequent word is not counted to the end
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
    rows, most = _fitting(wanted, areas), max(1, min(size, MOST_SIZE))
    having = rows.filter(_claim(_HAVING, [told])) if told else rows
    if wanted.order is Order.BEST and told:
        shown, following = _by_title(rows, words, cursor, most)
    else:
        order = Order.SUPPORTED if wanted.order is Order.BEST else wanted.order
        shown, following = _by_column(having, order, cursor, most)
    total, is_more = _counted(having, has_words=bool(told)) if with_count else (None, False)
    return Found(Page(lines(shown, today, areas=areas), following), total, is_more)


def _counted(rows: QuerySet[Proposal], *, has_words: bool) -> tuple[int, bool]:
    """Return how many rows there are, and whether there are more; with words no more than COUNTED are looked at."""
    if not has_words:
        return rows.count(), False
    found = rows.order_by()[: COUNTED + 1].count()
    return min(found, COUNTED), found > COUNTED


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


def _by_title(rows: QuerySet[Proposal], words: str, cursor: str | None, size: int) -> tuple[list[Proposal], str | None]:
    """Return those with the words in their title by support, then the others by support; each part from its own index."""
    told, titled = asked(words), asked(words, in_titles=True)
    parts = (rows.filter(_claim(_HAVING, [titled])), rows.filter(_claim(_HAVING_NOT, [told, titled])))
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
