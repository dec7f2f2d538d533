"""How services do, counted every night; numbers of people below ten are not shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, Sum

from madang.city.kernel.paging import Page, keyset
from madang.city.portal.models import ServiceFigures

FEWEST = 10
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Figures:
    """A service's twelve months. A figure that rests on fewer than ten cases is None.

    share_in_time  0 to 1, of the decisions
    left_share     0 to 1, of those who began; ``left_at_step`` is the last step most of them did
    """

    slug: str
    titles: Mapping[str, str]
    department: Mapping[str, str]
    counted_on: date
    received: int | None
    decided: int | None
    share_in_time: float | None
    median_days: float | None
    left_share: float | None
    left_at_step: str


@dataclass(frozen=True, slots=True)
class WholeCity:
    """The sums over all services; None where no figures were counted yet."""

    counted_on: date
    services: int
    received: int
    decided: int
    share_in_time: float | None


def figures(*, department: str = "", cursor: str | None = None, size: int = PAGE_SIZE) -> Page[Figures]:
    """Return one page of services by volume, those with too few cases last and bare. Raises BadCursor."""
    rows = ServiceFigures.objects.select_related("service__department")
    if department:
        rows = rows.filter(service__department__code=department)
    return keyset(rows, order=("-received", "id"), cursor=cursor, size=size, make=_figures)


def busiest(most: int = 12) -> tuple[Figures, ...]:
    """Return the services with the most decisions that can be shown."""
    rows = ServiceFigures.objects.filter(decided__gte=FEWEST).select_related("service__department")
    return tuple(_figures(row) for row in rows.order_by("-received", "id")[:most])


def of_service(service_id: int) -> Figures | None:
    """Return the figures of one service for its page; None before the first count."""
    row = ServiceFigures.objects.select_related("service__department").filter(service_id=service_id).first()
    return _figures(row) if row else None


def whole_city() -> WholeCity | None:
    """Return the sums over all services, counting only services whose figures may be shown."""
    shown = Q(received__gte=FEWEST)
    found = ServiceFigures.objects.aggregate(
        last=Max("counted_on"), services=Count("pk", filter=shown), all_received=Sum("received", filter=shown),
        all_decided=Sum("decided", filter=shown), all_in_time=Sum("in_time", filter=shown),
    )  # fmt: skip
    if found["last"] is None:
        return None
    decided = found["all_decided"] or 0
    share = (found["all_in_time"] or 0) / decided if decided >= FEWEST else None
    return WholeCity(found["last"], found["services"], found["all_received"] or 0, decided, share)


def every_row() -> list[Figures]:
    """Return all services with figures, for the open data."""
    rows = ServiceFigures.objects.select_related("service__department").order_by("service__slug")
    return [_figures(row) for row in rows.iterator(chunk_size=2_000)]


def _figures(row: ServiceFigures) -> Figures:
    service = row.service
    enough = row.decided >= FEWEST
    began = row.received + row.drafts_left
    left = row.drafts_left >= FEWEST
    return Figures(
        slug=service.slug,
        titles=service.titles,
        department=service.department.name if service.department else {},
        counted_on=row.counted_on,
        received=row.received if row.received >= FEWEST else None,
        decided=row.decided if enough else None,
        share_in_time=row.in_time / row.decided if enough else None,
        median_days=row.median_days if enough else None,
        left_share=row.drafts_left / began if left else None,
        left_at_step=row.left_at_step if left else "",
    )
