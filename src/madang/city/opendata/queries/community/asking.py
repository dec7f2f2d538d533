"""Wishes for data, with their clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from madang.city.kernel.days_off import days_off
from madang.city.kernel.paging import Page, keyset
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import DatasetRequest, Publisher, RequestSupport
from madang.city.opendata.rules import community as rules
from madang.city.opendata.rules.community import GROUNDS, Ground
from madang.city.opendata.rules.states import Fate
from madang.city.people import queries as people
from madang.city.people.rules import Viewer

PAGE_SIZE = 20
RequestPage = Page["RequestView"]


@dataclass(frozen=True, slots=True)
class RequestView:
    """A wish for data. ``days_left`` are working days, negative when late; None once it is answered.

    dataset_slug  of the data set that fulfilled it, "" if there is none or it is public no more
    """

    public_id: UUID
    title: str
    text: str
    language: str
    state: Fate
    publisher_slug: str
    publisher_names: Mapping[str, str]
    ground: Ground | None
    answer: str
    dataset_slug: str
    dataset_titles: Mapping[str, str]
    made_at: datetime
    due_on: date
    days_left: int | None
    answered_at: datetime | None
    supporters: int
    is_own: bool
    is_supported: bool

    @property
    def is_late(self) -> bool:
        """Tell whether the due day is over and nobody has answered."""
        return self.days_left is not None and self.days_left < 0


_STATES: Mapping[str, tuple[Fate, ...]] = {
    "open": (Fate.OPEN, Fate.IN_REVIEW),
    "accepted": (Fate.ACCEPTED,),
    "declined": (Fate.DECLINED,),
}


def requests(viewer: Viewer, *, state: str = "open", cursor: str | None = None, today: date) -> RequestPage:
    """Return a page of wishes, newest first; ``state``: open, accepted, declined. Raises BadCursor."""
    states = [one.value for one in _STATES.get(state, _STATES["open"])]
    rows = _rows(viewer).filter(state__in=states)
    return keyset(
        rows, order=("-made_at", "id"), cursor=cursor, size=PAGE_SIZE, make=lambda row: _view(row, viewer, today)
    )  # fmt: skip


def request(public_id: UUID, viewer: Viewer, *, today: date) -> RequestView:
    """Return one wish. Raises Refused (404); one that was taken back is its asker's alone."""
    row = _rows(viewer).filter(public_id=public_id).first()
    is_hidden = row is not None and row.state == Fate.WITHDRAWN.value and row.asker_id != viewer.resident_id
    if row is None or is_hidden:
        raise Refused(Refusal("opendata.no_request", status=404))
    return _view(row, viewer, today)


def waiting(viewer: Viewer, *, today: date, most: int = 100) -> list[RequestView]:
    """Return the wishes that a member of staff may answer, the earliest due first."""
    rows = _rows(viewer).filter(state__in=[Fate.OPEN.value, Fate.IN_REVIEW.value]).order_by("due_on", "id")
    found = (row for row in rows[: 5 * most] if _why_not_answer(row, viewer) is None)
    return [_view(row, viewer, today) for row in found][:most]


def may_answer(public_id: UUID, viewer: Viewer) -> bool:
    """Tell whether a viewer may answer a wish."""
    row = _rows(viewer).filter(public_id=public_id).first()
    return row is not None and _why_not_answer(row, viewer) is None


def _why_not_answer(row: DatasetRequest, viewer: Viewer) -> Refusal | None:
    return rules.why_not_answer(viewer, Fate(row.state), row.asker_id, answering_departments(row.publisher))


def answering_departments(publisher: Publisher | None) -> frozenset[str] | None:
    """Return the department of a publisher and all above it, whose staff answer; None while nobody is named."""
    if publisher is None:
        return None
    if publisher.department is None:
        return frozenset()
    parents, found, code = people.parents(), set(), publisher.department.code
    while code and code not in found:
        found.add(code)
        code = parents.get(code) or ""
    return frozenset(found)


def state_counts() -> dict[str, int]:
    """Return how many wishes are open, accepted and declined."""
    counted = dict(DatasetRequest.objects.values_list("state").annotate(n=Count("pk")).order_by())
    return {name: sum(counted.get(one.value, 0) for one in states) for name, states in _STATES.items()}


def refusals_by_ground() -> list[tuple[Ground, int]]:
    """Return how many wishes were refused on each ground, most first."""
    rows = DatasetRequest.objects.filter(state=Fate.DECLINED.value).values_list("ground").annotate(n=Count("pk")).order_by()
    return sorted(((GROUNDS[key], n) for key, n in rows if key in GROUNDS), key=lambda one: (-one[1], one[0].key))


def _rows(viewer: Viewer) -> QuerySet[DatasetRequest]:
    rows = DatasetRequest.objects.select_related("publisher__department", "dataset").defer("dataset__words")
    own = RequestSupport.objects.filter(request=OuterRef("pk"), resident=viewer.resident_id or 0)
    return rows.annotate(supporters_count=Count("supporters", distinct=True), is_supported=Exists(own))


def _view(row: DatasetRequest, viewer: Viewer, today: date) -> RequestView:
    state, own = Fate(row.state), viewer.resident_id
    left = None if rules.is_answered(state) else rules.days_left(today, row.due_on, days_off(today))
    dataset = row.dataset if row.dataset and row.dataset.state == "published" else None
    return RequestView(
        public_id=row.public_id,
        title=row.title,
        text=row.text,
        language=row.language,
        state=state,
        publisher_slug=row.publisher.slug if row.publisher else "",
        publisher_names=row.publisher.names if row.publisher else {},
        ground=GROUNDS.get(row.ground),
        answer=row.answer,
        dataset_slug=dataset.slug if dataset else "",
        dataset_titles=dataset.titles if dataset else {},
        made_at=row.made_at,
        due_on=row.due_on,
        days_left=left,
        answered_at=row.answered_at,
        supporters=row.supporters_count,  # type: ignore[attr-defined] # annotated by _rows
        is_own=own is not None and row.asker_id == own,
        is_supported=row.is_supported,  # type: ignore[attr-defined] # annotated by _rows
    )


def answered_by_month() -> list[tuple[str, str, str | None, int, int]]:
    """Return for the open data: month asked, state, ground, how many, how many of these were answered in time."""
    zone = settings.TIME_ZONE
    in_time = Count("pk", filter=Q(answered_at__date__lte=F("due_on")))
    rows = DatasetRequest.objects.exclude(state=Fate.WITHDRAWN.value).annotate(month=TruncMonth("made_at", tzinfo=ZoneInfo(zone)))
    found = rows.values("month", "state", "ground").annotate(n=Count("pk"), timely=in_time).order_by("month", "state", "ground")
    return [(f"{row['month']:%Y-%m}", row["state"], row["ground"] or None, row["n"], row["timely"]) for row in found]
