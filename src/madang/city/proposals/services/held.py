"""Proposals, signatures, support, follows and checks among what the city holds about a person."""

from datetime import datetime
from typing import Any

from django.db import transaction

from madang.city.kernel.refusals import Refusal
from madang.city.people import queries as people
from madang.city.proposals.models import Check, CoAuthor, DigestWish, Duty, Follower, Proposal, Support, Version
from madang.city.proposals.queries.opinions import opinions_held
from madang.city.proposals.rules.life import State
from madang.city.proposals.services.opinions import forget_opinions


class ProposalsHeld:
    """What somebody proposed stays public as a resident's, their support counts on; drafts, follows, wishes and duties go."""

    name = "proposals"

    def collect(self, resident_id: int) -> dict[str, list[Any]]:
        """Return every proposal with its texts, and whatever was signed, supported, followed and checked."""
        account_id = people.account_of(resident_id) or 0
        own = Proposal.objects.filter(author=resident_id)
        texts = Version.objects.filter(proposal__in=own).order_by("proposal_id", "number")
        signed = CoAuthor.objects.filter(resident=resident_id).order_by("pk")
        supported = Support.objects.filter(resident=resident_id).order_by("pk")
        checked = Check.objects.filter(resident=resident_id).order_by("pk")
        return {
            "proposals": list(own.order_by("pk").values("reference", "state", "byline", "topic", "longitude", "latitude")),
            "texts": list(texts.values("proposal__reference", "number", "title", "text")),
            "signed": list(signed.values("proposal__reference", "byline")),
            "supported": [
                {"reference": ref, "at": at.isoformat()} for ref, at in supported.values_list("proposal__reference", "at")
            ],
            "followed": list(
                Follower.objects.filter(account=account_id).order_by("pk").values_list("proposal__reference", flat=True)
            ),
            "checked": list(checked.values("proposal__reference", "is_done", "text")),
            "opinions": opinions_held(resident_id),
            "digest": list(DigestWish.objects.filter(account=account_id).values("area_id", "topic")),
            "duties": list(Duty.objects.filter(account=account_id).order_by("kind").values_list("kind", flat=True)),
        }

    def objection(self, resident_id: int) -> Refusal | None:
        """Return nothing: a proposal goes its way without its author."""
        return None

    @transaction.atomic
    def forget(self, resident_id: int, now: datetime) -> None:
        """Take the person off what stays public, and delete the rest."""
        account_id = people.account_of(resident_id) or 0
        Proposal.objects.filter(author=resident_id, state=State.DRAFT.value).delete()
        Proposal.objects.filter(author=resident_id).update(author=None, byline="")
        CoAuthor.objects.filter(resident=resident_id, agreed_at=None).delete()
        CoAuthor.objects.filter(resident=resident_id).update(resident=None, byline="", called="")
        Support.objects.filter(resident=resident_id).update(resident=None)
        Check.objects.filter(resident=resident_id, is_done=None).delete()
        Check.objects.filter(resident=resident_id).update(resident=None)
        forget_opinions(resident_id)
        for kind in (Follower, DigestWish, Duty):
            kind.objects.filter(account=account_id).delete()
