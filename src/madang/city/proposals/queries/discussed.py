"""Tables for the open data: comments on proposals by month, and what moderators decided by month. Nobody is named."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from madang.city.proposals.models import Comment
from madang.city.proposals.rules.comments import Side, Standing
from madang.city.proposals.rules.figures import told_parts

_DECIDED = """
SELECT to_char(decided_at AT TIME ZONE %(zone)s, 'YYYY-MM') AS month, CASE WHEN verdict = 'keep' THEN 'kept' ELSE reason END,
       count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - opened_at) / 3600),
       count(*) FILTER (WHERE was_right = FALSE)
FROM proposals_moderationcase WHERE decided_at IS NOT NULL
GROUP BY 1, 2 ORDER BY 1, 2
"""


def comments_by_month() -> Iterator[tuple[str, *tuple[int, ...]]]:
    """Yield month, and how many comments of it are shown under proposals: for, against, questions, replies."""
    month = TruncMonth("written_at", tzinfo=ZoneInfo(settings.TIME_ZONE))
    shown = Comment.objects.filter(vote=None, standing=Standing.SHOWN.value).annotate(month=month).values("month")
    told = (Count("pk", filter=Q(side=side.value)) for side in (Side.FOR, Side.AGAINST, Side.QUESTION, Side.REPLY))
    rows = shown.annotate(**dict(zip(("pro", "contra", "questions", "replies"), told, strict=True))).order_by("month")
    for at, *counts in rows.values_list("month", "pro", "contra", "questions", "replies"):
        yield f"{at:%Y-%m}", *counts


def decided_by_month() -> Iterator[tuple[str, str, int | None, float | None, int | None]]:
    """Yield month, ``kept`` or the reason for hiding, texts, median hours to the decision, and texts shown after an objection.

    None stands for counts that are small (``settings.OPENDATA_K``), and for what rests on them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DECIDED, {"zone": settings.TIME_ZONE})
        rows = cursor.fetchall()
    for month, found in groupby(rows, key=itemgetter(0)):
        kept = list(found)
        told = told_parts({outcome: texts for _, outcome, texts, *_ in kept}, settings.OPENDATA_K).parts
        for _, outcome, _, hours, overturned in kept:
            is_told = told[outcome] is not None
            shown_again = overturned if is_told and not 0 < overturned < settings.OPENDATA_K else None
            yield month, outcome, told[outcome], round(hours, 1) if is_told else None, shown_again
