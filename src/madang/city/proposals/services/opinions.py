"""Conversations in short statements: open, add, vote, take back, moderate, close, and draw the map of them."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext_lazy as _

from madang.city.journal import services as journal
from madang.city.kernel import clock, ids
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Actor as Person
from madang.city.people.rules import Viewer
from madang.city.portal.queries.subjects import TOPICS
from madang.city.proposals.models import Conversation, DrawnMap, OpinionVote, Proposal, Statement
from madang.city.proposals.queries.loading import actor_for, duties_of, facts_of, visible
from madang.city.proposals.queries.settings import settings
from madang.city.proposals.rules import opinions as rules
from madang.city.proposals.rules.life import UNLISTED
from madang.city.proposals.rules.opinions import Frame, Moderation, Stance
from madang.urban import opinions as urban
from madang.urban.opinions.report import as_dict

SENTENCES = {
    "proposals.conversation_closed": _("This conversation is over. What was said and voted stands."),
    "proposals.conversation_ends": _("This day is over. Choose today or a later day, or none."),
    "proposals.conversation_text": _("Explain it in %(most)s characters at most."),
    "proposals.conversation_there": _("There is a conversation about this proposal already."),
    "proposals.enough_statements": _("You have said %(most)s things today. Vote on what others say, and go on tomorrow."),
    "proposals.many_seeds": _("Begin with %(most)s statements at most. People add their own."),
    "proposals.many_statements": _("%(most)s statements were made here, more than anybody can read. Vote on them."),
    "proposals.no_conversation": _("There is no such conversation. Check the number."),
    "proposals.no_question": _("Write what is asked, in %(most)s characters at most."),
    "proposals.no_statement": _("There is no such statement."),
    "proposals.own_statement": _("Nobody judges their own statement. Leave it to another moderator."),
    "proposals.statement_known": _("Somebody has said this already. Vote on it, or say something else."),
    "proposals.statement_long": _("Say it in %(most)s characters: one thought that people can agree or disagree with."),
    "proposals.statement_not_shown": _("This statement is not shown, so nobody can vote on it."),
    "proposals.statement_short": _("Say more: a statement has at least %(least)s letters."),
}
VERBS = {
    "conversation.closed": _("Ended a conversation"),
    "conversation.linked": _("Linked a conversation"),
    "conversation.hid": _("Hid a statement"),
    "conversation.opened": _("Opened a conversation"),
    "conversation.showed": _("Showed a statement"),
    "conversation.stated": _("Made a statement"),
}
PLAIN = Frame()
MOST_DOTS = 200
TRIES = 8
# One row a statement: two million votes as tuples would fill half a gigabyte.
_VOTES = """
SELECT statement.number, array_agg(opinion.resident_id), array_agg(opinion.stance)
FROM proposals_opinionvote opinion JOIN proposals_statement statement ON statement.id = opinion.statement_id
WHERE statement.conversation_id = %s AND statement.state = %s AND opinion.stance IS NOT NULL
GROUP BY statement.number
"""


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
    if not _is_open(row, now):
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
    _note(row, by.actor, now, verb="conversation.linked")


@transaction.atomic
def add_statement(*, reference: str, text: str, language: str, by: Viewer, now: datetime) -> int:
    """Say something in a conversation and return its number; whoever says it agrees with it.

    Raises Refused for whoever may not take part, a statement too short or too long, what was said already, and too many a day.
    """
    row = _conversation(reference, lock=True)
    resident_id = _taking_part(row, by, now)
    tidy = rules.tidy(text)
    since = now.astimezone(clock.city_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    added_today = Statement.objects.filter(author=resident_id, added_at__gte=since).count()
    present = row.statements.aggregate(count=Count("id"), last=Max("number"))
    if reason := rules.why_not_add(tidy, language, added_today=added_today, present=present["count"]):
        raise Refused(reason)
    if row.statements.filter(likeness=rules.likeness(tidy)).exists():
        raise Refused(Refusal("proposals.statement_known"))
    statement = Statement.objects.create(
        conversation=row,
        number=(present["last"] or 0) + 1,
        text=tidy,
        likeness=rules.likeness(tidy),
        language=language,
        author_id=resident_id,
        added_at=now,
        state=(Moderation.WAITING if row.checks_first else Moderation.SHOWN).value,
        votes=1,
    )
    OpinionVote.objects.create(statement=statement, resident_id=resident_id, stance=Stance.AGREE, changed_at=now)
    _note(row, by.as_resident, now, verb="conversation.stated", statement=statement.number)
    return statement.number


@transaction.atomic
def vote(*, reference: str, number: int, stance: Stance, by: Viewer, now: datetime) -> None:
    """Agree with a statement, pass or disagree; a later vote stands instead of the earlier.

    Raises Refused for whoever may not take part, and for a statement that is not shown. No note is written.
    """
    row = _conversation(reference)
    resident_id = _taking_part(row, by, now)
    statement = _statement(row, number)
    if reason := rules.why_not_vote(Moderation(statement.state)):
        raise Refused(reason)
    _keep(statement, resident_id, stance, now)


@transaction.atomic
def vote_on_several(*, reference: str, stances: Mapping[int, Stance], by: Viewer, now: datetime) -> None:
    """Vote on several statements at once, by their numbers, all or none: for whoever answers them on one page, or in one call.

    Raises Refused as ``vote`` does.
    """
    row = _conversation(reference)
    resident_id = _taking_part(row, by, now)
    found = {one.number: one for one in row.statements.select_for_update(no_key=True).filter(number__in=stances).order_by("pk")}
    if found.keys() != stances.keys():
        raise Refused(Refusal("proposals.no_statement", status=404))
    for statement in found.values():
        if reason := rules.why_not_vote(Moderation(statement.state)):
            raise Refused(reason)
    given = [OpinionVote(statement=found[one], resident_id=resident_id, stance=stances[one], changed_at=now) for one in stances]
    counted = OpinionVote.objects.filter(statement__in=found.values(), resident=resident_id, stance__isnull=False)
    known = dict(counted.values_list("statement_id", "stance"))
    changed = [one for one in given if known.get(one.statement_id) != one.stance]
    OpinionVote.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["statement", "resident"], update_fields=["stance", "changed_at"]
    )
    new = [one.statement_id for one in changed if one.statement_id not in known]
    Statement.objects.filter(pk__in=new).update(votes=F("votes") + 1)


@transaction.atomic
def withdraw(*, reference: str, number: int, by: Viewer, now: datetime) -> None:
    """Take one's vote on a statement back, as if one had never seen it; twice is as once.

    Raises Refused once the conversation is over, for it was counted.
    """
    row = _conversation(reference)
    resident_id = _taking_part(row, by, now)
    statement = _statement(row, number)
    if OpinionVote.objects.filter(statement=statement, resident=resident_id).exists():
        _keep(statement, resident_id, None, now)


@transaction.atomic
def hide(*, reference: str, number: int, reason: str, by: Viewer, now: datetime) -> None:
    """Hide a statement: nobody votes on it, and the next map is drawn as if it had never been said.

    reason  one of rules.HIDE_REASONS

    Raises Refused for all but moderators, and for their own statements.
    """
    row = _conversation(reference, lock=True)
    statement = _judged(row, number, by)
    if reason not in rules.HIDE_REASONS:
        raise Refused(Refusal("proposals.no_reason", status=422))
    statement.state, statement.hidden_for = Moderation.HIDDEN.value, reason
    statement.save(update_fields=["state", "hidden_for"])
    _note(row, by.actor, now, verb="conversation.hid", statement=number, reason=reason)


@transaction.atomic
def show(*, reference: str, number: int, by: Viewer, now: datetime) -> None:
    """Show a statement that waited, or was hidden; its votes count again. Raises Refused as ``hide`` does."""
    row = _conversation(reference, lock=True)
    statement = _judged(row, number, by)
    statement.state, statement.hidden_for = Moderation.SHOWN.value, ""
    statement.save(update_fields=["state", "hidden_for"])
    _note(row, by.actor, now, verb="conversation.showed", statement=number)


@transaction.atomic
def close(*, reference: str, by: Viewer, now: datetime) -> None:
    """End a conversation: its votes stand. Raises Refused for all but those who could open it."""
    row = _led(reference, by, now)
    if row.closed_at is not None:
        raise Refused(Refusal("proposals.conversation_closed"))
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    _note(row, by.actor, now, verb="conversation.closed")


def draw_due(*, now: datetime) -> int:
    """Draw the map of each conversation in which enough people have voted since; return how many."""
    is_new = Q(statement__conversation__map__isnull=True) | Q(changed_at__gt=F("statement__conversation__map__drawn_at"))
    rows = OpinionVote.objects.filter(is_new, statement__state=Moderation.SHOWN.value)
    changed = rows.values_list("statement__conversation").annotate(people=Count("resident", distinct=True)).order_by()
    due = sorted(conversation for conversation, people in changed if rules.is_due(people))
    for conversation in due:
        draw(conversation_id=conversation, now=now)
    return len(due)


@transaction.atomic
def draw(*, conversation_id: int, now: datetime) -> None:
    """Draw the map of a conversation, and delete the votes that were taken back before it."""
    OpinionVote.objects.filter(statement__conversation=conversation_id, stance=None, changed_at__lte=now).delete()
    votes = _votes(conversation_id)
    found = urban.opinion_map(votes, least_group=rules.LEAST_TOLD)
    DrawnMap.objects.update_or_create(
        conversation_id=conversation_id,
        defaults={"drawn_at": now, "digest": _digest(votes), "figures": as_dict(found) | {"dots": _dots(found)}},
    )


@transaction.atomic
def forget_opinions(resident_id: int) -> None:
    """Delete somebody's votes, and take their name off what they said: for ``held.ProposalsHeld``."""
    rows = OpinionVote.objects.filter(resident=resident_id)
    Statement.objects.filter(pk__in=rows.filter(stance__isnull=False).values("statement")).update(votes=F("votes") - 1)
    rows.delete()
    Statement.objects.filter(author=resident_id).update(author=None)


