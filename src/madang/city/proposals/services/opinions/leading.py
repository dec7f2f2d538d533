"""Lead a conversation: open it, put statements in, say what it is about, end it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max

from madang.city.kernel import clock, ids
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.portal.queries.subjects import TOPICS
from madang.city.proposals.models import Conversation, Proposal, Statement
from madang.city.proposals.queries.loading import actor_for, facts_of, visible
from madang.city.proposals.rules import opinions as rules
from madang.city.proposals.rules.life import UNLISTED
from madang.city.proposals.rules.opinions import Frame
from madang.city.proposals.services.opinions.loading import conversation_row, is_open, note

PLAIN = Frame()
TRIES = 8


@transaction.atomic
def open_conversation(*, question: Mapping[str, str], topic: str, by: Viewer, now: datetime, frame: Frame = PLAIN) -> str:
    """Open a conversation about a topic and return its reference. Raises Refused for all but staff, and without a question."""
    if reason := rules.why_not_lead(by, None) or rules.why_not_open(question, topic, topics=TOPICS):
        raise Refused(reason)
    return _open(frame, by, now, question=dict(question), topic=topic)


@transaction.atomic
def open_for_proposal(*, reference: str, by: Viewer, now: datetime, frame: Frame = PLAIN) -> str:
    """Open the one conversation about a proposal, under its title; return the conversation's reference.

    Raises Refused for all but its authors and who works on it, and where there is one.
    """
    row = _free(reference, by, now)
    return _open(frame, by, now, question={row.language: row.title}, topic=row.topic, proposal=row)


@transaction.atomic
def seed(*, reference: str, texts: Sequence[str], language: str, by: Viewer, now: datetime) -> None:
    """Put statements of the city in, which nobody has voted on yet.

    Raises Refused for all but those who lead the conversation, for one that is over, and for what was said already.
    """
    row = _led(reference, by, now)
    if not is_open(row, now):
        raise Refused(Refusal("proposals.conversation_closed"))
    _seed(row, texts, language, by, now)


@transaction.atomic
def link(*, reference: str, by: Viewer, now: datetime, topic: str = "", proposal: str = "") -> None:
    """Say what a conversation is about: a topic, or the proposal of a reference, whose topic it takes.

    Raises Refused for all but those who lead it now and could lead it then, and for a proposal that has one already.
    """
    row = _led(reference, by, now)
    about = _free(proposal, by, now) if proposal else None
    if about is None and (reason := rules.why_not_lead(by, None) or rules.why_not_open(row.question, topic, topics=TOPICS)):
        raise Refused(reason)
    row.proposal, row.topic = about, about.topic if about else topic
    row.save(update_fields=["proposal", "topic"])
    note(row, by.actor, now, verb="conversation.linked")


@transaction.atomic
def close(*, reference: str, by: Viewer, now: datetime) -> None:
    """End a conversation: its votes stand. Raises Refused for all but those who could open it."""
    row = _led(reference, by, now)
    if row.closed_at is not None:
        raise Refused(Refusal("proposals.conversation_closed"))
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    note(row, by.actor, now, verb="conversation.closed")


def _open(frame: Frame, by: Viewer, now: datetime, **fields: Any) -> str:
    if reason := rules.why_not_frame(frame, clock.today(now)):
        raise Refused(reason)
    fields |= {"text": dict(frame.text), "ends_on": frame.ends_on, "checks_first": frame.checks_first}
    for _attempt in range(TRIES):
        reference = ids.public_reference()
        if not Conversation.objects.filter(reference=reference).exists():
            row = Conversation.objects.create(reference=reference, opened_at=now, **fields)
            note(row, by.actor, now, verb="conversation.opened")
            _seed(row, frame.seeds, frame.language, by, now)
            return reference
    raise Refused(Refusal("proposals.no_number"))


def _seed(row: Conversation, texts: Sequence[str], language: str, by: Viewer, now: datetime) -> None:
    present = row.statements.aggregate(count=Count("id"), last=Max("number"))
    known = set(row.statements.values_list("likeness", flat=True))
    if present["count"] + len(texts) > rules.MOST_STATEMENTS:
        raise Refused(Refusal("proposals.many_statements", {"most": rules.MOST_STATEMENTS}))
    for number, text in enumerate(map(rules.tidy, texts), start=(present["last"] or 0) + 1):
        likeness = rules.likeness(text)
        if reason := rules.why_not_say(text, language):
            raise Refused(reason)
        if likeness in known:
            raise Refused(Refusal("proposals.statement_known"))
        known.add(likeness)
        Statement.objects.create(
            conversation=row, number=number, text=text, likeness=likeness, language=language, added_at=now
        )  # fmt: skip
        note(row, by.actor, now, verb="conversation.stated", statement=number)


def _free(reference: str, by: Viewer, now: datetime) -> Proposal:
    """Return a proposal that has no conversation and about which somebody may lead one. Raises Refused for others."""
    row = visible(reference, by)
    if facts_of(row).state in UNLISTED:
        raise Refused(rules.UNKNOWN)
    if reason := rules.why_not_lead(by, actor_for(by, row, clock.today(now))):
        raise Refused(reason)
    if Conversation.objects.filter(proposal=row).exists():
        raise Refused(Refusal("proposals.conversation_there"))
    return row


def _led(reference: str, by: Viewer, now: datetime) -> Conversation:
    """Return a conversation that somebody leads, held to the end of the transaction. Raises Refused for all others."""
    row = conversation_row(reference, lock=True)
    if reason := rules.why_not_lead(by, actor_for(by, row.proposal, clock.today(now)) if row.proposal else None):
        raise Refused(reason)
    return row
