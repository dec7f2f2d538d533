"""Who is told of a move, and who follows what."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from madang.city.people import queries as people
from madang.city.proposals.models import DigestWish, Follower, Proposal, Support
from madang.city.proposals.queries.loading import author_ids
from madang.city.proposals.rules.life import Move

TELLS_SUPPORTERS = frozenset({Move.EDIT, Move.DECIDE, Move.DECIDE_ANEW, Move.FINISH, Move.WITHDRAW, Move.RETIRE})


class Stage(StrEnum):
    """Who is told first, next and last; whoever was told is not told again."""

    AUTHORS = "authors"
    FOLLOWERS = "followers"
    SUPPORTERS = "supporters"


def stage_after(stage: Stage) -> Stage | None:
    """Return who is told next; None behind the last."""
    stages = tuple(Stage)
    place = stages.index(stage) + 1
    return stages[place] if place < len(stages) else None


def to_tell(proposal_id: int, move: Move, stage: Stage, *, after: int, size: int) -> tuple[list[int], int | None]:
    """Return accounts to tell of a move, and behind which row the next ones begin; None where there are no more.

    after  0, or what the call before returned
    """
    if stage is Stage.AUTHORS:
        signed = author_ids(Proposal.objects.get(pk=proposal_id))
        return sorted(people.accounts_of(signed).values()), None
    if stage is Stage.FOLLOWERS:
        return _batch(Follower.objects.filter(proposal=proposal_id), "account_id", after, size)
    if move not in TELLS_SUPPORTERS:
        return [], None
    residents, last = _batch(Support.objects.filter(proposal=proposal_id, resident__isnull=False), "resident_id", after, size)
    return sorted(people.accounts_of(residents).values()), last


def _batch(rows: QuerySet, column: str, after: int, size: int) -> tuple[list[int], int | None]:
    found = list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", column)[:size])
    return [one for _, one in found], found[-1][0] if len(found) == size else None


def followed(account_id: int) -> list[str]:
    """Return the references of the proposals that an account follows, newest wish first."""
    rows = Follower.objects.filter(account=account_id).order_by("-since", "-pk")
    return list(rows.values_list("proposal__reference", flat=True))


def is_followed(reference: str, account_id: int | None) -> bool:
    """Tell whether an account follows a proposal."""
    return account_id is not None and Follower.objects.filter(proposal__reference=reference, account=account_id).exists()


@dataclass(frozen=True, slots=True)
class Wish:
    """Of what somebody gets the weekly digest; without an area of the whole city, without a topic of all."""

    area_id: int | None
    topic: str


def digest_wish(account_id: int) -> Wish | None:
    """Return of what an account gets the weekly digest; None if it gets none."""
    row = DigestWish.objects.filter(account=account_id).first()
    return Wish(row.area_id, row.topic) if row else None
