"""Figures for everybody: how far proposals come, how fast departments answer, what they are about and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from madang.city.kernel import clock
from madang.city.people import queries as people
from madang.city.proposals.models import Proposal
from madang.city.proposals.models.proposals import LISTED
from madang.city.proposals.rules.life import CITY_ACTS, UNLISTED, YES, State

YEAR = timedelta(days=365)
MOST_POINTS = 500
MOST_TOPICS = 12
_LEAGUE = """
WITH answered AS (
    SELECT answers.department_id, count(*) AS n, count(*) FILTER (WHERE answers.days_left < 0) AS late,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answers.at - rows.routed_at) / 86400) AS median
    FROM proposals_answer AS answers JOIN proposals_proposal AS rows ON rows.id = answers.proposal_id
    WHERE answers.days_left IS NOT NULL AND answers.at >= %(since)s AND answers.at < %(until)s
    GROUP BY answers.department_id
), waiting AS (
    SELECT department_id, count(*) AS n, count(*) FILTER (WHERE due_on < %(today)s) AS late
    FROM proposals_proposal WHERE department_id IS NOT NULL AND state = ANY(%(acting)s) AND due_on IS NOT NULL
    GROUP BY department_id
)
SELECT coalesce(answered.department_id, waiting.department_id), coalesce(answered.n, 0), answered.median,
       coalesce(answered.late, 0), coalesce(waiting.n, 0), coalesce(waiting.late, 0)
FROM answered FULL JOIN waiting ON waiting.department_id = answered.department_id
"""
_FUNNEL = """
SELECT count(*), count(routed_at), count(answered_at), count(*) FILTER (WHERE decision = ANY(%(yes)s)),
       count(*) FILTER (WHERE state = ANY(%(done)s))
FROM proposals_proposal
WHERE published_at >= %(since)s AND published_at < %(until)s AND state <> ALL(%(unlisted)s)
"""
_TOPICS = """
SELECT topic, count(*), count(*) FILTER (WHERE decision = ANY(%(yes)s)), sum(supports)
FROM proposals_proposal
WHERE published_at >= %(since)s AND published_at < %(until)s AND state <> ALL(%(unlisted)s) AND topic <> ''
GROUP BY topic ORDER BY 2 DESC, 1 LIMIT %(most)s
"""
_TIMES = """
SELECT to_char(answers.at AT TIME ZONE %(zone)s, 'YYYY-MM') AS month, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answers.at - rows.routed_at) / 86400),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM answers.at - rows.routed_at) / 86400),
       count(*) FILTER (WHERE answers.days_left >= 0)
FROM proposals_answer AS answers JOIN proposals_proposal AS rows ON rows.id = answers.proposal_id
WHERE answers.days_left IS NOT NULL AND answers.at >= %(since)s AND answers.at < %(until)s
GROUP BY month ORDER BY month
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeagueLine:
    """How fast a department answers.

    answers       first answers in the twelve months before
    median_days   days from enough support to the answer; None without answers
    waiting       proposals on which it must act by a day; ``overdue`` of them should have moved
    overdue_share answers that came late and proposals that are overdue, among all answers and waiting ones, 0 to 1
    """

    department_code: str
    department: Mapping[str, str]
    answers: int
    median_days: float | None
    waiting: int
    overdue: int
    overdue_share: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """How far the proposals that were published in a period have come by now."""

    published: int
    reached: int
    answered: int
    adopted: int
    done: int


@dataclass(frozen=True, slots=True)
class TopicLine:
    """How many proposals of a topic were published, adopted, and how often they are supported."""

    topic: str
    published: int
    adopted: int
    supports: int


@dataclass(frozen=True, slots=True)
class MonthLine:
    """How long the answers of a month took, in days from enough support; how many came in time."""

    month: str
    answers: int
    median_days: float
    days_of_nine_in_ten: float
    in_time: int


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A proposal on the map."""

    reference: str
    title: str
    longitude: float
    latitude: float
    state: State
    supports: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The figures of a period, newest points first."""

    funnel: Funnel
    topics: tuple[TopicLine, ...]
    months: tuple[MonthLine, ...]
    points: tuple[MapPoint, ...]


def league(*, now: datetime) -> tuple[LeagueLine, ...]:
    """Return how fast departments answered in the year before ``now``: smallest overdue share first, then shortest median."""
    known = {one.id: one for one in people.departments()}
    lines = []
    acting = sorted(state.value for state in CITY_ACTS)
    for department_id, answers, median, late, waiting, overdue in _rows(_LEAGUE, now - YEAR, now, acting=acting):
        one = known[department_id]
        share = (late + overdue) / (answers + waiting)
        lines.append(
            LeagueLine(
                department_code=one.code,
                department=one.name,
                answers=answers,
                median_days=float(median) if median is not None else None,
                waiting=waiting,
                overdue=overdue,
                overdue_share=share,
            )
        )
    return tuple(sorted(lines, key=lambda one: (one.overdue_share, one.median_days or 0.0, one.department_code)))


def dashboard(*, since: datetime, until: datetime) -> Dashboard:
    """Return the figures of a period; ``until`` is not part of it."""
    yes, done = [one.value for one in YES], [State.DONE.value, State.CHECKED.value]
    ((published, reached, answered, adopted, finished),) = _rows(_FUNNEL, since, until, yes=yes, done=done)
    topics = _rows(_TOPICS, since, until, yes=yes, most=MOST_TOPICS)
    return Dashboard(
        Funnel(published, reached, answered, adopted, finished),
        tuple(TopicLine(topic, count, taken, supports) for topic, count, taken, supports in topics),
        answer_times(since=since, until=until),
        _points(since, until),
    )


def answer_times(*, since: datetime, until: datetime) -> tuple[MonthLine, ...]:
    """Return how long the answers of each month took."""
    rows = _rows(_TIMES, since, until, zone=settings.TIME_ZONE)
    return tuple(MonthLine(month, count, float(median), float(nine), in_time) for month, count, median, nine, in_time in rows)


def _points(since: datetime, until: datetime) -> tuple[MapPoint, ...]:
    rows = Proposal.objects.filter(LISTED, published_at__gte=since, published_at__lt=until, longitude__isnull=False)
    columns = ("reference", "title", "longitude", "latitude", "state", "supports")
    found = rows.order_by("-published_at", "-pk").values_list(*columns)[:MOST_POINTS]
    return tuple(
        MapPoint(reference, title, longitude or 0.0, latitude or 0.0, State(state), supports)
        for reference, title, longitude, latitude, state, supports in found
    )


def _rows(asked: str, since: datetime, until: datetime, **more: Any) -> list[tuple[Any, ...]]:
    unlisted = sorted(state.value for state in UNLISTED)
    told: dict[str, Any] = {"since": since, "until": until, "today": clock.today(until), "unlisted": unlisted}
    with connection.cursor() as cursor:
        cursor.execute(asked, told | more)
        return cursor.fetchall()
