"""Count how often data sets are used: numbers a day, nothing about who. Kept in memory, written in one go."""

import atexit
import threading
import time
from collections import Counter
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import connection, transaction

from madang.city.kernel import clock

LONGEST_SECONDS = 30.0
MOST_WAITING = 500
COUNTED_DAYS = 90

_WRITE = """
INSERT INTO opendata_usageday AS kept (dataset_id, day, views, downloads, queries)
SELECT d.id, used.day, used.views, used.downloads, used.queries
FROM unnest(%s::bigint[], %s::date[], %s::int[], %s::int[], %s::int[]) AS used(id, day, views, downloads, queries)
JOIN opendata_dataset d ON d.id = used.id
ORDER BY d.id, used.day
ON CONFLICT (dataset_id, day) DO UPDATE SET views = kept.views + excluded.views,
    downloads = kept.downloads + excluded.downloads, queries = kept.queries + excluded.queries
"""
_SUM = """
UPDATE opendata_dataset d SET uses = found.uses
FROM (SELECT d.id, coalesce(sum(u.views + u.downloads + u.queries), 0)::int AS uses FROM opendata_dataset d
      LEFT JOIN opendata_usageday u ON u.dataset_id = d.id AND u.day >= %s GROUP BY d.id) AS found
WHERE found.id = d.id AND d.uses <> found.uses
"""


class Use(StrEnum):
    """Ways to use a data set, in the order of the columns."""

    VIEW = "view"
    DOWNLOAD = "download"
    QUERY = "query"


class _Waiting:
    """Uses that are not written yet; what a process that is killed holds is lost, and nothing else."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: Counter[tuple[int, date, Use]] = Counter()
        self.since = 0.0

    def add(self, dataset_id: int, day: date, use: Use) -> bool:
        """Count one use; tell whether it is time to write."""
        with self.lock:
            self.since = self.since if self.counts else time.monotonic()
            self.counts[dataset_id, day, use] += 1
            return len(self.counts) >= MOST_WAITING or time.monotonic() - self.since >= LONGEST_SECONDS

    def take(self) -> Counter[tuple[int, date, Use]]:
        """Hand out what waits, and begin anew."""
        with self.lock:
            counts, self.counts = self.counts, Counter()
            return counts


_waiting = _Waiting()


def count(*, dataset_id: int, use: Use, now: datetime) -> None:
    """Count one use of a data set. Every half minute what was counted is written by whoever comes then."""
    if _waiting.add(dataset_id, clock.today(now), use):
        write()


def write() -> int:
    """Write what was counted; return how many uses. Data sets that are gone are left out."""
    counts = _waiting.take()
    rows: dict[tuple[int, date], list[int]] = {}
    for (dataset_id, day, use), number in counts.items():
        rows.setdefault((dataset_id, day), [0, 0, 0])[list(Use).index(use)] += number
    if rows:
        told = [(pk, day, *numbers) for (pk, day), numbers in sorted(rows.items())]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_WRITE, [list(column) for column in zip(*told, strict=True)])
    return sum(counts.values())


@transaction.atomic
def sum_up(*, now: datetime) -> int:
    """Write into every data set how often it was used in 90 days, for lists sorted by use; return how many changed."""
    with connection.cursor() as cursor:
        cursor.execute(_SUM, [clock.today(now) - timedelta(days=COUNTED_DAYS)])
        return cursor.rowcount


def _write_last() -> None:
    """Write what is left when the process ends; without a database there is nowhere to write it."""
    if _waiting.counts and connection.connection is not None:
        write()


atexit.register(_write_last)
