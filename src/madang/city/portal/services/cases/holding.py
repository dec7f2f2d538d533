"""Hold a case: load and lock it, ask the rules, move it, write down what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from madang.city.journal import services as journal
from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import CITY, Actor, Viewer
from madang.city.portal.definitions import ServiceDefinition
from madang.city.portal.models import Case, CaseEvent, DocumentRequest
from madang.city.portal.queries.cases.loading import applicant_actor, clock_of, definition_of, facts_of, staff_actor
from madang.city.portal.queries.working_days import work_calendar
from madang.city.portal.rules import cases as rules
from madang.city.portal.rules.cases import CaseActor, CaseFacts, Move, Options, Outcome, State
from madang.city.portal.rules.clock import WorkCalendar

JOURNAL_VERBS: Mapping[Move, str] = {
    Move.SUBMIT: "submitted", Move.RECEIVE: "received", Move.START: "started", Move.ASK: "asked", Move.ANSWER: "answered",
    Move.WAIT: "waited", Move.RESUME: "resumed", Move.PROPOSE: "proposed", Move.CONFIRM: "confirmed", Move.SEND_BACK: "sent_back",
    Move.DECIDE: "decided", Move.ISSUE: "issued", Move.WITHDRAW: "withdrew", Move.APPEAL: "appealed",
    Move.DECIDE_APPEAL: "decided_appeal", Move.CLOSE: "closed", Move.LAPSE: "lapsed", Move.DEEM: "deemed",
    Move.ARCHIVE: "archived", Move.PURGE: "purged", Move.ASSIGN: "assigned", Move.TAKE: "took", Move.NOTE: "noted",
    Move.MESSAGE: "wrote", Move.STATUS: "said",
}  # fmt: skip
INTERNAL = frozenset({Move.PROPOSE, Move.CONFIRM, Move.SEND_BACK, Move.ASSIGN, Move.TAKE, Move.NOTE, Move.ARCHIVE, Move.PURGE})


@dataclass(slots=True)
class Held:
    """A locked case within one transaction, with all that its moves need."""

    row: Case
    by: Viewer
    actor: CaseActor
    now: datetime
    definition: ServiceDefinition
    options: Options
    facts: CaseFacts
    events: list[CaseEvent] = field(default_factory=list)

    @property
    def today(self) -> date:
        """Return the day in the city."""
        return clock.today(self.now)

    @property
    def calendar(self) -> WorkCalendar:
        """Return the days the city works."""
        return work_calendar(self.today)

    @property
    def staff_id(self) -> int:
        """Return who of the staff acts. Raises TypeError where nobody of the staff does."""
        if self.actor.staff_id is None:
            raise TypeError("this is done by a member of staff")
        return self.actor.staff_id

    @property
    def who(self) -> Actor:
        """Return who acts, as it is written down."""
        return self.by.as_resident if self.actor.part is rules.Part.APPLICANT else self.by.actor


def hold(*, reference: str, by: Viewer, now: datetime, revision: int | None = None, as_applicant: bool = False) -> Held:
    """Load a case and lock it to the end of the transaction.

    revision      what the page showed; where the case has gone on since, Refused (``kernel.changed_meanwhile``)
    as_applicant  the viewer acts in their own matter, also where they are staff

    Raises Refused (404) where there is no such case, or it is not the viewer's to see.
    """
    rows = Case.objects.select_for_update(of=("self",)).select_related("department", "service")
    row = rows.filter(reference=reference).first()
    if row is None:
        raise Refused(rules.UNKNOWN)
    held = holding(row, by=by, now=now, as_applicant=as_applicant)
    if not rules.who_may_see(held.facts, held.actor):
        raise Refused(rules.UNKNOWN)
    if revision is not None and revision != row.revision:
        raise Refused(Refusal("kernel.changed_meanwhile"))
    return held


def holding(row: Case, *, by: Viewer, now: datetime, as_applicant: bool = False) -> Held:
    """Return a case that is locked, or new, with all that its moves need."""
    if as_applicant:
        actor = applicant_actor(by)
    else:
        code, today = row.department.code, clock.today(now)
        actor = staff_actor(by, department_code=code, assignee_id=row.assignee_id, today=today)
    definition = definition_of(row.version_id)
    return Held(row, by, actor, now, definition, rules.options_of(definition), facts_of(row))


def allow(held: Held, move: Move) -> None:
    """Raise Refused where the rules say no."""
    if reason := rules.why_not(move, held.facts, held.actor, held.options, held.today):
        raise Refused(reason)


def go(
    held: Held,
    move: Move,
    *,
    outcome: Outcome | None = None,
    details: Mapping[str, Any] | None = None,
    public: bool | None = None,
) -> CaseEvent:
    """Make a move: ask the rules, set state and clock, write the event and the note in the journal, save.

    details  ids and codes only; they go into the journal too
    """
    allow(held, move)
    before = held.facts.state
    after = rules.target(move, held.facts, held.options, outcome)
    if move not in rules.STAYS:
        _enter(held, after)
    save(held)
    return write(held, move, before=before, after=after, details=details, public=public)


def _enter(held: Held, state: State) -> None:
    row, today = held.row, held.today
    ticking = clock_of(row)
    if state in held.options.pause_on:
        ticking = ticking.paused(today, held.calendar)
    elif state in rules.RUNNING:
        ticking = ticking.resumed(today, held.calendar)
    row.due_on, row.days_used, row.paused_on = ticking.due_on, ticking.used, ticking.paused_on
    if state is not State.WAITING_APPLICANT:
        row.answer_by = None
    row.state, row.status_text = state.value, ""


def save(held: Held) -> None:
    """Save the case as a new revision, with the day on which time next does something with it."""
    row = held.row
    row.revision += 1
    held.facts = facts_of(row)
    reminded = row.answer_by is not None and waiting_request(row.pk, reminded=True) is not None
    ended_on = clock.today(row.closed_at) if row.closed_at else None
    row.wake_on = rules.wake_on(held.facts, held.options, reminded=reminded, ended_on=ended_on)
    row.save()


def waiting_request(case_id: int, *, reminded: bool | None = None) -> DocumentRequest | None:
    """Return the request that the applicant has not answered yet."""
    rows = DocumentRequest.objects.filter(case_id=case_id, answered_at=None)
    if reminded is not None:
        rows = rows.filter(reminded_at__isnull=not reminded)
    return rows.order_by("-id").first()


def write(
    held: Held, move: Move, *, before: State, after: State, details: Mapping[str, Any] | None = None, public: bool | None = None
) -> CaseEvent:
    """Write what happened into the case's history and the journal."""
    is_public = move not in INTERNAL if public is None else public
    event = CaseEvent.objects.create(
        case=held.row,
        at=held.now,
        verb=move.value,
        from_state="" if before is after else before.value,
        to_state="" if before is after else after.value,
        actor=str(held.who),
        details=dict(details or {}) | _signed(held),
        is_public=is_public,
    )
    held.events.append(event)
    moved = {} if before is after else {"from": before.value, "to": after.value}
    journal.note(
        verb=JOURNAL_VERBS[move],
        about=f"case:{held.row.reference}",
        actor=str(held.who),
        at=held.now,
        details=moved | dict(details or {}),
    )
    return event


def _signed(held: Held) -> dict[str, str]:
    """Return the name of the member of staff, kept with the event: it stays true when they leave."""
    staff = held.by.staff
    return {"name": staff.name} if staff is not None and staff.name and str(held.who).startswith("staff:") else {}


def hand_over(held: Held) -> None:
    """Give an unassigned case to the caseworker who now works on it."""
    if held.row.assignee_id is None and held.actor.staff_id and held.by != CITY and held.actor.in_department:
        held.row.assignee_id = held.actor.staff_id
