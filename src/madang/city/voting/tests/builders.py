"""Votes for tests: each builder makes something that works, and takes what the test is about."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Assurance, Role
from madang.city.people.tests.builders import department, resident, staff, viewer_for
from madang.city.voting.models import Vote
from madang.city.voting.queries import entitlement
from madang.city.voting.rules.answers import Answer, Decision
from madang.city.voting.rules.asking import Asked
from madang.city.voting.rules.electorate import Electorate
from madang.city.voting.rules.votes import Kind, Mode, Rule
from madang.city.voting.services import asking, casting, clock, moving

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
OPENS = NOW + timedelta(hours=1)
CLOSES = OPENS + timedelta(days=7)
PROVED = Electorate(least=Assurance.IDENTITY_PROVED)
RANKING = {"kind": Kind.RANKING, "rule": Rule.IRV, "maximum": 3}


def asked(*options: str, **more: object) -> Asked:
    """Return a question of three options, or of those given; straw unless told."""
    words = options or ("A fountain", "Trees", "Benches")
    what = {
        "mode": Mode.STRAW,
        "language": "en",
        "question": {"en": "What shall stand on the square?"},
        "options": tuple({"en": one} for one in words),
        "opens_at": OPENS,
        "closes_at": CLOSES,
    }
    return Asked(**(what | more))


def official(*options: str, **more: object) -> Asked:
    """Return an official question that the department of parks must answer in thirty days."""
    department("parks")
    return asked(*options, **({"mode": Mode.OFFICIAL, "department": "parks", "answer_days": 30, "electorate": PROVED} | more))


def asker(**details: object) -> object:
    """Return the viewer of a resident who may ask."""
    return viewer_for(resident(**details))


def head(code: str = "parks") -> object:
    """Return the viewer of a department's head."""
    return viewer_for(staff(Role.HEAD, department_code=code))


def draft(question: Asked | None = None, by: object = None) -> str:
    """Return the reference of a draft, asked by a resident, or by staff where the vote is official."""
    question = question or asked()
    by = by or (head() if question.mode is Mode.OFFICIAL else asker())
    return asking.ask(asked=question, by=by, now=NOW)


def announced(question: Asked | None = None, by: object = None) -> str:
    """Return the reference of a vote that opens at OPENS."""
    question = question or asked()
    by = by or (head() if question.mode is Mode.OFFICIAL else asker())
    reference = draft(question, by)
    moving.announce(reference=reference, by=by, now=NOW)
    return reference


def opened(question: Asked | None = None, by: object = None) -> str:
    """Return the reference of a vote that was opened at OPENS."""
    reference = announced(question, by)
    clock.move(reference=reference, now=OPENS)
    return reference


def counted(reference: str) -> Vote:
    """Close and count a vote at CLOSES; return its row."""
    clock.move(reference=reference, now=CLOSES)
    return row(reference)


def adopted(words: str = "We do it.") -> Answer:
    """Return the answer that the city does what the result says."""
    return Answer(Decision.ADOPTED, {"en": words}, date(2027, 3, 1))


def row(reference: str) -> Vote:
    """Return a vote's row as it is now."""
    return Vote.objects.get(reference=reference)


def person(**details: object) -> str:
    """Return a new resident as a voter names them."""
    return entitlement.resident(resident(**details))


def vote(reference: str, choice: object, who: str = "", at: datetime = OPENS) -> str:
    """Cast a ballot, by somebody new unless told; return who cast it."""
    who = who or person()
    casting.cast(reference=reference, person=who, choice=choice, now=at)
    return who


def refusal(call: Callable[..., object], *given: object, **arguments: object) -> Refusal:
    """Return why a call is refused; fail where it is not."""
    with pytest.raises(Refused) as problem:
        call(*given, **arguments)
    return problem.value.refusal


def refused(call: Callable[..., object], *given: object, **arguments: object) -> str:
    """Return the key of why a call is refused."""
    return refusal(call, *given, **arguments).key


def born(age: int) -> date:
    """Return the birth date of somebody of an age when votes open here."""
    return date(OPENS.year - age, 1, 1)
