"""What residents discuss, the same for all that comments stand under: a proposal, or a vote."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from madang.city.kernel.refusals import Refusal
from madang.city.proposals.rules.life import UNLISTED, State
from madang.city.proposals.rules.links import LIST


class SubjectKind(StrEnum):
    """What comments stand under."""

    PROPOSAL = "proposal"
    VOTE = "vote"


LISTS = {SubjectKind.PROPOSAL: LIST, SubjectKind.VOTE: "/votes"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that people discuss. As text it is what the journal calls it: ``vote:MD-7K3F-92X``.

    id         of its row among those of its kind
    titles     by language
    refusal    why nobody may add a word any more, whatever the hour; None while residents may
    closes_at  from when on nobody may; None where no clock ends it
    is_yes_no  one is for it or against it; else one speaks for or against one of several options
    """

    kind: SubjectKind
    id: int
    reference: str
    titles: Mapping[str, str]
    refusal: Refusal | None = None
    closes_at: datetime | None = None
    is_yes_no: bool = True

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.reference}"

    @property
    def page(self) -> str:
        """Return the address of its own page."""
        return f"{LISTS[self.kind]}/{self.reference}"

    @property
    def discussion(self) -> str:
        """Return the address of what is said about it."""
        return discussion_address(self.kind, self.reference)

    def comment(self, public_id: UUID) -> str:
        """Return the address at which a comment on it stands."""
        return comment_place(self.kind, self.reference, public_id)


def discussion_address(kind: SubjectKind, reference: str) -> str:
    """Return the address of a discussion."""
    return f"{LISTS[kind]}/{reference}/comments"


def comment_address(kind: SubjectKind, reference: str, public_id: UUID) -> str:
    """Return the address of the page with a comment, below which what can be done with it stands."""
    return f"{discussion_address(kind, reference)}/{public_id}"


def comment_place(kind: SubjectKind, reference: str, public_id: UUID) -> str:
    """Return the address at which a comment stands on that page."""
    return f"{comment_address(kind, reference, public_id)}#comment-{public_id}"


def why_not_proposal(state: State) -> Refusal | None:
    """Refuse words about proposals that are over or not listed."""
    return Refusal("proposals.no_comments_now") if state in UNLISTED | {State.WITHDRAWN, State.RETIRED} else None


def why_not_vote(*, is_running: bool) -> Refusal | None:
    """Refuse words about a vote that is neither announced nor open: what was said stays to be read."""
    return None if is_running else Refusal("proposals.vote_is_over")


def why_not_discuss(subject: Subject, *, now: datetime) -> Refusal | None:
    """Refuse to add a word where the discussion is over: of a vote from the very instant of closing on."""
    if subject.closes_at is not None and now >= subject.closes_at:
        return Refusal("proposals.vote_is_over")
    return subject.refusal
