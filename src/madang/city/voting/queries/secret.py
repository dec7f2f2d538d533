"""Secret votes as browsers, witnesses and the count need them. Nothing here joins a person with a ballot."""

import base64
import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from madang.city.kernel.ids import tidy_reference
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.voting import signing
from madang.city.voting.models import Checkpoint, Issued, SecretBallot, SecretVote, Vote
from madang.city.voting.queries.entitlement import Voter, voter
from madang.city.voting.queries.loading import row_of
from madang.city.voting.rules.secret import Admitted, terms_of
from madang.urban.ballots import log, public_file, records

FOLDER = "ballots"


@dataclass(frozen=True, slots=True)
class Opened:
    """What everybody may know of a secret vote.

    terms      the vote as it is published, with ``id``, ``kind``, ``options`` and the rest
    token_key  the registrar's public key, base64 of SubjectPublicKeyInfo
    origin     name of the log; ``log_key`` its key as a note's readers are given it
    issued     how many tokens were given out, of the ``entitled`` that may be
    is_open    whether the keys are still there
    """

    terms: Mapping[str, Any]
    token_key: str
    origin: str
    log_key: str
    entitled: int
    issued: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The public keys of a secret vote, as ``Opened`` holds them."""

    token_key: str
    log_key: str


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The proof that a record stands in the log of the present checkpoint."""

    index: int
    size: int
    hashes: tuple[bytes, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Consistency:
    """The proof that the log of an earlier checkpoint begins that of the present one."""

    hashes: tuple[bytes, ...]
    checkpoint: str


def kept(row: Vote) -> SecretVote:
    """Return what a secret vote has beside its question. Raises Refused (404) where it has not opened, or is a straw vote."""
    found = SecretVote.objects.filter(vote=row).first()
    if found is None:
        raise Refused(Refusal("voting.not_secret", status=404))
    return found


def box_of(reference: str) -> SecretVote:
    """Return what the box needs of a secret vote, however its reference was typed. Raises Refused (404). One query."""
    found = SecretVote.objects.select_related("vote").only(*_BOX).filter(vote__reference=tidy_reference(reference)).first()
    return kept(row_of(reference)) if found is None else found


_BOX = ("terms", "token_key", "vote__reference", "vote__mode", "vote__state", "vote__opens_at", "vote__closes_at")


def opened(reference: str) -> Opened:
    """Return what everybody may know. Raises Refused (404)."""
    row = row_of(reference)
    secret = kept(row)
    token_key, log_key = _written(secret)
    return Opened(
        terms=secret.terms,
        token_key=token_key,
        origin=secret.origin,
        log_key=log_key,
        entitled=secret.entitled,
        issued=issued(row.pk),
        is_open=secret.keys is not None,
    )


def public_keys(reference: str) -> PublicKeys:
    """Return the keys that a browser needs to vote. Raises Refused (404). One query."""
    found = SecretVote.objects.only("token_key", "origin", "log_key").filter(vote__reference=tidy_reference(reference)).first()
    if found is None:
        raise Refused(Refusal("voting.not_secret", status=404))
    return PublicKeys(*_written(found))


def _written(secret: SecretVote) -> tuple[str, str]:
    return base64.b64encode(secret.token_key).decode(), log.verifier_key(secret.origin, bytes(secret.log_key))


def issued(vote_id: int) -> int:
    """Return how many tokens were given out."""
    return Issued.objects.filter(vote_id=vote_id, blinded__isnull=False).count()


def admitted(vote_id: int) -> Admitted:
    """Return how many people came to vote on paper."""
    came = Issued.objects.filter(vote_id=vote_id, on_paper=True)
    with_token = came.filter(blinded__isnull=False).count()
    return Admitted(with_token=with_token, without=came.count() - with_token)


def person_hash(keys: signing.VoteKeys, person: str) -> bytes:
    """Return under what the registrar keeps somebody; without the vote's keys nobody finds it again."""
    return hmac.digest(keys.people, person.encode(), hashlib.sha256)


def has_part(reference: str, person: str) -> bool:
    """Tell whether somebody got a token, or came to vote on paper; once the vote is closed nobody can tell any more.

    person  as ``entitlement.voter`` takes it
    """
    row = row_of(reference)
    kept(row)
    try:
        return is_known(row, voter(row, person))
    except Refused:
        return False


def is_known(row: Vote, who: Voter) -> bool:
    """Tell whether the registrar of a secret vote knows a voter. Two queries."""
    secret = kept(row)
    if secret.keys is None:
        return False
    digest = person_hash(signing.opened(bytes(secret.keys), row.reference), who.person)
    return Issued.objects.filter(vote=row, person=digest).exists()


def took_part(row: Vote, people: Iterable[str]) -> Iterator[str]:
    """Yield those, named as ``entitlement.Voter`` does, who got a token or came to vote on paper; nobody once it is closed."""
    secret = kept(row)
    if secret.keys is None:
        return
    keys = signing.opened(bytes(secret.keys), row.reference)
    found = {bytes(person) for person in Issued.objects.filter(vote=row).values_list("person", flat=True).iterator()}
    yield from (one for one in people if person_hash(keys, one) in found)


def checkpoint(reference: str) -> str:
    """Return the newest checkpoint of a vote's log. Raises Refused (404)."""
    return newest(row_of(reference).pk)[1]


def inclusion(reference: str, leaf: bytes) -> Inclusion | None:
    """Return the proof that a record stands in the log, by its hash; None while it waits, and for what nobody cast."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [leaf, tidy_reference(reference)])
        vote_id, index, size, note = cursor.fetchone() or (0, None, 0, "")
    if index is None:
        return None
    return Inclusion(index, size, tuple(log.inclusion_proof(index, size, nodes(vote_id, log.inclusion_needs(index, size)))), note)


_PLACE = """
SELECT vote.id, leaf.index, newest.size, newest.note FROM voting_vote AS vote
JOIN voting_lognode AS leaf ON leaf.vote_id = vote.id AND leaf.level = 0 AND leaf.hash = %s
CROSS JOIN LATERAL (
    SELECT size, note FROM voting_checkpoint AS made WHERE made.vote_id = vote.id ORDER BY size DESC LIMIT 1
) AS newest
WHERE vote.reference = %s
"""


def consistency(reference: str, first: int) -> Consistency:
    """Return the proof that the log of ``first`` leaves is the beginning of the present one.

    Raises Refused (404, 422) where there never was such a log.
    """
    row = row_of(reference)
    size, note = newest(row.pk)
    if not 0 < first <= size:
        raise Refused(Refusal("voting.no_such_log", {"most": size}, status=422))
    return Consistency(tuple(log.consistency_proof(first, size, nodes(row.pk, log.consistency_needs(first, size)))), note)


def nodes(vote_id: int, needed: Iterable[log.Node]) -> dict[log.Node, bytes]:
    """Return nodes of a vote's log. One query."""
    levels, indices = zip(*needed, strict=True) if (needed := list(needed)) else ((), ())
    with connection.cursor() as cursor:
        cursor.execute(_NODES, [list(levels), list(indices), vote_id])
        return {(level, index): bytes(found) for level, index, found in cursor.fetchall()}


# Each node by its key, whatever the planner believes: before the statistics know of a log that grew fast it would read the whole.
_NODES = """
SELECT needed.level, needed.index, node.hash FROM unnest(%s::smallint[], %s::bigint[]) AS needed(level, index)
CROSS JOIN LATERAL (
    SELECT hash FROM voting_lognode AS kept
    WHERE kept.vote_id = %s AND kept.level = needed.level AND kept.index = needed.index OFFSET 0
) AS node
"""


def waiting(vote_id: int) -> int:
    """Return how many records wait to be sealed."""
    return SecretBallot.objects.filter(vote_id=vote_id, is_sealed=False).count()


def counted(row: Vote) -> list[tuple[int, Any]]:
    """Return what a closed vote's count takes: each choice that counts, once, with how often it was made.

    Raises Refused while the vote is open: what is in the box shows to nobody, whoever they work for.
    """
    secret = kept(row)
    if secret.keys is not None:
        raise Refused(Refusal("voting.result_later", status=403))
    terms = terms_of(secret.terms)
    rows = SecretBallot.objects.filter(vote=row).values_list("record", flat=True).iterator(chunk_size=5_000)
    counting = records.counting(records.read(bytes(raw), terms) for raw in rows)
    choices = {records.canonical(one.choice): one.choice for one in counting}
    times = Counter(records.canonical(one.choice) for one in counting)
    return [(times[written], choices[written]) for written in sorted(times)]


def batches(row: Vote) -> list[tuple[str, int]]:
    """Return the batches on paper that are in the box, and how many ballots each holds."""
    names = SecretBallot.objects.filter(vote=row).exclude(batch="").values_list("batch", flat=True)
    return sorted(Counter(names.iterator()).items())


def fixed(secret: SecretVote) -> public_file.Terms:
    """Return what the log began with."""
    return public_file.Terms(secret.terms, secret.entitled, bytes(secret.token_key))


def file_place(reference: str) -> Path:
    """Return where the public file of a vote lies once it is written."""
    return Path(settings.MEDIA_ROOT) / FOLDER / f"{reference}.json"


def newest(vote_id: int) -> tuple[int, str]:
    """Return size and note of the newest checkpoint. Raises Refused (404) where the vote has no log."""
    found = Checkpoint.objects.filter(vote_id=vote_id).order_by("-size").values_list("size", "note").first()
    if found is None:
        raise Refused(Refusal("voting.not_secret", status=404))
    return found
