"""What a program may say of a household: known names, each with a value of its type."""

import difflib
from collections.abc import Mapping
from datetime import date
from typing import Any

from madang.city.kernel.refusals import Refusal
from madang.city.portal.definitions.vocabulary import Fact, vocabulary

OWN_QUESTIONS = "answers."
_TEXTS = {"string", "name", "email", "phone", "area"}


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _fits(fact: Fact, value: Any) -> bool:
    match fact.kind:
        case "bool":
            return isinstance(value, bool)
        case "int" | "money":
            return _is_whole(value) and value >= 0 and (fact.max is None or value <= fact.max)
        case "choice":
            return value in fact.options
        case "date":
            return _is_date(value)
        case "ints" | "strings":
            is_one = _is_whole if fact.kind == "ints" else _is_text
            return isinstance(value, list) and all(is_one(one) for one in value)
        case _:
            return fact.kind in _TEXTS and isinstance(value, str)


def why_not_facts(facts: Mapping[str, Any]) -> Refusal | None:
    """Refuse names that the vocabulary does not have and values of another type; null means unknown.

    Names below ``answers.`` are a service's own questions and taken as they are.
    """
    for name, value in facts.items():
        if name.startswith(OWN_QUESTIONS):
            continue
        fact = vocabulary().get(name)
        if fact is None:
            near = difflib.get_close_matches(name, vocabulary(), 1)
            return Refusal("portal.unknown_fact", {"name": name, "near": near[0] if near else "resident.age"}, status=422)
        if value is not None and not _fits(fact, value):
            return Refusal("portal.fact_of_other_type", {"name": name, "type": fact.kind}, status=422)
    return None


def known_facts(facts: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return the facts that are known, dates as dates, with today. Facts were checked with ``why_not_facts``."""
    known: dict[str, Any] = {"today": today}
    for name, value in facts.items():
        fact = vocabulary().get(name)
        if value is not None:
            known[name] = date.fromisoformat(value) if fact and fact.kind == "date" else value
    return known
