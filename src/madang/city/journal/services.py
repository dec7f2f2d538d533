"""Write notes, seal them, verify them, erase what they tell."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from madang.city.journal import rules
from madang.city.journal.models import Note

SALT_BYTES = 16


def note(*, verb: str, about: str, actor: str, at: datetime, details: Mapping[str, Any] | None = None) -> int:
    """Add a note in the caller's transaction and return its id; a job seals it within the minute.

    about, actor  kind and id, such as ``case:17`` and ``resident:4``
    details       ids, codes and numbers only

    Raises rules.NotANote if anything looks like personal text.
    """
    held = dict(details or {})
    rules.check_note(verb=verb, about=about, actor=actor, details=held)
    row = Note.objects.create(
        at=at,
        verb=verb,
        about=about,
        about_salt=secrets.token_bytes(SALT_BYTES),
        actor=actor,
        actor_salt=secrets.token_bytes(SALT_BYTES),
        details=rules.canonical(held),
        details_salt=secrets.token_bytes(SALT_BYTES),
    )
    return row.pk
