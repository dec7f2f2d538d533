"""Find conversations and their statements for whoever changes them, and write down what was done."""

from datetime import datetime

from madang.city.journal import services as journal
from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Actor
from madang.city.proposals.models import Conversation, Statement
from madang.city.proposals.queries.loading import facts_of
from madang.city.proposals.rules import opinions as rules
from madang.city.proposals.rules.life import UNLISTED


def conversation_row(reference: str, *, lock: bool = False) -> Conversation:
    """Return a conversation, and where ``lock``, hold it to the end of the transaction.

    Raises Refused (404) where there is none, and for that of a hidden proposal.
    """
    rows = Conversation.objects.select_related("proposal").filter(reference=reference)
    row = (rows.select_for_update(of=("self",), no_key=True) if lock else rows).first()
    if row is None or (row.proposal is not None and facts_of(row.proposal).state in UNLISTED):
        raise Refused(rules.UNKNOWN)
    return row


def is_open(row: Conversation, now: datetime) -> bool:
    """Tell whether a conversation takes votes now."""
    return rules.is_open(is_closed=row.closed_at is not None, ends_on=row.ends_on, today=clock.today(now))


def statement_row(row: Conversation, number: int) -> Statement:
    """Return a statement, held to the end of the transaction. Raises Refused (404) where there is none."""
    statement = row.statements.select_for_update(no_key=True).filter(number=number).first()
    if statement is None:
        raise Refused(Refusal("proposals.no_statement", status=404))
    return statement


def note(row: Conversation, who: Actor, now: datetime, *, verb: str, **details: str | int) -> None:
    """Write down what happened to a conversation."""
    journal.note(verb=verb, about=f"conversation:{row.reference}", actor=str(who), at=now, details=details)
