"""Locks of a secret vote: many may use its keys and its box at once, but not while it closes; one seals at a time."""

from django.db import connection

from madang.city.kernel.refusals import Refused
from madang.city.voting import signing
from madang.city.voting.models import SecretVote, Vote
from madang.city.voting.rules.secret import why_not_open

_SEALING = 0x6C6F67 << 39


def use_box(vote_id: int) -> None:
    """Keep the box open until the transaction ends. Raises Refused once it is closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM voting_secretvote WHERE vote_id = %s AND keys IS NOT NULL FOR SHARE", [vote_id])
        if reason := why_not_open(cursor.fetchone() is not None):
            raise Refused(reason)


def have_box_alone(vote_id: int) -> SecretVote | None:
    """Wait until nobody uses the box any more, and let nobody in until the transaction ends; None where there is no box."""
    return SecretVote.objects.select_for_update().filter(vote_id=vote_id).first()


def seals_alone(vote_id: int, *, waits: bool) -> bool:
    """Tell whether this transaction may seal; where another does, wait for it or do without."""
    function = "pg_advisory_xact_lock" if waits else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_SEALING + vote_id])
        return bool(cursor.fetchone()[0] is not False)


def keys_of(secret: SecretVote, row: Vote) -> signing.VoteKeys:
    """Return the vote's private keys. Raises Refused once they are destroyed."""
    if reason := why_not_open(secret.keys is not None):
        raise Refused(reason)
    return signing.opened(bytes(secret.keys or b""), row.reference)
