"""Count how services did: volume, median days, share in time, where people stop."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from madang.city.kernel import clock

MONTHS_DAYS = 365
LEFT_AFTER = timedelta(days=7)

_COUNT = """
INSERT INTO portal_servicefigures (service_id, counted_on, received, decided, in_time, median_days, drafts_left, left_at_step)
SELECT service_id, %(today)s,
       count(*) FILTER (WHERE submitted_at >= %(since)s),
       count(*) FILTER (WHERE is_first),
       count(*) FILTER (WHERE is_first AND decided_on <= due_on),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY decided_on - submitted_on) FILTER (WHERE is_first),
       0, ''
FROM (SELECT service_id, submitted_at, due_on,
             (submitted_at AT TIME ZONE %(zone)s)::date AS submitted_on,
             (decided_at AT TIME ZONE %(zone)s)::date AS decided_on,
             coalesce(decided_at >= %(since)s AND appealed_at IS NULL, false) AS is_first
      FROM portal_case WHERE submitted_at >= %(since)s OR decided_at >= %(since)s) AS cases
GROUP BY service_id
ON CONFLICT (service_id) DO UPDATE SET counted_on = excluded.counted_on, received = excluded.received,
    decided = excluded.decided, in_time = excluded.in_time, median_days = excluded.median_days, drafts_left = 0, left_at_step = ''
"""
_DRAFTS = """
UPDATE portal_servicefigures AS figures SET drafts_left = stopped.count, left_at_step = coalesce(stopped.step, '')
FROM (SELECT service_id, count(*) AS count, mode() WITHIN GROUP (ORDER BY done_steps ->> -1) AS step
      FROM portal_draft WHERE case_id IS NULL AND entered_by_id IS NULL AND created_at >= %(since)s AND changed_at < %(left)s
      GROUP BY service_id) AS stopped
WHERE figures.service_id = stopped.service_id
"""


@transaction.atomic
def count(*, now: datetime) -> int:
    """Count the twelve months before now anew; return how many services have figures.

    Decisions on objections are left out of days and share in time: their clock began anew.
    A draft that nobody touched for a week counts as left, at the last step that was done.
    """
    today = clock.today(now)
    asked: dict[str, Any] = {
        "today": today,
        "since": now - timedelta(days=MONTHS_DAYS),
        "left": now - LEFT_AFTER,
        "zone": settings.TIME_ZONE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, asked)
        counted = cursor.rowcount
        cursor.execute("DELETE FROM portal_servicefigures WHERE counted_on <> %(today)s", asked)
        cursor.execute(_DRAFTS, asked)
    return counted
