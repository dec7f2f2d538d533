"""Votes as pages and programs see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from madang.city.kernel.paging import Page, keyset
from madang.city.kernel.refusals import Refused
from madang.city.people.rules import Viewer
from madang.city.places import rules as places
from madang.city.voting.models import Follower, Option, Vote
from madang.city.voting.queries import wording
from madang.city.voting.queries.loading import UNKNOWN, asking_department, electorate_of, row_and_options
from madang.city.voting.rules.answers import Decision
from madang.city.voting.rules.electorate import Electorate
from madang.city.voting.rules.life import why_not_keep
from madang.city.voting.rules.votes import Kind, Mode, Rule, Shown, State, Ties

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option; ``picture`` names a file, "" where there is none."""

    number: int
    text: Mapping[str, str]
    picture: str
    picture_text: Mapping[str, str]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class VoteLine:
    """A vote in a list. ``voters`` is known once it is counted, ``entitled`` once it is open."""

    reference: str
    mode: Mode
    state: State
    question: Mapping[str, str]
    opens_at: datetime
    closes_at: datetime
    department_name: Mapping[str, str]
    electorate: Electorate
    entitled: int | None
    voters: int | None


@dataclass(frozen=True, slots=True)
class VoteView:
    """A whole vote, without its result.

    conditions   who may vote, as sentences in the reader's language
    department   name of the department that must answer, by language; empty for straw votes, as is its code
    decision     what the city does with the result; None until it has answered
    by_city      whether staff ask
    is_late      whether the answer is overdue
    """

    reference: str
    mode: Mode
    state: State
    language: str
    question: Mapping[str, str]
    description: Mapping[str, str]
    kind: Kind
    rule: Rule
    seats: int
    minimum: int
    maximum: int
    most_points: int
    ties: Ties
    tie_seed: str
    shuffled: bool
    discussed: bool
    without_script: bool
    shown: Shown
    opens_at: datetime
    closes_at: datetime
    quorum_people: int | None
    quorum_percent: int | None
    electorate: Electorate
    conditions: tuple[str, ...]
    entitled: int | None
    by_city: bool
    department: Mapping[str, str]
    department_code: str
    answer_days: int | None
    answer_due_on: date | None
    is_late: bool
    decision: Decision | None
    answer: Mapping[str, str]
    next_on: date | None
    answered_at: datetime | None
    cancelled_why: Mapping[str, str]
    options: tuple[OptionView, ...]
    revision: int


def vote(reference: str, viewer: Viewer, *, today: date) -> VoteView:
    """Return a vote; a draft only to who keeps it. Raises Refused (404)."""
    return seen(reference, viewer, today=today)[1]


def seen(reference: str, viewer: Viewer, *, today: date) -> tuple[Vote, VoteView]:
    """Return a vote's row with what it shows; a draft only to who keeps it. Raises Refused (404). One query, two with areas."""
    row, options = row_and_options(reference)
    if row.state == State.DRAFT and why_not_keep(viewer, asker=row.asker_id, department=asking_department(row)):
        raise Refused(UNKNOWN)
    return row, _view(row, options, today)


