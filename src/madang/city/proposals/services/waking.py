"""What time does with proposals: it ends collecting and waiting, reports what is overdue, and asks other residents to check."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from madang.city.kernel import clock
from madang.city.people.rules import CITY
from madang.city.proposals.models import Check, Proposal
from madang.city.proposals.models.proposals import ACTING
from madang.city.proposals.queries.settings import settings
from madang.city.proposals.rules.life import Move, State
from madang.city.proposals.services import doing, reviewing, telling
from madang.city.proposals.services.holding import Held, Said, go, holding

AT_ONCE = 500


def expire_all(*, now: datetime) -> int:
    """End the time of proposals that too few supported; return how many."""
    rows = Q(state=State.COLLECTING.value, collects_until__lt=clock.today(now))
    return _each(rows, _expire, now)


def resume_all(*, now: datetime) -> int:
    """Go on with reviews whose author did not reply in the days given; return how many."""
    rows = Q(state=State.ASKED.value, ask_until__lt=clock.today(now))
    return _each(rows, reviewing.resume_held, now)


def escalate_all(*, now: datetime) -> int:
    """Report overdue proposals to the heads, once for each due day; return how many."""
    overdue = ACTING & Q(due_on__lt=clock.today(now))
    return _each(overdue & (Q(escalated_for=None) | ~Q(escalated_for=F("due_on"))), _escalate, now)


def ask_others(*, now: datetime) -> int:
    """Ask other residents in place of those who said nothing; return for how many proposals."""
    limit = now - timedelta(days=settings().check_days)
    silent = Check.objects.filter(is_done=None, is_lapsed=False, asked_at__lt=limit)
    return _each(Q(state=State.DONE.value, pk__in=silent.values("proposal_id")), doing.ask_again, now)


@transaction.atomic
def _each(wanted: Q, act: Callable[[Held], Any], now: datetime) -> int:
    """Act on each proposal in turn, so many at once; those that somebody else holds are passed over."""
    rows = Proposal.objects.select_for_update(of=("self",), skip_locked=True, no_key=True).select_related("department")
    found = list(rows.filter(wanted).order_by("pk")[:AT_ONCE])
    for row in found:
        act(holding(row, by=CITY, now=now))
    return len(found)


def _expire(held: Held) -> None:
    go(held, Move.EXPIRE, Said(details={"supports": held.row.supports, "needed": held.row.needed}))


def _escalate(held: Held) -> None:
    go(held, Move.ESCALATE, Said(details={"overdue_since": held.row.due_on.isoformat() if held.row.due_on else None}))
    held.row.escalated_for = held.row.due_on
    held.row.save(update_fields=["escalated_for"])
    telling.tell_heads(held)
