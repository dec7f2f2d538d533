"""What lies on a publisher's desk: its data sets, and in each what waits for somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from madang.city.kernel import clock
from madang.city.kernel.paging import Page, keyset
from madang.city.opendata.models import Correction, Dataset, Version
from madang.city.opendata.rules.frequencies import Keeping, promise
from madang.city.opendata.rules.states import DatasetState, Fate, Source, VersionState
from madang.city.opendata.rules.versions import OPEN
from madang.city.people import queries as people
from madang.city.people.rules import Role, Viewer

PAGE_SIZE = 40


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version that is not public yet: where it stands, and how far its reading is (0 to 100)."""

    id: UUID
    state: VersionState
    file_name: str
    done: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A data set on the desk. ``number`` and ``rows`` are of what everybody sees now, None where nothing is public."""

    slug: str
    titles: Mapping[str, str]
    publisher: Mapping[str, str]
    state: DatasetState
    source: Source
    keeping: Keeping
    number: int | None
    rows: int | None
    changed_at: datetime
    waiting: tuple[Waiting, ...]
    corrections: int


@dataclass(frozen=True, slots=True)
class Desk:
    """One page of the desk; ``to_do`` counts versions and corrections of all pages that wait for a person."""

    page: Page[DeskLine]
    to_do: int


def reach(viewer: Viewer, now: datetime) -> frozenset[str] | None:
    """Return the departments whose data a member of staff prepares: the own one and those below; None means all."""
    staff = viewer.staff
    if staff is None:
        return frozenset()
    if staff.role is Role.ADMINISTRATOR:
        return None
    return people.desk_of(staff, clock.today(now)).department_codes


def desk(departments: frozenset[str] | None, *, now: datetime, cursor: str | None = None, size: int = PAGE_SIZE) -> Desk:
    """Return the data sets of some departments (None: of all), those that wait for somebody first. Raises BadCursor."""
    rows = _of(Dataset.objects.all(), departments).exclude(source=Source.HARVEST.value)
    waiting = Version.objects.filter(state__in=[state.value for state in OPEN])
    annotated = rows.annotate(at_work=Count("versions", filter=Q(versions__in=waiting), distinct=True))
    found = keyset(
        annotated.select_related("publisher", "current__table"),
        order=("-at_work", "-changed_at", "id"),
        cursor=cursor,
        size=size,
        make=lambda row: row,
    )
    lines = _lines(found.rows, now)
    return Desk(Page(lines, found.next_cursor), to_do(departments))


def to_do(departments: frozenset[str] | None) -> int:
    """Return how many versions and corrections of some departments wait for a person."""
    stand = [VersionState.AT_GATE.value, VersionState.FAILED.value]
    datasets = _of(Dataset.objects.exclude(source=Source.HARVEST.value), departments)
    versions = Version.objects.filter(dataset__in=datasets, state__in=stand).count()
    return versions + Correction.objects.filter(dataset__in=datasets, state=Fate.OPEN.value).count()


def _of(rows: QuerySet[Dataset], departments: frozenset[str] | None) -> QuerySet[Dataset]:
    return rows if departments is None else rows.filter(publisher__department__code__in=departments)


def _lines(rows: tuple[Dataset, ...], now: datetime) -> tuple[DeskLine, ...]:
    ids = [row.pk for row in rows]
    waiting: dict[int, list[Waiting]] = {}
    open_states = [state.value for state in OPEN]
    for one in Version.objects.filter(dataset__in=ids, state__in=open_states).order_by("-id"):
        line = Waiting(one.public_id, VersionState(one.state), one.file_name, one.done, one.made_at)
        waiting.setdefault(one.dataset_id, []).append(line)
    asked = Correction.objects.filter(dataset__in=ids, state=Fate.OPEN.value).values_list("dataset").annotate(Count("id"))
    corrections = dict(asked)
    return tuple(_line(row, tuple(waiting.get(row.pk, ())), corrections.get(row.pk, 0), now) for row in rows)


def _line(row: Dataset, waiting: tuple[Waiting, ...], corrections: int, now: datetime) -> DeskLine:
    table = row.current.table if row.current else None
    return DeskLine(
        slug=row.slug,
        titles=row.titles,
        publisher=row.publisher.names,
        state=DatasetState(row.state),
        source=Source(row.source),
        keeping=promise(row.update_promise, row.data_changed_at, now).keeping,
        number=row.current.number if row.current else None,
        rows=table.rows if table else None,
        changed_at=row.changed_at,
        waiting=waiting,
        corrections=corrections,
    )
