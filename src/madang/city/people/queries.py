"""Reads: who somebody is. Plain frozen values go out; another person's data only with viewer and purpose."""

from madang.city.people.models import Account
from madang.city.people.rules import NOBODY, Assurance, Role, StaffView, Viewer

_VIEWER_FIELDS = (
    "pk", "assurance", "resident__id", "staff_member__id", "staff_member__role", "staff_member__name",
    "staff_member__left_at", "staff_member__department__code",
)  # fmt: skip


def viewer_of(account_id: int, *, scopes: frozenset[str] | None = None) -> Viewer:
    """Return the viewer behind an account, in one query; nobody if it is gone or shut."""
    row = Account.objects.filter(pk=account_id, is_active=True).values(*_VIEWER_FIELDS).first()
    return NOBODY if row is None else _viewer(row, scopes)


def _viewer(row: dict, scopes: frozenset[str] | None) -> Viewer:
    staff = None
    if row["staff_member__id"] is not None and row["staff_member__left_at"] is None:
        staff = StaffView(
            id=row["staff_member__id"],
            role=Role(row["staff_member__role"]),
            department_code=row["staff_member__department__code"],
            name=row["staff_member__name"],
        )
    return Viewer(
        account_id=row["pk"],
        resident_id=row["resident__id"],
        staff=staff,
        assurance=Assurance(row["assurance"]),
        scopes=scopes,
    )
