"""A resident's own cases."""

from dataclasses import dataclass

from django.db.models import Count, Q

from madang.city.kernel.paging import Page, keyset
from madang.city.portal.models import Case
from madang.city.portal.queries.cases.values import CaseLine
from madang.city.portal.rules.cases import State

PAGE_SIZE = 20
OPEN = Q(closed_at=None)


@dataclass(frozen=True, slots=True)
class OwnCounts:
    """How many cases of a resident are open, wait for them, are over."""

    open: int
    your_turn: int
    done: int


def my_cases(resident_id: int, *, done: bool = False, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[CaseLine]:
    """Return one page of a resident's own cases, newest first: those that are open, or those that are over. Raises BadCursor."""
    rows = Case.objects.filter(~OPEN if done else OPEN, applicant_id=resident_id).select_related("service")
    rows = rows.defer("answers", "service__words", "service__summaries")
    return keyset(rows, order=("-id",), cursor=cursor, size=size, make=_line)


def own_counts(resident_id: int) -> OwnCounts:
    """Return how many cases a resident has, in one query."""
    turn = Q(state=State.WAITING_APPLICANT.value)
    found = Case.objects.filter(applicant_id=resident_id).aggregate(
        open=Count("pk", filter=OPEN), your_turn=Count("pk", filter=turn), done=Count("pk", filter=~OPEN)
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
    rows = rows.prefetch_related("letters", "messages", "events", "uploads")
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
            "files": [{"name": one.name, "kind": one.kind, "bytes": one.size_bytes} for one in row.uploads.all()],
        }
        for row in rows
    ]


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
