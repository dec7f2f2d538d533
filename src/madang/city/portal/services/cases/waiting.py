"""Waiting for somebody: the applicant with their papers, or a third party."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.portal.models import DocumentRequest, Upload
from madang.city.portal.rules.cases import Move
from madang.city.portal.services import letters, telling
from madang.city.portal.services.cases.holding import Held, allow, go, hand_over, hold, waiting_request
from madang.city.portal.services.cases.talking import add_message


@transaction.atomic
def ask_for_documents(
    *, reference: str, body: str, by: Viewer, now: datetime, evidence: Sequence[str] = (), revision: int | None = None
) -> UUID:
    """Ask the applicant for papers and let the clock stand as the service says; return the request's public id.

    evidence  ids of the papers that the service's file names; ``body`` says in words what is missing, and may stand alone
    """
    held = hold(reference=reference, by=by, now=now, revision=revision)
    allow(held, Move.ASK)
    known = {one.id for one in held.definition.evidence}
    if not body.strip() and not evidence:
        raise Refused(Refusal("portal.say_what_is_missing", status=422))
    if unknown := [one for one in evidence if one not in known]:
        raise Refused(Refusal("portal.unknown_evidence", {"evidence": unknown[0]}, status=422))
    days = held.options.lapse_days
    request = DocumentRequest.objects.create(
        case=held.row,
        asked_at=now,
        asked_by_id=held.staff_id,
        evidence=list(evidence),
        body=body.strip(),
        answer_by=held.today + timedelta(days=days) if days else None,
    )
    hand_over(held)
    held.row.answer_by = request.answer_by
    go(held, Move.ASK, details={"request": request.pk})
    letters.send(held, "request_document")
    return request.public_id


@transaction.atomic
def answer_request(*, reference: str, by: Viewer, now: datetime, words: str = "", revision: int | None = None) -> None:
    """Answer what was asked, with the files that were put into the request before, in words or both; the clock runs again."""
    held = hold(reference=reference, by=by, now=now, revision=revision, as_applicant=True)
    allow(held, Move.ANSWER)
    request = waiting_request(held.row.pk)
    files = request is not None and Upload.objects.filter(request=request).exclude(scan="infected").exists()
    if not words.strip() and not files:
        raise Refused(Refusal("portal.empty_answer", status=422))
    if request is not None:
        request.answered_at = now
        request.save(update_fields=["answered_at"])
    if words.strip():
        add_message(held, words)
    go(held, Move.ANSWER, details={"request": request.pk} if request else None)
    telling.tell_caseworker(held, "answered")


@transaction.atomic
def wait_for_third_party(*, reference: str, whom: str, by: Viewer, now: datetime, revision: int | None = None) -> None:
    """Wait for another office or company; ``whom`` is what applicant and colleagues read."""
    held = hold(reference=reference, by=by, now=now, revision=revision)
    hand_over(held)
    go(held, Move.WAIT)
    _say(held, whom)
    telling.tell_applicant(held, "waits")


@transaction.atomic
def resume(*, reference: str, by: Viewer, now: datetime, revision: int | None = None) -> None:
    """Go on with a case that waited: the third party has answered, or the papers came over the counter."""
    held = hold(reference=reference, by=by, now=now, revision=revision)
    request = waiting_request(held.row.pk)
    hand_over(held)
    go(held, Move.RESUME)
    if request is not None:
        request.answered_at = now
        request.save(update_fields=["answered_at"])
    telling.tell_applicant(held, "resumed")


def _say(held: Held, words: str) -> None:
    held.row.status_text = words.strip()[:200]
    held.row.save(update_fields=["status_text"])
