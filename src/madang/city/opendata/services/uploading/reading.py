"""Make a table of a file that was received: fetched, read in a process of its own, stored, compared, looked through."""

import logging
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from madang.city.kernel.refusals import Refusal, Refused, known_keys, sentence
from madang.city.opendata.models import Table, Version
from madang.city.opendata.rules.progress import Step, percent, step_named
from madang.city.opendata.rules.states import VersionState
from madang.city.opendata.rules.versions import READABLE
from madang.city.opendata.services import gate, publishing
from madang.city.opendata.services.uploading import fetching, receiving
from madang.city.opendata.services.versions import comparing, telling
from madang.city.opendata.store import folders, originals, reading, tables
from madang.city.people.rules import Actor

TOLD_EVERY_SECONDS = 0.5
READING_LOCK = 0x6D64
UNPACKED_TIMES = 4
Tell = Callable[[Step, int], None]
_log = logging.getLogger(__name__)
_States = tuple(one.value for one in READABLE)


class _Problem(Exception):
    """What is wrong with the file, as Version.problem keeps it."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(problem.get("message") or problem["key"])
        self.problem = problem


def read_now(*, version_id: UUID, now: datetime, tell: Tell | None = None) -> None:
    """Read the file of a version in this very process, for the terminal and the demo; ``tell`` hears step and percent."""
    pk = Version.objects.filter(public_id=version_id).values_list("pk", flat=True).first()
    if pk is not None:
        read(version_id=pk, now=now, tell=tell)


def read(*, version_id: int, now: datetime, tell: Tell | None = None) -> None:
    """Read the file of a version, whole or not at all; one that is read already, or thrown away meanwhile, is left alone.

    Safe to run again: where a process died in the middle, the next run begins anew. What is wrong with a file becomes the
    version's problem and stops there; anything else is a bug and raises, so that the job is tried again.
    """
    with _alone(version_id) as is_mine:
        version = Version.objects.select_related("original", "dataset").filter(pk=version_id, state__in=_States).first()
        if not is_mine or version is None:
            return
        course = _Course(version_id, tell)
        course.begin()
        try:
            _read(version, course, now)
        except reading.Cancelled:
            _log.info("version %s is not wanted any more", version.public_id)
        except (_Problem, reading.Unreadable) as fault:
            _fail(version, fault.problem, now)


@dataclass(slots=True)
class _Course:
    """How far the reading is; written down now and then, and looked at whether it is still wanted."""

    version_id: int
    hears: Tell | None = None
    told_at: float = 0.0

    def begin(self) -> None:
        self._update(state=VersionState.READING.value, step=Step.SNIFFING.value, done=0, problem={})

    def tell(self, step: Step, share: float | None = None, *, at_once: bool = False) -> None:
        """Write down how far it is. Raises Cancelled where the version was thrown away."""
        if at_once or time.monotonic() - self.told_at >= TOLD_EVERY_SECONDS:
            self.told_at = time.monotonic()
            if self.hears is not None:
                self.hears(step, percent(step, share))
            if not self._update(step=step.value, done=percent(step, share)):
                raise reading.Cancelled

    def is_wanted(self) -> bool:
        return Version.objects.filter(pk=self.version_id, state__in=_States).exists()

    def _update(self, **values: Any) -> int:
        return Version.objects.filter(pk=self.version_id, state__in=_States).update(**values)


def _read(version: Version, course: _Course, now: datetime) -> None:
    if version.original is None:
        _fetch(version, course, now)
    assert version.original is not None  # noqa: S101 - for the types: it was fetched just now
    with folders.workshop() as shop:
        found = _table(version, shop, course)
        course.tell(Step.STORING, at_once=True)
        stored = tables.write(Path(found["path"]), found["columns"], found["sort"])
    course.tell(Step.COMPARING, at_once=True)
    with transaction.atomic():
        table = table_of(stored, found["columns"], found["profile"], now)
        told = {"table": table, "reading": found["reading"], "step": Step.INSPECTING.value, "done": percent(Step.INSPECTING, 0)}
        if not Version.objects.filter(pk=version.pk, state__in=_States).update(**told):
            raise reading.Cancelled
    comparing.note_change(version_id=version.pk)
    gate.inspect(version_id=version.public_id, now=now)
    _finish(version, now)


@transaction.atomic
def _finish(version: Version, now: datetime) -> None:
    """Put a version before the gate; publish it where that was asked with the file and nothing needs a decision."""
    ready = {"state": VersionState.AT_GATE.value, "step": Step.DONE.value, "done": 100}
    if not Version.objects.filter(pk=version.pk, state__in=_States).update(**ready):
        return
    publisher = version.wanted.get("publish_as")
    if publisher and gate.why_not_publish(version.public_id) is None:
        try:
            with transaction.atomic():
                publishing.publish(version_id=version.public_id, by=actor_of(publisher), now=now)
            return
        except Refused as refused:
            _log.info("version %s waits for its publisher: %s", version.public_id, refused.refusal.key)
    telling.tell_maker(version, "ready", now=now)


def actor_of(text: str) -> Actor:
    """Return who is written as ``staff:17``."""
    kind, _sep, number = text.partition(":")
    return Actor(kind, int(number or 0))  # type: ignore[arg-type] # written by str(Actor)


def table_of(stored: tables.Stored, columns: list[dict[str, Any]], profile: dict[str, Any], now: datetime) -> Table:
    """Return the row of a table in the store; the same content a second time has the same row."""
    lies = {"bytes": stored.bytes, "layout": dict(stored.layout)}
    told = {"rows": stored.rows, "columns": columns, "profile": profile, "made_at": now}
    return Table.objects.update_or_create(key=stored.key, defaults=lies, create_defaults={**lies, **told})[0]


def _fetch(version: Version, course: _Course, now: datetime) -> None:
    course.tell(Step.FETCHING, at_once=True)
    try:
        coming = fetching.fetch(version.source_url)
        kept = originals.put(_told(coming.chunks, course), room=receiving.room_left())
    except fetching.Unfetched as problem:
        raise _Problem({"key": problem.key, "params": problem.params}) from problem
    except originals.NoRoom as problem:
        raise _Problem({"key": "opendata.no_room", "params": {"quota": settings.DATA_QUOTA_GB, "room": 0}}) from problem
    if not kept.bytes:
        raise _Problem({"key": "opendata.empty_file", "params": {}})
    version.original = receiving.original_of(kept, now)
    version.file_name = version.file_name or coming.name
    version.save(update_fields=["original", "file_name"])


def _told(chunks: Iterator[bytes], course: _Course) -> Iterator[bytes]:
    for chunk in chunks:
        course.tell(Step.FETCHING, 0.5)
        yield chunk


def _table(version: Version, shop: Path, course: _Course) -> dict[str, Any]:
    """Have the file read; return what the reader tells, its Parquet file lying in ``shop``. Raises Unreadable, Cancelled."""
    original = version.original
    assert original is not None  # noqa: S101 - for the types
    if original.bytes * UNPACKED_TIMES > shutil.disk_usage(shop).free:
        raise _Problem({"key": "opendata.no_room", "params": {"quota": settings.DATA_QUOTA_GB, "room": 0}})
    source, made = shop / "original", shop / "made"
    made.mkdir()
    originals.unpack(original.sha256, source)
    asked = {
        "path": str(source),
        "name": version.file_name,
        "folder": str(made),
        "wanted": version.wanted,
        "memory_mb": settings.READING_MEMORY_MB,
    }
    tell: Callable[[str, float | None], None] = lambda step, share: course.tell(step_named(step), share)  # noqa: E731
    return reading.read(asked, progress=tell, is_wanted=course.is_wanted)


@transaction.atomic
def _fail(version: Version, problem: dict[str, Any], now: datetime) -> None:
    if "message" not in problem and problem.get("key") in known_keys():
        with translation.override("en"):
            problem = {**problem, "message": sentence(Refusal(problem["key"], problem.get("params", {})))}
    told = {"state": VersionState.FAILED.value, "problem": problem}
    if Version.objects.filter(pk=version.pk, state__in=_States).update(**told):
        telling.tell_maker(version, "failed", now=now)


@contextmanager
def _alone(version_id: int) -> Iterator[bool]:
    """Hold the one right to read a version; the database gives it back where this process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [READING_LOCK, version_id % 2**31])
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [READING_LOCK, version_id % 2**31])
