"""Reviewing, proposing, confirming, deciding, issuing."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.portal.models import Decision
from madang.city.portal.rules.cases import Move, Outcome
from madang.city.portal.rules.certificates import is_reversed
from madang.city.portal.services import certificates, letters, telling
from madang.city.portal.services.cases.holding import Held, allow, go, hand_over, hold

LONGEST = 10_000


@transaction.atomic
def start(*, reference: str, by: Viewer, now: datetime, revision: int | None = None) -> None:
    """Begin to review an application; on nobody's desk before, it lies on one's own now."""
    held = hold(reference=reference, by=by, now=now, revision=revision)
    hand_over(held)
    go(held, Move.START)
    telling.tell_applicant(held, "started")


@transaction.atomic
def propose(*, reference: str, outcome: Outcome, reasons: str, by: Viewer, now: datetime, revision: int | None = None) -> None:
    """Propose a decision; where the service asks for four eyes, another person confirms it."""
    held = hold(reference=reference, by=by, now=now, revision=revision)
    allow(held, Move.PROPOSE)
    _draft(held, outcome, reasons)
    hand_over(held)
    go(held, Move.PROPOSE, details={"outcome": outcome.value})


@transaction.atomic
def confirm(*, reference: str, by: Viewer, now: datetime, revision: int | None = None) -> None:
    """Confirm what a colleague proposed: it becomes the decision."""
    held = hold(reference=reference, by=by, now=now, revision=revision)
    allow(held, Move.CONFIRM)
    _make(held, _proposal(held), Move.CONFIRM)


@transaction.atomic
def send_back(*, reference: str, words: str, by: Viewer, now: datetime, revision: int | None = None) -> None:
    """Give a proposal back into review, with a word among staff why."""
    held = hold(reference=reference, by=by, now=now, revision=revision)
    allow(held, Move.SEND_BACK)
    _proposal(held).delete()
    if words.strip():
        held.row.notes.create(at=now, author_id=held.staff_id, body=words.strip()[:LONGEST])
    go(held, Move.SEND_BACK)


@transaction.atomic
def decide(
    *, reference: str, by: Viewer, now: datetime, outcome: Outcome | None = None, reasons: str = "", revision: int | None = None
) -> None:
    """Decide; without outcome what was proposed becomes the decision. The applicant gets the letter."""
    held = hold(reference=reference, by=by, now=now, revision=revision)
    allow(held, Move.DECIDE)
    decision = Decision.objects.filter(case=held.row, made_at=None).first()
    if outcome is not None:
        decision = _draft(held, outcome, reasons, decision)
    elif decision is None:
        raise Refused(Refusal("portal.say_what_you_decide", status=422))
    hand_over(held)
    _make(held, decision, Move.DECIDE)


@transaction.atomic
def decide_appeal(
    *, reference: str, outcome: Outcome, reasons: str, by: Viewer, now: datetime, revision: int | None = None
) -> None:
    """Decide an objection; never by one of those who decided first. What was issued before stands only if the decision does."""
    held = hold(reference=reference, by=by, now=now, revision=revision)
    allow(held, Move.DECIDE_APPEAL)
    withdrawn = certificates.withdraw(held) if is_reversed(held.facts.outcome, outcome) else []
    decision = _draft(held, outcome, reasons)
    decision.is_appeal = True
    hand_over(held)
    _make(held, decision, Move.DECIDE_APPEAL, {"withdrawn": withdrawn} if withdrawn else None)
    if withdrawn:
        telling.tell_applicant(held, "paper_withdrawn")


@transaction.atomic
def issue(*, reference: str, by: Viewer, now: datetime, revision: int | None = None) -> None:
    """Hand out what was granted, the documents with it; with that the city's work is done."""
    held = hold(reference=reference, by=by, now=now, revision=revision)
    allow(held, Move.ISSUE)
    held.row.closed_at = now
    documents = certificates.issue(held)
    told = {"outputs": [one.id for one in held.definition.outputs]} | ({"documents": documents} if documents else {})
    go(held, Move.ISSUE, details=told)
    telling.tell_applicant(held, "issued")


@transaction.atomic
def preview(*, reference: str, outcome: Outcome, reasons: str, by: Viewer, now: datetime) -> tuple[str, str]:
    """Return subject and body of the letter that a decision would send, and save nothing."""
    held = hold(reference=reference, by=by, now=now)
    is_appeal = held.facts.is_appeal
    held.row.appeal_until = _appeal_until(held, Move.DECIDE_APPEAL if is_appeal else Move.DECIDE)
    return letters.preview(held, "appeal_decided" if is_appeal else outcome.value, reasons)


def decide_by_silence(held: Held) -> None:
    """Decide as the law says where the city missed its time."""
    outcome = Outcome(held.options.deemed.value)
    reasons = letters.in_language(held.row.language, "silence")
    decision = Decision.objects.create(case=held.row, outcome=outcome.value, reasons=reasons, proposed_at=held.now)
    _make(held, decision, Move.DEEM)


def _proposal(held: Held) -> Decision:
    return Decision.objects.filter(case=held.row, made_at=None).latest("id")


def _draft(held: Held, outcome: Outcome, reasons: str, present: Decision | None = None) -> Decision:
    if outcome is not Outcome.GRANTED and not reasons.strip():
        raise Refused(Refusal("portal.say_why", status=422))
    decision = present or Decision(case=held.row)
    decision.outcome, decision.reasons = outcome.value, reasons.strip()[:LONGEST]
    decision.proposed_at, decision.proposed_by_id = held.now, held.actor.staff_id
    decision.save()
    return decision


def _make(held: Held, decision: Decision, move: Move, more: Mapping[str, Any] | None = None) -> None:
    """Make a decision hold: write it down, give the time to object, tell the applicant."""
    outcome = Outcome(decision.outcome)
    decision.made_at, decision.made_by_id = held.now, held.actor.staff_id
    decision.save()
    row = held.row
    row.outcome, row.decided_at, row.decided_by_id = outcome.value, held.now, held.actor.staff_id
    row.appeal_until = _appeal_until(held, move)
    still_to_issue = held.options.has_outputs and outcome is not Outcome.REFUSED
    row.closed_at = None if still_to_issue else held.now
    go(held, move, outcome=outcome, details={"outcome": outcome.value} | dict(more or {}), public=True)
    letters.send(held, "appeal_decided" if move is Move.DECIDE_APPEAL else outcome.value)


def _appeal_until(held: Held, move: Move) -> date | None:
    days = held.options.appeal_days
    return held.today + timedelta(days=days) if days and move is not Move.DECIDE_APPEAL else None
