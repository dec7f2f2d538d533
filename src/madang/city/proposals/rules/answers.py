"""What an answer must hold: a decision, its reason, law or cost, the next day. No answer without them."""

from dataclasses import dataclass
from datetime import date

from madang.city.kernel.money import Money
from madang.city.kernel.refusals import Refusal
from madang.city.proposals.rules.life import YES, Decision

SHORTEST, LONGEST = 20, 10_000
LONGEST_LAW, LONGEST_BODY = 300, 200
REASONS = ("no_money", "against_law", "not_ours", "done_otherwise", "harm", "not_feasible", "private_interest", "unclear")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The city's answer.

    reason        one of REASONS; needed where the answer is no
    cost          what it will cost, or would
    next_on       the day of the next step; needed where the answer is yes
    forwarded_to  the body that decides; needed where it is forwarded
    """

    decision: Decision
    text: str
    language: str = "en"
    reason: str = ""
    law: str = ""
    cost: Money | None = None
    next_on: date | None = None
    forwarded_to: str = ""


def why_not_answer(answer: Answer, *, currency: str, today: date) -> Refusal | None:
    """Refuse an answer that lacks what its decision needs."""
    if not SHORTEST <= len(answer.text.strip()) <= LONGEST:
        return Refusal("proposals.say_why", {"least": SHORTEST, "most": LONGEST}, status=422)
    if len(answer.law) > LONGEST_LAW or len(answer.forwarded_to) > LONGEST_BODY:
        return Refusal("proposals.words_long", {"most": LONGEST_LAW}, status=422)
    return _why_not_decision(answer, today) or why_not_cost(answer.cost, currency=currency)


def _why_not_decision(answer: Answer, today: date) -> Refusal | None:
    if answer.reason and answer.reason not in REASONS:
        return Refusal("proposals.no_reason", status=422)
    if answer.decision is Decision.DECLINED and not answer.reason:
        return Refusal("proposals.no_reason", status=422)
    if answer.decision is Decision.FORWARDED and not answer.forwarded_to.strip():
        return Refusal("proposals.name_the_body", status=422)
    return why_not_next(answer.next_on, today=today) if answer.decision in YES else None


def why_not_next(day: date | None, *, today: date) -> Refusal | None:
    """Refuse a promise without a day, or with one that is over."""
    return Refusal("proposals.name_the_day", status=422) if day is None or day < today else None


def why_not_cost(cost: Money | None, *, currency: str) -> Refusal | None:
    """Refuse an amount in another currency than the city's, and one below nothing."""
    if cost is None or (cost.currency == currency and cost.amount_minor >= 0):
        return None
    return Refusal("proposals.no_such_amount", {"currency": currency}, status=422)


def why_not_words(text: str) -> Refusal | None:
    """Refuse a question, reply or reason that says nothing, or too much to read."""
    if 1 <= len(text.strip()) <= LONGEST:
        return None
    return Refusal("proposals.no_words", {"most": LONGEST}, status=422)
