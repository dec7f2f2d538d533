"""Close the box, destroy its keys, and publish what was in it."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import SYSTEM
from madang.city.voting.models import Checkpoint, Issued, LogNode, PaperEntry, SecretBallot, SecretVote, Vote
from madang.city.voting.queries.secret import batches, file_place, fixed, issued, kept, newest
from madang.city.voting.services.secret.holding import have_box_alone
from madang.city.voting.services.secret.sealing import seal
from madang.urban.ballots import log, public_file

CHUNK = 5_000


@transaction.atomic
def close_box(*, row: Vote, now: datetime) -> None:
    """Seal what is left, and destroy the keys: from then on nobody can sign a token or a log, nor tell who got a token.

    Whoever closes the vote calls it within their transaction. Done again it does nothing.
    """
    have_box_alone(row.pk)
    secret = kept(row)
    if secret.keys is None:
        return
    seal(vote_id=row.pk, least=1, waits=True)
    SecretVote.objects.filter(vote=row).update(keys=None)
    details = {"issued": issued(row.pk), "entitled": secret.entitled, "leaves": newest(row.pk)[0]}
    journal.note(verb="closed-box", about=f"vote:{row.reference}", actor=str(SYSTEM), at=now, details=details)


@transaction.atomic
def discard(*, row: Vote) -> None:
    """Throw away the ballots, tokens, log and keys of a vote that is cancelled; a vote without a box has none."""
    have_box_alone(row.pk)
    for table in (SecretBallot, Issued, LogNode, Checkpoint, PaperEntry, SecretVote):
        table.objects.filter(vote=row).delete()


@transaction.atomic
def publish(*, row: Vote, result: Mapping[str, Any], now: datetime) -> Path:
    """Write the public file of a closed vote, and return where it lies; done again it writes the same.

    result  as ``urban.ballots.public_file.result`` returns it

    Raises Refused while the vote is open.
    """
    secret = kept(row)
    if secret.keys is not None:
        raise Refused(Refusal("voting.closes_later"))
    place = file_place(row.reference)
    digest = _written(place, _lines(secret, row, result))
    SecretVote.objects.filter(vote=row).update(file_hash=digest)
    details = {"sha256": digest.hex()}
    journal.note(verb="published-ballots", about=f"vote:{row.reference}", actor=str(SYSTEM), at=now, details=details)
    return place


def _lines(secret: SecretVote, row: Vote, result: Mapping[str, Any]) -> Iterator[str]:
    head = public_file.Head(
        terms=fixed(secret),
        issued=issued(row.pk),
        paper=batches(row),
        origin=secret.origin,
        log_key=log.verifier_key(secret.origin, bytes(secret.log_key)),
        checkpoint=newest(row.pk)[1],
        result=result,
    )
    leaves = LogNode.objects.filter(vote=row, level=0).order_by("index").values_list("hash", flat=True)
    ballots = SecretBallot.objects.filter(vote=row).order_by("leaf").values_list("record", flat=True)
    return public_file.lines(head, map(bytes, leaves.iterator(CHUNK)), map(bytes, ballots.iterator(CHUNK)))


def _written(place: Path, lines: Iterator[str]) -> bytes:
    """Write a file whole or not at all; return its SHA-256."""
    place.parent.mkdir(parents=True, exist_ok=True)
    made, digest = place.with_suffix(f".{os.getpid()}"), hashlib.sha256()
    try:
        with made.open("wb") as file:
            for line in lines:
                digest.update(line.encode())
                file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())
        made.replace(place)
    finally:
        made.unlink(missing_ok=True)
    return digest.digest()
