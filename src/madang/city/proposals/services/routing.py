"""Give a proposal to a department and to somebody there who answers by name."""

from datetime import datetime

from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people import queries as people
from madang.city.people.rules import Role, Viewer
from madang.city.proposals.queries.loading import author_ids
from madang.city.proposals.rules import due
from madang.city.proposals.rules.answers import why_not_words
from madang.city.proposals.rules.life import Move
from madang.city.proposals.services import telling
from madang.city.proposals.services.holding import Held, Said, allow, go, hold

_ANSWERS = frozenset({Role.CASEWORKER, Role.HEAD})


@transaction.atomic
def route(
    *, reference: str, department: str, officer_id: int, by: Viewer, now: datetime, text: str = "", language: str = ""
) -> None:
    """Give a proposal to a department and a named officer; the time of the review begins. Raises Refused."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.ROUTE)
    _give(held, department, officer_id)
    held.row.due_on = due.answer_by(held.today, held.settings, held.calendar)
    go(held, Move.ROUTE, Said(text=text, language=language))
    telling.tell_officer(held, Move.ROUTE)


@transaction.atomic
def reassign(*, reference: str, department: str, officer_id: int, text: str, language: str, by: Viewer, now: datetime) -> None:
    """Give a proposal to another department or officer, with the reason in public; the due day stays. Raises Refused."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.REASSIGN)
    if reason := why_not_words(text):
        raise Refused(reason)
    before = held.row.department.code if held.row.department else ""
    _give(held, department, officer_id)
    go(held, Move.REASSIGN, Said(text=text, language=language, details={"before": before}))
    telling.tell_officer(held, Move.ROUTE)


def _give(held: Held, department: str, officer_id: int) -> None:
    found = people.department(department)
    line = people.staff_member(officer_id)
    if found is None:
        raise Refused(Refusal("people.unknown_department", {"code": department[:60]}, status=422))
    if line is None or line.role not in _ANSWERS or line.department_code not in people.departments_below(department):
        raise Refused(Refusal("proposals.not_there", status=422))
    if people.resident_of(line.account_id) in author_ids(held.row):
        raise Refused(Refusal("proposals.own_proposal", status=422))
    held.row.department_id, held.row.officer_id = found.id, line.id
