"""Take part in a conversation: say something, vote, take a vote back; forget who did."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Max

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Conversation, OpinionVote, Statement
from madang.city.proposals.queries.settings import settings
from madang.city.proposals.rules import opinions as rules
from madang.city.proposals.rules.opinions import Moderation, Stance
from madang.city.proposals.services.opinions.loading import conversation_row, is_open, note, statement_row


@transaction.atomic
def add_statement(*, reference: str, text: str, language: str, by: Viewer, now: datetime) -> int:
    """Say something in a conversation and return its number; whoever says it agrees with it.

    Raises Refused for whoever may not take part, a statement too short or too long, what was said already, and too many a day.
    """
    row = conversation_row(reference, lock=True)
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
    note(row, by.as_resident, now, verb="conversation.stated", statement=statement.number)
    return statement.number


@transaction.atomic
def vote(*, reference: str, number: int, stance: Stance, by: Viewer, now: datetime) -> None:
    """Agree with a statement, pass or disagree; a later vote stands instead of the earlier.

    Raises Refused for whoever may not take part, and for a statement that is not shown. No note is written.
    """
    row = conversation_row(reference)
    resident_id = _taking_part(row, by, now)
    statement = statement_row(row, number)
    if reason := rules.why_not_vote(Moderation(statement.state)):
        raise Refused(reason)
    _keep(statement, resident_id, stance, now)


@transaction.atomic
def vote_on_several(*, reference: str, stances: Mapping[int, Stance], by: Viewer, now: datetime) -> None:
    """Vote on several statements at once, by their numbers, all or none: for whoever answers them on one page, or in one call.

    Raises Refused as ``vote`` does.
    """
    row = conversation_row(reference)
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
    row = conversation_row(reference)
    resident_id = _taking_part(row, by, now)
    statement = statement_row(row, number)
    if OpinionVote.objects.filter(statement=statement, resident=resident_id).exists():
        _keep(statement, resident_id, None, now)


@transaction.atomic
def forget_opinions(resident_id: int) -> None:
    """Delete somebody's votes, and take their name off what they said: for ``held.ProposalsHeld``."""
    rows = OpinionVote.objects.filter(resident=resident_id)
    Statement.objects.filter(pk__in=rows.filter(stance__isnull=False).values("statement")).update(votes=F("votes") - 1)
    rows.delete()
    Statement.objects.filter(author=resident_id).update(author=None)


def _taking_part(row: Conversation, by: Viewer, now: datetime) -> int:
    if reason := rules.why_not_take_part(by, settings(), is_open=is_open(row, now)):
        raise Refused(reason)
    if by.resident_id is None:
        raise TypeError("only residents take part")
    return by.resident_id


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
