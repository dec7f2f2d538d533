"""Codes that could not be sent by text message: how many on which day, and whether those who wait are told."""

from dataclasses import dataclass
from datetime import date

from madang.city.voting.models import UnsentCodes

LEAST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many people asked for a code on a day that could not be sent."""

    day: date
    people: int


def unsent_codes(reference: str) -> tuple[Unsent, ...]:
    """Return the days of a vote on which codes could not be sent, the newest first."""
    rows = UnsentCodes.objects.filter(vote__reference=reference).order_by("-day")
    return tuple(Unsent(day, people) for day, people in rows.values_list("day", "people"))


def fail_often(reference: str, *, today: date) -> bool:
    """Tell whether codes of a vote could not be sent today to more than two people.

    Whoever asked for one or two numbers must not learn from it whether they are on the list: nothing is sent to others.
    """
    return UnsentCodes.objects.filter(vote__reference=reference, day=today, people__gte=LEAST_TOLD).exists()
