"""Only one process reads a source: a lock of the database session, gone the moment the process is."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from madang.city.kernel.refusals import Refusal, Refused

PATIENCE_SECONDS = 3.0
"""The server needs a moment to see that a process was killed."""
LOCK = 0x6861  # the first of two keys, so that no other lock of the site is met


@contextmanager
def alone(source_id: int, slug: str) -> Iterator[None]:
    """Hold the source for the block. Raises Refused where another process has it."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not _taken(source_id):
        if time.monotonic() >= until:
            raise Refused(Refusal("opendata.harvest_running", {"slug": slug}))
        time.sleep(0.1)
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, source_id % 2**31])


def _taken(source_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, source_id % 2**31])
        return bool(cursor.fetchone()[0])


def is_held(source_id: int) -> bool:
    """Tell whether some process reads the source now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND objsubid = 2"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [LOCK, source_id % 2**31],
        )
        return bool(cursor.fetchone()[0])
