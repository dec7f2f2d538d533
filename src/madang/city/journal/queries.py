"""Read the journal."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from madang.city.journal.models import Batch, Note, Verification
from madang.city.journal.rules import BrokenLink, Personal
from madang.city.kernel.clock import city_zone
from madang.city.kernel.paging import Page, keyset

READ = "read"
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note as people read it. Erased texts are empty, erased subjects are left out."""

    id: int
    at: datetime
    verb: str
    about: str
    actor: str
    details: Mapping[str, Any]
    batch: int | None
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListReads:
    """How often somebody saw a thing among others in lists, on one day and for one reason; ``at`` is the last time."""

    at: datetime
    actor: str
    details: Mapping[str, Any]
    times: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an auditor looks for; an empty text or None leaves the choice open."""

    about: str = ""
    actor: str = ""
    verb: str = ""
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the journal stands: what is sealed, what waits, and what the last verification found."""

    sealed: int
    unsealed: int
    batches: int
    last_sealed_at: datetime | None
    head: str
    verified_at: datetime | None
    verified_notes: int
    first_broken: BrokenLink | None


def page(wanted: Wanted, *, cursor: str | None = None, size: int = PAGE_SIZE) -> Page[NoteLine]:
    """Return one page of the notes that were wanted, newest first. Raises BadCursor."""
    return keyset(_wanted(wanted), order=("-id",), cursor=cursor, size=size, make=_line)


def lines(wanted: Wanted) -> Iterator[NoteLine]:
    """Yield all notes that were wanted, oldest first."""
    for row in _wanted(wanted).order_by("id").iterator(chunk_size=2_000):
        yield _line(row)


def verbs() -> list[str]:
    """Return every verb that occurs, in one pass over its index however long the journal is."""
    found: list[str] = []
    verb = Note.objects.order_by("verb").values_list("verb", flat=True).first()
    while verb is not None:
        found.append(verb)
        verb = Note.objects.filter(verb__gt=verb).order_by("verb").values_list("verb", flat=True).first()
    return found


def standing() -> Standing:
    """Return how the journal stands, without walking along the chain."""
    sums = Batch.objects.aggregate(notes=Sum("count"), last=Max("sequence"), at=Max("sealed_at"))
    last = Batch.objects.filter(sequence=sums["last"]).first()
    checked = Verification.objects.order_by("-id").first()
    return Standing(
        sealed=sums["notes"] or 0,
        unsealed=Note.objects.filter(batch=None).count(),
        batches=sums["last"] or 0,
        last_sealed_at=sums["at"],
        head=f"{last.sequence}:{bytes(last.hash).hex()}" if last else "",
        verified_at=checked.at if checked else None,
        verified_notes=checked.sealed if checked else 0,
        first_broken=BrokenLink.from_code(checked.first_broken) if checked and checked.first_broken else None,
    )


def holds(note_id: int, key: str, text: str) -> bool:
    """Tell whether a note's detail ``key`` is the salted hash of ``text``; False once its salt is erased."""
    row = Note.objects.filter(pk=note_id).first()
    if row is None or row.details_salt is None:
        return False
    return bool(json.loads(row.details).get(key) == Personal(text).hashed(bytes(row.details_salt)))


def notes_about(about: str, *, limit: int = 200) -> list[NoteLine]:
    """Return the notes about ``case:17``, newest first."""
    return _lines(Note.objects.filter(about=about).order_by("-id")[:limit])


def notes_by(actor: str, *, limit: int = 200) -> list[NoteLine]:
    """Return what ``staff:4`` did, newest first."""
    return _lines(Note.objects.filter(actor=actor).order_by("-id")[:limit])


def reads_of(resident_id: int, *, limit: int = 200) -> list[NoteLine]:
    """Return who read a resident's data and when, newest first."""
    return _lines(Note.objects.filter(about=f"resident:{resident_id}", verb=READ).order_by("-id")[:limit])


def list_reads_of(resident_id: int, *, limit: int = 200) -> list[ListReads]:
    """Return who saw a resident's name in lists, day by day and newest first, however often that was."""
    rows = Note.objects.filter(verb=READ, subjects__contains=[f"resident:{resident_id}"], details_salt__isnull=False)
    days = rows.values("actor", "details", day=TruncDate("at", tzinfo=city_zone())).annotate(last=Max("at"), times=Count("id"))
    found = days.order_by("-last")[:limit]
    return [ListReads(row["last"], row["actor"], json.loads(row["details"]), row["times"]) for row in found]


def _wanted(wanted: Wanted) -> QuerySet[Note]:
    rows = Note.objects.all()
    if wanted.about:
        rows = rows.filter(Q(about=wanted.about) | Q(subjects__contains=[wanted.about]))
    exact = {"actor": wanted.actor, "verb": wanted.verb, "at__gte": wanted.since, "at__lt": wanted.before}
    return rows.filter(**{name: value for name, value in exact.items() if value})


def _lines(notes: Iterable[Note]) -> list[NoteLine]:
    return [_line(note) for note in notes]


def _line(note: Note) -> NoteLine:
    return NoteLine(
        id=note.pk,
        at=note.at,
        verb=note.verb,
        about=note.about if note.about_salt else "",
        actor=note.actor if note.actor_salt else "",
        details=json.loads(note.details) if note.details_salt else {},
        batch=note.batch_id,
        subjects=tuple(
            text for text, salt in zip(note.subjects or (), note.subject_salts or (), strict=False) if salt is not None
        ),
    )