def votes(
    *, states: frozenset[State], mode: Mode | None = None, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[VoteLine]:
    """Return a page of public votes: running ones soonest to close first, others latest first. Raises BadCursor."""
    rows = _public().filter(state__in=[one.value for one in states])
    rows = rows.filter(mode=mode.value) if mode else rows
    running = states <= {State.ANNOUNCED, State.OPEN}
    order = ("closes_at", "id") if running else ("-closes_at", "-id")
    return keyset(rows, order=order, cursor=cursor, size=size, make=_line)


def kept_by(viewer: Viewer, *, limit: int = 100) -> list[VoteLine]:
    """Return the votes that a resident asks, or those of the department of a member of staff; drafts too, newest first."""
    if viewer.staff is not None:
        mine = Q(asked_by__department__code=viewer.staff.department_code) | Q(asked_by_id=viewer.staff.id)
    else:
        mine = Q(asker_id=viewer.resident_id) if viewer.resident_id is not None else Q(pk__in=[])
    return [_line(row) for row in _rows().filter(mine).order_by("-id")[:limit]]


def to_answer(department: str) -> list[VoteLine]:
    """Return the counted official votes that a department must answer, the most urgent first."""
    rows = _rows().filter(state=State.COUNTED, mode=Mode.OFFICIAL, department__code=department)
    return [_line(row) for row in rows.order_by("answer_due_on", "id")]


def followed(resident_id: int) -> list[VoteLine]:
    """Return the votes that a resident follows, newest first."""
    mine = Follower.objects.filter(resident_id=resident_id).values("vote_id")
    return [_line(row) for row in _public().filter(pk__in=mine).order_by("-id")]


def votes_like(text: str, *, limit: int = 10) -> list[VoteLine]:
    """Return public votes whose question or options share most pairs of letters with a text, best first."""
    grams = places.grams({"": text})
    if not grams:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, {"grams": grams, "least": max(1, len(grams) * 0.6), "limit": limit})
        found = [pk for (pk,) in cursor.fetchall()]
    by_id = {row.pk: row for row in _public().filter(pk__in=found)}
    return [_line(by_id[pk]) for pk in found if pk in by_id]


_LIKE = """
SELECT id FROM (
    SELECT id, closes_at, (SELECT count(*) FROM unnest(grams) AS gram WHERE gram = ANY(%(grams)s::varchar[])) AS shared
    FROM voting_vote WHERE grams && %(grams)s::varchar[] AND state <> 'draft'
) AS scored WHERE shared >= %(least)s ORDER BY shared DESC, closes_at DESC, id LIMIT %(limit)s
"""


def _rows() -> QuerySet[Vote]:
    return Vote.objects.select_related("department", "result")


def _public() -> QuerySet[Vote]:
    return _rows().exclude(state=State.DRAFT)


def _line(row: Vote) -> VoteLine:
    result: Any = getattr(row, "result", None)
    return VoteLine(
        reference=row.reference,
        mode=Mode(row.mode),
        state=State(row.state),
        question=row.question,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        department_name=row.department.name if row.department else {},
        electorate=electorate_of(row),
        entitled=row.entitled,
        voters=result.figures["ballots"] if result is not None else None,
    )


def _view(row: Vote, options: Sequence[Option], today: date) -> VoteView:
    electorate = electorate_of(row)
    return VoteView(
        reference=row.reference,
        mode=Mode(row.mode),
        state=State(row.state),
        language=row.language,
        question=row.question,
        description=row.description,
        kind=Kind(row.kind),
        rule=Rule(row.rule),
        seats=row.seats,
        minimum=row.minimum,
        maximum=row.maximum,
        most_points=row.most_points,
        ties=Ties(row.ties),
        tie_seed=row.tie_seed,
        shuffled=row.shuffled,
        discussed=row.discussed,
        without_script=row.without_script,
        shown=Shown(row.shown),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        quorum_people=row.quorum_people,
        quorum_percent=row.quorum_percent,
        electorate=electorate,
        conditions=tuple(wording.conditions(electorate)),
        entitled=row.entitled,
        by_city=row.asker_id is None,
        department=row.department.name if row.department else {},
        department_code=row.department.code if row.department else "",
        answer_days=row.answer_days,
        answer_due_on=row.answer_due_on,
        is_late=row.state == State.COUNTED and row.answer_due_on is not None and today > row.answer_due_on,
        decision=Decision(row.decision) if row.decision else None,
        answer=row.answer,
        next_on=row.next_on,
        answered_at=row.answered_at,
        cancelled_why=row.cancelled_why,
        options=tuple(_option(one) for one in options),
        revision=row.revision,
    )


def _option(row: Option) -> OptionView:
    return OptionView(row.number, row.text, row.picture, row.picture_text, row.width, row.height)
