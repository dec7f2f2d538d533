"""What each system holds about a person: collected for them, and forgotten when they leave."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from madang.city.kernel.refusals import Refusal


class PersonalData(Protocol):
    """A system's part of what the city knows about one resident."""

    name: str

    def collect(self, resident_id: int) -> Mapping[str, Any] | list[Any]:
        """Return everything held about the resident, as plain values that JSON can write."""
        ...

    def objection(self, resident_id: int) -> Refusal | None:
        """Return why the resident cannot be forgotten yet, such as an open case; None where nothing stands against it."""
        ...

    def forget(self, resident_id: int, now: datetime) -> None:
        """Remove or anonymise what the law does not make the city keep, in the caller's transaction."""
        ...


_holders: dict[str, PersonalData] = {}


def register(holder: PersonalData) -> None:
    """Add a system's part; the last one of a name stands."""
    _holders[holder.name] = holder


def holders() -> tuple[PersonalData, ...]:
    """Return every registered part, by name."""
    return tuple(_holders[name] for name in sorted(_holders))
