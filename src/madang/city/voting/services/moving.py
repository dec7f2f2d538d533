"""Announce a vote, open and close it by its clock, cancel it, answer its result."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from madang.city.journal import services as journal
from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import SYSTEM, Viewer
from madang.city.voting.models import BallotKeys, Entitled, Follower, LetterRun, RollEntry, Vote
from madang.city.voting.queries import population
from madang.city.voting.queries.areas import areas_near
from madang.city.voting.queries.ballots import published_vote
from madang.city.voting.queries.loading import electorate_of, standing_of
from madang.city.voting.rules.answers import Answer, why_not_answer, why_not_said, why_not_words
from madang.city.voting.rules.electorate import Electorate
from madang.city.voting.rules.groups import Group, to_rows
from madang.city.voting.rules.life import RUNNING, TABLE, Move, why_not_ask, why_not_move, why_not_period
from madang.city.voting.rules.votes import Mode, Ties
from madang.city.voting.services import secret, telling
from madang.city.voting.services.clearing import close_ballots, throw_ballots_away
from madang.city.voting.services.holding import kept, locked
from madang.city.voting.services.secret.holding import have_box_alone

SEEDS = 10**9
KEY_BYTES = 32
CHUNK = 10_000


@transaction.atomic
def announce(*, reference: str, by: Viewer, now: datetime) -> None:
    """Show a draft to everybody; nothing of it can be changed any more, and it opens by itself.

    Raises Refused for anybody but who keeps it, for what its time forbids, and for a list that is empty.
    """
    row = kept(reference, by)
    running = Vote.objects.filter(asker_id=row.asker_id, state__in=RUNNING).count() if row.asker_id else 0
    standing = standing_of(row)
    reason = (
        why_not_ask(by, standing.mode, running=running)
        or why_not_move(Move.ANNOUNCE, standing, now=now)
        or why_not_period(standing.mode, max(row.opens_at, now), row.closes_at)
        or _why_not_listed(row)
    )
    if reason:
        raise Refused(reason)
    row.announced_at = now
    _move(row, Move.ANNOUNCE, "announced_at")
    journal.note(verb="announced-vote", about=f"vote:{row.reference}", actor=str(by.actor), at=now)
    if row.asker_id:
        Follower.objects.get_or_create(vote=row, resident_id=row.asker_id)


@transaction.atomic
def open_vote(*, reference: str, now: datetime) -> None:
    """Open a vote whose hour has come: draw its seed, count who is entitled, make its keys. Raises Refused before and after."""
    row = locked(reference)
    if reason := why_not_move(Move.OPEN, standing_of(row), now=now):
        raise Refused(reason)
    row.opened_at = now
    row.tie_seed = str(secrets.randbelow(SEEDS)) if row.ties == Ties.SEED else ""
    _freeze(row, electorate_of(row))
    if row.mode == Mode.STRAW:
        BallotKeys.objects.create(vote=row, of_people=secrets.token_bytes(KEY_BYTES), of_ballots=secrets.token_bytes(KEY_BYTES))
    else:
        secret.open_box(row=row, terms=published_vote(row), entitled=row.entitled or 0, now=now)
    _move(row, Move.OPEN, "opened_at", "tie_seed", "near_areas", "area_level", "entitled", "groups")
    journal.note(verb="opened-vote", about=f"vote:{row.reference}", actor=str(SYSTEM), at=now, details={"entitled": row.entitled})
    telling.opened(row, now)


@transaction.atomic
def close_vote(*, reference: str, now: datetime) -> None:
    """Close a vote whose time is over. From then on nothing tells who took part, nor joins anybody with a ballot.

    Raises Refused before.
    """
    row = locked(reference)
    if reason := why_not_move(Move.CLOSE, standing_of(row), now=now):
        raise Refused(reason)
    row.closed_at = now
    if row.mode == Mode.OFFICIAL:
        have_box_alone(row.pk)
        row.turnout = to_rows(population.took_part(row))
        secret.close_box(row=row, now=now)
    close_ballots(row, now)
    _move(row, Move.CLOSE, "closed_at", "turnout")
    journal.note(verb="closed-vote", about=f"vote:{row.reference}", actor=str(SYSTEM), at=now)


@transaction.atomic
def cancel(*, reference: str, why: Mapping[str, str], by: Viewer, now: datetime) -> None:
    """End a vote without a result, and say why; its ballots are thrown away.

    Raises Refused for anybody but who keeps it, without a reason, and where it is closed already.
    """
    row = kept(reference, by)
    if reason := why_not_move(Move.CANCEL, standing_of(row), now=now) or why_not_words(why, row.language):
        raise Refused(reason)
    _cancel(row, why, str(by.actor), now)


@transaction.atomic
def cancel_unopened(*, reference: str, now: datetime) -> None:
    """End a vote that nothing opened before its time was over. Raises Refused where it can still be opened."""
    row = locked(reference)
    if reason := why_not_move(Move.CANCEL, standing_of(row), now=now):
        raise Refused(reason)
    if why_not_move(Move.OPEN, standing_of(row), now=now) is None:
        raise Refused(Refusal("voting.not_now"))
    _cancel(row, telling.in_all(telling.NOT_OPENED), str(SYSTEM), now)


@transaction.atomic
def answer(*, reference: str, said: Answer, by: Viewer, now: datetime) -> None:
    """Say what the city does with the result of an official vote.

    Raises Refused for anybody but the head of the department that must answer, without reasons, without a day where something
    follows, and before it is counted.
    """
    row = locked(reference)
    department = row.department.code if row.department else ""
    reason = (
        why_not_move(Move.ANSWER, standing_of(row), now=now)
        or why_not_answer(by, department=department)
        or why_not_said(said, row.language, today=clock.today(now))
    )
    if reason:
        raise Refused(reason)
    row.decision, row.answer, row.next_on = said.decision.value, dict(said.text), said.next_on
    row.answered_at, row.answered_by_id = now, by.staff.id if by.staff and by.staff.id else None
    _move(row, Move.ANSWER, "decision", "answer", "next_on", "answered_at", "answered_by")
    journal.note(verb="answered-result", about=f"vote:{row.reference}", actor=str(by.actor), at=now)
    telling.answered(row, now)


def _why_not_listed(row: Vote) -> Refusal | None:
    if LetterRun.objects.filter(vote=row, is_ready=False).exists():
        return Refusal("voting.letters_printing")
    needs_list = electorate_of(row).roll is not None
    return Refusal("voting.roll_empty") if needs_list and not RollEntry.objects.filter(vote=row).exists() else None


def _cancel(row: Vote, why: Mapping[str, str], actor: str, now: datetime) -> None:
    row.cancelled_at, row.cancelled_why = now, dict(why)
    secret.discard(row=row)
    throw_ballots_away(row, now)
    _move(row, Move.CANCEL, "cancelled_at", "cancelled_why")
    journal.note(verb="cancelled-vote", about=f"vote:{row.reference}", actor=actor, at=now)
    telling.cancelled(row, now)


def _move(row: Vote, move: Move, *changed: str) -> None:
    row.state = TABLE[move][1].value
    row.revision += 1
    row.save(update_fields=["state", "revision", *changed])


def _freeze(row: Vote, electorate: Electorate) -> None:
    """Count who is entitled, by group; whoever may cast a secret ballot stands in a register from now on."""
    on = clock.today(row.opened_at or row.opens_at)
    row.near_areas = areas_near(electorate.near) if electorate.near else []
    row.area_level = population.level_for(row, electorate)
    if row.mode == Mode.OFFICIAL and electorate.roll is None:
        _register(row, electorate)
        joint = population.registered(row)
    else:
        joint = population.entitled(row, electorate, on=on)
    row.groups = to_rows(joint)
    row.entitled = sum(joint.values()) if electorate.roll is None else RollEntry.objects.filter(vote=row).count()


def _register(row: Vote, electorate: Electorate) -> None:
    people = population.each_entitled(row, electorate, on=clock.today(row.opened_at or row.opens_at))
    while some := list(islice(people, CHUNK)):
        with connection.cursor() as cursor, cursor.copy(_COPY) as lines:
            for resident_id, group in some:
                lines.write_row(_line(row.pk, resident_id, group))


_COPY = f"COPY {Entitled._meta.db_table} (vote_id, resident_id, area_id, age_band, gender) FROM STDIN"


def _line(vote_id: int, resident_id: int, group: Group) -> tuple[int, int, int | None, str, str]:
    return vote_id, resident_id, int(group.area) if group.area else None, group.age, group.gender
