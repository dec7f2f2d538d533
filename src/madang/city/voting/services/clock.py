"""What the clock does to votes: open, close, count; each vote by itself, so that none waits for another."""

from datetime import datetime

from django.db.models import Q

from madang.city.kernel import clock
from madang.city.kernel.jobs import enqueue
from madang.city.voting.models import Vote
from madang.city.voting.queries.loading import row_of, standing_of
from madang.city.voting.rules.life import Move, due
from madang.city.voting.rules.votes import State
from madang.city.voting.services import counting, kiosks, moving, telling

_DUE = {
    Move.OPEN: moving.open_vote,
    Move.CLOSE: moving.close_vote,
    Move.COUNT: counting.count_vote,
    Move.CANCEL: moving.cancel_unopened,
}


def tick(*, now: datetime) -> int:
    """Enqueue a job for each vote that the clock moves, and sweep old hand-over codes; return how many votes are due."""
    kiosks.sweep(now=now)
    opening = Q(state=State.ANNOUNCED, opens_at__lte=now)
    closing = Q(state=State.OPEN, closes_at__lte=now)
    found = Vote.objects.filter(opening | closing | Q(state=State.CLOSED)).order_by("pk").values_list("reference", flat=True)
    for reference in found:
        enqueue("voting.move", reference=reference, key=f"voting.move:{reference}")
    return len(found)


def remind(*, now: datetime) -> int:
    """Tell departments, once for each vote, that their answer is late; return how many votes wait for one."""
    late = Vote.objects.select_related("department").filter(state=State.COUNTED, answer_due_on__lt=clock.today(now))
    for row in late:
        telling.late(row, now)
    return len(late)


def move(*, reference: str, now: datetime) -> None:
    """Do all that is due to one vote, each move in a transaction of its own; done again it does nothing."""
    for _ in range(len(_DUE)):
        step = due(standing_of(row_of(reference)), now=now)
        if step is None:
            return
        _DUE[step](reference=reference, now=now)
