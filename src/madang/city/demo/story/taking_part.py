"""A year of taking part: neighbours move in, propose, talk and vote, all of it or nothing."""

from datetime import datetime

from django.db import transaction

from madang.city.demo.story import conversation, ideas, neighbours, votes
from madang.city.demo.story.cast import Cast
from madang.city.kernel import clock
from madang.city.proposals.queries import own

A_PROPOSER = "chen"


@transaction.atomic
def take_part(now: datetime) -> None:
    """Tell of it once."""
    cast = Cast(neighbours.move_in(now))
    if _is_told(cast, now):
        return
    ideas.propose(cast, now)
    conversation.talk(cast, now)
    votes.hold(cast, now)


def _is_told(cast: Cast, now: datetime) -> bool:
    proposer = cast.named(A_PROPOSER).resident_id
    return proposer is not None and bool(own.written_by(proposer, today=clock.today(now)))
