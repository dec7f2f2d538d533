"""Have a source read by a worker: now, or because its hours are over."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from madang.city.kernel.jobs import enqueue
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import HarvestRun, HarvestSource
from madang.city.opendata.services.harvesting.locking import is_held
from madang.city.opendata.services.harvesting.running import RUNNING, Wishes, harvest
from madang.city.people.rules import SYSTEM

JOB = "opendata.harvest"
TURN_SECONDS = 240.0


@transaction.atomic
def ask(*, slug: str, anew: bool = False, is_confirmed: bool = False) -> None:
    """Put the reading of a source on the queue. Raises Refused where it is unknown, switched off or being read."""
    source = HarvestSource.objects.filter(slug=slug).first()
    if source is None:
        raise Refused(Refusal("opendata.no_harvest_source", {"slug": slug[:60]}, status=404))
    if not source.is_on:
        raise Refused(Refusal("opendata.harvest_off", {"slug": slug}))
    if is_held(source.pk):
        raise Refused(Refusal("opendata.harvest_running", {"slug": slug}))
    enqueue(JOB, key=f"{JOB}:{slug}", slug=slug, anew=anew, is_confirmed=is_confirmed)


def ask_for_due(*, now: datetime) -> int:
    """Put every source on the queue whose hours are over since it was last begun; return how many."""
    due = 0
    for source in HarvestSource.objects.filter(is_on=True, every_hours__isnull=False).order_by("id"):
        begun = HarvestRun.objects.filter(source=source).order_by("-id").values_list("begun_at", flat=True).first()
        is_due = begun is None or now - begun >= timedelta(hours=source.every_hours or 0)
        if is_due and not is_held(source.pk):
            ask(slug=source.slug)
            due += 1
    return due


def work(*, slug: str, anew: bool, is_confirmed: bool, clock: Callable[[], datetime]) -> None:
    """Read a source for one turn, and put the rest on the queue. What cannot be read now has said why on its run."""
    wishes = Wishes(anew=anew, is_confirmed=is_confirmed, seconds=TURN_SECONDS)
    try:
        found = harvest(slug=slug, by=SYSTEM, clock=clock, wishes=wishes)
    except Refused:  # switched off, or taken in hand by somebody else meanwhile
        return
    if found.state == RUNNING:
        enqueue(JOB, key=f"{JOB}:{slug}", slug=slug, anew=False, is_confirmed=is_confirmed)
