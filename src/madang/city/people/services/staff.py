"""Who works for the city, where, and who stands in for them."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people import rules, signals
from madang.city.people.models import Account, Department, Deputy, StaffMember
from madang.city.people.queries.staff import parents
from madang.city.people.rules import Role, StaffView, Viewer
from madang.city.people.services.accounts import open_account


@transaction.atomic
def set_department(
    *, code: str, name: Mapping[str, str], by: Viewer, now: datetime, parent: str | None = None, phone: str = "", email: str = ""
) -> int:
    """Add a department or change it, and return its id. Raises Refused for an unknown parent, or one below itself."""
    if reason := rules.why_not_manage_staff(by) or rules.why_not_parent(parents(), code, parent):
        raise Refused(reason)
    above = Department.objects.get(code=parent) if parent else None
    words = {"name": dict(name), "parent": above, "phone": phone, "email": email}
    row, _ = Department.objects.update_or_create(code=code, defaults=words)
    journal.note(verb="set", about=f"department:{code}", actor=str(by.actor), at=now, details={"parent": parent})
    return row.pk


@transaction.atomic
def add_staff(*, email: str, name: str, department: str, role: Role, by: Viewer, now: datetime) -> int:
    """Make the owner of an address a member of staff, opening an account if there is none; return the member's id.

    A new account has no password: its owner signs in with a code sent to the address.
    Raises Refused for anybody but an administrator, an unknown department, and somebody who serves already.
    """
    if reason := rules.why_not_manage_staff(by) or rules.why_not_name(name):
        raise Refused(reason)
    place = _department(department)
    account_id = Account.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()
    account_id = account_id or open_account(email=email, now=now, is_resident=False)
    member, is_new = StaffMember.objects.select_for_update().get_or_create(
        account_id=account_id, defaults={"name": rules.tidy_name(name), "department": place, "role": role.value, "since": now}
    )
    if not is_new and member.left_at is None:
        raise Refused(Refusal("people.serves_already"))
    if not is_new:
        member.name, member.department, member.role = rules.tidy_name(name), place, role.value
        member.since, member.left_at = now, None
        member.save()
    _note("appointed", member.pk, by, now, {"role": role.value, "department": department})
    return member.pk


@transaction.atomic
def change_staff(*, staff_id: int, department: str, role: Role, by: Viewer, now: datetime) -> None:
    """Give a member of staff another department or role. Raises Refused if the last administrator would stop being one."""
    member = _changeable(staff_id, role, by)
    member.department, member.role = _department(department), role.value
    member.save(update_fields=["department", "role"])
    _note("moved", staff_id, by, now, {"role": role.value, "department": department})


@transaction.atomic
def end_service(*, staff_id: int, by: Viewer, now: datetime) -> None:
    """Let a member of staff go: the account stays theirs as a resident. Raises Refused for the last administrator."""
    member = _changeable(staff_id, Role.CASEWORKER, by)
    member.left_at = now
    member.save(update_fields=["left_at"])
    _note("left", staff_id, by, now, {})
    signals.staff_left.send(StaffMember, staff_id=staff_id, now=now)


@transaction.atomic
def appoint_deputy(*, absent_id: int, deputy_id: int, first: date, last: date, by: Viewer, now: datetime) -> int:
    """Let ``deputy`` stand in for ``absent`` from the first day to the last; return the appointment's id.

    Raises Refused where ``by`` may not appoint, the days make no sense or the same appointment stands.
    """
    absent, deputy = _view(_serving(absent_id)), _view(_serving(deputy_id))
    reason = rules.why_not_appoint(by, absent=absent, deputy=deputy) or rules.why_not_days(first, last, today=clock.today(now))
    if reason:
        raise Refused(reason)
    row, is_new = Deputy.objects.get_or_create(
        absent_id=absent_id, deputy_id=deputy_id, from_date=first, defaults={"until_date": last}
    )
    if not is_new:
        raise Refused(Refusal("people.deputy_already"))
    details = {"deputy": deputy_id, "first": first.isoformat(), "last": last.isoformat()}
    _note("deputised", absent_id, by, now, details)
    return row.pk


@transaction.atomic
def end_deputy(*, deputy_row_id: int, by: Viewer, now: datetime) -> None:
    """Take an appointment back. Raises Refused where ``by`` may not appoint for the absent one."""
    rows = Deputy.objects.select_for_update().select_related("absent__department", "deputy__department")
    row = rows.filter(pk=deputy_row_id).first()
    if row is None:
        raise Refused(Refusal("people.no_deputy", status=404))
    if reason := rules.why_not_appoint(by, absent=_view(row.absent), deputy=_view(row.deputy)):
        raise Refused(reason)
    row.delete()
    _note("undeputised", row.absent_id, by, now, {"deputy": row.deputy_id})


def _changeable(staff_id: int, role: Role, by: Viewer) -> StaffMember:
    if reason := rules.why_not_manage_staff(by):
        raise Refused(reason)
    serving = StaffMember.objects.select_for_update().filter(left_at=None)
    administrators = list(serving.filter(role=Role.ADMINISTRATOR.value))
    member = _serving(staff_id)
    if reason := rules.why_not_change_role(Role(member.role), role, administrators=len(administrators)):
        raise Refused(reason)
    return member


def _serving(staff_id: int) -> StaffMember:
    member = StaffMember.objects.select_related("department").filter(pk=staff_id, left_at=None).first()
    if member is None:
        raise Refused(Refusal("people.no_staff", status=404))
    return member


def _department(code: str) -> Department:
    row = Department.objects.filter(code=code).first()
    if row is None:
        raise Refused(Refusal("people.unknown_department", {"code": code}, status=422))
    return row


def _view(member: StaffMember) -> StaffView:
    return StaffView(member.pk, Role(member.role), member.department.code, member.name)


def _note(verb: str, staff_id: int, by: Viewer, now: datetime, details: Mapping[str, object]) -> None:
    journal.note(verb=verb, about=f"staff:{staff_id}", actor=str(by.actor), at=now, details=details)
