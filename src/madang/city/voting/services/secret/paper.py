"""Ballots on paper: who came to cast one, and batches that two clerks type, each without seeing what the other typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer, why_not_staff
from madang.city.voting.models import Issued, PaperEntry, SecretBallot, Vote
from madang.city.voting.queries.entitlement import voter
from madang.city.voting.queries.loading import row_of, standing_of
from madang.city.voting.queries.secret import admitted, kept, person_hash
from madang.city.voting.rules.life import why_not_cast
from madang.city.voting.rules.secret import OnPaper, differences, terms_of, why_not_batch, why_not_more_paper
from madang.city.voting.services.secret.holding import have_box_alone, keys_of, use_box
from madang.urban.ballots import log, records
from madang.urban.ballots.records import Paper


@dataclass(frozen=True, slots=True)
class BatchState:
    """How a batch stands after a clerk typed it.

    is_accepted  whether it agrees with what another clerk typed, and is in the box
    differing    the numbers of the ballots that the other clerk read differently; empty too while there is no other
    """

    is_accepted: bool
    differing: tuple[int, ...] = ()


@transaction.atomic
def admit(*, reference: str, person: str, by: Viewer, now: datetime) -> bool:
    """Note that somebody came to vote on paper; they get no token any more. Return whether they had got one before.

    Who had one must hand over its serial: their ballot on paper stands for it.
    Raises Refused for who may not vote or came before, outside the vote's time, and for anybody but staff.
    """
    row = row_of(reference)
    if reason := why_not_staff(by) or why_not_cast(standing_of(row), now=now):
        raise Refused(reason)
    who = voter(row, person)
    use_box(row.pk)
    came = Issued(vote=row, person=person_hash(keys_of(kept(row), row), who.person), on_paper=True)
    Issued.objects.bulk_create([came], ignore_conflicts=True)
    held = Issued.objects.select_for_update().get(vote=row, person=came.person)
    if held.pk == came.pk:
        return False
    if held.on_paper:
        raise Refused(Refusal("voting.came_before"))
    held.on_paper = True
    held.save(update_fields=["on_paper"])
    return True


@transaction.atomic
def enter_batch(*, reference: str, batch: str, ballots: Sequence[OnPaper], by: Viewer, now: datetime) -> BatchState:
    """Keep a batch as one clerk typed it; where another clerk typed the same, put it into the box.

    A clerk may type it again: the last counts. Where the two differ, both are told which ballots to look at again.
    Raises Refused for anybody but staff, outside the vote's time, for a batch that cannot be read or is in the box already,
    and for more ballots than people who came.
    """
    row = row_of(reference)
    secret = kept(row)
    reason = why_not_staff(by) or why_not_cast(standing_of(row), now=now) or why_not_batch(batch, ballots, terms_of(secret.terms))
    if reason:
        raise Refused(reason)
    have_box_alone(row.pk)  # two clerks at once would each see no other
    use_box(row.pk)
    if SecretBallot.objects.filter(vote=row, batch=batch).exists():
        raise Refused(Refusal("voting.batch_taken"))
    clerk = by.staff.id if by.staff else 0
    typed = [list(one) for one in ballots]
    PaperEntry.objects.update_or_create(vote=row, batch=batch, clerk_id=clerk, defaults={"ballots": typed})
    others = list(PaperEntry.objects.filter(vote=row, batch=batch).exclude(clerk_id=clerk).values_list("ballots", flat=True))
    about, details = f"vote:{row.reference}", {"batch": batch, "ballots": len(ballots)}
    journal.note(verb="entered-batch", about=about, actor=str(by.actor), at=now, details=details)
    if typed not in others:
        return BatchState(False, tuple(differences(typed, others[0])) if others else ())
    _accept(row, batch, ballots)
    journal.note(verb="accepted-batch", about=about, actor=str(by.actor), at=now, details=details)
    return BatchState(True)


def _accept(row: Vote, batch: str, ballots: Sequence[OnPaper]) -> None:
    in_box = SecretBallot.objects.filter(vote=row).exclude(batch="")
    serials = [bytes.fromhex(overrides) for _, overrides in ballots if overrides]
    if len(set(serials)) < len(serials) or in_box.filter(overrides__in=serials).exists():
        raise Refused(Refusal("voting.batch_token_taken"))
    overriding = in_box.filter(overrides__isnull=False).count() + len(serials)
    plain = in_box.filter(overrides=None).count() + len(ballots) - len(serials)
    if reason := why_not_more_paper(admitted(row.pk), overriding=overriding, plain=plain):
        raise Refused(reason)
    SecretBallot.objects.bulk_create([_ballot(row, batch, number, *one) for number, one in enumerate(ballots, 1)])
    PaperEntry.objects.filter(vote=row, batch=batch).delete()


def _ballot(row: Vote, batch: str, number: int, choice: Any, overrides: str | None) -> SecretBallot:
    serial = bytes.fromhex(overrides) if overrides else None
    record = records.on_paper(row.reference, choice, Paper(batch, number, serial))
    return SecretBallot(vote=row, leaf=log.leaf_hash(record), batch=batch, number=number, overrides=serial, record=record)
