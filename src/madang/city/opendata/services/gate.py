"""The disclosure gate: what is found in a version before it may be public, what is decided, and what that does."""

from datetime import datetime
from uuid import UUID

from madang.city.kernel.refusals import Refusal
from madang.city.opendata.rules.disclosure import Decision, Finding
from madang.city.people.rules import Actor


def inspect(*, version_id: UUID, now: datetime) -> tuple[Finding, ...]:
    """Look through the whole table of a version and keep what was found."""
    raise NotImplementedError


def decide(*, version_id: UUID, decision: Decision, by: Actor, now: datetime) -> None:
    """Take a decision on everything found, and carry it out."""
    raise NotImplementedError


def why_not_publish(version_id: UUID) -> Refusal | None:
    """Return why a version may not leave the gate yet, or None."""
    raise NotImplementedError
