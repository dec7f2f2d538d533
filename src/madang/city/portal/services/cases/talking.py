"""Words: messages both ways, notes among staff, the sentence under the state."""

from datetime import datetime, timedelta

from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.portal.models import CaseNote, Message
from madang.city.portal.rules.cases import Move, Part
from madang.city.portal.services import telling
from madang.city.portal.services.cases.holding import Held, allow, go, hold, write

LONGEST = 10_000
SECOND_PRESS = timedelta(minutes=1)


@transaction.atomic
def message(*, reference: str, body: str, by: Viewer, now: datetime, as_applicant: bool = False) -> None:
    """Write to the other side. A message changes nothing that somebody else may be editing, so it asks for no revision.

    The same words from the same hand within a minute are a second press of the button: they stand there already.
    """
    held = hold(reference=reference, by=by, now=now, as_applicant=as_applicant)
    allow(held, Move.MESSAGE)
    same = Message.objects.filter(case=held.row, actor=str(held.who), body=_words(body), at__gt=now - SECOND_PRESS, at__lte=now)
    if same.exists():
        return
    add_message(held, body)
    state = held.facts.state
    write(held, Move.MESSAGE, before=state, after=state, public=False)
    if held.actor.part is Part.APPLICANT:
        telling.tell_caseworker(held, "wrote")
    else:
        telling.tell_applicant(held, "wrote")


def add_message(held: Held, body: str) -> None:
    """Add a message to a case that is held."""
    Message.objects.create(case=held.row, at=held.now, actor=str(held.who), body=_words(body))


@transaction.atomic
def note(*, reference: str, body: str, by: Viewer, now: datetime) -> None:
    """Leave a note that only staff read; a second press of the button leaves no second one."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.NOTE)
    same = CaseNote.objects.filter(case=held.row, author_id=held.staff_id, body=_words(body), at__gt=now - SECOND_PRESS)
    if same.filter(at__lte=now).exists():
        return
    CaseNote.objects.create(case=held.row, at=now, author_id=held.staff_id, body=_words(body))
    state = held.facts.state
    write(held, Move.NOTE, before=state, after=state)


@transaction.atomic
def set_status_text(*, reference: str, words: str, by: Viewer, now: datetime, revision: int | None = None) -> None:
    """Say in a sentence what happens within the present state; it goes with the state."""
    held = hold(reference=reference, by=by, now=now, revision=revision)
    held.row.status_text = words.strip()[:200]
    go(held, Move.STATUS)


@transaction.atomic
def mark_read(*, reference: str, by: Viewer, now: datetime, as_applicant: bool = False) -> None:
    """Remember that the other side's messages were seen."""
    held = hold(reference=reference, by=by, now=now, as_applicant=as_applicant)
    unread = Message.objects.filter(case=held.row, read_at=None)
    mine = "resident" if held.actor.part is Part.APPLICANT else "staff"
    unread.exclude(actor__startswith=mine).update(read_at=now)


def _words(body: str) -> str:
    words = body.strip()
    if not words:
        raise Refused(Refusal("portal.no_words", status=422))
    if len(words) > LONGEST:
        raise Refused(Refusal("portal.many_words", {"most": LONGEST}, status=422))
    return words
