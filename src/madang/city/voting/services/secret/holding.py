"""Locks of a secret vote: many may use its keys and its box at once, but not while it closes; one seals at a time.

All of them begin with the vote's own row, as those who close or cancel it do (``services.holding.locked``), so that nobody waits
for somebody who waits for them.
"""

from django.db import connection

from madang.city.kernel.refusals import Refused
from madang.city.voting import signing
from madang.city.voting.models import SecretVote, Vote
from madang.city.voting.rules.secret import why_not_open
from madang.city.voting.rules.votes import State

_SEALING = 0x6C6F67 << 39


def use_box(vote_id: int) -> None:
    """Keep the vote open until the transaction ends. Raises Refused where it is not open."""
    if reason := why_not_open(_state_kept(vote_id) == State.OPEN):
        raise Refused(reason)


def have_box_alone(vote_id: int) -> None:
    """Wait until nobody uses the vote's box any more, and let nobody in until the transaction ends."""
    Vote.objects.select_for_update(no_key=True).only("pk").get(pk=vote_id)


def seals_alone(vote_id: int, *, waits: bool) -> bool:
    """Tell whether this transaction may seal; where another does, wait for it or do without."""
    _state_kept(vote_id)
    function = "pg_advisory_xact_lock" if waits else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_SEALING + vote_id])
        return bool(cursor.fetchone()[0] is not False)


def keys_of(secret: SecretVote, row: Vote) -> signing.VoteKeys:
    """Return the vote's private keys. Raises Refused once they are destroyed."""
    if reason := why_not_open(secret.keys is not None):
        raise Refused(reason)
    return signing.opened(bytes(secret.keys or b""), row.reference)


def _state_kept(vote_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM voting_vote WHERE id = %s FOR SHARE", [vote_id])
        (state,) = cursor.fetchone()
        return str(state)
