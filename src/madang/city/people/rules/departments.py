"""The tree of departments, and who may change who works where."""

from collections.abc import Mapping
from datetime import date, timedelta

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules.actors import Role, StaffView, Viewer, why_not_staff

LONGEST_DEPUTY_DAYS = 366


def below(parents: Mapping[str, str | None], code: str) -> frozenset[str]:
    """Return ``code`` and every department under it. A code that is not in the tree has nothing below it.

    parents  the parent's code by each department's code; None at the top
    """
    if code not in parents:
        return frozenset()
    found, edge = {code}, {code}
    while edge:
        edge = {child for child, parent in parents.items() if parent in edge} - found
        found |= edge
    return frozenset(found)


def why_not_parent(parents: Mapping[str, str | None], code: str, parent: str | None) -> Refusal | None:
    """Refuse a parent that is unknown, or that would close the tree to a ring."""
    if parent is None:
        return None
    if parent not in parents:
        return Refusal("people.unknown_department", {"code": parent}, status=422)
    if parent in below(parents, code):
        return Refusal("people.department_ring", {"code": code, "parent": parent}, status=422)
    return None


def why_not_manage_staff(viewer: Viewer) -> Refusal | None:
    """Refuse whoever is no administrator."""
    return why_not_staff(viewer, Role.ADMINISTRATOR)


def why_not_see_staff(viewer: Viewer) -> Refusal | None:
    """Refuse whoever neither manages staff nor audits them."""
    return why_not_staff(viewer, Role.ADMINISTRATOR, Role.AUDITOR)


def why_not_change_role(present: Role, wanted: Role, *, administrators: int) -> Refusal | None:
    """Refuse to take the role from the last administrator."""
    if present is Role.ADMINISTRATOR and wanted is not Role.ADMINISTRATOR and administrators <= 1:
        return Refusal("people.last_administrator")
    return None


def why_not_appoint(viewer: Viewer, *, absent: StaffView, deputy: StaffView) -> Refusal | None:
    """Refuse a deputy that the viewer may not appoint, who is the absent one, or who is an auditor.

    An administrator appoints for everybody, a head within the own department, others for themselves.
    """
    by = viewer.staff
    if by is None:
        return Refusal("people.staff_only", status=403)
    if absent.id == deputy.id:
        return Refusal("people.own_deputy", status=422)
    if Role.AUDITOR in (deputy.role, absent.role):
        return Refusal("people.auditor_no_deputy", status=422)
    if by.role is Role.ADMINISTRATOR or by.id == absent.id:
        return None
    if by.role is Role.HEAD and by.department_code == absent.department_code:
        return None
    return Refusal("people.other_role", status=403)


def why_not_days(first: date, last: date, *, today: date) -> Refusal | None:
    """Refuse days that end before they start, are over, or last longer than a year."""
    if last < first:
        return Refusal("people.days_backwards", status=422)
    if last < today:
        return Refusal("people.days_over", status=422)
    if last - first > timedelta(days=LONGEST_DEPUTY_DAYS):
        return Refusal("people.days_too_many", {"days": LONGEST_DEPUTY_DAYS}, status=422)
    return None
