"""From rows to what the rules need: definitions, facts, who acts."""

from datetime import date
from functools import lru_cache

from madang.city.kernel import clock
from madang.city.people import queries as people
from madang.city.people.rules import CITY, Viewer
from madang.city.portal import definitions
from madang.city.portal.models import Case, Decision, ServiceVersion
from madang.city.portal.rules import cases as rules
from madang.city.portal.rules.cases import SYSTEM_ACTOR, CaseActor, CaseFacts, Options, Outcome, Part, State
from madang.city.portal.rules.clock import CaseClock

DEFINITIONS_HELD = 512


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


def facts_of(row: Case) -> CaseFacts:
    """Return the case as the rules see it; asks for its decisions only where they matter."""
    state = State(row.state)
    is_appeal = row.appealed_at is not None
    proposed_by, first = None, frozenset[int]()
    if state in rules.REVIEWED or (is_appeal and state in rules.RUNNING):
        proposed_by, first = _deciders(row.pk)
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


def _deciders(case_id: int) -> tuple[int | None, frozenset[int]]:
    proposed_by, first = None, set[int]()
    rows = Decision.objects.filter(case_id=case_id).order_by("id")
    for by, made_by, made_at, is_appeal in rows.values_list("proposed_by_id", "made_by_id", "made_at", "is_appeal"):
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
    """Return a member of staff as seen from one case; asks for the tree and the deputies only where they decide."""
    if viewer == CITY:
        return SYSTEM_ACTOR
    staff = viewer.staff
    if staff is None:
        return CaseActor(Part.STRANGER)
    own = department_code == staff.department_code
    in_department = own or department_code in people.departments_below(staff.department_code)
    asks = assignee_id is not None and assignee_id != staff.id
    absent = frozenset(people.stood_in_for(staff.id, today)) if asks else frozenset[int]()
    return CaseActor(
        part=Part.STAFF,
        staff_id=staff.id,
        role=staff.role,
        in_department=in_department,
        stands_in_for=absent,
        resident_id=viewer.resident_id,
    )
