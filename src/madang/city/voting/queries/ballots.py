"""Ballots as they are counted, what is published of them, and who has voted."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.voting.models import Ballot, BallotKeys, Option, Participation, Vote
from madang.city.voting.queries import keys, secret
from madang.city.voting.queries.entitlement import Voter, voter
from madang.city.voting.queries.loading import quorum_of, terms_of, ties_of
from madang.city.voting.rules import certificates, counting
from madang.city.voting.rules.counting import Marked
from madang.city.voting.rules.groups import Group
from madang.city.voting.rules.votes import Mode, State

INTERIM_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part in a vote.

    why_not    why they may not vote; None where they may
    has_taken  whether they have cast a straw ballot, or got a token, or came to vote on paper; never what they chose
    """

    why_not: Refusal | None
    has_taken: bool


def marked_of(row: Vote) -> list[Marked]:
    """Return the ballots of a straw vote, those that say the same in the same group together. One query."""
    rows = Ballot.objects.filter(vote=row).values_list("choice", "area_id", "age_band", "gender").annotate(ballots=Count("pk"))
    return [
        Marked(choice, ballots, Group(str(area or ""), age, gender)) for choice, area, age, gender, ballots in rows.order_by()
    ]


def published_vote(row: Vote) -> dict[str, Any]:
    """Return what a vote asked and how it is counted, as certificates and public files say it."""
    options = Option.objects.filter(vote=row).order_by("number").values_list("text", flat=True)
    return certificates.vote_as_published(row.reference, row.question, list(options), terms_of(row), ties_of(row))


def choices_file(row: Vote) -> bytes:
    """Return the file of all choices of a counted vote, of which its certificate holds the hash."""
    ballots = secret.counted(row) if row.mode == Mode.OFFICIAL else counting.together(marked_of(row))
    return certificates.choices_file(published_vote(row), ballots)


def interim(row: Vote) -> dict[str, Any]:
    """Return the figures of an open straw vote as they stood within the last fifteen seconds; no tables by group."""
    key = f"voting.interim:{row.reference}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        seed = certificates.seed_of(ties_of(row))
        found = counting.result(
            terms_of(row), counting.together(marked_of(row)), seed=seed, entitled=row.entitled, quorum=quorum_of(row)
        )
        cache.set(key, found, timeout=INTERIM_SECONDS)
    return found


def has_voted(row: Vote, person: str) -> bool:
    """Tell whether somebody has cast a ballot in an open straw vote; once it is closed nobody can tell any more.

    person  as ``entitlement.voter`` takes it
    """
    return row.mode == Mode.STRAW and part(row, person).has_taken


def part(row: Vote, person: str) -> Part:
    """Return somebody's part in a vote that is announced or open; once it is closed nobody can tell whether they took any.

    person  as ``entitlement.voter`` takes it
    """
    try:
        who = voter(row, person, with_group=False)
    except Refused as problem:
        return Part(problem.refusal, has_taken=False)
    if row.state != State.OPEN:
        return Part(None, has_taken=False)
    return Part(None, has_taken=_has_cast(row, who) if row.mode == Mode.STRAW else secret.is_known(row, who))


def _has_cast(row: Vote, who: Voter) -> bool:
    stored = row.of_people if hasattr(row, "of_people") else _key_of_people(row)
    if stored is None:
        return False
    digest = keys.voter_digest(bytes(stored), keys.PEOPLE, row.reference, who.person)
    return Participation.objects.filter(vote=row, person=digest).exists()


def _key_of_people(row: Vote) -> bytes | memoryview | None:
    return BallotKeys.objects.filter(vote=row).values_list("of_people", flat=True).first()
