"""Follow a proposal; wish for the weekly digest."""

from datetime import datetime

from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer, why_not_signed_in
from madang.city.places import queries as places
from madang.city.portal.queries.subjects import TOPICS
from madang.city.proposals.models import DigestWish, Follower, Proposal
from madang.city.proposals.rules.life import UNKNOWN, State


@transaction.atomic
def follow(*, reference: str, by: Viewer, now: datetime, wanted: bool = True) -> None:
    """Hear of each move of a proposal, or no longer; twice is as once. Raises Refused for strangers."""
    account_id = _account(by)
    row = Proposal.objects.exclude(state=State.DRAFT.value).filter(reference=reference).first()
    if row is None:
        raise Refused(UNKNOWN)
    if wanted:
        Follower.objects.get_or_create(proposal=row, account_id=account_id, defaults={"since": now})
    else:
        Follower.objects.filter(proposal=row, account=account_id).delete()


@transaction.atomic
def wish_digest(*, by: Viewer, now: datetime, area_id: int | None = None, topic: str = "") -> None:
    """Get the weekly digest of an area and what is below it, of a topic, or of all; the last wish stands. Raises Refused."""
    account_id = _account(by)
    if topic and topic not in TOPICS:
        raise Refused(Refusal("proposals.no_topic", status=422))
    if area_id is not None and places.area(area_id) is None:
        raise Refused(Refusal("proposals.no_such_place", status=422))
    chosen = {"area_id": area_id, "topic": topic}
    DigestWish.objects.update_or_create(account_id=account_id, defaults=chosen, create_defaults=chosen | {"since": now})


@transaction.atomic
def end_digest(*, by: Viewer) -> None:
    """Get the weekly digest no longer. Raises Refused for strangers."""
    DigestWish.objects.filter(account=_account(by)).delete()


def _account(by: Viewer) -> int:
    if by.account_id is None:
        raise Refused(why_not_signed_in(by) or UNKNOWN)
    return by.account_id
