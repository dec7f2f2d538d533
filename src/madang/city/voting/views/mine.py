"""What a vote is to the reader: whether they may vote, have voted, keep it."""

from dataclasses import dataclass

from django.http import HttpRequest

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.voting.models import Vote
from madang.city.voting.queries.ballots import Part, part
from madang.city.voting.queries.loading import UNKNOWN, asking_department, row_of
from madang.city.voting.queries.votes import VoteView, seen
from madang.city.voting.queries.votes import vote as find_vote
from madang.city.voting.rules.life import why_not_keep
from madang.city.voting.rules.votes import State
from madang.city.voting.views.door import viewer_of, voter_of


@dataclass(frozen=True, slots=True)
class Mine:
    """The reader's part in a vote.

    person     who they are to it; "" for a stranger
    why_not    why they may not vote; None where they may, and for strangers, of whom nothing is known
    has_voted  whether they have taken part: cast a straw ballot, or fetched their token, or came to vote on paper
    keeps      whether they look after it
    """

    person: str
    why_not: Refusal | None
    has_voted: bool
    keeps: bool


def read(request: HttpRequest, reference: str) -> tuple[VoteView, Mine]:
    """Return a vote and the reader's part in it. Raises Refused (404)."""
    row, view = seen(reference, viewer_of(request), today=clock.today(clock.now()))
    person = voter_of(request, reference)
    asks = row.state in (State.ANNOUNCED, State.OPEN) and bool(person)
    found = part(row, person) if asks else Part(None, has_taken=False)
    return view, Mine(person, found.why_not, found.has_taken, _keeps(request, row))


def part_in(request: HttpRequest, reference: str) -> Mine:
    """Return the reader's part in a vote. Raises Refused (404)."""
    return read(request, reference)[1]


def kept_vote(request: HttpRequest, reference: str) -> VoteView:
    """Return a vote to who keeps it. Raises Refused (404)."""
    if not _keeps(request, row_of(reference)):
        raise Refused(UNKNOWN)
    return find_vote(reference, viewer_of(request), today=clock.today(clock.now()))


def _keeps(request: HttpRequest, row: Vote) -> bool:
    return why_not_keep(viewer_of(request), asker=row.asker_id, department=asking_department(row)) is None
