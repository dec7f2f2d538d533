"""What a case is to the rules: its states, the moves, the facts, who acts, and what its service has chosen."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from madang.city.people.rules import Role
from madang.city.portal.definitions.model import Clock, Deemed, ServiceDefinition


class State(StrEnum):
    """Where a case stands. One set of states for all services."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    IN_REVIEW = "in_review"
    WAITING_APPLICANT = "waiting_applicant"
    WAITING_THIRD_PARTY = "waiting_third_party"
    PROPOSED_DECISION = "proposed_decision"
    FOUR_EYES = "four_eyes"
    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"
    ISSUED = "issued"
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CLOSED = "closed"
    ARCHIVED = "archived"
    PURGED = "purged"


class Outcome(StrEnum):
    """What a decision says."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"


class Move(StrEnum):
    """Everything that can be done with a case."""

    SUBMIT = "submit"
    RECEIVE = "receive"
    START = "start"
    ASK = "ask"
    ANSWER = "answer"
    WAIT = "wait"
    RESUME = "resume"
    PROPOSE = "propose"
    CONFIRM = "confirm"
    SEND_BACK = "send_back"
    DECIDE = "decide"
    ISSUE = "issue"
    WITHDRAW = "withdraw"
    APPEAL = "appeal"
    DECIDE_APPEAL = "decide_appeal"
    CLOSE = "close"
    LAPSE = "lapse"
    DEEM = "deem"
    ARCHIVE = "archive"
    PURGE = "purge"
    ASSIGN = "assign"
    TAKE = "take"
    NOTE = "note"
    MESSAGE = "message"
    STATUS = "status"


class Part(StrEnum):
    """The part somebody plays in one case."""

    APPLICANT = "applicant"
    STAFF = "staff"
    SYSTEM = "system"
    STRANGER = "stranger"


DECIDED = frozenset({State.GRANTED, State.PARTLY_GRANTED, State.REFUSED})
WAITING = frozenset({State.WAITING_APPLICANT, State.WAITING_THIRD_PARTY})
REVIEWED = frozenset({State.PROPOSED_DECISION, State.FOUR_EYES})
UNDECIDED = frozenset({State.SUBMITTED, State.RECEIVED, State.IN_REVIEW}) | WAITING | REVIEWED
RUNNING = UNDECIDED | {State.APPEALED}
GONE = frozenset({State.CLOSED, State.ARCHIVED, State.PURGED})


@dataclass(frozen=True, slots=True)
class CaseActor:
    """Who acts or looks, seen from one case.

    in_department  the case's department is the actor's own or lies below it
    stands_in_for  members of staff for whom the actor is deputy today
    resident_id    the actor's own resident, also where they act as staff
    """

    part: Part
    staff_id: int | None = None
    role: Role | None = None
    in_department: bool = False
    stands_in_for: frozenset[int] = frozenset()
    resident_id: int | None = None


SYSTEM_ACTOR = CaseActor(Part.SYSTEM)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """A case as the rules see it.

    first_deciders  who proposed, made or confirmed the first decision
    proposed_by     who proposed the decision that waits
    is_appeal       an objection was lodged, whether decided or not
    """

    state: State
    outcome: Outcome | None = None
    applicant_id: int | None = None
    assignee_id: int | None = None
    proposed_by: int | None = None
    first_deciders: frozenset[int] = frozenset()
    is_appeal: bool = False
    is_paused: bool = False
    due_on: date | None = None
    answer_by: date | None = None
    appeal_until: date | None = None
    archive_on: date | None = None
    purge_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a service has chosen in its file."""

    days_total: int = 0
    clock: Clock = Clock.WORKING
    four_eyes: bool = False
    deemed: Deemed = Deemed.NONE
    appeal_days: int = 30
    lapse_days: int = 28
    remind_days: int = 7
    pause_on: frozenset[State] = field(default_factory=lambda: frozenset({State.WAITING_APPLICANT}))
    has_outputs: bool = False


def options_of(definition: ServiceDefinition) -> Options:
    """Return what a definition has chosen for its cases."""
    flow = definition.workflow
    return Options(
        days_total=definition.processing_days or 0,
        clock=flow.clock,
        four_eyes=flow.four_eyes,
        deemed=flow.deemed,
        appeal_days=flow.appeal_days,
        lapse_days=flow.lapse_days,
        remind_days=flow.remind_days,
        pause_on=frozenset(State(name) for name in flow.pause_on),
        has_outputs=bool(definition.outputs),
    )
