"""Cast a straw ballot, as often as one likes until closing: the last one counts."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.voting.models import Ballot, BallotKeys, Participation, Vote
from madang.city.voting.queries import keys
from madang.city.voting.queries.entitlement import voter
from madang.city.voting.queries.loading import row_of, standing_of, terms_of
from madang.city.voting.rules.choices import tidied, why_not_choice
from madang.city.voting.rules.life import why_not_cast
from madang.city.voting.rules.votes import Mode


@transaction.atomic
def cast(*, reference: str, person: str, choice: Any, now: datetime) -> None:
    """Keep somebody's ballot in place of the one they cast before. No note, no time, no number tells of it.

    person  as ``queries.entitlement.voter`` takes it
    choice  as ``rules.choices.why_not_choice`` takes it

    Raises Refused for who may not vote, outside the vote's time, for an official vote, and for what is no ballot.
    """
    row = _shared(reference)
    if reason := why_not_cast(standing_of(row), now=now):
        raise Refused(reason)
    if row.mode != Mode.STRAW:
        raise Refused(Refusal("voting.secret_only"))
    who = voter(row, person)
    terms = terms_of(row)
    if reason := why_not_choice(choice, terms):
        raise Refused(reason)
    held = BallotKeys.objects.get(vote=row)
    took_part = keys.voter_digest(bytes(held.of_people), keys.PEOPLE, row.reference, who.person)
    key = keys.voter_digest(bytes(held.of_ballots), keys.BALLOTS, row.reference, who.person)
    Participation.objects.bulk_create([Participation(vote=row, person=took_part)], ignore_conflicts=True)
    group = who.group
    area_id = int(group.area) if group.area else None
    ballot = Ballot(vote=row, key=key, choice=tidied(choice, terms), area_id=area_id, age_band=group.age, gender=group.gender)
    replaced = ["choice", "area_id", "age_band", "gender"]
    Ballot.objects.bulk_create([ballot], update_conflicts=True, unique_fields=["vote", "key"], update_fields=replaced)


def _shared(reference: str) -> Vote:
    """Return the vote, which cannot close until the transaction ends; any number of people cast at once."""
    row = row_of(reference)
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM voting_vote WHERE id = %s FOR SHARE", [row.pk])
        (row.state,) = cursor.fetchone()
    return row