def _open(frame: Frame, by: Viewer, now: datetime, **fields: Any) -> str:
    if reason := rules.why_not_frame(frame, clock.today(now)):
        raise Refused(reason)
    fields |= {"text": dict(frame.text), "ends_on": frame.ends_on, "checks_first": frame.checks_first}
    for _attempt in range(TRIES):
        reference = ids.public_reference()
        if not Conversation.objects.filter(reference=reference).exists():
            row = Conversation.objects.create(reference=reference, opened_at=now, **fields)
            _note(row, by.actor, now, verb="conversation.opened")
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
        _note(row, by.actor, now, verb="conversation.stated", statement=number)


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
    row = _conversation(reference, lock=True)
    if reason := rules.why_not_lead(by, actor_for(by, row.proposal, clock.today(now)) if row.proposal else None):
        raise Refused(reason)
    return row


def _is_open(row: Conversation, now: datetime) -> bool:
    return rules.is_open(is_closed=row.closed_at is not None, ends_on=row.ends_on, today=clock.today(now))


def _conversation(reference: str, *, lock: bool = False) -> Conversation:
    """Return a conversation, and where ``lock``, hold it to the end of the transaction; that of a hidden proposal is unknown."""
    rows = Conversation.objects.select_related("proposal").filter(reference=reference)
    row = (rows.select_for_update(of=("self",), no_key=True) if lock else rows).first()
    if row is None or (row.proposal is not None and _is_unlisted(row.proposal)):
        raise Refused(rules.UNKNOWN)
    return row


