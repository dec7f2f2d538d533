"""What waits for the city: the queues of those who route, review, answer and do."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from django.db.models import Count, Q

from madang.city.people import queries as people
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Proposal
from madang.city.proposals.models.proposals import ACTING
from madang.city.proposals.queries.lines import ProposalLine, lines
from madang.city.proposals.queries.loading import duties_of
from madang.city.proposals.rules.life import CARRIED_OUT, REVIEWED, State
from madang.city.proposals.rules.settings import Duty

MOST = 200
_ENDED = Q(due_on=None) & ~Q(state=State.ASKED.value)  # what was declined stays answered: nothing waits
_ON_A_DESK = Q(state__in=sorted(state.value for state in REVIEWED | CARRIED_OUT)) & ~_ENDED


class Queue(StrEnum):
    """A queue of staff: on one's own desk, the department's, overdue, waiting for the author, to be given to a department."""

    MINE = "mine"
    DEPARTMENT = "department"
    OVERDUE = "overdue"
    WAITING = "waiting"
    ROUTE = "route"


def queue(chosen: Queue, *, viewer: Viewer, today: date) -> tuple[ProposalLine, ...]:
    """Return what lies in a queue of the viewer, the earliest due first; nothing for whoever has no such queue."""
    wanted = _queues(viewer, today).get(chosen)
    if wanted is None:
        return ()
    rows = Proposal.objects.filter(wanted).order_by("due_on", "pk")
    return lines(list(rows[:MOST]), today)


def counts(*, viewer: Viewer, today: date) -> Mapping[Queue, int]:
    """Return how much lies in each queue that the viewer has, in the order of the enum."""
    wanted = _queues(viewer, today)
    if not wanted:
        return {}
    found = Proposal.objects.aggregate(**{f"in_{name}": Count("pk", filter=one) for name, one in wanted.items()})
    return {name: found[f"in_{name}"] for name in Queue if name in wanted}


def _queues(viewer: Viewer, today: date) -> dict[Queue, Q]:
    staff = viewer.staff
    if staff is None:
        return {}
    is_clerk = Duty.CLERK in duties_of(viewer)
    codes = people.departments_below(staff.department_code)
    ours = Q(department__in=[one.id for one in people.departments() if one.code in codes])
    found = {
        Queue.MINE: _ON_A_DESK & Q(officer__in=[staff.id, *people.stood_in_for(staff.id, today)]),
        Queue.DEPARTMENT: _ON_A_DESK & ours,
        Queue.OVERDUE: ACTING & Q(due_on__lt=today) & (Q() if is_clerk else ours),
        Queue.WAITING: Q(state=State.ASKED.value) & ours,
    }
    return found | {Queue.ROUTE: Q(state=State.ROUTED.value)} if is_clerk else found
