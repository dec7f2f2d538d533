"""Let files go: one by one, with their draft, and what no row knows."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from madang.city.portal.models import Draft, Upload
from madang.city.portal.services.uploads.storing import erase, everything_stored

ORPHAN_HOURS = 24


@transaction.atomic
def remove_upload(*, draft_id: int, upload: UUID, now: datetime) -> bool:
    """Remove a file of a draft, from its answers too. Tell whether there was one; another draft's file is none."""
    row = Upload.objects.select_for_update().filter(public_id=upload, draft_id=draft_id).first()
    if row is None:
        return False
    drop_from_answers(row, now)
    row.delete()
    transaction.on_commit(lambda: erase(row.path))
    return True


@transaction.atomic
def hand_over(*, draft_id: int, case_id: int, kept: Collection[str]) -> None:
    """Give the files that stand in the answers to the case; the others of the draft go.

    kept  the public ids among the answers
    """
    rows = Upload.objects.filter(draft_id=draft_id)
    forget_files([row for row in rows if str(row.public_id) not in kept])
    rows.filter(public_id__in=[UUID(one) for one in kept]).update(case_id=case_id, draft=None)


def forget_files(rows: Collection[Upload]) -> None:
    """Remove rows, and their bytes once that is certain."""
    paths = [row.path for row in rows]
    Upload.objects.filter(pk__in=[row.pk for row in rows]).delete()
    transaction.on_commit(lambda: _erase_all(paths))


def _erase_all(paths: Sequence[str]) -> None:
    for path in paths:
        erase(path)


def sweep(*, now: datetime) -> int:
    """Remove bytes that no row knows and that are older than a day: left by a process that was killed. Return how many."""
    limit = (now - timedelta(hours=ORPHAN_HOURS)).timestamp()
    old = [path for path, written in everything_stored() if written < limit]
    known = set(Upload.objects.filter(path__in=old).exclude(scan="infected").values_list("path", flat=True))
    lost = [path for path in old if path not in known]
    for path in lost:
        erase(path)
    return len(lost)


def drop_from_answers(row: Upload, now: datetime) -> None:
    """Take a file out of the answers of its draft; the step that loses it has to be looked at again."""
    draft = Draft.objects.select_for_update().filter(pk=row.draft_id, case=None).first() if row.draft_id else None
    if draft is None:
        return
    gone = str(row.public_id)
    draft.answers = _without(draft.answers, gone)
    draft.typed = _without(draft.typed, gone)
    draft.changed_at = now
    draft.save(update_fields=["answers", "typed", "changed_at"])


def _without(value: Any, gone: str) -> Any:
    """Return plain data without the file of an id, wherever it stands; a list of files that is empty then becomes None."""
    if isinstance(value, dict):
        return {key: _without(part, gone) for key, part in value.items()}
    if not isinstance(value, list):
        return value
    kept = [_without(part, gone) for part in value if part != gone and not _is_file(part, gone)]
    had_it = any(_is_file(part, gone) for part in value)
    return None if had_it and not kept else kept


def _is_file(part: Any, gone: str) -> bool:
    return isinstance(part, dict) and part.get("id") == gone
