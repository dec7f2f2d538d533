"""The log: what waits in the box is sealed many at a time, in an order that tells nothing of when it came."""

import uuid
from collections.abc import Sequence

from django.db import connection, transaction

from madang.city.voting import signing
from madang.city.voting.models import Checkpoint, SecretVote, Vote
from madang.city.voting.queries.secret import newest, nodes, waiting
from madang.city.voting.rules.secret import LEAST_SEALED
from madang.city.voting.services.secret.holding import keys_of, seals_alone
from madang.urban.ballots import log

MOST_AT_ONCE = 20_000


def seal_all(*, least: int = LEAST_SEALED) -> int:
    """Seal what waits in every open box that holds ``least`` or more; return how many ballots were sealed."""
    return sum(seal(vote_id=pk, least=least) for pk in SecretVote.objects.filter(keys__isnull=False).values_list("pk", flat=True))


@transaction.atomic
def seal(*, vote_id: int, least: int = LEAST_SEALED, waits: bool = False) -> int:
    """Append what waits to the vote's log, sorted by hash, and sign a checkpoint; return how many ballots it was.

    least  nothing is done below that number: whoever watches the log cannot tell one ballot of many from the others
    waits  whether to wait for another process that seals, or leave it to that one

    Raises Refused once the vote is closed.
    """
    if not seals_alone(vote_id, waits=waits) or waiting(vote_id) < least:
        return 0
    row = Vote.objects.get(pk=vote_id)
    secret = SecretVote.objects.get(vote=row)
    keys = keys_of(secret, row)
    size, sealed = newest(vote_id)[0], 0
    while leaves := _taken(vote_id):
        append(secret, keys, size + sealed, leaves)
        sealed += len(leaves)
    return sealed


def append(secret: SecretVote, keys: signing.VoteKeys, size: int, leaves: Sequence[bytes]) -> None:
    """Add leaves to a log of ``size``, and sign the checkpoint of what it is then."""
    edge = nodes(secret.pk, log.root_needs(size))
    new = log.grown(size, edge, leaves)
    with connection.cursor() as cursor, cursor.copy(_COPY_NODES) as lines:
        for (level, index), found in new.items():
            lines.write_row((secret.pk, level, index, found))
    end = size + len(leaves)
    text = log.checkpoint(secret.origin, end, log.root(end, edge | new))
    note = log.signed_note(text, secret.origin, bytes(secret.log_key), keys.log.sign(text.encode()))
    Checkpoint.objects.create(vote_id=secret.pk, size=end, note=note)


_COPY_NODES = 'COPY voting_lognode (vote_id, level, "index", hash) FROM STDIN'
_COPY_BALLOTS = (
    "COPY voting_secretballot (id, vote_id, is_sealed, leaf, serial, revision, batch, number, overrides, record) FROM STDIN"
)
_TAKE = """
DELETE FROM voting_secretballot WHERE id IN (
    SELECT id FROM voting_secretballot WHERE vote_id = %s AND NOT is_sealed ORDER BY leaf LIMIT %s
) RETURNING leaf, serial, revision, batch, number, overrides, record
"""


def _taken(vote_id: int) -> list[bytes]:
    """Write some of what waits anew, as sealed, in the order of its hashes, which it returns.

    As new rows of one transaction they keep nothing of when they came, neither in their place in the table's file nor in
    the numbers that the database gives to transactions.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [vote_id, MOST_AT_ONCE])
        rows = sorted(cursor.fetchall(), key=lambda row: bytes(row[0]))
        with cursor.copy(_COPY_BALLOTS) as lines:
            for row in rows:
                lines.write_row((uuid.uuid4(), vote_id, True, *row))
    return [bytes(row[0]) for row in rows]
