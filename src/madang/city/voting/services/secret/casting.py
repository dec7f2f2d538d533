"""The ballot box: it takes a ballot from nobody in particular."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast as typed

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.voting.models import SecretBallot
from madang.city.voting.queries.loading import row_of, standing_of
from madang.city.voting.queries.secret import kept
from madang.city.voting.rules.certificates import terms_of as counting_terms
from madang.city.voting.rules.choices import why_not_choice
from madang.city.voting.rules.life import why_not_cast
from madang.city.voting.rules.secret import refusal_of, terms_of
from madang.city.voting.services.secret.holding import use_box
from madang.urban.ballots import log, records
from madang.urban.ballots.records import BadRecord, Record

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
    row = row_of(reference)
    if reason := why_not_cast(standing_of(row), now=now):
        raise Refused(reason)
    secret = kept(row)
    try:
        read = records.read(record, terms_of(secret.terms))
    except BadRecord as problem:
        raise Refused(refusal_of(problem)) from problem
    if reason := _why_not_signed(read, row.reference, bytes(secret.token_key)):
        raise Refused(reason)
    if reason := why_not_choice(read.choice, counting_terms(secret.terms)):
        raise Refused(reason)
    return _keep(row.pk, read, record)


def _why_not_signed(read: Record, reference: str, token_key: bytes) -> Refusal | None:
    if read.token is None:
        return Refusal("voting.record_token", status=422)
    key = typed("RSAPublicKey", load_der_public_key(token_key))
    try:
        key.verify(read.token.signature, read.token.signed(reference), PSS(MGF1(SHA384()), SALT_BYTES), SHA384())
    except InvalidSignature:
        return Refusal("voting.token_forged", status=403)
    return None


@transaction.atomic
def _keep(vote_id: int, read: Record, record: bytes) -> Receipt:
    token, leaf = read.token, log.leaf_hash(record)
    assert token is not None  # noqa: S101 - the signature was checked
    use_box(vote_id)
    mine = SecretBallot.objects.filter(vote_id=vote_id)
    if mine.filter(overrides=token.serial).exists():
        raise Refused(Refusal("voting.counts_on_paper"))
    ballot = SecretBallot(vote_id=vote_id, leaf=leaf, serial=token.serial, revision=read.revision, record=record)
    SecretBallot.objects.bulk_create([ballot], ignore_conflicts=True)
    rival = mine.filter(serial=token.serial, revision__gte=read.revision).exclude(leaf=leaf)
    if rival.exists() or not mine.filter(leaf=leaf).exists():
        raise Refused(Refusal("voting.revision_taken"))
    return Receipt(leaf)
