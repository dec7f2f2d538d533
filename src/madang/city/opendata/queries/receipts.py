"""Receipts: which rows and which question stand behind a figure, and what the data says now."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Receipt
from madang.city.opendata.queries import asking
from madang.city.opendata.queries.asking import Result, Source
from madang.city.opendata.queries.plain_values import objects
from madang.city.opendata.rules.tabular import Query, spell

BEHIND_ROWS = 20
CLOSE = 1e-9
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A figure with where it comes from. ``holds``: whether it was still so when it was last computed again, None before."""

    code: str
    slug: str
    titles: Mapping[str, str]
    version: int
    pairs: tuple[tuple[str, str], ...]
    value: Any
    shown_at: str
    made_at: datetime
    checked_at: datetime | None
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Behind:
    """The question behind a receipt as a value, its table, and the first rows that it looked at."""

    source: Source
    query: Query
    rows: Result


@dataclass(frozen=True, slots=True)
class Again:
    """What the data says now: of the receipt's own version, and of the newest where that is another one (else None)."""

    value: Any
    holds: bool
    newest_number: int
    newest_value: Any
    newest_differs: bool


def receipt(code: str) -> ReceiptView:
    """Return a receipt. Raises Refused (404)."""
    row = Receipt.objects.select_related("dataset").defer("dataset__words").filter(code=code).first()
    if row is None:
        raise Refused(Refusal("opendata.no_receipt", {"code": code[:30]}, status=404))
    return _view(row)


def every_receipt() -> Iterator[ReceiptView]:
    """Yield all receipts, those of one version after each other."""
    rows = Receipt.objects.select_related("dataset").defer("dataset__words").order_by("dataset", "version", "code")
    yield from map(_view, rows.iterator(chunk_size=500))


def count() -> int:
    """Return how many receipts there are."""
    return Receipt.objects.count()


def _view(row: Receipt) -> ReceiptView:
    pairs = tuple((name, value) for name, value in row.query)
    return ReceiptView(
        row.code, row.dataset.slug, row.dataset.titles, row.version, pairs, row.value, row.shown_at, row.made_at, row.checked_at,
        row.holds,
    )  # fmt: skip


def behind(one: ReceiptView, *, now: datetime) -> Behind:
    """Return the first rows that the figure was computed from. Raises Refused where the data set is public no more."""
    held = asking.source(one.slug, one.version, now=now)
    query = asking.question(held, one.pairs)
    return Behind(held, query, asking.answer(held, Query(where=query.where, limit=BEHIND_ROWS)))


def again(one: ReceiptView, *, now: datetime) -> Again:
    """Compute a figure again, from its own version and from the newest. Raises Refused."""
    value = compute(asking.source(one.slug, one.version, now=now), one.pairs)
    newest = asking.source(one.slug, now=now)
    there = value if newest.number == one.version else _perhaps(newest, one.pairs)
    return Again(value, same(value, one.value), newest.number, there, not same(there, one.value))


def _perhaps(held: Source, pairs: Pairs) -> Any:
    """Return the figure of another version, None where that has not the columns for it."""
    try:
        return compute(held, pairs)
    except Refused:
        return None


def compute(held: Source, pairs: Pairs) -> Any:
    """Return the figure that a question gives: one value where the answer is one cell, else its rows. Raises Refused."""
    found = asking.answer(held, asking.question(held, pairs))
    rows = objects(found.table, found.types)
    if len(rows) == 1 and len(rows[0]) == 1:
        return next(iter(rows[0].values()))
    return rows


def canonical(held: Source, pairs: Pairs) -> list[tuple[str, str]]:
    """Return the question in its one spelling. Raises Refused (422) where it makes no sense."""
    return spell(asking.question(held, pairs))


def same(one: Any, other: Any) -> bool:
    """Tell whether two figures are the same; decimal ones may differ in the last of their digits, which is summation's order."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if _is_number(one) and _is_number(other):
        return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
    return type(one) is type(other) and bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
