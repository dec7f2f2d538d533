"""From rows to what the rules need: definitions, facts, who acts."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from madang.city.kernel import clock
from madang.city.people import queries as people
from madang.city.people.rules import CITY, Viewer
from madang.city.portal import definitions
from madang.city.portal.models import Case, Decision, ServiceVersion
from madang.city.portal.rules import cases as rules
from madang.city.portal.rules.cases import SYSTEM_ACTOR, CaseActor, CaseFacts, Options, Outcome, Part, State
from madang.city.portal.rules.clock import CaseClock

DEFINITIONS_HELD = 512
# who proposed, who made it, when, whether on an objection
Decisions = Sequence[tuple[int | None, int | None, Any, bool]]


@lru_cache(maxsize=DEFINITIONS_HELD)
def definition_of(version_id: int) -> definitions.ServiceDefinition:
    """Return a published definition; it never changes, so each process reads it once."""
    stored = ServiceVersion.objects.values_list("definition", flat=True).get(pk=version_id)
    return definitions.from_json(stored)


def options_of(version_id: int) -> Options:
    """Return what the service of a version has chosen for its cases."""
    return rules.options_of(definition_of(version_id))


def clock_of(row: Case) -> CaseClock:
    """Return the case's clock."""
    days = definitions.model.Clock(row.clock)
    return CaseClock(total=row.days_total, days=days, due_on=row.due_on, used=row.days_used, paused_on=row.paused_on)


def facts_of(row: Case, decisions: Decisions | None = None) -> CaseFacts:
    """Return the case as the rules see it.

    decisions  oldest first; where they matter and are not given, they are asked for
    """
    state = State(row.state)
    is_appeal = row.appealed_at is not None
    proposed_by, first = None, frozenset[int]()
    if state in rules.REVIEWED or (is_appeal and state in rules.RUNNING):
        proposed_by, first = _deciders(_decisions(row.pk) if decisions is None else decisions)
    return CaseFacts(
        state=state,
        outcome=Outcome(row.outcome) if row.outcome else None,
        applicant_id=row.applicant_id,
        assignee_id=row.assignee_id,
        proposed_by=proposed_by,
        first_deciders=first,
        is_appeal=is_appeal,
        is_paused=row.paused_on is not None,
        due_on=row.due_on,
        answer_by=row.answer_by,
        appeal_until=row.appeal_until,
        archive_on=rules.archive_on(clock.today(row.closed_at)) if row.closed_at else None,
        purge_on=row.purge_on,
    )


def _decisions(case_id: int) -> Decisions:
    rows = Decision.objects.filter(case_id=case_id).order_by("id")
    return list(rows.values_list("proposed_by_id", "made_by_id", "made_at", "is_appeal"))


def _deciders(decisions: Decisions) -> tuple[int | None, frozenset[int]]:
    proposed_by, first = None, set[int]()
    for by, made_by, made_at, is_appeal in decisions:
        proposed_by = by if made_at is None else None
        if made_at is not None and not is_appeal:
            first |= {one for one in (by, made_by) if one}
    return proposed_by, frozenset(first)


def applicant_actor(viewer: Viewer) -> CaseActor:
    """Return somebody in their own matters."""
    if viewer.resident_id is None:
        return CaseActor(Part.STRANGER)
    return CaseActor(Part.APPLICANT, resident_id=viewer.resident_id)


def staff_actor(viewer: Viewer, *, department_code: str, assignee_id: int | None, today: date) -> CaseActor:
    """Return a member of staff as seen from one case; asks, in one query, for their desk only where it decides."""
    if viewer == CITY:
        return SYSTEM_ACTOR
    staff = viewer.staff
    if staff is None:
        return CaseActor(Part.STRANGER)
    own, colleagues = department_code == staff.department_code, assignee_id not in (None, staff.id)
    desk = None if own and not colleagues else people.desk_of(staff, today)
    return CaseActor(
        part=Part.STAFF,
        staff_id=staff.id,
        role=staff.role,
        in_department=own or (desk is not None and department_code in desk.department_codes),
        stands_in_for=frozenset(desk.staff_ids[1:]) if desk else frozenset(),
        resident_id=viewer.resident_id,
    )
