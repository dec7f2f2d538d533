"""End a proposal by its author's wish: withdraw it, or retire it in favour of another."""

from datetime import datetime

from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Proposal
from madang.city.proposals.rules.answers import LONGEST
from madang.city.proposals.rules.life import Move, State, why_not_stand_for
from madang.city.proposals.services import telling
from madang.city.proposals.services.holding import Held, Said, allow, go, hold


@transaction.atomic
def withdraw(*, reference: str, by: Viewer, now: datetime, text: str = "", language: str = "") -> None:
    """Take a proposal back; it stays to be read. Raises Refused once it is answered."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.WITHDRAW)
    _stop_clocks(held)
    go(held, Move.WITHDRAW, Said(text=text[:LONGEST], language=language))
    telling.tell_officer(held, Move.WITHDRAW)


@transaction.atomic
def retire(*, reference: str, in_favour_of: str, by: Viewer, now: datetime) -> None:
    """Retire a proposal for one that says the same; supporters are told, and move only by their own tap. Raises Refused."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.RETIRE)
    other = Proposal.objects.filter(reference=in_favour_of).first()
    if other is None:
        raise Refused(Refusal("proposals.no_other", status=422))
    if reason := why_not_stand_for(State(other.state), is_same=other.pk == held.row.pk):
        raise Refused(reason)
    held.row.in_favour_of = other
    _stop_clocks(held)
    go(held, Move.RETIRE, Said(details={"in_favour_of": other.reference}))


def _stop_clocks(held: Held) -> None:
    row = held.row
    row.due_on = row.ask_until = row.collects_until = row.days_left = None
