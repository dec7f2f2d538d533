"""The shelf of this process, kept true: each reading asks for the rows written since the one before, in one short query.

A trigger notes in each row the transaction that wrote it (migration 0004). Every transaction below the oldest one that was still
running at the last reading is on the shelf already; what was written by others is read again, so nothing is ever missed.
Inside a transaction that has written something itself a shelf of its own is returned and not kept: it may be rolled back.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from madang.city.opendata.rules.shelf import NEVER, Entry, Shelf

MOST_KEPT = 64
Ids = NDArray[np.int64]

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
_PRESENT = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text, pg_current_xact_id_if_assigned() IS NOT NULL,
       EXISTS (SELECT FROM opendata_dataset d
               WHERE d.written >= %s::xid8
                     AND (d.written < pg_snapshot_xmax(pg_current_snapshot()) OR d.written = pg_current_xact_id_if_assigned()))
"""
_HAVING = """
SET LOCAL enable_seqscan = off;
SELECT string_agg(int8send(id), ''::bytea) FROM opendata_dataset WHERE words @@ %s::tsquery;
SET LOCAL enable_seqscan = on
"""


class Reader:
    """The catalogue as it stands for this connection now: its shelf, and which data sets have which words."""

    def __init__(self, shelf: Shelf, found: "OrderedDict[str, Ids]") -> None:
        self.shelf = shelf
        self._found = found

    def having(self, words: str) -> Ids:
        """Return the ids of the data sets with the words of a tsquery; kept, for the next page asks the same again."""
        ids = self._found.get(words)
        if ids is None:
            ids = self._found[words] = _having(words)
            while len(self._found) > MOST_KEPT:
                self._found.pop(next(iter(self._found), ""), None)
        return ids


def _having(words: str) -> Ids:
    """Ask the index, in one go: to read every row's words instead, as the planner would like, takes a hundred times longer."""
    with connection.cursor() as cursor:
        cursor.execute(_HAVING, [words])
        cursor.nextset()
        found = cursor.fetchone()[0]
    return np.frombuffer(found or b"", dtype=">i8").astype(np.int64)


class _Kept:
    """A shelf, up to which transaction it is true, when it was read whole, and the searches that it answered last."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.shelf = Shelf()
        self.until = "0"
        self.read_at = -LONGEST_SECONDS
        self.found: OrderedDict[str, Ids] = OrderedDict()


_kept: dict[str, _Kept] = {}


def present() -> Reader:
    """Return the catalogue for this connection; the caller has begun a transaction."""
    kept = _kept.setdefault(str(connection.settings_dict["NAME"]), _Kept())
    with kept.lock:
        return _brought_up(kept)


def _brought_up(kept: _Kept) -> Reader:
    until, has_written, has_changed = _one(_PRESENT, [kept.until])
    is_old = time.monotonic() - kept.read_at > LONGEST_SECONDS
    if not (is_old or has_changed):
        return Reader(kept.shelf, OrderedDict() if has_written else kept.found)
    shelf = Shelf().merged(_entries(_SINCE, [])) if is_old else kept.shelf.merged(_entries(_SINCE + _NEWER, [kept.until]))
    if has_written:
        return Reader(shelf, OrderedDict())
    kept.shelf, kept.until, kept.found = shelf, until, OrderedDict()
    kept.read_at = time.monotonic() if is_old else kept.read_at
    return Reader(shelf, kept.found)


def _entries(text: str, values: list[Any]) -> Iterator[Entry]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        while batch := cursor.fetchmany(5_000):
            for row in batch:
                yield Entry._make((*row[:9], NEVER if row[9] is None else row[9], *row[10:]))


def _one(text: str, values: list[Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        found: tuple[Any, ...] = cursor.fetchone()
        return found
