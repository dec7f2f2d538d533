"""What becomes of straw ballots when their vote ends: nothing joins them with people any more, or they go altogether."""

from datetime import datetime

from django.db import connection

from madang.city.voting.models import Ballot, BallotKeys, HandOver, Kiosk, Participation, Vote

# New rows under new random ids, written in their order by one transaction: the table's own order and transaction numbers,
# which whoever holds the database's files could read, tell nothing of when a ballot came.
_SHUFFLE = """
WITH taken AS (
    DELETE FROM voting_ballot WHERE vote_id = %(vote)s RETURNING choice, area_id, age_band, gender
), fresh AS (
    SELECT gen_random_uuid() AS id, taken.* FROM taken
)
INSERT INTO voting_ballot (id, vote_id, key, choice, area_id, age_band, gender)
SELECT id, %(vote)s, NULL, choice, area_id, age_band, gender FROM fresh ORDER BY id
"""


def close_ballots(row: Vote, now: datetime) -> None:
    """Erase the keys of a vote that closes, shuffle its ballots, and end its kiosks."""
    BallotKeys.objects.filter(vote=row).delete()
    with connection.cursor() as cursor:
        cursor.execute(_SHUFFLE, {"vote": row.pk})
    _end_kiosks(row, now)


def throw_ballots_away(row: Vote, now: datetime) -> None:
    """Delete the ballots of a cancelled vote, and who has taken part."""
    for table in (BallotKeys, Ballot, Participation):
        table.objects.filter(vote=row).delete()
    _end_kiosks(row, now)


def forget_groups(row: Vote) -> None:
    """Erase the groups of counted ballots: their tables are made, and nothing else needs them."""
    Ballot.objects.filter(vote=row).update(area_id=None, age_band="", gender="")


def _end_kiosks(row: Vote, now: datetime) -> None:
    HandOver.objects.filter(kiosk__vote=row).delete()
    Kiosk.objects.filter(vote=row, closed_at=None).update(closed_at=now)
