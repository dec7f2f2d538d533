"""Votes that residents discuss, for the system that keeps what they say. Nothing here tells who may vote or has voted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from madang.city.kernel.ids import tidy_reference
from madang.city.kernel.refusals import Refused
from madang.city.voting.models import Vote
from madang.city.voting.queries.loading import UNKNOWN
from madang.city.voting.rules.life import RUNNING
from madang.city.voting.rules.votes import Kind, State


@dataclass(frozen=True, slots=True)
class DiscussedVote:
    """A vote as those see it who discuss it.

    id          by which comments name it
    is_running  it is announced or open, as far as the jobs have come: ask ``closes_at`` too
    """

    id: int
    reference: str
    question: Mapping[str, str]
    kind: Kind
    is_running: bool
    closes_at: datetime


def vote(reference: str) -> DiscussedVote:
    """Return a vote, however its reference was typed. Raises Refused (404) for drafts and votes that nobody may discuss."""
    row = _rows().filter(discussed=True, reference=tidy_reference(reference)).first()
    if row is None:
        raise Refused(UNKNOWN)
    return _discussed(row)


def votes(ids: Collection[int]) -> list[DiscussedVote]:
    """Return the votes that were once discussed, by their ids. One query."""
    return [_discussed(row) for row in _rows().filter(pk__in=ids)]


def account_that_asks(vote_id: int) -> int | None:
    """Return the account of whoever asks a vote, a resident or an officer; None for an officer who serves no more."""
    asks = Coalesce("asker__account_id", "asked_by__account_id")
    return _rows().filter(pk=vote_id, asked_by__left_at=None).values_list(asks, flat=True).first()


def _rows() -> QuerySet[Vote]:
    return Vote.objects.exclude(state=State.DRAFT.value)


def _discussed(row: Vote) -> DiscussedVote:
    return DiscussedVote(row.pk, row.reference, row.question, Kind(row.kind), State(row.state) in RUNNING, row.closes_at)
