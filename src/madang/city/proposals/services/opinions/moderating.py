"""Hide statements and show them, as moderators decide."""

from datetime import datetime

from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Conversation, Statement
from madang.city.proposals.queries.loading import duties_of
from madang.city.proposals.rules import opinions as rules
from madang.city.proposals.rules.moderation import Reason
from madang.city.proposals.rules.opinions import Moderation
from madang.city.proposals.services.opinions.loading import conversation_row, note, statement_row


@transaction.atomic
def hide(*, reference: str, number: int, reason: str, by: Viewer, now: datetime) -> None:
    """Hide a statement: nobody votes on it, and the next map is drawn as if it had never been said.

    reason  one of the four of ``rules.moderation.Reason``

    Raises Refused for all but moderators, and for their own statements.
    """
    row = conversation_row(reference, lock=True)
    statement = _judged(row, number, by)
    if reason not in set(Reason):
        raise Refused(Refusal("proposals.no_reason", status=422))
    statement.state, statement.hidden_for = Moderation.HIDDEN.value, reason
    statement.save(update_fields=["state", "hidden_for"])
    note(row, by.actor, now, verb="conversation.hid", statement=number, reason=reason)


@transaction.atomic
def show(*, reference: str, number: int, by: Viewer, now: datetime) -> None:
    """Show a statement that waited, or was hidden; its votes count again. Raises Refused as ``hide`` does."""
    row = conversation_row(reference, lock=True)
    statement = _judged(row, number, by)
    statement.state, statement.hidden_for = Moderation.SHOWN.value, ""
    statement.save(update_fields=["state", "hidden_for"])
    note(row, by.actor, now, verb="conversation.showed", statement=number)


def _judged(row: Conversation, number: int, by: Viewer) -> Statement:
    statement = statement_row(row, number)
    is_author = by.resident_id is not None and statement.author_id == by.resident_id
    if reason := rules.why_not_moderate(duties_of(by), is_author=is_author):
        raise Refused(reason)
    return statement
