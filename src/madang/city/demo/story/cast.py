"""Who plays in the story."""

from dataclasses import dataclass
from datetime import date

PASSWORD = "haneul-demo-2026"  # noqa: S105 - the demo's sign-in is printed at its start


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident of the story."""

    email: str
    who: str
    name: str
    birth_date: date
    gender: str
    address: str
    area: str
    language: str
    phone: str


@dataclass(frozen=True, slots=True)
class Official:
    """A member of staff of the story."""

    email: str
    who: str
    name: str
    department: str
    role: str
