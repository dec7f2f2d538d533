"""Wishes, support, follows and showcases among what the city holds about a person."""

from datetime import datetime
from typing import Any

from django.db import transaction

from madang.city.kernel.refusals import Refusal
from madang.city.opendata.models import DatasetRequest, Follower, RequestSupport, Showcase
from madang.city.people import queries as people


class CommunityHeld:
    """What somebody asked for and showed stays public without them; support and follows go."""

    name = "opendata"

    def collect(self, resident_id: int) -> dict[str, list[Any]]:
        """Return every wish, support, follow and showcase."""
        account_id = people.account_of(resident_id) or 0
        asked = DatasetRequest.objects.filter(asker=resident_id).order_by("pk")
        supported = RequestSupport.objects.filter(resident=resident_id).order_by("pk")
        followed = Follower.objects.filter(account=account_id).order_by("pk")
        shown = Showcase.objects.filter(proposer=resident_id).order_by("pk")
        return {
            "requests": [{"title": row.title, "text": row.text, "at": row.made_at.isoformat()} for row in asked],
            "supported": list(supported.values_list("request__title", flat=True)),
            "followed": list(followed.values_list("dataset__slug", flat=True)),
            "showcases": [{"title": row.title, "url": row.url, "maker": row.maker} for row in shown],
        }

    def objection(self, resident_id: int) -> Refusal | None:
        """Return nothing: none of it stands in the way."""
        return None

    @transaction.atomic
    def forget(self, resident_id: int, now: datetime) -> None:
        """Take the person off what stays public, and delete the rest."""
        DatasetRequest.objects.filter(asker=resident_id).update(asker=None)
        Showcase.objects.filter(proposer=resident_id).update(proposer=None)
        RequestSupport.objects.filter(resident=resident_id).delete()
        Follower.objects.filter(account=people.account_of(resident_id) or 0).delete()
