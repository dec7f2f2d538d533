"""Receipts for figures: given once the data agrees, computed again whenever somebody doubts."""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.core.cache import cache
from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Receipt
from madang.city.opendata.queries import asking
from madang.city.opendata.queries import receipts as reading
from madang.city.opendata.queries.asking import Source
from madang.city.opendata.queries.receipts import ReceiptView, same

NO_RECEIPT_SECONDS = 600
Pairs = Sequence[tuple[str, str]]


class Standing(StrEnum):
    """How a figure stands: as it was shown, other than it was shown, or its data is public no more."""

    HOLDS = "holds"
    DIFFERS = "differs"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A figure that was computed again: what was shown, and what the data says."""

    code: str
    standing: Standing
    shown: Any
    found: Any
    shown_at: str
    dataset: str
    version: int


def give(*, dataset: str, version: int | None = None, query: Pairs, value: Any, shown_at: str, now: datetime) -> str:
    """Return the code of the receipt for a figure that a page shows, made if there is none.

    dataset   the slug; version: None for the newest
    query     parameters of the tabular API, for example ``(("received__sum", ""),)``
    value     the figure, not rounded: a number or text, or rows as [{column: value}]
    shown_at  the address of the page
    Raises Refused where the data says something else (opendata.figure_differs), or cannot be asked.
    """
    held = asking.source(dataset, version, now=now)
    pairs = reading.canonical(held, query)
    code = _code(held, pairs)
    known = Receipt.objects.filter(code=code).values_list("value", flat=True).first()
    if known is not None and same(known, value):
        return code
    found = reading.compute(held, pairs)
    if not same(found, value):
        raise Refused(Refusal("opendata.figure_differs", {"shown": str(value)[:60], "found": str(found)[:60]}))
    facts = {"value": value, "shown_at": shown_at[:300], "checked_at": now, "holds": True}
    new = {"dataset_id": held.dataset_id, "version": held.number, "query": pairs, "made_at": now}
    Receipt.objects.update_or_create(code=code, defaults=facts, create_defaults={**facts, **new})
    return code


def offered(*, dataset: str, query: Pairs, value: Any, shown_at: str, now: datetime) -> str:
    """Return the code of a receipt as ``give``, or "" where the newest version says something else or there is none yet.

    For pages whose figures are counted apart from what is published: they show a receipt only where it proves them.
    """
    asked = json.dumps([dataset, list(query), value], default=str)
    key = "opendata:no-receipt:" + hashlib.sha256(asked.encode()).hexdigest()
    if cache.get(key):
        return ""
    try:
        return give(dataset=dataset, query=query, value=value, shown_at=shown_at, now=now)
    except Refused:
        cache.set(key, 1, NO_RECEIPT_SECONDS)
        return ""


def check(*, code: str, now: datetime) -> Verdict:
    """Compute a figure again from its own version and keep whether it holds. Raises Refused (404) for an unknown code."""
    return _check(reading.receipt(code), now)


def check_all(*, now: datetime, progress: Callable[[int, int], None]) -> list[Verdict]:
    """Compute every figure again; return those that differ and those whose data is gone."""
    total, found = reading.count(), []
    for done, one in enumerate(reading.every_receipt(), 1):
        verdict = _check(one, now)
        if verdict.standing is not Standing.HOLDS:
            found.append(verdict)
        progress(done, max(total, done))
    return found


def _check(one: ReceiptView, now: datetime) -> Verdict:
    standing, found = _standing(one, now)
    if standing is not Standing.GONE:
        with transaction.atomic():
            Receipt.objects.filter(code=one.code).update(checked_at=now, holds=standing is Standing.HOLDS)
    return Verdict(one.code, standing, one.value, found, one.shown_at, one.slug, one.version)


def _standing(one: ReceiptView, now: datetime) -> tuple[Standing, Any]:
    try:
        held = asking.source(one.slug, one.version, now=now)
    except Refused:
        return Standing.GONE, None
    found = reading.compute(held, one.pairs)
    return (Standing.HOLDS if same(found, one.value) else Standing.DIFFERS), found


def _code(held: Source, pairs: Pairs) -> str:
    """Return the name of the question: the same data set, version and parameters give the same one."""
    text = json.dumps([str(held.dataset_id), held.number, [list(pair) for pair in pairs]], ensure_ascii=False)
    return base64.b32encode(hashlib.sha256(text.encode()).digest())[:16].decode().lower()
