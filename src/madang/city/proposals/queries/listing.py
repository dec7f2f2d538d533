"""Lists of proposals: any filter, four orders, pages that cost the same wherever they begin."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left

from madang.city.kernel.paging import BadCursor, Page, decode, encode
from madang.city.opendata.rules.searching import asked
from madang.city.people import queries as people
from madang.city.proposals.models import Picture, Proposal, Version
from madang.city.proposals.models.proposals import COLLECTING, LISTED
from madang.city.proposals.queries.areas import area_names, areas_below
from madang.city.proposals.queries.loading import facts_of
from madang.city.proposals.rules import text
from madang.city.proposals.rules.life import Decision, State, is_overdue

PAGE_SIZE = 20
MOST_SIZE = 200
READ = 800
_HAVING = '"proposals_proposal"."id" IN (SELECT proposal_id FROM proposals_words WHERE words @@ %s::tsquery)'


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """A proposal in a list."""

    reference: str
    title: str
    excerpt: str
    language: str
    byline: str
    topic: str
    area: Mapping[str, str]
    state: State
    decision: Decision | None
    supports: int
    needed: int
    published_at: datetime | None
    collects_until: date | None
    answered_at: datetime | None
    due_on: date | None
    is_overdue: bool
    picture: UUID | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, and how many there are in all; None where nobody counted."""

    page: Page[ProposalLine]
    total: int | None = field(default=None)


def find(wanted: Wanted, *, today: date, cursor: str | None = None, size: int = PAGE_SIZE, with_count: bool = True) -> Found:
    """Return a page of the listed proposals that fit. Raises BadCursor for a cursor of another list."""
    if wanted.order is Order.BEST and not wanted.words:
        wanted = replace(wanted, order=Order.SUPPORTED)
    rows = _fitting(wanted)
    if rows is None:
        return Found(Page((), None), 0)
    total = rows.count() if with_count else None
    return Found(_page(rows, wanted, today, cursor, max(1, min(size, MOST_SIZE))), total)


def lines(rows: Sequence[Proposal], today: date) -> tuple[ProposalLine, ...]:
    """Return rows as lines, with the beginning of their text and their first picture: three queries, however many rows."""
    names = area_names({row.area_id for row in rows if row.area_id is not None})
    ids = [row.pk for row in rows]
    texts, pictures = _texts(ids), _pictures(ids)
    return tuple(_line(row, names.get(row.area_id or 0, {}), texts.get(row.pk, ""), pictures.get(row.pk), today) for row in rows)


def _fitting(wanted: Wanted) -> QuerySet[Proposal] | None:
    """Return the rows that fit; None where the words hold no word, so that nothing can."""
    rows = Proposal.objects.filter(LISTED, _ONLY.get(wanted.order, Q()))
    if wanted.words:
        told = asked(wanted.words.replace("\x00", ""))
        if not told:
            return None
        rows = rows.filter(_claim(_HAVING, [told]))
    rows = rows.filter(state__in=sorted(state.value for state in wanted.states)) if wanted.states else rows
    rows = rows.filter(topic=wanted.topic) if wanted.topic else rows
    rows = rows.filter(area__in=areas_below(wanted.area_id)) if wanted.area_id is not None else rows
    rows = rows.filter(author=wanted.author_id) if wanted.author_id is not None else rows
    rows = rows.filter(published_at__gte=wanted.since) if wanted.since is not None else rows
    if wanted.department:
        rows = rows.filter(department__in=_departments(wanted.department))
    return rows


def _departments(code: str) -> list[int]:
    codes = people.departments_below(code)
    return [one.id for one in people.departments() if one.code in codes]


def _page(rows: QuerySet[Proposal], wanted: Wanted, today: date, cursor: str | None, size: int) -> Page[ProposalLine]:
    ordered = _by_title(rows, wanted, cursor) if wanted.order is Order.BEST else _by_column(rows, _KEYS[wanted.order], cursor)
    found = list(ordered[: size + 1])
    shown, last = found[:size], found[size - 1] if len(found) > size else None
    return Page(lines(shown, today), _cursor(last, wanted.order) if last is not None else None)


def _by_column(rows: QuerySet[Proposal], key: _Key, cursor: str | None) -> QuerySet[Proposal]:
    if cursor:
        value, pk = _decoded(cursor, (key.read, int))
        sign = "<" if key.is_down else ">"
        behind = f'("proposals_proposal"."{key.column}", "proposals_proposal"."id") {sign} (%s, %s)'
        rows = rows.filter(_claim(behind, [value, pk]))
    column, pk_order = F(key.column), F("pk")
    return rows.order_by(*((column.desc(), pk_order.desc()) if key.is_down else (column.asc(), pk_order.asc())))


def _by_title(rows: QuerySet[Proposal], wanted: Wanted, cursor: str | None) -> QuerySet[Proposal]:
    """Sort by whether the words stand in the title, then by support."""
    told = asked(wanted.words, in_titles=True)
    rows = rows.annotate(titled=_claim(_HAVING, [told]))
    if cursor:
        values = _decoded(cursor, (bool, int, int))
        behind = f'({_HAVING}, "proposals_proposal"."supports", "proposals_proposal"."id") < (%s, %s, %s)'
        rows = rows.filter(_claim(behind, [told, *values]))
    return rows.order_by("-titled", "-supports", "-pk")


def _claim(condition: str, values: Sequence[Any]) -> RawSQL:
    return RawSQL(condition, values, output_field=BooleanField())  # noqa: S611 - conditions are this file's own, values apart


def _cursor(row: Any, order: Order) -> str:
    if order is Order.BEST:
        return encode([row.titled, row.supports, row.pk])
    value = getattr(row, _KEYS[order].column)
    return encode([value if isinstance(value, int) else value.isoformat(), row.pk])


def _decoded(cursor: str, read: Sequence[Any]) -> list[Any]:
    values = decode(cursor, len(read))
    try:
        found = [one(value) for one, value in zip(read, values, strict=True)]
    except (ValueError, TypeError) as problem:
        raise BadCursor("this page link belongs to another list: go back to the first page") from problem
    if any(isinstance(one, int) and not -(2**31) <= one < 2**63 for one in found):
        raise BadCursor("this page link belongs to another list: go back to the first page")
    return found


def _texts(proposal_ids: Collection[int]) -> dict[int, str]:
    """Return how the present texts of proposals begin."""
    rows = Version.objects.filter(proposal__in=proposal_ids, number=F("proposal__version"))
    return dict(rows.values_list("proposal_id", Left("text", READ)))


def _pictures(proposal_ids: Collection[int]) -> dict[int, UUID]:
    rows = Picture.objects.filter(proposal__in=proposal_ids, milestone=None).order_by("-pk")
    return dict(rows.values_list("proposal_id", "public_id"))


def _line(row: Proposal, area: Mapping[str, str], words: str, picture: UUID | None, today: date) -> ProposalLine:
    facts = facts_of(row)
    return ProposalLine(
        reference=row.reference,
        title=row.title,
        excerpt=text.excerpt(words),
        language=row.language,
        byline=row.byline,
        topic=row.topic,
        area=area,
        state=facts.state,
        decision=facts.decision,
        supports=row.supports,
        needed=row.needed,
        published_at=row.published_at,
        collects_until=row.collects_until,
        answered_at=row.answered_at,
        due_on=row.due_on,
        is_overdue=is_overdue(facts, today),
        picture=picture,
    )
