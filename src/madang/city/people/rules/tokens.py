"""What a token may open."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from madang.city.kernel.refusals import Refusal

TOKEN_PREFIX = "mdg_"  # noqa: S105 (the public first letters of a token, no secret)
EVERYTHING = "all"
MOST_DAYS = 366
DAYS_OFFERED = (30, 90, 366)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a token may be allowed; some are for staff, one is for administrators alone."""

    name: str
    staff_only: bool = False
    administrators_only: bool = False


SCOPES: dict[str, Scope] = {
    scope.name: scope
    for scope in (
        Scope("catalogue:read"),
        Scope("profile:read"),
        Scope("cases:read"),
        Scope("cases:write"),
        Scope("staff:cases", staff_only=True),
        Scope("staff:catalogue", staff_only=True),
        Scope("opendata:write", staff_only=True),
        Scope(EVERYTHING, staff_only=True, administrators_only=True),
    )
}


def opens(held: Collection[str], scope: str) -> bool:
    """Tell whether one of the scopes ``held`` opens ``scope``; writing includes reading of the same things."""
    if EVERYTHING in held or scope in held:
        return True
    thing, _, act = scope.partition(":")
    return act == "read" and f"{thing}:write" in held


def scopes_for(*, is_staff: bool, is_administrator: bool) -> tuple[str, ...]:
    """Return the scopes that somebody may give to a token of their own."""
    return tuple(
        scope.name
        for scope in SCOPES.values()
        if (is_staff or not scope.staff_only) and (is_administrator or not scope.administrators_only)
    )


def why_not_token(
    scopes: Iterable[str], *, allowed: Collection[str], now: datetime, expires_at: datetime | None
) -> Refusal | None:
    """Refuse unknown scopes, scopes above the owner's reach, none at all, and tokens that are dead or nearly immortal."""
    asked = tuple(scopes)
    if not asked:
        return Refusal("people.token_without_scope", status=422)
    for scope in asked:
        if scope not in SCOPES:
            return Refusal("people.unknown_scope", {"scope": scope, "known": ", ".join(SCOPES)}, status=422)
        if scope not in allowed:
            return Refusal("people.scope_above_reach", {"scope": scope}, status=403)
    if expires_at is not None and not now < expires_at <= now + timedelta(days=MOST_DAYS):
        return Refusal("people.token_days", {"days": MOST_DAYS}, status=422)
    return None
