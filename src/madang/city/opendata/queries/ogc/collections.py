"""Which data sets are collections of features: those whose table has longitude and latitude, or a geometry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from madang.city.opendata.models import Dataset
from madang.city.opendata.queries import browsing
from madang.city.opendata.queries.browsing import TableShown
from madang.city.opendata.queries.catalogue import is_public
from madang.city.opendata.rules.cql2 import Schema
from madang.city.opendata.store import bounds
from madang.urban.formats.tabular import Column

GEOMETRY = "geometry"
_COLUMNS = "current__table__columns__contains"
_HAS_PLACES = Q(**{_COLUMNS: [{"type": "geometry"}]}) | (
    Q(**{_COLUMNS: [{"role": "longitude"}]}) & Q(**{_COLUMNS: [{"role": "latitude"}]})
)


@dataclass(frozen=True, slots=True)
class Collection:
    """A data set whose rows are features.

    shape  the column that holds geometries, None where longitude and latitude are columns
    """

    slug: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    table: TableShown
    shape: Column | None
    longitude: Column | None
    latitude: Column | None

    @property
    def types(self) -> dict[str, str]:
        """Return the columns that filters and properties name, by type."""
        return {name: kind for name, kind in self.table.kinds.items() if kind != "geometry"}

    @property
    def schema(self) -> Schema:
        """Return what a filter may name."""
        return Schema(self.types, frozenset({GEOMETRY, self.shape.name} if self.shape else {GEOMETRY}))

    @property
    def time(self) -> Column | None:
        """Return the column that says when a feature was: the first with instants, else with days."""
        kinds = ("datetime", "date")
        return next((column for kind in kinds for column in self.table.columns if column.type == kind), None)

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """Return the box around all features, None where it is not known."""
        if self.shape is not None:
            return bounds.extent(self.table.key)
        profile = self.table.profile
        found = [profile.get(column.name) for column in (self.longitude, self.latitude) if column]
        if len(found) != 2 or any(one is None or one.least is None for one in found):
            return None
        x, y = found
        west, south, east, north = float(x.least), float(y.least), float(x.most), float(y.most)  # type: ignore[union-attr]
        is_on_earth = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
        return (west, south, east, north) if is_on_earth else None

    @property
    def period(self) -> tuple[Any, Any] | None:
        """Return the first and last instant or day, as ISO text; None where no column says when."""
        profile = self.table.profile.get(self.time.name) if self.time else None
        return (profile.least, profile.most) if profile and profile.least is not None else None


@dataclass(frozen=True, slots=True)
class Page:
    """Collections by name, and the name behind which the next page begins; "" on the last."""

    collections: tuple[Collection, ...]
    after: str


def collections(*, now: datetime, after: str = "", size: int = 100) -> Page:
    """Return the public collections by name."""
    rows = list(_rows(now).filter(slug__gt=after).order_by("slug")[: size + 1])
    found = tuple(one for one in map(_collection, rows[:size]) if one is not None)
    return Page(found, rows[size - 1].slug if len(rows) > size else "")


def collection(slug: str, *, now: datetime) -> Collection | None:
    """Return a public collection by its name, None where there is none."""
    row = _rows(now).filter(slug=slug).first()
    return _collection(row) if row else None


def _rows(now: datetime) -> QuerySet[Dataset]:
    return Dataset.objects.filter(is_public(now), _HAS_PLACES).only("id", "slug", "titles", "texts")


def _collection(row: Dataset) -> Collection | None:
    table = browsing.table_shown(row.pk)
    if table is None or not table.has_places:
        return None
    shape = next((column for column in table.columns if column.type == "geometry"), None)
    points = (None, None) if shape else (table.by_role("longitude"), table.by_role("latitude"))
    return Collection(row.slug, row.titles, row.texts, table, shape, *points)
