"""What notices hold about a person: collected for them, and forgotten when they leave."""

from datetime import datetime
from typing import Any

from django.db import transaction

from madang.city.kernel.refusals import Refusal
from madang.city.notices.models import Notice, Preference, PushSubscription
from madang.city.people import queries as people


class NoticesHeld:
    """Notices, wishes and browsers of an account; nothing stands against forgetting them."""

    name = "notices"

    def collect(self, resident_id: int) -> list[Any]:
        """Return every notice that the resident got, oldest first."""
        rows = Notice.objects.filter(account_id=people.account_of(resident_id) or 0).order_by("id")
        return [
            {
                "at": row.created_at.isoformat(),
                "kind": row.kind,
                "subject": row.subject,
                "body": row.body,
                "read_at": row.read_at.isoformat() if row.read_at else None,
                "deliveries": [
                    {"channel": one.channel, "state": one.state, "sent_at": one.sent_at.isoformat() if one.sent_at else None}
                    for one in row.deliveries.all()
                ],
            }
            for row in rows.prefetch_related("deliveries")
        ]

    def objection(self, resident_id: int) -> Refusal | None:
        """Return nothing: notices never stand in the way."""
        return None

    @transaction.atomic
    def forget(self, resident_id: int, now: datetime) -> None:
        """Delete all of it."""
        account_id = people.account_of(resident_id) or 0
        for table in (Notice, Preference, PushSubscription):
            table.objects.filter(account_id=account_id).delete()
