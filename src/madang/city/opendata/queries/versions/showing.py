"""A version as pages and programs see it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Dataset, Disclosure, Version
from madang.city.opendata.rules.disclosure import Finding, read_findings
from madang.city.opendata.rules.progress import Step
from madang.city.opendata.rules.states import DatasetState, VersionState
from madang.city.opendata.rules.versions import OPEN, is_held_back
from madang.urban.formats.tabular import Column, Reading, Wanted

_WITH = ("table", "original", "before", "dataset__publisher__department")


@dataclass(frozen=True, slots=True)
class OriginalView:
    """The file as it came: its SHA-256 and how large it is."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version. What belongs to its table is empty (rows 0, key "") as long as its file has not been read.

    columns     as Column.to_json has them; ``typed_columns`` are the values
    wanted      what the publisher decided;  problem: why the file could not be read, with a cell's value
    change      {added, removed, changed, columns, since: number} against the version before; empty for the first one
    is_current  everybody reads this one when they name none
    waits_until the embargo's end, where the publisher has said publish and it is not over
    """

    id: UUID
    slug: str
    number: int | None
    state: VersionState
    columns: tuple[Mapping[str, Any], ...]
    profile: Mapping[str, Any]
    rows: int
    bytes: int
    key: str
    layout: Mapping[str, Any]
    original: OriginalView | None
    file_name: str
    source_url: str
    reading: Mapping[str, Any]
    wanted: Mapping[str, Any]
    problem: Mapping[str, Any]
    change: Mapping[str, Any]
    note: Mapping[str, str]
    step: Step
    done: int
    made_by: str
    made_at: datetime
    published_by: str
    published_at: datetime | None
    is_current: bool
    waits_until: datetime | None
    department_code: str

    @property
    def typed_columns(self) -> tuple[Column, ...]:
        """Return the columns as urban.formats has them, with the evidence of each."""
        return tuple(Column.from_json(one) for one in self.columns)

    @property
    def how_read(self) -> Reading | None:
        """Return how the file is written, once that was found."""
        return Reading.from_json(self.reading) if self.reading else None

    @property
    def decided(self) -> Wanted:
        """Return what the publisher decided of types, keys and names."""
        return Wanted.from_json(self.wanted)

    @property
    def is_public(self) -> bool:
        """Tell whether it was published."""
        return self.state is VersionState.PUBLISHED

    @property
    def is_under_way(self) -> bool:
        """Tell whether a job still works on it."""
        return self.state in (VersionState.RECEIVED, VersionState.READING)


@dataclass(frozen=True, slots=True)
class Overview:
    """A line of the list of all data sets: its newest public version, and (``version_id``) one that waits for somebody."""

    slug: str
    state: str
    number: int | None
    rows: int | None
    version_id: UUID | None


def overview(*, waiting_only: bool = False) -> Iterator[Overview]:
    """Yield every data set by slug, and behind each the versions of it that wait; ``waiting_only``: those alone."""
    held: dict[int, list[Overview]] = {}
    names = ("dataset", "dataset__slug", "state", "table__rows", "public_id")
    waits = Version.objects.filter(state__in=[one.value for one in OPEN]).order_by("pk")
    for dataset, slug, state, rows, public_id in waits.values_list(*names).iterator():
        held.setdefault(dataset, []).append(Overview(slug, state, None, rows, public_id))
    fields = ("pk", "slug", "state", "current__number", "current__table__rows")
    for pk, slug, state, number, rows in Dataset.objects.order_by("slug").values_list(*fields).iterator():
        if not waiting_only:
            yield Overview(slug, state, number, rows, None)
        yield from held.get(pk, ())


def findings(version_id: UUID) -> tuple[Finding, ...]:
    """Return what the gate found in a version when it looked last."""
    rows = Disclosure.objects.filter(version__public_id=version_id).order_by("-id")
    return tuple(read_findings(rows.values_list("findings", flat=True).first() or ()))


def versions(slug: str, *, now: datetime | None = None) -> tuple[VersionView, ...]:
    """Return the published versions of a data set, newest first; none where it is not open to everybody."""
    rows = _public(slug, now or clock.now()).order_by("-number")
    return tuple(_view(row) for row in rows)


def version(slug: str, number: int | None = None, *, now: datetime | None = None) -> VersionView:
    """Return a published version, the newest where ``number`` is None.

    Raises Refused (404) where there is none, or the data set is not open to everybody.
    """
    rows = _public(slug, now or clock.now())
    known = number is None or 0 < number < 2**31
    row = (rows.order_by("-number") if number is None else rows.filter(number=number)).first() if known else None
    if row is None:
        key = "opendata.version_unknown" if number is not None else "opendata.table_unknown"
        raise Refused(Refusal(key, {"slug": slug[:120], "number": number}, status=404))
    return _view(row)


def prepared(version_id: UUID) -> VersionView:
    """Return a version in any state, for its publisher: the door asks rules.access first whether the viewer may see it.

    Raises Refused (404).
    """
    row = Version.objects.select_related(*_WITH).filter(public_id=version_id).first()
    if row is None:
        raise Refused(Refusal("opendata.no_such_version", status=404))
    return _view(row)


def under_way(slug: str) -> tuple[VersionView, ...]:
    """Return the versions of a data set that are neither public nor thrown away, newest first; for its publisher."""
    rows = Version.objects.select_related(*_WITH).filter(dataset__slug=slug, state__in=[one.value for one in OPEN])
    return tuple(_view(row) for row in rows.order_by("-id"))


def newest_unread(slug: str) -> VersionView | None:
    """Return the newest version of a data set that could not be read, unless a newer one could."""
    row = Version.objects.select_related(*_WITH).filter(dataset__slug=slug).exclude(state="discarded").order_by("-id").first()
    return _view(row) if row is not None and row.state == VersionState.FAILED else None


def _public(slug: str, now: datetime) -> QuerySet[Version]:
    open_now = Q(dataset__embargo_until=None) | Q(dataset__embargo_until__lte=now)
    rows = Version.objects.select_related(*_WITH).filter(open_now, dataset__slug=slug)
    return rows.filter(state=VersionState.PUBLISHED.value, dataset__state=DatasetState.PUBLISHED.value)


def _view(row: Version) -> VersionView:
    table, original, dataset = row.table, row.original, row.dataset
    department = dataset.publisher.department
    waits = row.state == VersionState.AT_GATE and bool(row.published_by) and is_held_back(dataset.embargo_until, clock.now())
    since = {"since": row.before.number} if row.before and row.change else {}
    return VersionView(
        id=row.public_id,
        slug=dataset.slug,
        number=row.number,
        state=VersionState(row.state),
        columns=tuple(table.columns) if table else (),
        profile=table.profile if table else {},
        rows=table.rows if table else 0,
        bytes=table.bytes if table else 0,
        key=table.key if table else "",
        layout=table.layout if table else {},
        original=OriginalView(original.sha256, original.bytes) if original else None,
        file_name=row.file_name,
        source_url=row.source_url,
        reading=row.reading,
        wanted=row.wanted,
        problem=row.problem,
        change={**row.change, **since},
        note=row.note,
        step=Step(row.step) if row.step else Step.WAITING,
        done=row.done,
        made_by=row.made_by,
        made_at=row.made_at,
        published_by=row.published_by,
        published_at=row.published_at,
        is_current=dataset.current_id == row.pk,
        waits_until=dataset.embargo_until if waits else None,
        department_code=department.code if department else "",
    )
