"""Whose desk a case lies on."""

from datetime import datetime

from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people import queries as people
from madang.city.people.rules import Viewer
from madang.city.portal.queries.cases.loading import staff_actor
from madang.city.portal.rules import cases as rules
from madang.city.portal.rules.cases import Move
from madang.city.portal.services import telling
from madang.city.portal.services.cases.holding import allow, go, hold


@transaction.atomic
def assign(*, reference: str, to_staff: int, by: Viewer, now: datetime, revision: int | None = None) -> None:
    """Give a case to a colleague of its department. Raises Refused where either of the two may not."""
    held = hold(reference=reference, by=by, now=now, revision=revision)
    allow(held, Move.ASSIGN)
    line = people.staff_member(to_staff)
    if line is None:
        raise Refused(Refusal("portal.cannot_work_on_it", status=422))
    colleague = Viewer(line.account_id, people.resident_of(line.account_id), line.as_view())
    to = staff_actor(colleague, department_code=held.row.department.code, assignee_id=None, today=held.today)
    if reason := rules.why_not_give(held.facts, to):
        raise Refused(reason)
    held.row.assignee_id = to_staff
    go(held, Move.ASSIGN, details={"to_staff": to_staff})
    if to_staff != held.actor.staff_id:
        telling.tell_staff(held, to_staff, "assigned")


@transaction.atomic
def take(*, reference: str, by: Viewer, now: datetime, revision: int | None = None) -> None:
    """Put a case on one's own desk."""
    held = hold(reference=reference, by=by, now=now, revision=revision)
    held.row.assignee_id = held.actor.staff_id
    go(held, Move.TAKE)
