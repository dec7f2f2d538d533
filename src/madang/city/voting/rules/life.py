"""The life of a vote: which move leads where, when the clock makes it, and who may ask how much."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules import Assurance, Role, Viewer, why_not_assured, why_not_signed_in, why_not_staff
from madang.city.voting.rules.votes import Mode, Shown, State

MOST_RUNNING = 3
LEAST_HOURS = {Mode.STRAW: 1, Mode.OFFICIAL: 24}
MOST_DAYS = 366


class Move(StrEnum):
    """What may happen to a vote."""

    ANNOUNCE = "announce"
    OPEN = "open"
    CLOSE = "close"
    COUNT = "count"
    ANSWER = "answer"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a vote stands, and its clock."""

    mode: Mode
    state: State
    opens_at: datetime
    closes_at: datetime


TABLE: dict[Move, tuple[frozenset[State], State]] = {
    Move.ANNOUNCE: (frozenset({State.DRAFT}), State.ANNOUNCED),
    Move.OPEN: (frozenset({State.ANNOUNCED}), State.OPEN),
    Move.CLOSE: (frozenset({State.OPEN}), State.CLOSED),
    Move.COUNT: (frozenset({State.CLOSED}), State.COUNTED),
    Move.ANSWER: (frozenset({State.COUNTED}), State.ANSWERED),
    Move.CANCEL: (frozenset({State.ANNOUNCED, State.OPEN}), State.CANCELLED),
}
RUNNING = frozenset({State.ANNOUNCED, State.OPEN})


def why_not_move(move: Move, standing: Standing, *, now: datetime) -> Refusal | None:
    """Refuse a move that the table does not know from this state, or that comes before or after its time."""
    sources, _ = TABLE[move]
    if standing.state not in sources:
        return Refusal("voting.not_now")
    if move is Move.ANSWER and standing.mode is not Mode.OFFICIAL:
        return Refusal("voting.no_answer_needed")
    return _why_not_by_clock(move, standing, now)


def _why_not_by_clock(move: Move, standing: Standing, now: datetime) -> Refusal | None:
    is_over = now >= standing.closes_at
    if move in (Move.ANNOUNCE, Move.OPEN) and is_over:
        return Refusal("voting.closed")
    if move is Move.OPEN and now < standing.opens_at:
        return Refusal("voting.opens_later")
    if move is Move.CLOSE and not is_over:
        return Refusal("voting.closes_later")
    return None


def due(standing: Standing, *, now: datetime) -> Move | None:
    """Return what the clock does to a vote now.

    A vote that could not be opened before its end, because nothing ran in the meantime, is cancelled, never opened late.
    """
    if standing.state is State.ANNOUNCED and now >= standing.closes_at:
        return Move.CANCEL
    if standing.state is State.ANNOUNCED and now >= standing.opens_at:
        return Move.OPEN
    if standing.state is State.OPEN and now >= standing.closes_at:
        return Move.CLOSE
    return Move.COUNT if standing.state is State.CLOSED else None


def why_not_cast(standing: Standing, *, now: datetime) -> Refusal | None:
    """Refuse ballots before the opening and from the very instant of closing on, whatever the jobs have done by then."""
    if standing.state in (State.DRAFT, State.ANNOUNCED) and now < standing.closes_at:
        return Refusal("voting.opens_later")
    if standing.state is State.CANCELLED:
        return Refusal("voting.cancelled")
    if standing.state is not State.OPEN or now >= standing.closes_at:
        return Refusal("voting.closed")
    return None


def why_not_edit(standing: Standing) -> Refusal | None:
    """Refuse changes to whatever is no draft any more."""
    return None if standing.state is State.DRAFT else Refusal("voting.fixed")


def why_not_see_result(standing: Standing, shown: Shown, *, has_voted: bool) -> Refusal | None:
    """Refuse the result while it is hidden; nobody is let past, since nobody who works for the city is asked for here."""
    if standing.state in (State.COUNTED, State.ANSWERED):
        return None
    if standing.state is State.CANCELLED:
        return Refusal("voting.cancelled")
    if standing.mode is Mode.OFFICIAL or shown is Shown.AFTER_CLOSING or standing.state is not State.OPEN:
        return Refusal("voting.result_later", status=403)
    if shown is Shown.AFTER_VOTING and not has_voted:
        return Refusal("voting.result_after_voting", status=403)
    return None


def why_not_ask(viewer: Viewer, mode: Mode, *, running: int) -> Refusal | None:
    """Refuse whoever may not ask: official votes are for heads and administrators, straw votes for residents and staff.

    running  the votes of this resident that are announced or open
    """
    if mode is Mode.OFFICIAL:
        return why_not_staff(viewer, Role.HEAD, Role.ADMINISTRATOR)
    if viewer.staff is not None:
        return Refusal("people.other_role", status=403) if viewer.staff.role is Role.AUDITOR else None
    if reason := why_not_signed_in(viewer) or why_not_assured(viewer, Assurance.EMAIL):
        return reason
    if viewer.resident_id is None:
        return Refusal("people.sign_in_first", status=403)
    return Refusal("voting.too_many_running", {"most": MOST_RUNNING}) if running >= MOST_RUNNING else None


def why_not_keep(viewer: Viewer, *, asker: int | None, department: str) -> Refusal | None:
    """Refuse whoever may not change, announce or cancel a vote: its asker, for staff their department, may.

    asker       the resident who asks; None where staff do
    department  the code of the department that asks; "" where a resident does
    """
    unknown = Refusal("voting.unknown", status=404)
    if asker is not None:
        return None if viewer.resident_id == asker else unknown
    if viewer.staff is None:
        return unknown
    if viewer.staff.role is Role.ADMINISTRATOR or viewer.staff.department_code == department:
        return Refusal("people.other_role", status=403) if viewer.staff.role is Role.AUDITOR else None
    return unknown


def why_not_period(mode: Mode, opens_at: datetime, closes_at: datetime) -> Refusal | None:
    """Refuse a period that is too short for people to notice, or longer than a year."""
    hours = LEAST_HOURS[mode]
    if closes_at - opens_at < timedelta(hours=hours):
        return Refusal("voting.period_short", {"hours": hours}, status=422)
    if closes_at - opens_at > timedelta(days=MOST_DAYS):
        return Refusal("voting.period_long", {"days": MOST_DAYS}, status=422)
    return None
