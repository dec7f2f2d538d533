"""The guided check: from answers to what somebody is entitled to, and to the question that helps most."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from madang.city.portal.definitions import ServiceDefinition
from madang.city.portal.definitions.eligibility import Answer, Asked, Outcome, asked, eligibility, facts_of, most_useful

OWN = "answers."
BEFORE = {"household.child_ages": "household.children"}  # nobody without children is asked how old they are


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the check stands: an outcome for each service in their order, and what to ask next (None if nothing helps)."""

    outcomes: tuple[Outcome, ...]
    following: Asked | None

    def with_answer(self, answer: Answer) -> list[int]:
        """Return the places of the services that have an answer."""
        return [place for place, outcome in enumerate(self.outcomes) if outcome.answer is answer]


def stand(
    services: Sequence[ServiceDefinition], given: Mapping[str, Any], *, today: date, passed_over: Collection[str] = ()
) -> Standing:
    """Return where a check of these services stands.

    given        facts by name, as read by `Asked.read`
    passed_over  names of facts that the person would rather not tell, or does not know

    A service's own questions are asked only where the check is about that service alone.
    """
    facts = facts_of(implied(given) | {"today": today})
    outcomes = tuple(eligibility(service, facts) for service in services)
    return Standing(outcomes, _following(services, outcomes, {*given, *passed_over}))


def implied(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts with those that follow from them, so that nobody is asked twice for the same."""
    facts = dict(given)
    if facts.get("household.children") == 0:
        facts.setdefault("household.child_ages", [])
    if "household.child_ages" in facts:
        facts.setdefault("household.children", len(facts["household.child_ages"]))
    if facts.get("resident.has_disability") is False:
        facts.setdefault("resident.disability_level", "none")
    if facts.get("household.tenure") in {"owner"}:
        facts.setdefault("household.rent_monthly_minor", 0)
    return facts


def _following(services: Sequence[ServiceDefinition], outcomes: Iterable[Outcome], settled: Collection[str]) -> Asked | None:
    for wanted in most_useful(outcomes):
        name = BEFORE.get(wanted, wanted) if BEFORE.get(wanted) not in settled else wanted
        if name in settled or (name.startswith(OWN) and len(services) != 1):
            continue
        question = next((found for service in services if (found := asked(service, name))), None)
        if question is not None:
            return question
    return None


def question_of(services: Sequence[ServiceDefinition], name: str) -> Asked | None:
    """Return the question that a name stands for, None if the check never asks it."""
    if name.startswith(OWN) and len(services) != 1:
        return None
    return next((found for service in services if (found := asked(service, name))), None)
