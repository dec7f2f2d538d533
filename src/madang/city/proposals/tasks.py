"""Jobs of Oasis."""

from typing import Any

from madang.city.kernel import clock
from madang.city.kernel.jobs import enqueue, job
from madang.city.proposals.queries.following import Stage
from madang.city.proposals.services import digests, opinions, pictures, similar_indexing, telling, waking, writing

HOURLY = "7 * * * *"
EVERY_FIVE_MINUTES = "*/5 * * * *"
MONDAYS = "0 23 * * 0"  # eight o'clock on Monday in Seoul


@job("proposals.tell")
def tell(event_id: int, stage: str = Stage.AUTHORS.value, after: int = 0) -> None:
    """Tell authors, followers and supporters of a move, some hundreds at once."""
    telling.tell_batch(event_id=event_id, stage=Stage(stage), after=after, now=clock.now())


@job("proposals.wake", every=HOURLY)
def wake(timestamp: int = 0, **_more: Any) -> None:
    """Do what time does: expire, go on without a reply, report what is overdue, ask others to check."""
    now = clock.now()
    done = (waking.expire_all(now=now), waking.resume_all(now=now), waking.escalate_all(now=now), waking.ask_others(now=now))
    if waking.AT_ONCE in done:
        enqueue("proposals.wake", key="proposals.wake")


@job("proposals.tidy", every="20 4 * * *")
def tidy(timestamp: int = 0, **_more: Any) -> None:
    """Throw away drafts that nobody touched for ninety days, and pictures that nothing shows."""
    writing.drop_old_drafts(now=clock.now())
    pictures.sweep(now=clock.now())


@job("proposals.digest", every=MONDAYS)
def digest(timestamp: int = 0, after: int = 0, **_more: Any) -> None:
    """Send the weekly digest to those who wished for it, some hundreds at once."""
    last = digests.send_batch(after=after, now=clock.now())
    if last is not None:
        enqueue("proposals.digest", after=last)


@job("proposals.draw_maps", every="37 * * * *")
def draw_maps(timestamp: int = 0, **_more: Any) -> None:
    """Draw the map of each conversation in which enough people have voted since."""
    opinions.draw_due(now=clock.now())


@job("proposals.similar", every=EVERY_FIVE_MINUTES)
def similar(timestamp: int = 0, **_more: Any) -> None:
    """Carry new ideas into the index of similar ones; make it anew once a quarter has come since."""
    similar_indexing.keep_up(now=clock.now())