def _is_unlisted(proposal: Proposal) -> bool:
    return facts_of(proposal).state in UNLISTED


def _taking_part(row: Conversation, by: Viewer, now: datetime) -> int:
    if reason := rules.why_not_take_part(by, settings(), is_open=_is_open(row, now)):
        raise Refused(reason)
    if by.resident_id is None:
        raise TypeError("only residents take part")
    return by.resident_id


def _statement(row: Conversation, number: int) -> Statement:
    """Return a statement, held to the end of the transaction."""
    statement = row.statements.select_for_update(no_key=True).filter(number=number).first()
    if statement is None:
        raise Refused(Refusal("proposals.no_statement", status=404))
    return statement


def _judged(row: Conversation, number: int, by: Viewer) -> Statement:
    statement = _statement(row, number)
    is_author = by.resident_id is not None and statement.author_id == by.resident_id
    if reason := rules.why_not_moderate(duties_of(by), is_author=is_author):
        raise Refused(reason)
    return statement


def _keep(statement: Statement, resident_id: int, stance: Stance | None, now: datetime) -> None:
    """Write a vote down and count it; the statement is locked, so that two of one person at once are one."""
    before = OpinionVote.objects.filter(statement=statement, resident=resident_id).first()
    was_counted = before is not None and before.stance is not None
    if before is not None and before.stance == stance:
        return
    OpinionVote.objects.update_or_create(
        statement=statement, resident_id=resident_id, defaults={"stance": stance, "changed_at": now}
    )
    statement.votes += int(stance is not None) - int(was_counted)
    statement.save(update_fields=["votes"])


def _votes(conversation_id: int) -> urban.Votes:
    people, numbers, stances = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    with connection.cursor() as cursor:
        cursor.execute(_VOTES, [conversation_id, Moderation.SHOWN.value])
        for number, who, said in cursor:
            people.append(np.array(who, np.int64))
            numbers.append(np.full(len(who), number, np.int64))
            stances.append(np.array(said, np.int64))
    return urban.sorted_votes(*(np.concatenate(parts) for parts in (people, numbers, stances)))


def _digest(votes: urban.Votes) -> str:
    """Return the hash of what went into a map; it depends on the order of people, not on who they are."""
    columns = (votes.statements, votes.rows, votes.columns, votes.values)
    return hashlib.sha256(b"".join(np.ascontiguousarray(one, "<i8").tobytes() for one in columns)).hexdigest()


def _dots(found: urban.OpinionMap) -> list[list[tuple[float, float, int]]]:
    """Return the dots of each group, each of several people and not more dots than a picture can show."""
    least = max(rules.LEAST_TOLD, len(found.people) // MOST_DOTS)
    groups = (found.positions[found.groups == number] for number in range(len(found.representative)))
    return [[(dot.x, dot.y, dot.people) for dot in urban.dots(one, min(least, len(one)))] for one in groups]


def _note(row: Conversation, who: Person, now: datetime, *, verb: str, **details: str | int) -> None:
    journal.note(verb=verb, about=f"conversation:{row.reference}", actor=str(who), at=now, details=details)
