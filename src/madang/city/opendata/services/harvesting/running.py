"""Read a source once: begin or go on, portion by portion, each in a transaction of its own with the place where it ends."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import HarvestRun, HarvestSource
from madang.city.opendata.services.harvesting.fetching import Fetcher, Unfetched
from madang.city.opendata.services.harvesting.finishing import finish
from madang.city.opendata.services.harvesting.locking import alone
from madang.city.opendata.services.harvesting.publishers import Publishers
from madang.city.opendata.services.harvesting.reading import Portion, Unreadable, reader
from madang.city.opendata.services.harvesting.writing import kinds, write
from madang.city.people.rules import Actor

RUNNING, DONE, FAILED, STOPPED = "running", "done", "failed", "stopped"
GOES_ON_FOR = timedelta(hours=24)
Clock = Callable[[], datetime]
Tick = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Report:
    """How a run stands: its state, what it counted, and why it failed or took nothing back ({key, params}, else empty)."""

    public_id: str
    state: str
    counts: dict[str, int]
    problem: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a source is to be read.

    anew          from its beginning, even if a run stopped in the middle
    is_confirmed  take back what is gone, even if that is more than half
    seconds       hand over after so long; the run goes on with the next call
    """

    anew: bool = False
    is_confirmed: bool = False
    seconds: float | None = None


class _Stopped(Exception):
    """Raised where somebody stopped the run meanwhile."""


def harvest(
    *, slug: str, by: Actor, clock: Clock, wishes: Wishes | None = None, fetcher: Fetcher | None = None,
    progress: Tick = lambda _done, _promised: None,
) -> Report:  # fmt: skip
    """Read a source, or go on where a run was stopped, broke off or was killed; return how it stands afterwards.

    clock     told the time before each portion
    progress  called with (records read, records promised or None)
    Raises Refused where the source is unknown, switched off, or being read by another process.
    """
    wishes = wishes or Wishes()
    source = HarvestSource.objects.select_related("publisher").filter(slug=slug).first()
    if source is None:
        raise Refused(Refusal("opendata.no_harvest_source", {"slug": slug[:60]}, status=404))
    if not source.is_on:
        raise Refused(Refusal("opendata.harvest_off", {"slug": slug}))
    with alone(source.pk, slug):
        run = _begun(source, wishes, clock())
        try:
            return _read(run, source, wishes, fetcher or Fetcher(), clock, progress, by)
        except _Stopped:
            run.refresh_from_db()
            return report(run)
        except Unfetched as problem:
            return _failed(run, problem.key, problem.params, clock())
        except Unreadable as problem:
            run.place = {}
            shutil.rmtree(folder_of(run), ignore_errors=True)
            return _failed(run, problem.key, problem.params, clock())


def folder_of(run: HarvestRun) -> Path:
    """Return where a run keeps the document that it reads."""
    return Path(settings.OPENDATA_DIR) / "harvests" / str(run.public_id)


def report(run: HarvestRun) -> Report:
    """Return how a run stands."""
    return Report(str(run.public_id), run.state, dict(kinds(run.counts)), json.loads(run.problem) if run.problem else {})


@transaction.atomic
def _begun(source: HarvestSource, wishes: Wishes, now: datetime) -> HarvestRun:
    """Return the run to be read: one that did not come to its end within the last day, else a new one."""
    last = HarvestRun.objects.select_for_update().filter(source=source).order_by("-id").first()
    if last is not None and last.state != DONE:
        if not wishes.anew and now - last.begun_at < GOES_ON_FOR and last.place and not _is_lost(last):
            last.state, last.problem, last.seen_at, last.ended_at = RUNNING, "", now, None
            last.save(update_fields=["state", "problem", "seen_at", "ended_at"])
            return last
        if last.state == RUNNING:
            last.state, last.ended_at = STOPPED, now
            last.save(update_fields=["state", "ended_at"])
        shutil.rmtree(folder_of(last), ignore_errors=True)
    return HarvestRun.objects.create(source=source, begun_at=now, seen_at=now)


def _is_lost(run: HarvestRun) -> bool:
    """Tell whether a run read a document that is not there any more: its place means nothing in another one."""
    return bool(run.place.get("document")) and not any(folder_of(run).glob("*.json"))


def _read(
    run: HarvestRun, source: HarvestSource, wishes: Wishes, fetcher: Fetcher, clock: Clock, progress: Tick, by: Actor
) -> Report:
    folder, begun = folder_of(run), clock()
    folder.mkdir(parents=True, exist_ok=True)
    publishers = Publishers(source, begun)
    for portion in reader(source.kind)(fetcher, source.url, folder, run.place):
        _write(run, source, portion, publishers, clock())
        progress(int(portion.place["read"]), portion.promised)
        if wishes.seconds is not None and (clock() - begun).total_seconds() >= wishes.seconds:
            return report(run)
    _end(run, wishes, by, clock())
    shutil.rmtree(folder, ignore_errors=True)
    return report(run)


@transaction.atomic
def _write(run: HarvestRun, source: HarvestSource, portion: Portion, publishers: Publishers, now: datetime) -> None:
    """Write a portion and the place behind it: both are there, or neither."""
    _hold(run)
    counted = kinds(run.counts) + write(portion, run=run, source=source, publishers=publishers, now=now)
    counted["read"] = int(portion.place["read"])
    if portion.promised is not None:
        counted["promised"] = max(portion.promised, int(run.counts.get("promised", 0)))
    run.counts, run.place, run.seen_at = dict(counted), dict(portion.place), now
    run.save(update_fields=["counts", "place", "seen_at"])


@transaction.atomic
def _end(run: HarvestRun, wishes: Wishes, by: Actor, now: datetime) -> None:
    _hold(run)
    problem = finish(run, promised=run.counts.get("promised"), is_confirmed=wishes.is_confirmed, now=now)
    run.state, run.ended_at, run.seen_at = DONE, now, now
    run.problem = json.dumps(problem) if problem else ""
    run.save(update_fields=["state", "ended_at", "seen_at", "problem", "counts"])
    _note(run, by, now)


def _note(run: HarvestRun, by: Actor, now: datetime) -> None:
    journal.note(verb="harvested", about=f"harvest:{run.public_id}", actor=str(by), at=now, details=dict(kinds(run.counts)))


def _hold(run: HarvestRun) -> None:
    """Lock the run for the transaction. Raises _Stopped where it is not to go on."""
    if HarvestRun.objects.select_for_update().filter(pk=run.pk).values_list("state", flat=True).first() != RUNNING:
        raise _Stopped


@transaction.atomic
def _failed(run: HarvestRun, key: str, params: dict[str, Any], now: datetime) -> Report:
    run.state, run.problem, run.ended_at, run.seen_at = FAILED, json.dumps({"key": key, "params": params}), now, now
    run.save(update_fields=["state", "problem", "ended_at", "seen_at", "place"])
    return report(run)


@transaction.atomic
def stop(*, slug: str, by: Actor, now: datetime) -> None:
    """Stop the run of a source behind its present portion; a later call goes on from there. Raises Refused."""
    run = HarvestRun.objects.select_for_update().filter(source__slug=slug, state=RUNNING).first()
    if run is None:
        raise Refused(Refusal("opendata.harvest_not_running", {"slug": slug[:60]}))
    run.state, run.ended_at = STOPPED, now
    run.save(update_fields=["state", "ended_at"])
    journal.note(verb="stopped-harvest", about=f"harvest:{run.public_id}", actor=str(by), at=now)
