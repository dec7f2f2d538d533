"""Who may support a proposal, and who is asked whether it is done."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules import Assurance, age_in_years
from madang.city.proposals.rules.life import SUPPORTED, UNKNOWN, UNLISTED, Actor, Facts
from madang.city.proposals.rules.settings import Settings


@dataclass(frozen=True, slots=True)
class Person:
    """What the rules know of who wants to support."""

    birth_date: date | None
    assurance: Assurance


def why_not_support(facts: Facts, actor: Actor, person: Person, settings: Settings, today: date) -> Refusal | None:
    """Refuse one's own proposal, one that is not open to support, and people too young or too little known."""
    if facts.state in UNLISTED:
        return UNKNOWN
    if actor.is_author:
        return Refusal("proposals.own_proposal", status=403)
    if facts.state not in SUPPORTED:
        return Refusal("proposals.not_open")
    return _why_not_person(person, settings, today)


def why_not_take_back(facts: Facts) -> Refusal | None:
    """Refuse to change the count of a proposal that was answered or has ended."""
    return None if facts.state in SUPPORTED else Refusal("proposals.count_stands")


def _why_not_person(person: Person, settings: Settings, today: date) -> Refusal | None:
    if person.assurance.level < settings.assurance.level:
        return Refusal("people.more_assurance", status=403)
    if not settings.least_age:
        return None
    if person.birth_date is None:
        return Refusal("proposals.no_birth_date", {"age": settings.least_age}, status=403)
    if age_in_years(person.birth_date, today) < settings.least_age:
        return Refusal("proposals.too_young", {"age": settings.least_age}, status=403)
    return None


def drawn(candidates: Collection[int], count: int, seed: str) -> list[int]:
    """Return ``count`` of the candidates, or all where there are fewer: by the hash of seed and number, so that all can check.

    The draw does not depend on the order of the candidates.
    """
    by_hash = sorted(candidates, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())
    return by_hash[:count]


@dataclass(frozen=True, slots=True)
class Checked:
    """What residents said so far on whether it is done; ``yes_needed`` of ``asked`` decide."""

    asked: int
    yes: int
    no: int
    settings: Settings

    @property
    def yes_needed(self) -> int:
        """Return how many must say yes: as the city chose, or more than half where fewer could be asked."""
        if self.asked >= self.settings.check_asked:
            return self.settings.check_yes
        return min(self.settings.check_yes, self.asked // 2 + 1)

    @property
    def is_done(self) -> bool:
        """Tell whether enough said yes."""
        return self.asked > 0 and self.yes >= self.yes_needed

    @property
    def is_not_done(self) -> bool:
        """Tell whether so many said no that yes can win no more."""
        return self.asked > 0 and self.asked - self.no < self.yes_needed
