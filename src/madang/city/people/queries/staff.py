"""Departments and who works in them. Names of staff are official: they stand under the city's letters."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from madang.city.people import rules
from madang.city.people.models import Department as DepartmentRow
from madang.city.people.models import Deputy, StaffMember
from madang.city.people.rules import Role, StaffView


@dataclass(frozen=True, slots=True)
class Department:
    """A part of the administration."""

    id: int
    code: str
    name: Mapping[str, str]
    parent_code: str | None
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A member of staff as the directory shows them; ``reference`` stands in addresses."""

    id: int
    account_id: int
    reference: UUID
    name: str
    email: str
    role: Role
    department_code: str
    department_name: Mapping[str, str]

    def as_view(self) -> StaffView:
        """Return what rules need."""
        return StaffView(self.id, self.role, self.department_code, self.name)


@dataclass(frozen=True, slots=True)
class DeputyLine:
    """Who stands in for whom, from one day until another, both included."""

    id: int
    absent_id: int
    absent_name: str
    deputy_id: int
    deputy_name: str
    from_date: date
    until_date: date


def department(code: str) -> Department | None:
    """Return a department by its code; None if there is none."""
    row = DepartmentRow.objects.select_related("parent").filter(code=code).first()
    return _department(row) if row else None


def departments() -> list[Department]:
    """Return every department, by code."""
    return [_department(row) for row in DepartmentRow.objects.select_related("parent").order_by("code")]


def departments_below(code: str) -> frozenset[str]:
    """Return the codes of a department and of every one under it."""
    return rules.below(parents(), code)


def parents() -> dict[str, str | None]:
    """Return the parent's code by each department's code."""
    return dict(DepartmentRow.objects.values_list("code", "parent__code"))


def staff_of(account_id: int) -> StaffLine | None:
    """Return the member of staff who owns an account; None if it is no staff, or not any more."""
    row = _serving().filter(account_id=account_id).first()
    return _line(row) if row else None


def staff_member(staff_id: int) -> StaffLine | None:
    """Return a member of staff who serves now."""
    row = _serving().filter(pk=staff_id).first()
    return _line(row) if row else None


def staff_by_reference(reference: UUID) -> StaffLine | None:
    """Return a member of staff by what stands in addresses."""
    row = _serving().filter(account__public_id=reference).first()
    return _line(row) if row else None


def staff_in(department_codes: Collection[str], *, roles: Collection[Role] = ()) -> list[StaffLine]:
    """Return who serves in the departments now, by name; with ``roles`` only those."""
    rows = _serving().filter(department__code__in=department_codes)
    rows = rows.filter(role__in=[role.value for role in roles]) if roles else rows
    return [_line(row) for row in rows.order_by("name", "pk")]


def everybody_serving() -> list[StaffLine]:
    """Return all staff, by department and name."""
    return [_line(row) for row in _serving().order_by("department__code", "name", "pk")]


def staff_names(staff_ids: Collection[int]) -> dict[int, str]:
    """Return names by member of staff, also of those who have left."""
    return dict(StaffMember.objects.filter(pk__in=staff_ids).values_list("pk", "name"))


def stood_in_for(staff_id: int, day: date) -> tuple[int, ...]:
    """Return for whom a member of staff stands in on a day."""
    rows = Deputy.objects.filter(deputy_id=staff_id, from_date__lte=day, until_date__gte=day, absent__left_at=None)
    return tuple(rows.order_by("absent_id").values_list("absent_id", flat=True).distinct())


def deputies_of(staff_id: int, day: date) -> tuple[int, ...]:
    """Return who stands in for a member of staff on a day."""
    rows = Deputy.objects.filter(absent_id=staff_id, from_date__lte=day, until_date__gte=day, deputy__left_at=None)
    return tuple(rows.order_by("deputy_id").values_list("deputy_id", flat=True).distinct())


def deputies_from(day: date, *, absent_id: int | None = None) -> list[DeputyLine]:
    """Return who stands in for whom on a day or later, soonest first."""
    rows = Deputy.objects.select_related("absent", "deputy").filter(until_date__gte=day)
    rows = rows.filter(absent_id=absent_id) if absent_id is not None else rows
    return [
        DeputyLine(row.pk, row.absent_id, row.absent.name, row.deputy_id, row.deputy.name, row.from_date, row.until_date)
        for row in rows.order_by("from_date", "pk")
    ]


def _serving() -> QuerySet[StaffMember]:
    return StaffMember.objects.filter(left_at=None).select_related("account", "department")


def _department(row: DepartmentRow) -> Department:
    parent = row.parent.code if row.parent else None
    return Department(row.pk, row.code, row.name, parent, row.phone, row.email)


def _line(row: StaffMember) -> StaffLine:
    return StaffLine(
        id=row.pk,
        account_id=row.account_id,
        reference=row.account.public_id,
        name=row.name,
        email=row.account.email,
        role=Role(row.role),
        department_code=row.department.code,
        department_name=row.department.name,
    )
