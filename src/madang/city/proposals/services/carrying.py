"""Carry an adopted proposal on: to an official vote, a service of the city, or a case; each end shows the other."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Assurance, Viewer
from madang.city.portal.queries import catalogue
from madang.city.portal.queries.cases import reading as cases
from madang.city.proposals.rules import links as rules
from madang.city.proposals.services.holding import Held, hold
from madang.city.proposals.services.linking import tie
from madang.city.voting.rules.asking import Asked
from madang.city.voting.rules.electorate import Electorate
from madang.city.voting.rules.votes import Kind, Mode, Rule
from madang.city.voting.services import asking

ANSWER_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What people shall vote on with yes or no, from the first day on until the last has ended."""

    text: str
    language: str
    opens_on: date
    closes_on: date


@transaction.atomic
def to_vote(*, reference: str, question: Question, by: Viewer, now: datetime) -> str:
    """Draft an official vote on an adopted proposal, answered by its department, and return the vote's reference.

    Everybody who lives in the city and has proved who they are may vote; the draft's own pages change that.

    Raises Refused where the proposal is not adopted, for whoever does not work on it, and for whom voting lets ask nothing.
    """
    held = _held(reference, by, now)
    yes, no = asking.yes_or_no()
    asked = Asked(
        mode=Mode.OFFICIAL,
        language=question.language,
        question={question.language: question.text},
        options=(yes, no),
        opens_at=_begins(question.opens_on),
        closes_at=_begins(question.closes_on, end=True),
        kind=Kind.YES_NO,
        rule=Rule.PLURALITY,
        electorate=Electorate(least=Assurance.IDENTITY_PROVED),
        department=held.row.department.code if held.row.department else "",
        answer_days=ANSWER_DAYS,
    )
    made = asking.ask(asked=asked, by=by, now=now)
    tie(held, "vote", made, {question.language: question.text}, f"/votes/{made}")
    return made


@transaction.atomic
def to_service(*, reference: str, service: str, by: Viewer, now: datetime) -> None:
    """Link an adopted proposal to a service of the city, by its slug. Raises Refused as ``to_vote`` does."""
    held = _held(reference, by, now)
    found = catalogue.service(service)
    if found is None:
        raise Refused(Refusal("proposals.no_such_link", {"kind": "service"}, status=422))
    tie(held, "service", found.slug, found.definition.title, f"/services/{found.slug}")


@transaction.atomic
def to_case(*, reference: str, case: str, by: Viewer, now: datetime) -> None:
    """Link an adopted proposal to a case that the officer may see; everybody reads which service it is of, nobody whose.

    Raises Refused as ``to_vote`` does, and for a case that is not the officer's to see.
    """
    held = _held(reference, by, now)
    found = cases.case_for_staff(case.strip().upper(), by, now=now).page
    tie(held, "case", found.reference, found.titles, f"/staff/cases/{found.reference}")


def _held(reference: str, by: Viewer, now: datetime) -> Held:
    held = hold(reference=reference, by=by, now=now)
    if reason := rules.why_not_carry(held.facts, held.actor):
        raise Refused(reason)
    return held


def _begins(day: date, *, end: bool = False) -> datetime:
    """Return when a day begins in the city, or when it is over but for a second."""
    return datetime.combine(day, time(23, 59, 59) if end else time(0, 0), tzinfo=clock.city_zone())
