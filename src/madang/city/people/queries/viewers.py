"""Who stands at the door: found by account, or by a program's token."""

import hashlib
from datetime import datetime
from typing import Any

from django.db.models import Q

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people import rules
from madang.city.people.models import Account, ApiToken
from madang.city.people.rules import NOBODY, TOKEN_PREFIX, Assurance, Role, StaffView, Viewer

_FIELDS = (
    "id",
    "assurance",
    "resident__id",
    "staff_member__id",
    "staff_member__role",
    "staff_member__name",
    "staff_member__left_at",
    "staff_member__department__code",
)
_LONGEST_SECRET = 100


def viewer_of(account_id: int) -> Viewer:
    """Return the viewer behind an account, in one query; nobody if it is gone or shut."""
    row = Account.objects.filter(pk=account_id, is_active=True).values(*_FIELDS).first()
    return NOBODY if row is None else _viewer(row)


def secret_hash(secret: str) -> str:
    """Return what is kept of a token's secret. It has 256 random bits, so one plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def viewer_for_token(secret: str, scope: str, *, now: datetime | None = None) -> Viewer | None:
    """Return who a token stands for, in one query; None if it is unknown, expired, revoked or its owner's account shut.

    The day of its last use is written down, once a day.
    Raises Refused where the token is good but does not open ``scope``.
    """
    if not secret.startswith(TOKEN_PREFIX) or len(secret) > _LONGEST_SECRET:
        return None
    moment = now or clock.now()
    living = ApiToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=moment), revoked_at=None, account__is_active=True)
    names = ("pk", "scopes", "last_used_on", *(f"account__{name}" for name in _FIELDS))
    row = living.filter(secret_hash=secret_hash(secret)).values(*names).first()
    if row is None:
        return None
    if not rules.opens(row["scopes"], scope):
        raise Refused(Refusal("people.token_scope", {"scope": scope}, status=403))
    today = clock.today(moment)
    if row["last_used_on"] != today:
        ApiToken.objects.filter(pk=row["pk"]).update(last_used_on=today)
    account = {name: row[f"account__{name}"] for name in _FIELDS}
    return _viewer(account, frozenset(row["scopes"]))


def _viewer(row: dict[str, Any], scopes: frozenset[str] | None = None) -> Viewer:
    staff = None
    if row["staff_member__id"] is not None and row["staff_member__left_at"] is None:
        staff = StaffView(
            id=row["staff_member__id"],
            role=Role(row["staff_member__role"]),
            department_code=row["staff_member__department__code"],
            name=row["staff_member__name"],
        )
    return Viewer(
        account_id=row["id"],
        resident_id=row["resident__id"],
        staff=staff,
        assurance=Assurance(row["assurance"]),
        scopes=scopes,
    )
