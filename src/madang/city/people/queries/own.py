"""What people see about their own account: tokens, readings, everything held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from madang.city.journal import queries as journal
from madang.city.kernel.refusals import Refusal
from madang.city.kernel.registries import personal_data
from madang.city.people.models import ApiToken
from madang.city.people.queries.persons import profile
from madang.city.people.queries.staff import staff_names
from madang.city.people.rules import Actor


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token without its secret, which nobody can show again."""

    reference: UUID
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    last_used_on: date | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody read a resident's data: what (profile, contact, search, list), and how often on that day if it was in lists."""

    at: datetime
    actor: str
    purpose: str
    what: str
    staff_name: str
    times: int = 1


def tokens_of(account_id: int) -> list[TokenLine]:
    """Return an account's tokens that are not revoked, newest first."""
    rows = ApiToken.objects.filter(account_id=account_id, revoked_at=None).order_by("-created_at", "-pk")
    return [_token(row) for row in rows]


def readings_of(resident_id: int, *, viewer: Actor, purpose: str, limit: int = 200) -> list[Reading]:
    """Return who read a resident's data, newest first; lists with their name are summed up by day, reader and reason.

    Looking at this is itself a reading.

    Raises Refused as ``profile`` does.
    """
    profile(resident_id, viewer=viewer, purpose=purpose)
    found: list[tuple[journal.NoteLine | journal.ListReads, str, int]] = [
        *((one, str(one.details.get("what", "profile")), 1) for one in journal.reads_of(resident_id, limit=limit)),
        *((one, str(one.details.get("what", "list")), one.times) for one in journal.list_reads_of(resident_id, limit=limit)),
    ]
    by_staff = staff_names({_staff_id(one.actor) for one, _, _ in found} - {0})
    readings = [
        Reading(one.at, one.actor, str(one.details.get("purpose", "")), what, by_staff.get(_staff_id(one.actor), ""), times)
        for one, what, times in found
    ]
    return sorted(readings, key=attrgetter("at"), reverse=True)[:limit]


def everything_held(resident_id: int, *, viewer: Actor, purpose: str) -> Mapping[str, Any]:
    """Return all that the city's systems hold about a resident, system by system, in plain values.

    Raises Refused as ``profile`` does.
    """
    held: dict[str, Any] = {"people": _plain_profile(resident_id, viewer=viewer, purpose=purpose)}
    for holder in personal_data.holders():
        held[holder.name] = holder.collect(resident_id)
    return held


def objections_to_erasure(resident_id: int) -> list[Refusal]:
    """Return why a resident cannot be forgotten yet; empty where nothing stands against it."""
    reasons = (holder.objection(resident_id) for holder in personal_data.holders())
    return [reason for reason in reasons if reason is not None]


def _plain_profile(resident_id: int, *, viewer: Actor, purpose: str) -> dict[str, Any]:
    known = profile(resident_id, viewer=viewer, purpose=purpose)
    tokens = [{"name": one.name, "scopes": list(one.scopes)} for one in tokens_of(known.account_id)]
    return {
        "name": known.name,
        "birth_date": known.birth_date.isoformat() if known.birth_date else None,
        "gender": known.gender or None,
        "home_address": known.home_address,
        "home_area_id": known.home_area_id,
        "languages": list(known.languages),
        "phone": known.phone,
        "email": known.email,
        "assurance": known.assurance.value,
        "assurance_how": known.assurance_how,
        "assured_at": known.assured_at.isoformat() if known.assured_at else None,
        "tokens": tokens,
    }


def _staff_id(actor: str) -> int:
    kind, _, number = actor.partition(":")
    return int(number) if kind == "staff" and number.isdigit() else 0


def _token(row: ApiToken) -> TokenLine:
    return TokenLine(row.public_id, row.name, tuple(row.scopes), row.created_at, row.expires_at, row.last_used_on)
