"""Receive a file or a link as the next version of a data set; decide anew how it is read; throw it away."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from madang.city.journal import services as journal
from madang.city.kernel.jobs import enqueue
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Dataset, Original, Table, Version
from madang.city.opendata.rules import versions as rules
from madang.city.opendata.rules.progress import Step
from madang.city.opendata.rules.states import DatasetState, VersionState
from madang.city.opendata.services.uploading.fetching import why_not_address
from madang.city.opendata.store import originals
from madang.city.people.rules import Actor
from madang.urban.formats import tabular
from madang.urban.formats.tabular import Wanted

GIGABYTE = 1_000_000_000
NOTHING_DECIDED = Wanted()


def receive(  # noqa: PLR0913 - what is told of one file
    *,
    slug: str,
    file: Iterable[bytes] | None = None,
    url: str = "",
    file_name: str = "",
    wanted: Wanted = NOTHING_DECIDED,
    note: Mapping[str, str] | None = None,
    publish_as: Actor | None = None,
    reads_later: bool = True,
    by: Actor,
    now: datetime,
) -> UUID:
    """Keep a file as the next version of a data set and have it read by a job; return the version's id.

    file   its bytes in pieces; or ``url``, from which a job fetches it
    note        what is new, by language
    publish_as  who publishes it as soon as it is read, unless the gate asks for a decision; None: nobody yet
    reads_later  False: the caller reads it at once (read_now), and no job does
    Raises Refused where there is no such data set, no room, nothing in the file, or the link is none.
    """
    if (file is None) == (not url):
        raise Refused(Refusal("opendata.file_or_link", status=422))
    if reason := (why_not_address(url) if url else None) or _why_not_wanted(wanted):
        raise Refused(reason)
    _dataset(slug)
    kept = keep(file) if file is not None else None
    with transaction.atomic():
        dataset = _dataset(slug, lock=True)
        version = Version.objects.create(
            dataset=dataset,
            original=_original(kept, now) if kept else None,
            file_name=_plain(file_name),
            source_url=url,
            wanted={**wanted.to_json(), **({"publish_as": str(publish_as)} if publish_as else {})},
            note={lang: text.strip()[:2_000] for lang, text in (note or {}).items() if text.strip()},
            before=dataset.current,
            step=Step.WAITING.value,
            made_by=str(by),
            made_at=now,
        )
        details = {"version": str(version.public_id), "bytes": kept.bytes if kept else 0}
        journal.note(verb="received-file", about=f"dataset:{dataset.public_id}", actor=str(by), at=now, details=details)
        if reads_later:
            _have_read(version)
    return version.public_id


@transaction.atomic
def read_again(*, version_id: UUID, wanted: Wanted, by: Actor, now: datetime) -> None:
    """Have a file read again with what the publisher decided of types, names and keys; the gate looks anew too.

    Raises Refused for a version that is public, thrown away, being read, or has no file of its own.
    """
    version = locked(version_id)
    if reason := rules.why_not_read_again(
        version.state, has_original=version.original_id is not None or bool(version.source_url)
    ):
        raise Refused(reason)
    if reason := _why_not_wanted(wanted):
        raise Refused(reason)
    version.wanted = wanted.to_json()
    version.state, version.step, version.done = VersionState.RECEIVED.value, Step.WAITING.value, 0
    version.table, version.change, version.problem, version.published_by = None, {}, {}, ""
    version.save()
    _note("decided-types", version, by, now)
    _have_read(version)


@transaction.atomic
def discard(*, version_id: UUID, by: Actor, now: datetime) -> None:
    """Throw a version away that is not public; one that is being read stops within a second. Twice is once. Raises Refused."""
    version = locked(version_id)
    if version.state == VersionState.DISCARDED:
        return
    if reason := rules.why_not_discard(version.state):
        raise Refused(reason)
    version.state, version.published_by = VersionState.DISCARDED.value, ""
    version.save(update_fields=["state", "published_by"])
    _note("discarded-version", version, by, now)


def room_left() -> int:
    """Return how many bytes of files the Plaza may still take (MADANG_DATA_QUOTA_GB)."""
    files = Original.objects.aggregate(n=Sum("stored_bytes"))["n"] or 0
    tables = Table.objects.aggregate(n=Sum("bytes"))["n"] or 0
    return int(settings.DATA_QUOTA_GB * GIGABYTE - files - tables)


def keep(file: Iterable[bytes]) -> originals.Kept:
    """Put a file into the store. Raises Refused where there is no room, or nothing in it."""
    try:
        kept = originals.put(file, room=room_left())
    except originals.NoRoom as full:
        params = {"quota": settings.DATA_QUOTA_GB, "room": max(full.room, 0) // 1_000_000}
        raise Refused(Refusal("opendata.no_room", params, status=413)) from full
    if not kept.bytes:
        raise Refused(Refusal("opendata.empty_file", status=422))
    return kept


def locked(version_id: UUID) -> Version:
    """Return a version's row, locked in the caller's transaction. Raises Refused (404)."""
    row = Version.objects.select_for_update(of=("self",)).select_related("dataset").filter(public_id=version_id).first()
    if row is None:
        raise Refused(Refusal("opendata.no_such_version", status=404))
    return row


def original_of(kept: originals.Kept, now: datetime) -> Original:
    """Return the row of a file in the store."""
    return _original(kept, now)


def _dataset(slug: str, *, lock: bool = False) -> Dataset:
    rows = Dataset.objects.select_for_update() if lock else Dataset.objects
    row = rows.filter(slug=slug).first()
    if row is None:
        raise Refused(Refusal("opendata.no_dataset", {"slug": slug[:120]}, status=404))
    if row.state == DatasetState.WITHDRAWN.value:
        raise Refused(Refusal("opendata.dataset_withdrawn"))
    return row


def _original(kept: originals.Kept, now: datetime) -> Original:
    held = {"bytes": kept.bytes, "stored_bytes": kept.stored_bytes, "received_at": now}
    return Original.objects.get_or_create(sha256=kept.sha256, defaults=held)[0]


def _have_read(version: Version) -> None:
    enqueue("opendata.read", key=f"opendata.read:{version.pk}", version_id=version.pk)


def _plain(name: str) -> str:
    """Return a file's name without its folders and what cannot be printed."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-300:]


def _why_not_wanted(wanted: Wanted) -> Refusal | None:
    unknown = next((one for one in wanted.types.values() if one not in tabular.TYPES), None)
    return Refusal("opendata.unknown_type", {"type": str(unknown)[:40]}, status=422) if unknown is not None else None


def _note(verb: str, version: Version, by: Actor, now: datetime) -> None:
    details = {"version": str(version.public_id)}
    journal.note(verb=verb, about=f"dataset:{version.dataset.public_id}", actor=str(by), at=now, details=details)
