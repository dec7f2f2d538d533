"""A resident's own cases."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from madang.city.kernel.paging import Page, keyset
from madang.city.kernel.text import localised
from madang.city.portal.models import Case, IssuedDocument
from madang.city.portal.queries.cases.values import CaseLine
from madang.city.portal.rules.cases import State

PAGE_SIZE = 20
OPEN = Q(closed_at=None)
DECIDED_ONLY = Q(state__in=[State.GRANTED.value, State.PARTLY_GRANTED.value, State.REFUSED.value])
MOST_DECIDED = 100


@dataclass(frozen=True, slots=True)
class OwnCounts:
    """How many cases of a resident are open, of these wait for them, are decided and only wait to be closed, are over."""

    open: int
    decided: int
    your_turn: int
    done: int


def my_cases(resident_id: int, *, done: bool = False, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[CaseLine]:
    """Return one page of a resident's own cases, newest first: those that are open, or those that are over. Raises BadCursor."""
    return keyset(_lines(~OPEN if done else OPEN, resident_id), order=("-id",), cursor=cursor, size=size, make=_line)


def undecided_cases(resident_id: int, *, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[CaseLine]:
    """Return one page of a resident's open cases on which the city, or the resident, still has to act. Raises BadCursor."""
    rows = _lines(OPEN & ~DECIDED_ONLY, resident_id)
    return keyset(rows, order=("-id",), cursor=cursor, size=size, make=_line)


def decided_cases(resident_id: int) -> tuple[CaseLine, ...]:
    """Return a resident's open cases whose decision is made: they only wait to be handed out and closed."""
    return tuple(_line(row) for row in _lines(OPEN & DECIDED_ONLY, resident_id).order_by("-id")[:MOST_DECIDED])


def _lines(which: Q, resident_id: int) -> QuerySet[Case]:
    rows = Case.objects.filter(which, applicant_id=resident_id).select_related("service")
    return rows.defer("answers", "service__words", "service__summaries")


def own_counts(resident_id: int) -> OwnCounts:
    """Return how many cases a resident has, in one query."""
    turn = Q(state=State.WAITING_APPLICANT.value)
    found = Case.objects.filter(applicant_id=resident_id).aggregate(
        open=Count("pk", filter=OPEN & ~DECIDED_ONLY),
        decided=Count("pk", filter=OPEN & DECIDED_ONLY),
        your_turn=Count("pk", filter=turn),
        done=Count("pk", filter=~OPEN),
    )
    return OwnCounts(**found)


def your_turn(resident_id: int, *, most: int = 5) -> tuple[CaseLine, ...]:
    """Return the cases in which the resident has to act, the most urgent first; for the home page."""
    rows = Case.objects.filter(applicant_id=resident_id, state=State.WAITING_APPLICANT.value).select_related("service")
    return tuple(_line(row) for row in rows.order_by("answer_by", "id")[:most])


def latest(resident_id: int, *, most: int = 3) -> tuple[CaseLine, ...]:
    """Return the newest open cases; for the home page."""
    rows = Case.objects.filter(OPEN, applicant_id=resident_id).select_related("service").order_by("-id")
    return tuple(_line(row) for row in rows[:most])


def has_open_case(resident_id: int) -> bool:
    """Tell whether the city still works on a case of a resident."""
    return Case.objects.filter(OPEN, applicant_id=resident_id).exists()


def everything(resident_id: int) -> list[dict[str, object]]:
    """Return a resident's cases with answers, letters and messages, for their own copy of what the city holds."""
    rows = Case.objects.filter(applicant_id=resident_id).select_related("service").order_by("id")
    rows = rows.prefetch_related("letters", "documents", "messages", "events", "uploads")
    return [
        {
            "reference": row.reference,
            "service": row.service.slug,
            "state": row.state,
            "sent": row.submitted_at.isoformat(),
            "answers": row.answers,
            "events": [{"at": one.at.isoformat(), "what": one.verb} for one in row.events.all() if one.is_public],
            "messages": [{"at": one.at.isoformat(), "text": one.body} for one in row.messages.all()],
            "letters": [{"at": one.sent_at.isoformat(), "subject": one.subject, "text": one.body} for one in row.letters.all()],
            "documents": [_paper(one) for one in row.documents.all()],
            "files": [{"name": one.name, "kind": one.kind, "bytes": one.size_bytes} for one in row.uploads.all()],
        }
        for row in rows
    ]


def _paper(one: IssuedDocument) -> dict[str, object]:
    return {
        "at": one.issued_at.isoformat(),
        "title": localised(one.titles, one.language),
        "text": one.body,
        "facts": dict(one.facts),
        "code": one.code,
        "valid_until": one.valid_until.isoformat() if one.valid_until else None,
        "withdrawn": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
    }


def _line(row: Case) -> CaseLine:
    return CaseLine(
        reference=row.reference,
        titles=row.service.titles,
        service_slug=row.service.slug,
        state=State(row.state),
        status_text=row.status_text,
        submitted_at=row.submitted_at,
        due_on=row.due_on,
        answer_by=row.answer_by,
        is_paused=row.paused_on is not None,
        is_open=row.closed_at is None,
    )
