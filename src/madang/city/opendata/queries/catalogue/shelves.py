"""The shelf of this process, kept true: each reading asks for the rows written since the one before, in one short query.

A trigger notes in each row the transaction that wrote it (migration 0004). Every transaction below the oldest one that was still
running at the last reading is on the shelf already; what was written by others is read again, so nothing is ever missed.
Inside a transaction that has written something itself a shelf of its own is returned and not kept: it may be rolled back.
"""

import threading
import time
from collections.abc import Iterator
from typing import Any

from django.db import connection

from madang.city.opendata.rules.shelf import NEVER, Entry, Shelf

LONGEST_SECONDS = 900.0  # then all of it is read anew, for rows that were deleted
_SINCE = """
SELECT d.id, p.slug, coalesce(s.slug, ''), d.licence, d.source, d.themes, d.formats, d.update_promise,
       extract(epoch FROM d.data_changed_at)::float8,
       CASE WHEN d.state <> 'published' THEN NULL ELSE coalesce(extract(epoch FROM d.embargo_until)::float8, 0) END,
       d.current_id IS NOT NULL, extract(epoch FROM d.changed_at)::float8, d.uses, d.sort_en, d.sort_ko, d.sort_zh
FROM opendata_dataset d JOIN opendata_publisher p ON p.id = d.publisher_id LEFT JOIN opendata_series s ON s.id = d.series_id
"""
# The upper bounds leave out numbers of another server's transactions, which come with a restored dump.
_NEWER = (
    "WHERE d.written >= %s::xid8"
    " AND (d.written < pg_snapshot_xmax(pg_current_snapshot()) OR d.written = pg_current_xact_id_if_assigned())"
)
_PRESENT = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text, pg_current_xact_id_if_assigned() IS NOT NULL"


class _Kept:
    """A shelf, up to which transaction it is true, and when it was read whole; one for each database."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.shelf = Shelf()
        self.until = ""
        self.read_at = 0.0


_kept: dict[str, _Kept] = {}


def present() -> Shelf:
    """Return the catalogue as it stands for this connection now."""
    kept = _kept.setdefault(str(connection.settings_dict["NAME"]), _Kept())
    with kept.lock:
        return _brought_up(kept)


def _brought_up(kept: _Kept) -> Shelf:
    until, has_written = _one(_PRESENT)
    is_old = time.monotonic() - kept.read_at > LONGEST_SECONDS
    if not kept.until or is_old:
        shelf = Shelf().merged(_entries(_SINCE, []))
        read_at = time.monotonic()
    else:
        shelf = kept.shelf.merged(_entries(_SINCE + _NEWER, [kept.until]))
        read_at = kept.read_at
    if not has_written:
        kept.shelf, kept.until, kept.read_at = shelf, until, read_at
    return shelf


def _entries(text: str, values: list[Any]) -> Iterator[Entry]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        while batch := cursor.fetchmany(5_000):
            for row in batch:
                yield Entry(*row[:9], NEVER if row[9] is None else row[9], *row[10:])  # type: ignore[arg-type]


def _one(text: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(text)
        return cursor.fetchone()  # type: ignore[no-any-return]
