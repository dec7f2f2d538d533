"""Locks of a secret vote: many may use its keys and its box at once, but not while it closes; one seals at a time.

They are PostgreSQL's advisory locks: they write nothing, so that nothing of who came when stays behind.
"""

from django.db import connection

from madang.city.kernel.refusals import Refused
from madang.city.voting import signing
from madang.city.voting.models import SecretVote, Vote
from madang.city.voting.rules.secret import why_not_open

_BOX, _SEALING = 0x626F78 << 39, 0x6C6F67 << 39


def use_box(vote_id: int) -> None:
    """Keep the box open until the transaction ends. Raises Refused once it is closed."""
    _lock("pg_advisory_xact_lock_shared", _BOX + vote_id)
    if reason := why_not_open(SecretVote.objects.filter(vote_id=vote_id, keys__isnull=False).exists()):
        raise Refused(reason)


def have_box_alone(vote_id: int) -> None:
    """Wait until nobody uses the box any more, and let nobody in until the transaction ends."""
    _lock("pg_advisory_xact_lock", _BOX + vote_id)


def seals_alone(vote_id: int, *, waits: bool) -> bool:
    """Tell whether this transaction may seal; where another does, wait for it or do without."""
    if waits:
        _lock("pg_advisory_xact_lock", _SEALING + vote_id)
        return True
    return bool(_lock("pg_try_advisory_xact_lock", _SEALING + vote_id))


def keys_of(secret: SecretVote, row: Vote) -> signing.VoteKeys:
    """Return the vote's private keys. Raises Refused once they are destroyed."""
    if reason := why_not_open(secret.keys is not None):
        raise Refused(reason)
    return signing.opened(bytes(secret.keys or b""), row.reference)


def _lock(function: str, key: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [key])
        return cursor.fetchone()[0]
