"""Cases as the API tells and takes them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from madang.city.kernel.http.api import NO_NUL

Reference = Annotated[str, Field(max_length=20, examples=["MD-7K3F-92X"])]
Text = Annotated[str, Field(max_length=10_000, pattern=NO_NUL)]
Paper = Annotated[str, Field(max_length=80, pattern=NO_NUL)]
StaffMove = Literal[
    "take", "start", "ask", "wait", "resume", "propose", "confirm", "send_back", "decide", "decide_appeal", "issue", "close",
    "note", "message", "status",
]  # fmt: skip


class CaseLineOut(Schema):
    """A case in its applicant's list."""

    reference: str
    service: str
    title: str
    state: str
    submitted_at: datetime
    due_on: date
    answer_by: date | None
    is_open: bool


class CaseList(Schema):
    """A page of cases, and the cursor of the next one."""

    items: list[CaseLineOut]
    next_cursor: str | None


class EventOut(Schema):
    """Something that happened."""

    at: datetime
    verb: str
    from_state: str
    to_state: str
    by: str


class MessageOut(Schema):
    """A message between applicant and city."""

    at: datetime
    from_city: bool
    body: str


class DocumentOut(Schema):
    """A document that was issued; ``standing`` is valid, expired or withdrawn. With its code anybody can check it."""

    title: str
    code: str
    issued_at: datetime
    valid_until: date | None
    standing: str


class CaseOut(Schema):
    """A case: where it stands, who acts, by when, what happened, and what may be done with it."""

    reference: str
    revision: int
    service: str
    title: str
    department: str
    state: str
    status_text: str
    submitted_at: datetime
    due_on: date
    clock_runs: bool
    outcome: str | None
    reasons: str | None
    answers: dict[str, Any]
    events: list[EventOut]
    messages: list[MessageOut]
    documents: list[DocumentOut]
    moves: list[str]


class InboxLineOut(Schema):
    """A row of the inbox; ``left`` in days of the service's clock, negative when late, null while the clock stands."""

    reference: str
    applicant: str
    title: str
    state: str
    due_on: date
    left: int | None
    assignee: str


class InboxOut(Schema):
    """A page of a queue, and how many each queue holds (1,000 means more than 999)."""

    counts: dict[str, int]
    items: list[InboxLineOut]
    next_cursor: str | None


class WordsIn(Schema):
    """What somebody writes."""

    body: Annotated[str, Field(min_length=1, max_length=10_000, pattern=NO_NUL)]


class OwnMoveIn(Schema):
    """An applicant's move; ``revision`` as last read, so that nothing is overwritten unseen."""

    revision: int | None = None
    words: Text = ""


class StaffMoveIn(Schema):
    """A move of the staff and what it needs: reasons and outcome for decisions, words for the others."""

    move: StaffMove
    revision: int | None = None
    outcome: Literal["granted", "partly_granted", "refused"] | None = None
    words: Text = ""
    evidence: Annotated[list[Paper], Field(max_length=20)] = Field(default_factory=list)
