"""Prove a telephone number of a vote's list by a text message, without an account.

Nobody learns from any answer whether a number is on a list: asked for a code, the city says the same to all, and does the same
until a job has opened what was asked. Numbers are kept nowhere; what the job is handed is encrypted under the site's secret.
"""

import base64
import json
import os
import secrets
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.db.models import F

from madang.city.journal import services as journal
from madang.city.kernel import clock
from madang.city.kernel.http.limits import spend
from madang.city.kernel.jobs import enqueue
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.notices import services as notices
from madang.city.notices.rules import Outcome
from madang.city.people.rules import Role, Viewer, why_not_staff
from madang.city.voting.models import NumberCode, RollEntry, UnsentCodes, Vote
from madang.city.voting.queries import keys
from madang.city.voting.queries.loading import electorate_of, row_of, standing_of
from madang.city.voting.rules.electorate import Roll
from madang.city.voting.rules.life import why_not_cast
from madang.city.voting.rules.rolls import DIALLING_CODE, tidy_phone

ASKED = ("3/m", "10/h")
TRIED = ("10/m", "30/h")
DIGITS, MINUTES, MOST_TRIES, NONCE_BYTES = 6, 10, 5, 12
NOTHING_FITS = ""
_WRONG = Refusal("voting.number_code_wrong", status=422)


def ask(*, reference: str, number: str, language: str, source: str, now: datetime) -> None:
    """Have a code sent to a number, if it is on the list of a vote that is open; say nothing of whether it is.

    source  the address that asks: it is counted for an hour, and kept nowhere

    Raises Refused for what is no number, for a vote without such a list, outside its time, and (429) for too many questions.
    """
    row, entry = _open(reference, now), _entry(number)
    for rate in ASKED:
        spend(f"voting.number.{rate}", rate, source)
    enqueue("voting.send_number_code", sealed=_sealed([row.reference, entry, language]))


def send(*, sealed: str, now: datetime) -> bool:
    """Send the code that was asked for, in place of an earlier one; return whether it went out. What was refused is counted."""
    reference, entry, language = _unsealed(sealed)
    row = row_of(reference)
    digest = keys.roll_digest(row.reference, entry)
    if why_not_cast(standing_of(row), now=now) or not RollEntry.objects.filter(vote=row, digest=digest).exists():
        return False
    NumberCode.objects.filter(vote=row, expires_at__lte=now).delete()
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    made = {"code_hash": _hash(row, digest, code), "tries": 0, "expires_at": now + timedelta(minutes=MINUTES)}
    outcome = notices.send_code(number=_dialled(entry), code=code, language=language)
    if outcome is Outcome.SENT:
        NumberCode.objects.update_or_create(vote=row, digest=digest, defaults=made)
    elif outcome is not None:
        _count_unsent(row, digest, made, now)
    return outcome is Outcome.SENT


def prove(*, reference: str, number: str, code: str, source: str, now: datetime) -> str:
    """Return whom a number stands for in a vote, such as ``roll:5``, to be kept in the holder's session and handed to ``cast``.

    A code works once, for ten minutes and five tries. Raises Refused alike for every other code and number, and as ``ask`` does.
    """
    row, entry = _open(reference, now), _entry(number)
    for rate in TRIED:
        spend(f"voting.number-code.{rate}", rate, source)
    digest = keys.roll_digest(row.reference, entry)
    sent = NumberCode.objects.filter(vote=row, digest=digest, expires_at__gt=now)
    # counted before it is looked at, in a statement of its own, so that no refusal takes the count back
    if not sent.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1):
        raise Refused(_WRONG)
    if not sent.filter(code_hash=_hash(row, digest, "".join(code.split()))).delete()[0]:
        raise Refused(_WRONG)
    found = RollEntry.objects.filter(vote=row, digest=digest).values_list("pk", flat=True).first()
    if found is None:
        raise Refused(_WRONG)
    return f"roll:{found}"


def find(*, reference: str, number: str, by: Viewer, now: datetime) -> str:
    """Return whom a number stands for in a vote, such as ``roll:5``, to a clerk who has its owner before them.

    That a number was looked for is noted, and never which. Raises Refused for anybody but staff who serve, for what is no number
    or none of the list, for a vote without such a list and outside its time.
    """
    if reason := why_not_staff(by, Role.CASEWORKER, Role.HEAD, Role.ADMINISTRATOR):
        raise Refused(reason)
    row, entry = _open(reference, now), _entry(number)
    journal.note(verb="looked-for-number", about=f"vote:{row.reference}", actor=str(by.actor), at=now)
    digest = keys.roll_digest(row.reference, entry)
    found = RollEntry.objects.filter(vote=row, digest=digest).values_list("pk", flat=True).first()
    if found is None:
        raise Refused(Refusal("voting.number_not_listed", status=404))
    return f"roll:{found}"


@transaction.atomic
def _count_unsent(row: Vote, digest: bytes, made: dict[str, Any], now: datetime) -> None:
    """Count somebody whose code could not be sent, once in ten minutes however often they ask."""
    if NumberCode.objects.get_or_create(vote=row, digest=digest, defaults=made | {"code_hash": NOTHING_FITS})[1]:
        day, _created = UnsentCodes.objects.get_or_create(vote=row, day=clock.today(now))
        UnsentCodes.objects.filter(pk=day.pk).update(people=F("people") + 1)


def _open(reference: str, now: datetime) -> Vote:
    row = row_of(reference)
    if electorate_of(row).roll is not Roll.NUMBERS:
        raise Refused(Refusal("voting.no_list", status=404))
    if reason := why_not_cast(standing_of(row), now=now):
        raise Refused(reason)
    return row


def _entry(number: str) -> str:
    entry = tidy_phone(number)
    if entry is None:
        raise Refused(Refusal("voting.number_unread", status=422))
    return entry


def _dialled(entry: str) -> str:
    return entry if entry.startswith("+") else f"+{DIALLING_CODE}{entry}"


def _hash(row: Vote, digest: bytes, code: str) -> str:
    return keys.secret_hash(f"{row.reference}/{digest.hex()}/{code}")


def _sealed(told: list[str]) -> str:
    nonce = os.urandom(NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(keys.derived("numbers")).encrypt(nonce, json.dumps(told).encode(), None)).decode()


def _unsealed(sealed: str) -> list[str]:
    raw = base64.b64decode(sealed)
    told: list[str] = json.loads(AESGCM(keys.derived("numbers")).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None))
    return told
