"""The registrar: one token for each who may vote, signed without being seen."""

import hashlib
from datetime import datetime

from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.voting import signing
from madang.city.voting.models import Issued
from madang.city.voting.queries.entitlement import voter
from madang.city.voting.queries.loading import row_of, standing_of
from madang.city.voting.queries.secret import kept, person_hash
from madang.city.voting.rules.life import why_not_cast
from madang.city.voting.rules.secret import why_not_token
from madang.city.voting.services.secret.holding import keys_of, use_box


def issue(*, reference: str, person: str, blinded: bytes, now: datetime) -> bytes:
    """Return the blind signature of the one token that somebody gets; the same question again has the same answer.

    person   as ``queries.entitlement.voter`` takes it
    blinded  the message that their browser blinded, as many bytes as the key has

    Nothing is written but a hash of who and a hash of the message: no note, no time, no address.
    Raises Refused for who may not vote, outside the vote's time, for a second token, and for what is no blinded message.
    """
    row = row_of(reference)
    if reason := why_not_cast(standing_of(row), now=now):
        raise Refused(reason)
    who = voter(row, person)
    keys = keys_of(kept(row), row)
    try:
        signature = signing.signer(keys).blind_sign(blinded)
    except signing.BadBlinded as problem:
        raise Refused(Refusal("voting.blinded_malformed", status=422)) from problem
    _write_down(row.pk, person_hash(keys, who.person), hashlib.sha256(blinded).digest())
    return signature


@transaction.atomic
def _write_down(vote_id: int, person: bytes, asked: bytes) -> None:
    use_box(vote_id)
    Issued.objects.bulk_create([Issued(vote_id=vote_id, person=person, blinded=asked)], ignore_conflicts=True)
    given = Issued.objects.values_list("blinded", flat=True).get(vote_id=vote_id, person=person)
    if reason := why_not_token(bytes(given) if given is not None else None, asked):
        raise Refused(reason)
