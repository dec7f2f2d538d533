"""The ballot box: it takes a ballot from nobody in particular."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from typing import cast as typed

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.db import connection

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.voting.models import SecretBallot
from madang.city.voting.queries.loading import standing_of
from madang.city.voting.queries.secret import box_of
from madang.city.voting.rules.certificates import terms_of as counting_terms
from madang.city.voting.rules.choices import why_not_choice
from madang.city.voting.rules.life import why_not_cast
from madang.city.voting.rules.secret import refusal_of, terms_of, why_not_open
from madang.urban.ballots import log, records
from madang.urban.ballots.records import BadRecord, Record, Token

SALT_BYTES = 48


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the box answers: the hash by which the ballot will stand in the log."""

    leaf: bytes


def cast(*, reference: str, record: bytes, now: datetime) -> Receipt:
    """Keep a ballot, durably, and answer with its hash; the same ballot again is answered the same way.

    record  as ``urban.ballots.records`` writes it, byte for byte; its token is all that speaks for it

    It takes no voter, session, address or time but the clock's, and writes none: no note, no log line, no job.
    Raises Refused outside the vote's time, for what is no ballot of this vote, for a token that is not the registrar's, for
    a revision that another ballot has or that is below another's, and where a ballot on paper stands for the token.
    """
    secret = box_of(reference)
    if reason := why_not_cast(standing_of(secret.vote), now=now):
        raise Refused(reason)
    try:
        read = records.read(record, terms_of(secret.terms))
    except BadRecord as problem:
        raise Refused(refusal_of(problem)) from problem
    if read.token is None:
        raise Refused(Refusal("voting.record_token", status=422))
    if reason := _why_not_signed(read.token, secret.vote.reference, bytes(secret.token_key)):
        raise Refused(reason)
    if reason := why_not_choice(read.choice, counting_terms(secret.terms)):
        raise Refused(reason)
    return _keep(secret.pk, read, read.token.serial, record)


def _why_not_signed(token: Token, reference: str, token_key: bytes) -> Refusal | None:
    try:
        _public_key(token_key).verify(token.signature, token.signed(reference), PSS(MGF1(SHA384()), SALT_BYTES), SHA384())
    except InvalidSignature:
        return Refusal("voting.token_forged", status=403)
    return None


@lru_cache(maxsize=64)
def _public_key(token_key: bytes) -> RSAPublicKey:
    return typed("RSAPublicKey", load_der_public_key(token_key))


# One statement, so that one answer of the database keeps the ballot: the vote stays open until it is done, nothing on paper
# stands for the token, and whoever came first with this serial and revision is kept.
_PUT = """
WITH box AS (
    SELECT id FROM voting_vote WHERE id = %(vote)s AND state = 'open' FOR SHARE
), paper AS (
    SELECT 1 FROM voting_secretballot WHERE vote_id = %(vote)s AND overrides = %(serial)s
), later AS (
    SELECT 1 FROM voting_secretballot WHERE vote_id = %(vote)s AND serial = %(serial)s AND revision > %(revision)s
), put AS (
    INSERT INTO voting_secretballot (id, vote_id, leaf, serial, revision, batch, record, is_sealed)
    SELECT %(id)s, box.id, %(leaf)s, %(serial)s, %(revision)s, '', %(record)s, false FROM box
    WHERE NOT EXISTS (SELECT FROM paper) AND NOT EXISTS (SELECT FROM later)
    ON CONFLICT DO NOTHING RETURNING 1
)
SELECT EXISTS (SELECT FROM box), EXISTS (SELECT FROM paper), EXISTS (SELECT FROM put)
"""


def _keep(vote_id: int, read: Record, serial: bytes, record: bytes) -> Receipt:
    leaf = log.leaf_hash(record)
    ballot: dict[str, Any] = {"id": uuid.uuid4(), "leaf": leaf, "serial": serial, "revision": read.revision, "record": record}
    with connection.cursor() as cursor:
        cursor.execute(_PUT, ballot | {"vote": vote_id})
        is_open, is_on_paper, is_put = cursor.fetchone()
    if reason := why_not_open(is_open):
        raise Refused(reason)
    if is_on_paper:
        raise Refused(Refusal("voting.counts_on_paper"))
    if not is_put and not SecretBallot.objects.filter(vote_id=vote_id, leaf=leaf).exists():
        raise Refused(Refusal("voting.revision_taken"))
    return Receipt(leaf)
