"""Read the journal."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from madang.city.journal.models import Note

READ = "read"


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note as people read it. Erased texts are empty."""

    id: int
    at: datetime
    verb: str
    about: str
    actor: str
    details: Mapping[str, Any]
    batch: int | None


def notes_about(about: str, *, limit: int = 200) -> list[NoteLine]:
    """Return the notes about ``case:17``, newest first."""
    return _lines(Note.objects.filter(about=about).order_by("-id")[:limit])


def notes_by(actor: str, *, limit: int = 200) -> list[NoteLine]:
    """Return what ``staff:4`` did, newest first."""
    return _lines(Note.objects.filter(actor=actor).order_by("-id")[:limit])


def reads_of(resident_id: int, *, limit: int = 200) -> list[NoteLine]:
    """Return who read a resident's data and when, newest first."""
    return _lines(Note.objects.filter(about=f"resident:{resident_id}", verb=READ).order_by("-id")[:limit])


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
    )
