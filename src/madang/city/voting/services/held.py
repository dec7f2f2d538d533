"""Votes among what the city holds about a person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from madang.city.kernel.refusals import Refusal
from madang.city.voting.models import BallotKeys, Entitled, Follower, HandOver, Vote
from madang.city.voting.queries import secret
from madang.city.voting.queries.ballots import has_voted
from madang.city.voting.queries.entitlement import resident
from madang.city.voting.rules.votes import Mode, State


class VotesHeld:
    """What somebody asked and follows, in which registers they stand, in which open straw votes they have taken part.

    What somebody chose is not among it: no query leads from a person to a ballot, and once a vote is closed nothing does.
    """

    name = "votes"

    def collect(self, resident_id: int) -> Mapping[str, Any] | list[Any]:
        """Return references of votes by what the resident has to do with them, and the questions they asked."""
        asked = Vote.objects.filter(asker_id=resident_id).order_by("id")
        secret_votes = (
            Vote.objects.filter(mode=Mode.OFFICIAL, state=State.OPEN).order_by("id").values_list("reference", flat=True)
        )
        opened = Vote.objects.filter(pk__in=BallotKeys.objects.values("vote_id")).order_by("id")
        return {
            "asked": [{"vote": row.reference, "state": row.state, "question": row.question} for row in asked],
            "follows": self._references(Follower, resident_id),
            "may_vote_in": self._references(Entitled, resident_id),
            "has_voted_in": [row.reference for row in opened if has_voted(row, resident(resident_id))],
            "has_a_token_in": [one for one in secret_votes if secret.has_part(one, resident(resident_id))],
        }

    def objection(self, resident_id: int) -> Refusal | None:
        """Return nothing: votes never stand in the way."""
        return None

    def forget(self, resident_id: int, now: datetime) -> None:
        """Delete drafts, follows, entries in registers and codes. Questions that were put stay, as those of nobody's name."""
        Vote.objects.filter(asker_id=resident_id, state=State.DRAFT).delete()
        HandOver.objects.filter(voter=resident(resident_id)).delete()
        for table in (Follower, Entitled):
            table.objects.filter(resident_id=resident_id).delete()

    def _references(self, table: type[Follower] | type[Entitled], resident_id: int) -> list[str]:
        votes = table.objects.filter(resident_id=resident_id).order_by("vote_id")
        return list(votes.values_list("vote__reference", flat=True))
