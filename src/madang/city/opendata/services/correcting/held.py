"""What the Plaza knows of a resident who proposed corrections."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from madang.city.kernel.refusals import Refusal
from madang.city.opendata.models import Correction
from madang.city.opendata.rules.states import Fate


class CorrectionsHeld:
    """Corrections are collected for their proposer; who leaves is no longer named, and what nobody answered is taken back."""

    name = "opendata-corrections"

    def collect(self, resident_id: int) -> Mapping[str, Any] | list[Any]:
        """Return the corrections that a resident proposed."""
        rows = Correction.objects.filter(proposer=resident_id).order_by("pk")
        names = ("dataset__slug", "row", "wanted", "why", "state", "answer", "made_at", "answered_at")
        return [
            {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
            for row in rows.values(*names)
        ]

    def objection(self, resident_id: int) -> Refusal | None:
        """Return nothing: corrections keep nobody."""
        return None

    def forget(self, resident_id: int, now: datetime) -> None:
        """Take open ones back, and the person's name and reasons out of all."""
        mine = Correction.objects.filter(proposer=resident_id)
        mine.filter(state__in=[Fate.OPEN.value, Fate.IN_REVIEW.value]).update(state=Fate.WITHDRAWN.value, answered_at=now)
        mine.update(proposer=None, why="")
