"""Follow a vote, and stop following it."""

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.voting.models import Follower
from madang.city.voting.queries.loading import row_of
from madang.city.voting.rules.votes import State


def follow(*, reference: str, resident_id: int) -> None:
    """Tell a resident from now on how a vote goes on. Raises Refused for one that is not announced yet."""
    row = row_of(reference)
    if row.state == State.DRAFT:
        raise Refused(Refusal("voting.unknown", status=404))
    Follower.objects.get_or_create(vote=row, resident_id=resident_id)


def unfollow(*, reference: str, resident_id: int) -> None:
    """Tell a resident no more."""
    Follower.objects.filter(vote=row_of(reference), resident_id=resident_id).delete()
