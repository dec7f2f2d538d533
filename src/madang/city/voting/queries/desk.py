"""The desk of votes: what the city asks, by what is to be done with it, the late ones first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q

from madang.city.people.rules import Role, Viewer
from madang.city.voting.models import RollEntry, Vote
from madang.city.voting.queries import population
from madang.city.voting.queries.areas import areas_near
from madang.city.voting.queries.loading import electorate_of, row_of
from madang.city.voting.rules.votes import Mode, State

MOST = 200


class Queue(StrEnum):
    """Answers that are late, answers due, drafts, votes announced or open, votes to be counted, results answered or cancelled."""

    LATE = "late"
    DUE = "due"
    DRAFTS = "drafts"
    RUNNING = "running"
    COUNTING = "counting"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A vote on the desk.

    department  name of the one that must answer, by language; empty for straw votes
    due_on      the day by which it must answer, once the vote is counted
    """

    reference: str
    question: Mapping[str, str]
    mode: Mode
    state: State
    opens_at: datetime
    closes_at: datetime
    department: Mapping[str, str]
    due_on: date | None
    is_late: bool


def queue(chosen: Queue, *, viewer: Viewer, today: date) -> tuple[DeskLine, ...]:
    """Return what lies in a queue: answers by the day they are due, the rest by the next thing that happens to them."""
    rows = Vote.objects.select_related("department").filter(_queues(viewer, today)[chosen])
    return tuple(_line(row, today) for row in rows.order_by(*_ORDER[chosen])[:MOST])


def counts(*, viewer: Viewer, today: date) -> dict[Queue, int]:
    """Return how much lies in each queue, in the order of the enum."""
    wanted = _queues(viewer, today)
    found = Vote.objects.aggregate(**{f"in_{name}": Count("pk", filter=one) for name, one in wanted.items()})
    return {name: found[f"in_{name}"] for name in Queue}


_ORDER: Mapping[Queue, tuple[Any, ...]] = {
    Queue.LATE: ("answer_due_on", "pk"),
    Queue.DUE: ("answer_due_on", "pk"),
    Queue.DRAFTS: ("-pk",),
    Queue.RUNNING: ("closes_at", "pk"),
    Queue.COUNTING: ("closes_at", "pk"),
    Queue.DONE: (F("answered_at").desc(nulls_last=True), "-pk"),
}


def _queues(viewer: Viewer, today: date) -> dict[Queue, Q]:
    asked, official = Q(asked_by__isnull=False), Q(mode=Mode.OFFICIAL)
    return {
        Queue.LATE: official & Q(state=State.COUNTED, answer_due_on__lt=today),
        Queue.DUE: official & Q(state=State.COUNTED) & ~Q(answer_due_on__lt=today),
        Queue.DRAFTS: asked & Q(state=State.DRAFT) & _own(viewer),
        Queue.RUNNING: asked & Q(state__in=[State.ANNOUNCED, State.OPEN]),
        Queue.COUNTING: asked & Q(state=State.CLOSED),
        Queue.DONE: asked & (Q(state__in=[State.ANSWERED, State.CANCELLED]) | Q(state=State.COUNTED, mode=Mode.STRAW)),
    }


def _own(viewer: Viewer) -> Q:
    """Return the condition of drafts that a member of staff may see: those of their department; administrators see all."""
    if viewer.staff is None:
        return Q(pk__in=[])
    return Q() if viewer.staff.role is Role.ADMINISTRATOR else Q(asked_by__department__code=viewer.staff.department_code)


def _line(row: Vote, today: date) -> DeskLine:
    is_due = row.state == State.COUNTED and row.answer_due_on is not None
    return DeskLine(
        reference=row.reference,
        question=row.question,
        mode=Mode(row.mode),
        state=State(row.state),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        department=row.department.name if row.department else {},
        due_on=row.answer_due_on,
        is_late=is_due and row.answer_due_on is not None and row.answer_due_on < today,
    )


def entitled_today(reference: str, *, today: date) -> int:
    """Return how many residents meet the conditions of a draft today; of a vote with a list, how many entries it has."""
    row = row_of(reference)
    electorate = electorate_of(row)
    if electorate.roll is not None:
        return RollEntry.objects.filter(vote=row).count()
    row.near_areas = areas_near(electorate.near) if electorate.near else []
    return sum(population.entitled(row, electorate, on=today).values())
