"""What the catalogue tells of publishers, series and data sets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from madang.city.opendata.rules.frequencies import Promise
from madang.city.opendata.rules.licences import Licence
from madang.city.opendata.rules.states import DatasetState, Source


@dataclass(frozen=True, slots=True)
class PublisherView:
    """Who answers for data sets; ``department_code`` is "" for an office whose catalogue is harvested."""

    id: int
    slug: str
    names: Mapping[str, str]
    texts: Mapping[str, str]
    home_url: str
    email: str
    department_code: str
    changed_at: datetime
    datasets: int | None = None


@dataclass(frozen=True, slots=True)
class SeriesView:
    """Data sets that belong together."""

    id: int
    slug: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    publisher_slug: str
    changed_at: datetime
    datasets: int | None = None


@dataclass(frozen=True, slots=True)
class LinkView:
    """A file or service that lies elsewhere."""

    public_id: UUID
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    url: str
    format: str
    media_type: str
    bytes: int | None
    is_service: bool
    extras: Mapping[str, Any]
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class CurrentView:
    """The newest published version: its number, table and columns as the store holds them."""

    public_id: UUID
    number: int
    rows: int
    bytes: int
    columns: tuple[Mapping[str, Any], ...]
    key: str
    layout: Mapping[str, Any]
    note: Mapping[str, str]
    change: Mapping[str, Any]
    published_at: datetime


@dataclass(frozen=True, slots=True)
class AreaView:
    """The area that a data set is about."""

    code: str
    scheme: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DatasetView:
    """A data set with all that its page, DCAT and CKAN need.

    promise  how the update promise stands at the instant of asking
    quality  {score, band, scores: {dimension: 0..100}, checks: {key: 0..1}}; services.catalogue counts it anew with each change
    """

    id: int
    public_id: UUID
    slug: str
    source: Source
    state: DatasetState
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    publisher: PublisherView
    series: SeriesView | None
    themes: tuple[str, ...]
    keywords: tuple[str, ...]
    licence: Licence
    update_promise: str
    promise: Promise
    contact_name: str
    contact_email: str
    landing_url: str
    area: AreaView | None
    place: str
    period_from: date | None
    period_until: date | None
    embargo_until: datetime | None
    withdrawn_reason: Mapping[str, str]
    current: CurrentView | None
    links: tuple[LinkView, ...]
    formats: tuple[str, ...]
    quality: Mapping[str, Any]
    extras: Mapping[str, Any]
    harvest_slug: str
    external_id: str
    uses: int
    created_at: datetime
    changed_at: datetime
    published_at: datetime | None
    data_changed_at: datetime | None

    @property
    def department_codes(self) -> frozenset[str]:
        """Return the department that answers, for rules.access; empty for an office outside the city."""
        return frozenset({self.publisher.department_code} - {""})

    def is_open(self, now: datetime) -> bool:
        """Tell whether everybody may read it now: published, and its embargo over."""
        return self.state is DatasetState.PUBLISHED and (self.embargo_until is None or self.embargo_until <= now)


@dataclass(frozen=True, slots=True)
class DatasetLine:
    """A data set as lists show it."""

    id: int
    public_id: UUID
    slug: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    publisher_slug: str
    publisher_names: Mapping[str, str]
    themes: tuple[str, ...]
    licence: Licence
    promise: Promise
    formats: tuple[str, ...]
    rows: int | None
    number: int | None
    score: int | None
    uses: int
    changed_at: datetime
    data_changed_at: datetime | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for. An empty value narrows nothing.

    q        words; the last may be unfinished
    lang     the reader's language (en, ko, zh), for the order of titles
    promise  kept, broken or none;  table  True with a table, False without
    sort     relevance (newest where there are no words), newest, title, use
    after    the cursor of the page before;  start  or how many rows to leave out, for clients that count
    """

    q: str = ""
    lang: str = "en"
    publisher: str = ""
    theme: str = ""
    licence: str = ""
    format: str = ""
    keyword: str = ""
    series: str = ""
    source: str = ""
    promise: str = ""
    table: bool | None = None
    sort: str = "relevance"
    after: str = ""
    start: int = 0
    size: int = 20
    with_counts: bool = True


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a facet and how many of the data sets found have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    counts       {facet: values, most first}: publisher, theme, licence, format, promise, table
    total        how many in all
    is_relaxed   nothing had all the words: these have some of them
    did_you_mean other words that would find something, "" if there are none
    """

    rows: tuple[DatasetLine, ...]
    total: int
    counts: Mapping[str, tuple[Facet, ...]] = field(default_factory=dict)
    next_cursor: str | None = None
    is_relaxed: bool = False
    did_you_mean: str = ""
