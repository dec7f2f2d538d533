"""Tables for the open data: proposals without their authors, supports by month, how long answers took."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncMonth

from madang.city.kernel import clock
from madang.city.proposals.models import Proposal, Support
from madang.city.proposals.models.proposals import LISTED
from madang.city.proposals.queries.figures import answer_times, league

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def proposals() -> Iterator[tuple[Any, ...]]:
    """Yield each listed proposal: what it is called, where it belongs, how it stands, and the days of its way."""
    rows = Proposal.objects.filter(LISTED).select_related("area", "department").order_by("published_at", "pk")
    for row in rows.iterator(chunk_size=2_000):
        days = (clock.today(at) if at else None for at in (row.published_at, row.routed_at, row.answered_at))
        area, department = row.area.code if row.area else None, row.department.code if row.department else None
        named = (row.reference, row.title, row.language, row.topic or None, area)
        yield (*named, row.state, row.decision or None, row.supports, row.needed or None, department, *days)


def supports_by_month() -> Iterator[tuple[str, str, int]]:
    """Yield month, topic and how often proposals were supported."""
    month = TruncMonth("at", tzinfo=ZoneInfo(settings.TIME_ZONE))
    rows = Support.objects.annotate(month=month).values("month", "proposal__topic").annotate(n=Count("pk"))
    for row in rows.order_by("month", "proposal__topic").iterator(chunk_size=2_000):
        yield f"{row['month']:%Y-%m}", row["proposal__topic"], row["n"]


def times_by_month() -> Iterator[tuple[str, int, float, float, float]]:
    """Yield month, answers, median days, days of nine in ten, and the share in time."""
    for one in answer_times(since=BEGINNING, until=clock.now()):
        yield one.month, one.answers, round(one.median_days, 1), round(one.days_of_nine_in_ten, 1), one.in_time / one.answers


def departments() -> Iterator[tuple[Any, ...]]:
    """Yield each department of the league: code, answers, median days, waiting, overdue, and the share of what is late."""
    for one in league(now=clock.now()):
        median = None if one.median_days is None else round(one.median_days, 1)
        yield one.department_code, one.answers, median, one.waiting, one.overdue, one.overdue_share
