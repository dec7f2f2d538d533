"""Collect support for a time: open, reach the threshold, be lifted, be revived."""

from datetime import datetime

from django.db import transaction

from madang.city.kernel.refusals import Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.queries.loading import facts_of
from madang.city.proposals.queries.settings import threshold_for
from madang.city.proposals.rules import due
from madang.city.proposals.rules.answers import why_not_words
from madang.city.proposals.rules.life import Move, State
from madang.city.proposals.services import telling
from madang.city.proposals.services.holding import Held, Said, allow, go, hold


def open_now(held: Held, *, by_itself: bool) -> None:
    """Begin to collect support for a proposal that is held: the threshold of its area is written down, and stays."""
    _give_time(held)
    held.row.held_for = ""
    go(held, Move.OPEN, _threshold(held), by_itself=by_itself)


@transaction.atomic
def open_held(*, reference: str, by: Viewer, now: datetime) -> None:
    """Let a proposal collect support that an automatic check held back; a moderator does."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.OPEN)
    open_now(held, by_itself=False)


def reach_if_enough(held: Held) -> bool:
    """Send a proposal on its way once enough people support it; tell whether it went."""
    held.row.refresh_from_db(fields=["supports"])
    held.facts = facts_of(held.row)
    if held.facts.state is not State.COLLECTING or held.facts.supports < held.facts.needed:
        return False
    _enter_routed(held)
    go(held, Move.REACH, Said(details={"supports": held.row.supports, "needed": held.row.needed}), by_itself=True)
    telling.tell_clerks(held)
    return True


@transaction.atomic
def lift(*, reference: str, text: str, language: str, by: Viewer, now: datetime) -> None:
    """Send a proposal to the departments though fewer support it than needed; one of the panel says in public why."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.LIFT)
    if reason := why_not_words(text):
        raise Refused(reason)
    _enter_routed(held)
    details = {"supports": held.row.supports, "needed": held.row.needed}
    go(held, Move.LIFT, Said(text=text, language=language, details=details))
    telling.tell_clerks(held)


@transaction.atomic
def revive(*, reference: str, by: Viewer, now: datetime) -> None:
    """Collect support once more for a proposal whose time ran out; those who supported it still do."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.REVIVE)
    held.row.revivals += 1
    _give_time(held)
    go(held, Move.REVIVE, _threshold(held))
    reach_if_enough(held)


def _give_time(held: Held) -> None:
    threshold = threshold_for(held.row.area_id)
    held.row.needed = threshold.supports
    held.row.collects_until = due.in_days(held.today, threshold.days)


def _threshold(held: Held) -> Said:
    return Said(details={"supports": held.row.supports, "needed": held.row.needed})


def _enter_routed(held: Held) -> None:
    held.row.routed_at, held.row.collects_until = held.now, None
    held.row.due_on = due.route_by(held.today, held.settings, held.calendar)
