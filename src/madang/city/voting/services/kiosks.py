"""Tablets to vote at: opened by staff for a vote and a place; each person takes one over with a code that works once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from madang.city.journal import services as journal
from madang.city.kernel.http.limits import spend
from madang.city.kernel.ids import ALPHABET
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.voting.models import HandOver, Kiosk
from madang.city.voting.queries import keys
from madang.city.voting.queries.entitlement import resident, voter
from madang.city.voting.queries.loading import row_of, standing_of
from madang.city.voting.queries.secret import is_known
from madang.city.voting.rules.kiosks import CODE_MINUTES, TURN_MINUTES, is_serving, why_not_open_kiosk
from madang.city.voting.rules.life import why_not_cast
from madang.city.voting.rules.votes import Mode

CODE_SIGNS = 8
LONGEST_PLACE = 120


@dataclass(frozen=True, slots=True)
class Opened:
    """A kiosk that was opened. ``secret`` makes a tablet one of its own; nobody can show it again."""

    kiosk: UUID
    secret: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's turn at a tablet: which vote, who they are to it, until when; kept in the tablet's session alone."""

    vote: str
    person: str
    ends_at: datetime


@transaction.atomic
def open_kiosk(*, reference: str, place: str, ends_at: datetime, by: Viewer, now: datetime) -> Opened:
    """Open a kiosk for a vote at a place until an hour. Raises Refused for anybody but staff, and for hours that cannot be."""
    row = row_of(reference)
    if reason := why_not_open_kiosk(by, now=now, ends_at=ends_at, closes_at=row.closes_at):
        raise Refused(reason)
    if not 0 < len(place.strip()) <= LONGEST_PLACE:
        raise Refused(Refusal("voting.kiosk_place", {"most": LONGEST_PLACE}, status=422))
    secret = secrets.token_urlsafe(32)
    kiosk = Kiosk.objects.create(
        vote=row,
        place=place.strip(),
        secret_hash=keys.secret_hash(secret),
        opened_by_id=by.staff.id if by.staff else 0,
        opened_at=now,
        ends_at=ends_at,
    )
    journal.note(verb="opened-kiosk", about=f"vote:{row.reference}", actor=str(by.actor), at=now)
    return Opened(kiosk.public_id, secret)


@transaction.atomic
def close_kiosk(*, kiosk: UUID, by: Viewer, now: datetime) -> None:
    """Close a kiosk before its hour: its codes and tablets stop working. Raises Refused for anybody but staff."""
    row = _kiosk(kiosk)
    if by.staff is None:
        raise Refused(Refusal("people.staff_only", status=403))
    Kiosk.objects.filter(pk=row.pk, closed_at=None).update(closed_at=now)
    HandOver.objects.filter(kiosk=row).delete()
    journal.note(verb="closed-kiosk", about=f"vote:{row.vote.reference}", actor=str(by.actor), at=now)


@transaction.atomic
def hand_over(*, kiosk: UUID, person: str, by: Viewer, now: datetime) -> str:
    """Return a code by which somebody takes a tablet over within three minutes; what they had before is gone.

    person  who is to vote: staff say whom they have before them, others can only name themselves

    Raises Refused for anybody else, where the kiosk is closed, where that person may not vote, and for those who name themselves
    and have a token: a tablet could not get a second one.
    """
    row = _kiosk(kiosk)
    is_own = by.resident_id is not None and person == resident(by.resident_id)
    if by.staff is None and not is_own:
        raise Refused(Refusal("people.staff_only", status=403))
    _check_serving(row, now)
    who = voter(row.vote, person, with_group=False)
    # of others nobody is told: a clerk who tries names must not learn who takes part
    if is_own and row.vote.mode == Mode.OFFICIAL and is_known(row.vote, who):
        raise Refused(Refusal("voting.token_elsewhere"))
    HandOver.objects.filter(kiosk__vote=row.vote, voter=person).delete()
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))
    until = now + timedelta(minutes=CODE_MINUTES)
    HandOver.objects.create(kiosk=row, code_hash=keys.secret_hash(code), voter=person, expires_at=until)
    return code


@transaction.atomic
def take_over(*, secret: str, code: str, now: datetime) -> Turn:
    """Give a tablet to whom a code was made for; the code is gone then.

    secret  the tablet's own

    Raises Refused where the kiosk is closed, for a code that is unknown, used or too old, and (429) after twenty in a minute.
    """
    row = Kiosk.objects.select_related("vote").filter(secret_hash=keys.secret_hash(secret)).first()
    if row is None:
        raise Refused(Refusal("voting.kiosk_closed", status=403))
    _check_serving(row, now)
    spend("voting.hand-over", "20/m", str(row.public_id))
    tidy = "".join(code.upper().split())
    codes = HandOver.objects.select_for_update().filter(kiosk=row, code_hash=keys.secret_hash(tidy), expires_at__gt=now)
    found = codes.first()
    if found is None:
        raise Refused(Refusal("voting.hand_over_gone", status=403))
    found.delete()
    Kiosk.objects.filter(pk=row.pk).update(turns=F("turns") + 1)
    return Turn(row.vote.reference, found.voter, now + timedelta(minutes=TURN_MINUTES))


def sweep(*, now: datetime) -> int:
    """Delete the codes whose minutes are over; return how many."""
    return HandOver.objects.filter(expires_at__lte=now).delete()[0]


def _kiosk(public_id: UUID) -> Kiosk:
    row = Kiosk.objects.select_related("vote").filter(public_id=public_id).first()
    if row is None:
        raise Refused(Refusal("voting.unknown", status=404))
    return row


def _check_serving(row: Kiosk, now: datetime) -> None:
    if not is_serving(opened_at=row.opened_at, ends_at=row.ends_at, closed_at=row.closed_at, now=now):
        raise Refused(Refusal("voting.kiosk_closed", status=403))
    if reason := why_not_cast(standing_of(row.vote), now=now):
        raise Refused(reason)
