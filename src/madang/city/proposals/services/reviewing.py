"""Review a proposal: ask its author, take more time, answer with a decision."""

from datetime import datetime

from django.conf import settings as city
from django.db import transaction

from madang.city.kernel.refusals import Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Answer as AnswerRow
from madang.city.proposals.rules import answers as rules
from madang.city.proposals.rules import due
from madang.city.proposals.rules.answers import Answer
from madang.city.proposals.rules.life import YES, Move, State
from madang.city.proposals.services import telling
from madang.city.proposals.services.holding import Held, Said, allow, go, hold


@transaction.atomic
def ask_author(*, reference: str, text: str, language: str, by: Viewer, now: datetime) -> None:
    """Ask the authors something in public; the clock of the review stands until they reply or their days are over."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.ASK)
    _say(text)
    row = held.row
    row.days_left = due.days_left(row.due_on or held.today, held.today, held.calendar)
    row.due_on, row.ask_until = None, due.in_days(held.today, held.settings.ask_days)
    go(held, Move.ASK, Said(text=text, language=language))


@transaction.atomic
def reply(*, reference: str, text: str, language: str, by: Viewer, now: datetime) -> None:
    """Reply to the question; the clock runs on."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.REPLY)
    _say(text)
    _run_on(held)
    go(held, Move.REPLY, Said(text=text, language=language))
    telling.tell_officer(held, Move.REPLY)


@transaction.atomic
def resume(*, reference: str, by: Viewer, now: datetime) -> None:
    """Go on with the review without a reply."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.RESUME)
    resume_held(held)


def resume_held(held: Held) -> None:
    """Go on with a review whose proposal is held."""
    _run_on(held)
    go(held, Move.RESUME)


@transaction.atomic
def extend(*, reference: str, text: str, language: str, by: Viewer, now: datetime) -> None:
    """Give a review its longer time, once, with the reason in public; the head of the department does."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.EXTEND)
    _say(text)
    held.row.is_extended = True
    held.row.due_on = due.extended(held.row.due_on or held.today, held.settings, held.calendar)
    go(held, Move.EXTEND, Said(text=text, language=language))


@transaction.atomic
def answer(*, reference: str, answer: Answer, by: Viewer, now: datetime, revision: int | None = None) -> None:
    """Answer a proposal. What was adopted before, its head may answer anew with reasons; both answers stay to be read.

    Raises Refused for an answer that lacks what its decision needs.
    """
    held = hold(reference=reference, by=by, now=now, revision=revision)
    move = Move.DECIDE if held.facts.state in (State.IN_REVIEW, State.ASKED) else Move.DECIDE_ANEW
    allow(held, move)
    if reason := rules.why_not_answer(answer, currency=city.CITY_CURRENCY, today=held.today):
        raise Refused(reason)
    row = held.row
    _keep(held, answer, is_first=move is Move.DECIDE)
    row.decision, row.answered_at = answer.decision.value, row.answered_at or now
    row.due_on = answer.next_on if answer.decision in YES else None
    go(held, move, Said(reason=answer.reason, text=answer.text, language=answer.language, details={"decision": row.decision}))


def _keep(held: Held, answer: Answer, *, is_first: bool) -> None:
    staff, due_on = held.by.staff, held.row.due_on
    AnswerRow.objects.create(
        proposal=held.row,
        at=held.now,
        decision=answer.decision.value,
        reason=answer.reason,
        text=answer.text.strip(),
        language=answer.language,
        law=answer.law.strip(),
        amount_minor=answer.cost.amount_minor if answer.cost else None,
        currency=answer.cost.currency if answer.cost else "",
        next_on=answer.next_on,
        forwarded_to=answer.forwarded_to.strip(),
        days_left=due.days_left(due_on, held.today, held.calendar) if is_first and due_on is not None else None,
        department_id=held.department_id,
        staff_id=staff.id if staff else None,
    )


def _run_on(held: Held) -> None:
    row = held.row
    row.due_on = due.resumed(row.days_left or 0, held.today, held.calendar)
    row.days_left = row.ask_until = None


def _say(text: str) -> None:
    if reason := rules.why_not_words(text):
        raise Refused(reason)
