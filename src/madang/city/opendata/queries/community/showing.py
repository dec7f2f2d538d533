"""What was made of the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from madang.city.kernel.paging import Page, keyset
from madang.city.opendata.models import Dataset, Showcase
from madang.city.opendata.queries.catalogue import is_public
from madang.city.opendata.rules.states import Fate

PAGE_SIZE = 12


@dataclass(frozen=True, slots=True)
class ShowcaseView:
    """Something that was made of data: ``datasets`` are slugs and titles of those that are public."""

    public_id: UUID
    title: str
    text: str
    url: str
    language: str
    maker: str
    state: Fate
    made_at: datetime
    datasets: tuple[tuple[str, Mapping[str, str]], ...]


def showcases(*, now: datetime, cursor: str | None = None) -> Page[ShowcaseView]:
    """Return a page of what an editor has accepted, newest first. Raises BadCursor."""
    rows = _rows(now).filter(state=Fate.ACCEPTED.value)
    return keyset(rows, order=("-made_at", "id"), cursor=cursor, size=PAGE_SIZE, make=_view)


def showcases_of(dataset_id: int, *, now: datetime, most: int = 5) -> list[ShowcaseView]:
    """Return what was made of one data set, newest first."""
    rows = _rows(now).filter(state=Fate.ACCEPTED.value, datasets=dataset_id)
    return [_view(row) for row in rows.order_by("-made_at", "id")[:most]]


def showcases_waiting(*, now: datetime, most: int = 100) -> list[ShowcaseView]:
    """Return what waits for an editor, oldest first."""
    rows = _rows(now).filter(state=Fate.OPEN.value)
    return [_view(row) for row in rows.order_by("made_at", "id")[:most]]


def _rows(now: datetime) -> QuerySet[Showcase]:
    public = Dataset.objects.filter(is_public(now)).only("slug", "titles").order_by("slug")
    return Showcase.objects.prefetch_related(Prefetch("datasets", queryset=public))


def _view(row: Showcase) -> ShowcaseView:
    datasets = tuple((one.slug, one.titles) for one in row.datasets.all())
    return ShowcaseView(
        row.public_id, row.title, row.text, row.url, row.language, row.maker, Fate(row.state), row.made_at, datasets
    )  # fmt: skip
