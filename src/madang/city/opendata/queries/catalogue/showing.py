"""One data set, the publishers, the series: what is public, and to its publisher also what is prepared."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Dataset, Link, Publisher, Series
from madang.city.opendata.queries.catalogue.loading import (
    HEAVY,
    LINE_FIELDS,
    WHOLE,
    dataset_view,
    line,
    link_view,
    publisher_view,
    series_view,
)
from madang.city.opendata.queries.catalogue.values import DatasetLine, DatasetView, LinkView, PublisherView, SeriesView
from madang.city.opendata.rules.states import DatasetState
from madang.city.people import queries as people
from madang.city.people.rules import CITY, NOBODY, Role, Viewer

BATCH = 500


def is_public(now: datetime) -> Q:
    """Return the condition for what everybody may see: published, no embargo any more."""
    return Q(state=DatasetState.PUBLISHED.value) & (Q(embargo_until=None) | Q(embargo_until__lte=now))


def dataset(slug: str, viewer: Viewer = NOBODY, *, now: datetime | None = None) -> DatasetView:
    """Return a data set with its links and its newest version.

    Everybody sees what is published and what was taken back (its state and reason tell); what is prepared or under embargo only
    staff of its publisher's department and administrators. Raises Refused (404) for everybody else.
    """
    moment = now or clock.now()
    row = Dataset.objects.select_related(*WHOLE).defer(*HEAVY).filter(slug=slug).first()
    if row is None or not _may_see(row, viewer, moment):
        raise Refused(Refusal("opendata.no_dataset", {"slug": slug[:120]}, status=404))
    links = tuple(link_view(one) for one in Link.objects.filter(dataset=row).order_by("place", "id"))
    return dataset_view(row, links, moment)


def _may_see(row: Dataset, viewer: Viewer, now: datetime) -> bool:
    if row.state == DatasetState.WITHDRAWN.value:
        return True
    if row.state == DatasetState.PUBLISHED.value and (row.embargo_until is None or row.embargo_until <= now):
        return True
    return works_for(viewer, row.publisher.department.code if row.publisher.department else "")


def works_for(viewer: Viewer, department_code: str) -> bool:
    """Tell whether a viewer prepares data sets of a department: its staff, those above it, administrators."""
    if viewer == CITY or (viewer.staff is not None and viewer.staff.role is Role.ADMINISTRATOR):
        return True
    if viewer.staff is None or not department_code:
        return False
    return viewer.staff.department_code == department_code or department_code in people.departments_below(
        viewer.staff.department_code
    )


def slug_of(public_id: str) -> str:
    """Return the slug of a data set's permanent identifier; "" if there is none."""
    try:
        identity = UUID(public_id)
    except (ValueError, TypeError, AttributeError):
        return ""
    return Dataset.objects.filter(public_id=identity).values_list("slug", flat=True).first() or ""


def all_datasets(
    *, now: datetime, after_id: int = 0, size: int | None = None, changed_since: datetime | None = None
) -> Iterator[DatasetView]:
    """Yield every public data set whole, by id, in bounded memory: 500 at a time in two queries.

    after_id  begin behind this id;  size  at most so many
    """
    left = size
    while left is None or left > 0:
        rows = _public(now, changed_since).filter(pk__gt=after_id).select_related(*WHOLE).defer(*HEAVY).order_by("pk")
        batch = list(rows[: BATCH if left is None else min(BATCH, left)])
        if not batch:
            return
        links = _links_of([row.pk for row in batch])
        yield from (dataset_view(row, links.get(row.pk, ()), now) for row in batch)
        after_id, left = batch[-1].pk, None if left is None else left - len(batch)


def count(*, now: datetime, changed_since: datetime | None = None) -> int:
    """Return how many data sets are public."""
    return _public(now, changed_since).count()


def _public(now: datetime, changed_since: datetime | None) -> QuerySet[Dataset]:
    rows = Dataset.objects.filter(is_public(now))
    return rows.filter(changed_at__gte=changed_since) if changed_since else rows


def _links_of(ids: Collection[int]) -> dict[int, tuple[LinkView, ...]]:
    found: dict[int, list[LinkView]] = {}
    for row in Link.objects.filter(dataset__in=ids).order_by("dataset", "place", "id"):
        found.setdefault(row.dataset_id, []).append(link_view(row))
    return {dataset_id: tuple(links) for dataset_id, links in found.items()}


def lines(ids: Collection[int], now: datetime) -> list[DatasetLine]:
    """Return data sets for a list, in the order of their ids given; what is gone is left out."""
    found = {row["id"]: row for row in Dataset.objects.filter(pk__in=ids).values(*LINE_FIELDS)}
    return [line(found[pk], now) for pk in ids if pk in found]


def lines_of(slugs: Collection[str], now: datetime) -> list[DatasetLine]:
    """Return public data sets by their slugs, newest first."""
    rows = Dataset.objects.filter(is_public(now), slug__in=slugs).order_by("-changed_at", "id")
    return [line(row, now) for row in rows.values(*LINE_FIELDS)]


def publishers(now: datetime) -> list[PublisherView]:
    """Return the publishers that have public data sets, most first, each with how many."""
    counted = dict(Dataset.objects.filter(is_public(now)).values_list("publisher").annotate(n=Count("pk")).order_by())
    rows = Publisher.objects.filter(pk__in=counted).select_related("department")
    return sorted((publisher_view(row, counted[row.pk]) for row in rows), key=lambda one: (-(one.datasets or 0), one.slug))


def publisher(slug: str, now: datetime | None = None) -> PublisherView:
    """Return a publisher with how many public data sets it has. Raises Refused (404)."""
    row = Publisher.objects.select_related("department").filter(slug=slug).first()
    if row is None:
        raise Refused(Refusal("opendata.no_publisher", {"slug": slug[:120]}, status=404))
    return publisher_view(row, Dataset.objects.filter(is_public(now or clock.now()), publisher=row).count())


def publishers_named(slugs: Collection[str]) -> list[PublisherView]:
    """Return the publishers with the slugs, uncounted."""
    return [publisher_view(row) for row in Publisher.objects.filter(slug__in=slugs).select_related("department")]


def all_publishers() -> list[PublisherView]:
    """Return every publisher, by slug, also those without data sets."""
    return [publisher_view(row) for row in Publisher.objects.select_related("department").order_by("slug")]


def series(slug: str, now: datetime | None = None) -> SeriesView:
    """Return a series with how many public data sets it has. Raises Refused (404)."""
    row = Series.objects.select_related("publisher").filter(slug=slug).first()
    if row is None:
        raise Refused(Refusal("opendata.no_series", {"slug": slug[:120]}, status=404))
    return series_view(row, Dataset.objects.filter(is_public(now or clock.now()), series=row).count())


def all_series() -> list[SeriesView]:
    """Return every series, by slug."""
    return [series_view(row) for row in Series.objects.select_related("publisher").order_by("slug")]
