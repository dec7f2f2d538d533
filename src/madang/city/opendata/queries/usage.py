"""How often data sets were used: by day, by month, the most used."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from madang.city.opendata.models import UsageDay

MONTHS_DAYS = 366


@dataclass(frozen=True, slots=True)
class Used:
    """Uses of a span of time: pages looked at, files downloaded, questions asked by programs and people."""

    views: int
    downloads: int
    queries: int

    @property
    def total(self) -> int:
        """Return all uses together."""
        return self.views + self.downloads + self.queries


@dataclass(frozen=True, slots=True)
class MonthUsed:
    """A month, named by its first day, and its uses."""

    month: date
    used: Used


def _summed(rows: QuerySet[UsageDay], *by: str) -> list[dict[str, Any]]:
    """Return the sums of uses by the values of some columns, in their order."""
    sums = {name: Sum(name) for name in ("views", "downloads", "queries")}
    return list(rows.values(*by).annotate(**sums).order_by(*by))


def _used(row: dict[str, Any]) -> Used:
    return Used(row["views"], row["downloads"], row["queries"])


def of_dataset(dataset_id: int, today: date) -> tuple[MonthUsed, ...]:
    """Return a data set's uses in the last twelve months, oldest first."""
    return _by_month(UsageDay.objects.filter(dataset=dataset_id), today)


def of_everything(today: date) -> tuple[MonthUsed, ...]:
    """Return the uses of all data sets in the last twelve months, oldest first."""
    return _by_month(UsageDay.objects.all(), today)


def _by_month(rows: QuerySet[UsageDay], today: date) -> tuple[MonthUsed, ...]:
    since = today - timedelta(days=MONTHS_DAYS)
    found = _summed(rows.filter(day__gte=since).annotate(month=TruncMonth("day")), "month")
    return tuple(MonthUsed(row["month"], _used(row)) for row in found)


def most_used(today: date, most: int = 20) -> tuple[tuple[int, Used], ...]:
    """Return the ids of the most used data sets of 90 days with their uses."""
    since = today - timedelta(days=90)
    found = ((row["dataset"], _used(row)) for row in _summed(UsageDay.objects.filter(day__gte=since), "dataset"))
    return tuple(sorted(found, key=lambda one: (-one[1].total, one[0]))[:most])


def by_dataset_and_month() -> list[tuple[str, date, Used]]:
    """Return the uses of every public data set by month, for the open data: slug, first day of the month, uses."""
    rows = UsageDay.objects.filter(dataset__state="published").annotate(month=TruncMonth("day"))
    return [(row["dataset__slug"], row["month"], _used(row)) for row in _summed(rows, "dataset__slug", "month")]
