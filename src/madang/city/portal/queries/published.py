"""Tables for the open data: decisions by month, and the services. No row tells of one person; the gate hides small counts."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncMonth

from madang.city.portal.models import Case, Service


def cases_by_month() -> Iterator[tuple[str, str, str, int]]:
    """Yield month of the decision, service, outcome and how many cases."""
    month = TruncMonth("decided_at", tzinfo=ZoneInfo(settings.TIME_ZONE))
    rows = Case.objects.filter(decided_at__isnull=False).exclude(outcome="").annotate(month=month)
    found = rows.values("month", "service__slug", "outcome").annotate(n=Count("pk")).order_by("month", "service__slug", "outcome")
    for row in found.iterator(chunk_size=2_000):
        yield f"{row['month']:%Y-%m}", row["service__slug"], row["outcome"], row["n"]


def services() -> Iterator[tuple[str | bool | None, ...]]:
    """Yield the live services: address, names, department, topics, life events, whether one can apply online."""
    rows = Service.objects.filter(status="live").select_related("department").order_by("slug")
    for row in rows.iterator(chunk_size=2_000):
        names = (row.titles.get(lang) for lang in ("en", "ko", "zh"))
        department = row.department.code if row.department else None
        subjects = (" ".join(values) or None for values in (row.topics, row.life_events))
        yield (row.slug, *names, department, *subjects, row.takes_applications)
