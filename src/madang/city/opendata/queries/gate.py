"""One passing of the gate, as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from madang.city.opendata.models import Disclosure
from madang.city.opendata.rules.disclosure import Decision, Finding, read_findings
from madang.city.people import queries as people


@dataclass(frozen=True, slots=True)
class Passing:
    """What the gate found in a version, and what was decided; ``decision`` is None while it waits.

    applied     what the measures did, as everybody may read it
    decided_by  the name of who decided; empty for the platform itself
    """

    findings: tuple[Finding, ...]
    found_at: datetime
    decision: Decision | None
    applied: Mapping[str, Any]
    decided_at: datetime | None
    decided_by: str


def passing(version_id: UUID) -> Passing | None:
    """Return the newest passing of a version; None where nobody has looked through it yet."""
    row = Disclosure.objects.filter(version__public_id=version_id).order_by("-id").first()
    if row is None:
        return None
    return Passing(
        findings=read_findings(row.findings),
        found_at=row.found_at,
        decision=Decision.from_json(row.decision) if row.decided_at else None,
        applied=row.applied,
        decided_at=row.decided_at,
        decided_by=_name(row.decided_by),
    )


def _name(actor: str) -> str:
    kind, _sep, number = actor.partition(":")
    if kind != "staff" or not number.isdecimal():
        return ""
    return people.staff_names([int(number)]).get(int(number), "")
