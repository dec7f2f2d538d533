"""From rows to values."""

from datetime import datetime
from typing import Any

from madang.city.opendata.models import Dataset, Link, Publisher, Series, Version
from madang.city.opendata.queries.catalogue.values import (
    AreaView,
    CurrentView,
    DatasetLine,
    DatasetView,
    LinkView,
    PublisherView,
    SeriesView,
)
from madang.city.opendata.rules.frequencies import promise
from madang.city.opendata.rules.licences import licence
from madang.city.opendata.rules.states import DatasetState, Source

WHOLE = ("publisher__department", "series__publisher", "area", "current__table", "harvest_source")
HEAVY = ("words", "area__geometry")
LINE_FIELDS = (
    "id", "public_id", "slug", "titles", "texts", "publisher_id", "themes", "licence", "update_promise", "formats", "quality",
    "uses", "changed_at", "data_changed_at", "published_at", "publisher__slug", "publisher__names", "current__number",
    "current__table__rows",
)  # fmt: skip


def publisher_view(row: Publisher, datasets: int | None = None) -> PublisherView:
    """Return a publisher; its department must be loaded with it."""
    code = row.department.code if row.department else ""
    return PublisherView(row.pk, row.slug, row.names, row.texts, row.home_url, row.email, code, row.changed_at, datasets)


def series_view(row: Series, datasets: int | None = None) -> SeriesView:
    """Return a series; its publisher must be loaded with it."""
    return SeriesView(row.pk, row.slug, row.titles, row.texts, row.publisher.slug, row.changed_at, datasets)


def link_view(row: Link) -> LinkView:
    """Return a link."""
    return LinkView(
        row.public_id, row.titles, row.texts, row.url, row.format, row.media_type, row.bytes, row.is_service, row.extras,
        row.changed_at,
    )  # fmt: skip


def current_view(row: Version | None) -> CurrentView | None:
    """Return the newest published version; its table must be loaded with it."""
    if row is None or row.table is None or row.number is None or row.published_at is None:
        return None
    table = row.table
    return CurrentView(
        row.public_id, row.number, table.rows, table.bytes, tuple(table.columns), table.key, table.layout, row.note, row.change,
        row.published_at,
    )  # fmt: skip


def dataset_view(row: Dataset, links: tuple[LinkView, ...], now: datetime) -> DatasetView:
    """Return a data set; what WHOLE names must be loaded with it."""
    area = row.area
    return DatasetView(
        id=row.pk,
        public_id=row.public_id,
        slug=row.slug,
        source=Source(row.source),
        state=DatasetState(row.state),
        titles=row.titles,
        texts=row.texts,
        publisher=publisher_view(row.publisher),
        series=series_view(row.series) if row.series else None,
        themes=tuple(row.themes),
        keywords=tuple(row.keywords),
        licence=licence(row.licence),
        update_promise=row.update_promise,
        promise=promise(row.update_promise, row.data_changed_at, now),
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        landing_url=row.landing_url,
        area=AreaView(area.code, area.scheme, area.name) if area else None,
        place=row.place,
        period_from=row.period_from,
        period_until=row.period_until,
        embargo_until=row.embargo_until,
        withdrawn_reason=row.withdrawn_reason,
        current=current_view(row.current),
        links=links,
        formats=tuple(row.formats),
        quality=row.quality,
        extras=row.extras,
        harvest_slug=row.harvest_source.slug if row.harvest_source else "",
        external_id=row.external_id,
        uses=row.uses,
        created_at=row.created_at,
        changed_at=row.changed_at,
        published_at=row.published_at,
        data_changed_at=row.data_changed_at,
    )


def line(row: dict[str, Any], now: datetime) -> DatasetLine:
    """Return a data set for a list from the values of LINE_FIELDS."""
    return DatasetLine(
        id=row["id"],
        public_id=row["public_id"],
        slug=row["slug"],
        titles=row["titles"],
        texts=row["texts"],
        publisher_slug=row["publisher__slug"],
        publisher_names=row["publisher__names"],
        themes=tuple(row["themes"]),
        licence=licence(row["licence"]),
        promise=promise(row["update_promise"], row["data_changed_at"], now),
        formats=tuple(row["formats"]),
        rows=row["current__table__rows"],
        number=row["current__number"],
        score=row["quality"].get("score"),
        uses=row["uses"],
        changed_at=row["changed_at"],
        data_changed_at=row["data_changed_at"],
        published_at=row["published_at"],
    )
