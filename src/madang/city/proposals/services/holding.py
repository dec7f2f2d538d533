"""Hold a proposal: load and lock it, ask the rules, move it, write down in public and in the journal what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from madang.city.journal import services as journal
from madang.city.kernel import clock
from madang.city.kernel.jobs import enqueue
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import SYSTEM, Viewer
from madang.city.people.rules import Actor as Person
from madang.city.portal.queries.working_days import work_calendar
from madang.city.portal.rules.clock import WorkCalendar
from madang.city.proposals.models import Proposal, ProposalEvent
from madang.city.proposals.queries.loading import actor_for, facts_of
from madang.city.proposals.queries.settings import settings
from madang.city.proposals.rules import life
from madang.city.proposals.rules.life import Actor, Facts, Move, Part
from madang.city.proposals.rules.settings import Settings

TOLD = frozenset(Move) - {Move.PUBLISH, Move.REASSIGN, Move.RESUME, Move.ESCALATE, Move.APPEAL}
_RESIDENTS = frozenset({Part.AUTHOR, Part.CO_AUTHOR})


@dataclass(slots=True)
class Held:
    """A locked proposal within one transaction, with all that its moves need.

    facts  how it stood when it was loaded, or after its last move: a move is judged by that, not by what it writes
    """

    row: Proposal
    by: Viewer
    actor: Actor
    now: datetime
    facts: Facts
    events: list[ProposalEvent] = field(default_factory=list)

    @property
    def today(self) -> date:
        """Return the day in the city."""
        return clock.today(self.now)

    @property
    def calendar(self) -> WorkCalendar:
        """Return the days the city works."""
        return work_calendar(self.today)

    @property
    def department_id(self) -> int:
        """Return whose it is. Raises TypeError before it was routed."""
        if self.row.department_id is None:
            raise TypeError("this is done by the department that has the proposal")
        return self.row.department_id

    @property
    def settings(self) -> Settings:
        """Return the numbers that the city has chosen."""
        return settings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a move says in public: a code of the reason, words in one language, numbers and codes beside them."""

    reason: str = ""
    text: str = ""
    language: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


NOTHING = Said()


def hold(*, reference: str, by: Viewer, now: datetime, revision: int | None = None) -> Held:
    """Load a proposal and lock it to the end of the transaction.

    revision  what the page showed; where the proposal has gone on since, Refused (``kernel.changed_meanwhile``)

    Raises Refused (404) where there is no such proposal, or it is not the viewer's to see.
    """
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True).select_related("department")
    row = rows.filter(reference=reference).first()
    if row is None:
        raise Refused(life.UNKNOWN)
    held = holding(row, by=by, now=now)
    if not life.may_see(held.facts, held.actor):
        raise Refused(life.UNKNOWN)
    if revision is not None and revision != row.revision:
        raise Refused(Refusal("kernel.changed_meanwhile"))
    return held


def holding(row: Proposal, *, by: Viewer, now: datetime) -> Held:
    """Return a proposal that is locked, or new, with all that its moves need."""
    return Held(row, by, actor_for(by, row, clock.today(now)), now, facts_of(row))


def allow(held: Held, move: Move) -> None:
    """Raise Refused where the rules say no."""
    if reason := life.why_not(move, held.facts, held.actor, held.today):
        raise Refused(reason)


def go(held: Held, move: Move, said: Said = NOTHING, *, by_itself: bool = False) -> ProposalEvent:
    """Make a move: ask the rules, set the state, save, write the public event and the note in the journal, tell who cares.

    by_itself  the move follows from what somebody did, and the software makes it
    """
    actor = life.THE_JOB if by_itself else held.actor
    if reason := life.why_not(move, held.facts, actor, held.today):
        raise Refused(reason)
    before = held.facts.state
    held.row.state = life.target(move, held.facts).value
    save(held)
    event = _write(held, move, before.value, life.part_of(move, actor), said)
    if move in TOLD:
        enqueue("proposals.tell", event_id=event.pk)
    return event


def save(held: Held) -> None:
    """Save the proposal as a new revision. The count of supports is left alone: only supporting moves it."""
    row = held.row
    row.revision += 1
    row.changed_at = held.now
    kept = [field.name for field in Proposal._meta.concrete_fields if field.name not in ("id", "supports")]
    row.save(update_fields=kept)
    held.facts = facts_of(row)


def _write(held: Held, move: Move, before: str, part: Part | None, said: Said) -> ProposalEvent:
    row, who = held.row, _person(held, part)
    staff = held.by.staff if who.kind == "staff" else None
    event = ProposalEvent.objects.create(
        proposal=row,
        at=held.now,
        move=move.value,
        from_state=before,
        to_state=row.state,
        part=part.value if part else "",
        department_id=row.department_id,
        staff_id=staff.id if staff else None,
        reason=said.reason,
        text=said.text.strip(),
        language=said.language if said.text.strip() else "",
        due_on=_due(row),
        details=dict(said.details),
    )
    held.events.append(event)
    due = event.due_on.isoformat() if event.due_on else None
    details = {"from": before, "to": row.state, "part": event.part, "reason": said.reason, "due": due}
    verb = f"proposal.{move.value}"
    journal.note(verb=verb, about=f"proposal:{row.reference}", actor=str(who), at=held.now, details=details)
    return event


def _person(held: Held, part: Part | None) -> Person:
    """Return who is written down: residents as residents, also where they are staff too."""
    if part is Part.JOB:
        return SYSTEM
    return held.by.as_resident if part in _RESIDENTS else held.by.actor


def _due(row: Proposal) -> date | None:
    if row.state == life.State.COLLECTING:
        return row.collects_until
    return row.ask_until if row.state == life.State.ASKED else row.due_on
