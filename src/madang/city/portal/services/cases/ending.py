"""Ends: taken back, objected to, closed, lapsed, archived, purged."""

from datetime import datetime

from django.db import transaction

from madang.city.kernel import clock
from madang.city.people.rules import CITY, Viewer
from madang.city.portal.definitions.model import Pii
from madang.city.portal.models import Case, CaseEvent, CaseNote, Decision, DocumentRequest, Letter, Message, Upload
from madang.city.portal.rules import cases as rules
from madang.city.portal.rules.cases import Move
from madang.city.portal.rules.clock import started
from madang.city.portal.services import certificates, letters, telling
from madang.city.portal.services.cases.deciding import decide_by_silence
from madang.city.portal.services.cases.holding import Held, go, hold, save, waiting_request
from madang.city.portal.services.cases.talking import add_message
from madang.city.portal.services.uploads import forget_files

AT_ONCE = 500
MOST_STEPS = 6


@transaction.atomic
def withdraw(*, reference: str, by: Viewer, now: datetime, revision: int | None = None) -> None:
    """Take an application back at its owner's wish. Raises Refused once it is decided."""
    held = hold(reference=reference, by=by, now=now, revision=revision, as_applicant=True)
    held.row.closed_at = now
    go(held, Move.WITHDRAW)
    letters.send(held, "withdrawn")
    telling.tell_caseworker(held, "withdrew")


@transaction.atomic
def appeal(*, reference: str, words: str, by: Viewer, now: datetime, revision: int | None = None) -> None:
    """Object to a decision, with reasons or without: the time runs anew and another person looks at the case."""
    held = hold(reference=reference, by=by, now=now, revision=revision, as_applicant=True)
    rules_said = rules.why_not(Move.APPEAL, held.facts, held.actor, held.options, held.today)
    if rules_said is None and words.strip():
        add_message(held, words)
    row, ticking = held.row, started(held.today, held.options.days_total, held.options.clock, held.calendar)
    before = row.assignee_id
    row.appealed_at, row.closed_at, row.assignee_id = now, None, None
    row.due_on, row.days_used, row.paused_on = ticking.due_on, 0, None
    go(held, Move.APPEAL)
    letters.send(held, "appeal_received")
    if before:
        telling.tell_staff(held, before, "appealed")


@transaction.atomic
def close(*, reference: str, by: Viewer, now: datetime, revision: int | None = None) -> None:
    """Close a case on which no more can happen; how long it is kept is now known."""
    held = hold(reference=reference, by=by, now=now, revision=revision)
    _close(held)


def _close(held: Held) -> None:
    row = held.row
    row.closed_at = row.closed_at or held.now
    row.purge_on = rules.purge_on(clock.today(row.closed_at), held.definition.retention)
    go(held, Move.CLOSE)


def wake_all(*, now: datetime, most: int = AT_ONCE) -> int:
    """Do what time itself does with cases, each in its own transaction; return how many were woken."""
    today, woken = clock.today(now), 0
    due = Case.objects.filter(wake_on__lte=today).order_by("wake_on", "id").values_list("reference", flat=True)
    for reference in list(due[:most]):
        wake(reference=reference, now=now)
        woken += 1
    return woken


@transaction.atomic
def wake(*, reference: str, now: datetime) -> tuple[Move, ...]:
    """Remind, lapse, deem, close, archive or purge one case as its day has come; return the moves made."""
    held = hold(reference=reference, by=CITY, now=now)
    if _remind(held):
        save(held)
    made: list[Move] = []
    for _ in range(MOST_STEPS):
        move = next((one for one in rules.AT_NIGHT if _is_due(held, one)), None)
        if move is None:
            break
        _NIGHT_WORK[move](held)
        made.append(move)
    if not made:
        save(held)
    return tuple(made)


def _is_due(held: Held, move: Move) -> bool:
    return rules.why_not(move, held.facts, held.actor, held.options, held.today) is None


def _remind(held: Held) -> bool:
    day = rules.remind_on(held.facts, held.options)
    request = waiting_request(held.row.pk)
    if day is None or request is None or request.reminded_at or not day <= held.today <= (held.row.answer_by or held.today):
        return False
    request.reminded_at = held.now
    request.save(update_fields=["reminded_at"])
    letters.send(held, "reminder")
    return True


def _lapse(held: Held) -> None:
    held.row.closed_at = held.now
    answer_by = held.row.answer_by
    go(held, Move.LAPSE)
    letters.send(held, "lapsed", answer_by=answer_by)


def _archive(held: Held) -> None:
    """Put a case away for good keeping: its sensitive answers go."""
    held.row.answers = rules.kept_answers(held.definition, held.row.answers, frozenset({Pii.SENSITIVE}))
    go(held, Move.ARCHIVE)


def _purge(held: Held) -> None:
    """Remove all that is personal; what is left is a figure."""
    row = held.row
    lost = frozenset({Pii.SENSITIVE, Pii.PERSONAL})
    row.answers = rules.kept_answers(held.definition, row.answers, lost)
    row.status_text, row.applicant = "", None
    for kind in (Message, CaseNote, Letter):
        kind.objects.filter(case=row).delete()
    CaseEvent.objects.filter(case=row, actor__startswith="resident:").update(actor="resident")
    DocumentRequest.objects.filter(case=row).update(body="")
    Decision.objects.filter(case=row).update(reasons="")
    certificates.purge_with(row)
    forget_files(list(Upload.objects.filter(case=row)))
    go(held, Move.PURGE)


_NIGHT_WORK = {
    Move.LAPSE: _lapse,
    Move.DEEM: decide_by_silence,
    Move.CLOSE: _close,
    Move.ARCHIVE: _archive,
    Move.PURGE: _purge,
}
