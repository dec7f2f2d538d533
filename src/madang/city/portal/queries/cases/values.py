"""What pages know of a case: plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from madang.city.kernel.refusals import Refusal
from madang.city.people.queries import Profile
from madang.city.portal.definitions import ServiceDefinition
from madang.city.portal.rules.cases import CaseFacts, Move, Options, Outcome, State
from madang.city.portal.rules.certificates import Standing, standing
from madang.city.portal.rules.clock import CaseClock, WorkCalendar

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in its applicant's list."""

    reference: str
    titles: Texts
    service_slug: str
    state: State
    status_text: str
    submitted_at: datetime
    due_on: date
    answer_by: date | None
    is_paused: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class EventView:
    """Something that happened. ``actor`` as it was written down, ``name`` of the member of staff."""

    at: datetime
    verb: Move
    from_state: str
    to_state: str
    actor: str
    name: str
    details: Mapping[str, Any]
    is_public: bool


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message; ``is_staff`` tells from which side."""

    at: datetime
    is_staff: bool
    name: str
    body: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note among staff."""

    at: datetime
    name: str
    body: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """Papers that were asked for."""

    id: int
    asked_at: datetime
    name: str
    evidence: tuple[str, ...]
    body: str
    answer_by: date | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter that was sent."""

    id: str
    kind: str
    language: str
    subject: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document that was issued."""

    id: str
    output: str
    code: str
    titles: Texts
    issued_at: datetime
    issued_by: str
    valid_until: date | None
    withdrawn_at: datetime | None

    def standing(self, today: date) -> Standing:
        """Return how it stands with it."""
        return standing(self.valid_until, self.withdrawn_at is not None, today)


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of the case."""

    id: str
    field: str
    name: str
    kind: str
    size_bytes: int
    scan: str
    request_id: int | None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision, proposed or made."""

    outcome: Outcome
    reasons: str
    proposed_at: datetime
    proposed_by: str
    made_at: datetime | None
    made_by: str
    is_appeal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A case with all that its page shows."""

    id: int
    reference: str
    revision: int
    definition: ServiceDefinition
    titles: Texts
    service_slug: str
    department_code: str
    department_name: Texts
    department_phone: str
    channel: str
    language: str
    answers: Mapping[str, Any]
    facts: CaseFacts
    options: Options
    status_text: str
    assignee_id: int | None
    assignee_name: str
    submitted_at: datetime
    decided_at: datetime | None
    closed_at: datetime | None
    clock: CaseClock
    calendar: WorkCalendar
    today: date
    events: tuple[EventView, ...]
    messages: tuple[MessageView, ...]
    requests: tuple[RequestView, ...]
    letters: tuple[LetterView, ...]
    documents: tuple[DocumentView, ...]
    files: tuple[FileView, ...]
    decisions: tuple[DecisionView, ...]
    moves: tuple[Move, ...]

    @property
    def state(self) -> State:
        """Return where the case stands."""
        return self.facts.state

    @property
    def open_request(self) -> RequestView | None:
        """Return what the applicant is still asked for."""
        return next((one for one in self.requests if one.answered_at is None), None)

    @property
    def decision(self) -> DecisionView | None:
        """Return the newest decision that was made."""
        return next((one for one in self.decisions if one.made_at is not None), None)

    @property
    def proposal(self) -> DecisionView | None:
        """Return the decision that waits to be made."""
        return next((one for one in self.decisions if one.made_at is None), None)

    @property
    def eligible(self) -> str:
        """Return what the rules said when the application was filled in: yes, no, cannot_tell, or nothing."""
        found = next((one.details.get("eligible") for one in self.events if one.verb is Move.SUBMIT), "")
        return str(found or "")


@dataclass(frozen=True, slots=True)
class StaffCase:
    """A case as its department sees it: with the person, the notes, and why each other move is impossible."""

    page: CasePage
    profile: Profile | None
    notes: tuple[NoteView, ...]
    refusals: Mapping[Move, Refusal]
