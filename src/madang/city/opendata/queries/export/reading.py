"""Read data sets for export, some hundred at a time, with all that they name; the number of queries is that of the portions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Max, Prefetch, Q, QuerySet

from madang.city.opendata.models import Dataset, Link, Version
from madang.city.opendata.rules.states import DatasetState, VersionState

CHUNK = 200
Texts = Mapping[str, str]
_HAS_PLACE = Q(current__table__columns__contains=[{"type": "geometry"}]) | (
    Q(current__table__columns__contains=[{"role": "longitude"}]) & Q(current__table__columns__contains=[{"role": "latitude"}])
)


@dataclass(frozen=True, slots=True)
class Named:
    """A publisher or a series: its address word, names, what is told of it."""

    slug: str
    names: Texts
    texts: Texts
    email: str = ""
    home_url: str = ""
    is_city: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What a data set covers: an area with its box and middle, or only a name."""

    names: Texts
    box: tuple[float, float, float, float] | None = None
    middle: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file or service that lies elsewhere."""

    public_id: UUID
    titles: Texts
    texts: Texts
    url: str
    format: str
    media_type: str
    bytes: int | None
    is_service: bool
    extras: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edition:
    """A published version: its number, when, what is new, how many rows."""

    number: int
    published_at: datetime
    note: Texts
    rows: int = 0
    sha256: str = ""
    has_place: bool = False


@dataclass(frozen=True, slots=True)
class Described:
    """A data set as the tables hold it, with all that its description needs."""

    slug: str
    public_id: UUID
    external_id: str
    harvested_from: str
    titles: Texts
    texts: Texts
    publisher: Named
    series: Named | None
    themes: tuple[str, ...]
    keywords: tuple[str, ...]
    licence: str
    update_promise: str
    contact_name: str
    contact_email: str
    landing_url: str
    place: Place | None
    period: tuple[date | None, date | None]
    issued_at: datetime
    changed_at: datetime
    current: Edition | None
    files: tuple[File, ...]
    extras: Mapping[str, Any]
    earlier: tuple[Edition, ...] = field(default=())


def open_at(now: datetime) -> Q:
    """Return which data sets everybody may see at an instant."""
    return Q(state=DatasetState.PUBLISHED.value) & (Q(embargo_until=None) | Q(embargo_until__lte=now))


def count(now: datetime) -> int:
    """Return how many data sets are open."""
    return Dataset.objects.filter(open_at(now)).count()


def last_change(now: datetime) -> datetime | None:
    """Return when the catalogue last changed, None while it is empty."""
    return Dataset.objects.filter(open_at(now)).aggregate(last=Max("changed_at"))["last"]


def every(now: datetime) -> Iterator[Described]:
    """Yield every open data set in the order of their making; no cursor stays open between portions."""
    last = 0
    while rows := list(_rows(now).filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = rows[-1].pk
        yield from map(_described, rows)


def page(now: datetime, number: int, size: int) -> Iterator[Described]:
    """Yield the data sets of one page, counted from 1."""
    first = (number - 1) * size
    chosen = Dataset.objects.filter(open_at(now)).order_by("pk").values_list("pk", flat=True)[first : first + size]
    for row in _rows(now).filter(pk__in=list(chosen)).order_by("pk"):
        yield _described(row)


def one(slug: str, now: datetime) -> Described | None:
    """Return an open data set with its earlier versions, None if there is none."""
    row = _rows(now).filter(slug=slug).first()
    if row is None:
        return None
    published = row.versions.filter(state=VersionState.PUBLISHED.value).exclude(pk=row.current_id).order_by("-number")
    earlier = tuple(_edition(version, has_place=False) for version in published.select_related("table", "original"))
    return _described(row, earlier)


def _rows(now: datetime) -> "QuerySet[Any]":
    links = Prefetch("links", Link.objects.order_by("place", "id"))
    rows = Dataset.objects.filter(open_at(now)).annotate(
        has_place=ExpressionWrapper(_HAS_PLACE, output_field=BooleanField(null=True))
    )
    related = ("publisher", "series", "area", "harvest_source", "current__original", "current__table")
    unused = ("words", "quality", "sort_en", "sort_ko", "sort_zh", "area__geometry", "current__table__columns")
    return rows.select_related(*related).defer(*unused, "current__table__profile", "current__reading").prefetch_related(links)


def _described(row: Any, earlier: tuple[Edition, ...] = ()) -> Described:
    return Described(
        slug=row.slug, public_id=row.public_id, external_id=row.external_id,
        harvested_from=row.harvest_source.slug if row.harvest_source_id else "",
        titles=row.titles, texts=row.texts, publisher=_publisher(row.publisher), series=_series(row.series),
        themes=tuple(row.themes), keywords=tuple(row.keywords), licence=row.licence, update_promise=row.update_promise,
        contact_name=row.contact_name, contact_email=row.contact_email, landing_url=row.landing_url, place=_place(row),
        period=(row.period_from, row.period_until), issued_at=row.published_at or row.created_at,
        changed_at=row.data_changed_at or row.changed_at,
        current=_edition(row.current, has_place=bool(row.has_place)) if row.current_id else None,
        files=tuple(map(_file, row.links.all())), extras=row.extras, earlier=earlier,
    )  # fmt: skip


def _publisher(row: Any) -> Named:
    return Named(row.slug, row.names, row.texts, row.email, row.home_url, is_city=row.department_id is not None)


def _series(row: Any) -> Named | None:
    return Named(row.slug, row.titles, row.texts) if row else None


def _place(row: Any) -> Place | None:
    area = row.area
    if area is not None:
        return Place(area.name, (area.west, area.south, area.east, area.north), (area.longitude, area.latitude))
    return Place({"": row.place}) if row.place else None


def _edition(version: Version, *, has_place: bool) -> Edition:
    table, original = version.table, version.original
    return Edition(
        version.number or 0,
        version.published_at or version.made_at,
        version.note,
        table.rows if table else 0,
        original.sha256 if original else "",
        has_place,
    )


def _file(link: Link) -> File:
    return File(
        link.public_id, link.titles, link.texts, link.url, link.format, link.media_type, link.bytes, link.is_service, link.extras
    )
