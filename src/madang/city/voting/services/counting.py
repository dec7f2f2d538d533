"""Count a vote that is closed, once, and sign what came out."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.people.rules import SYSTEM
from madang.city.voting.models import Result, Vote
from madang.city.voting.queries import keys, population
from madang.city.voting.queries import secret as secret_ballots
from madang.city.voting.queries.ballots import marked_of, published_vote
from madang.city.voting.queries.loading import electorate_of, quorum_of, standing_of, terms_of, ties_of
from madang.city.voting.rules import certificates, counting
from madang.city.voting.rules.counting import Ballots, Marked
from madang.city.voting.rules.groups import from_rows
from madang.city.voting.rules.life import TABLE, Move, why_not_move
from madang.city.voting.rules.votes import Mode
from madang.city.voting.rules.weighing import can_use_census, weighed
from madang.city.voting.services import secret, telling
from madang.city.voting.services.clearing import forget_groups
from madang.city.voting.services.holding import locked


@transaction.atomic
def count_vote(*, reference: str, now: datetime) -> None:
    """Count a closed vote, keep its figures and its certificate, and forget which group each ballot came from.

    Raises Refused where it is not closed, or counted already.
    """
    row = locked(reference)
    if reason := why_not_move(Move.COUNT, standing_of(row), now=now):
        raise Refused(reason)
    is_secret = row.mode == Mode.OFFICIAL
    marked = [Marked(choice, times) for times, choice in secret_ballots.counted(row)] if is_secret else marked_of(row)
    ballots = counting.together(marked)
    seed, quorum = certificates.seed_of(ties_of(row)), quorum_of(row)
    whole = counting.result(terms_of(row), ballots, seed=seed, entitled=row.entitled, quorum=quorum)
    text = _certificate(row, ballots, whole, now)
    figures = whole | (_by_turnout(row) if is_secret else _by_group(row, marked))
    Result.objects.create(vote=row, figures=figures, certificate=text, signature=keys.signed(text))
    if is_secret:
        tallies = [one["tally"] for one in whole["outcome"]["rounds"]]
        secret.publish(row=row, result={"winners": whole["winners"], "tallies": tallies}, now=now)
    forget_groups(row)
    row.counted_at, row.state, row.turnout = now, TABLE[Move.COUNT][1].value, []
    row.answer_due_on = clock.today(now) + timedelta(days=row.answer_days) if row.answer_days else None
    row.revision += 1
    row.save(update_fields=["counted_at", "state", "answer_due_on", "turnout", "revision"])
    details = {"ballots": whole["ballots"], "winners": whole["winners"]}
    journal.note(verb="counted-vote", about=f"vote:{row.reference}", actor=str(SYSTEM), at=now, details=details)
    telling.counted(row, now)


def _certificate(row: Vote, ballots: Sequence[Ballots], whole: Mapping[str, Any], now: datetime) -> str:
    vote = published_vote(row)
    return certificates.certificate(
        vote=vote,
        choices=certificates.choices_file(vote, ballots),
        figures=whole,
        quorum=quorum_of(row),
        software=f"madang {version('madang')}",
        counted_at=now.isoformat(),
        key=keys.public_result_key(),
    )


def _by_group(row: Vote, marked: Sequence[Marked]) -> dict[str, Any]:
    terms, k = terms_of(row), settings.OPENDATA_K
    return {"tables": counting.tables(terms, marked, k), "weighted": _weighted(row, marked), "k": k}


def _by_turnout(row: Vote) -> dict[str, Any]:
    """Return who took part in an official vote by group: what they chose belongs to no group, so it is not weighed either."""
    k = settings.OPENDATA_K
    issued = secret_ballots.issued(row.pk)
    return {"tables": counting.turnout_tables(from_rows(row.turnout), k), "weighted": None, "k": k, "issued": issued}


def _weighted(row: Vote, marked: Sequence[Marked]) -> dict[str, Any] | None:
    """Weigh to the census where one is loaded that can tell of the electorate, else to those who were entitled at opening."""
    electorate = electorate_of(row)
    known = population.census(row, electorate) if can_use_census(electorate) else {}
    people = known or from_rows(row.groups)
    found = weighed(terms_of(row), marked, people, seed=certificates.seed_of(ties_of(row)), k=settings.OPENDATA_K)
    return None if found is None else found | {"source": "census" if known else "entitled"}
