"""Figures for everybody: how far proposals come, how fast departments answer, what they are about and where."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from madang.city.kernel import clock
from madang.city.people import queries as people
from madang.city.proposals.rules.life import CITY_ACTS, UNLISTED, YES, State

YEAR = timedelta(days=365)
MOST_TOPICS = 12
WHOLE, BY_TOPIC, BY_AREA, BY_MONTH = 0b111, 0b011, 0b101, 0b110  # what PostgreSQL's grouping() says of each set of _COUNTS
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
_COUNTS = """
SELECT grouping(topic, area_id, month), topic, area_id, month, count(*), count(routed_at), count(answered_at),
       count(*) FILTER (WHERE decision = ANY(%(yes)s)), count(*) FILTER (WHERE state = ANY(%(done)s)), coalesce(sum(supports), 0)
FROM (SELECT *, to_char(published_at AT TIME ZONE %(zone)s, 'YYYY-MM') AS month FROM proposals_proposal
      WHERE published_at >= %(since)s AND published_at < %(until)s AND state <> ALL(%(unlisted)s)
        AND (%(areas)s::bigint[] IS NULL OR area_id = ANY(%(areas)s))) AS rows
GROUP BY GROUPING SETS ((), (topic), (area_id), (month)) ORDER BY month
"""
_TIMES = """
SELECT to_char(answers.at AT TIME ZONE %(zone)s, 'YYYY-MM') AS month, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answers.at - rows.routed_at) / 86400),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM answers.at - rows.routed_at) / 86400),
       count(*) FILTER (WHERE answers.days_left >= 0)
FROM proposals_answer AS answers JOIN proposals_proposal AS rows ON rows.id = answers.proposal_id
WHERE answers.days_left IS NOT NULL AND answers.at >= %(since)s AND answers.at < %(until)s
  AND (%(areas)s::bigint[] IS NULL OR rows.area_id = ANY(%(areas)s))
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
class Dashboard:
    """The figures of a period.

    topics  most published first, at most MOST_TOPICS
    areas   how many proposals were published for each area, by its id; None is the whole city
    begun   how many were published in each month, such as 2026-11
    months  how long the answers of each month took
    """

    funnel: Funnel
    topics: tuple[TopicLine, ...]
    areas: Mapping[int | None, int]
    begun: tuple[tuple[str, int], ...]
    months: tuple[MonthLine, ...]


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


def dashboard(*, since: datetime, until: datetime, areas: Collection[int] | None = None) -> Dashboard:
    """Return the figures of a period, counted in one pass; ``until`` is not part of it.

    areas  ids of the areas that count; None is every proposal, those for the whole city too
    """
    yes, done = [one.value for one in YES], [State.DONE.value, State.CHECKED.value]
    kinds: dict[int, list[tuple[Any, ...]]] = {WHOLE: [], BY_TOPIC: [], BY_AREA: [], BY_MONTH: []}
    for kind, *row in _rows(_COUNTS, since, until, yes=yes, done=done, zone=settings.TIME_ZONE, areas=_listed(areas)):
        kinds[kind].append(tuple(row))
    ((_topic, _area, _month, published, reached, answered, adopted, finished, _supports),) = kinds[WHOLE]
    topics = [TopicLine(row[0], row[3], row[6], row[8]) for row in kinds[BY_TOPIC] if row[0]]
    return Dashboard(
        Funnel(published, reached, answered, adopted, finished),
        tuple(sorted(topics, key=lambda one: (-one.published, one.topic))[:MOST_TOPICS]),
        {row[1]: row[3] for row in kinds[BY_AREA]},
        tuple((row[2], row[3]) for row in kinds[BY_MONTH]),
        answer_times(since=since, until=until, areas=areas),
    )


def answer_times(*, since: datetime, until: datetime, areas: Collection[int] | None = None) -> tuple[MonthLine, ...]:
    """Return how long the answers of each month took; ``areas`` as for ``dashboard``."""
    rows = _rows(_TIMES, since, until, zone=settings.TIME_ZONE, areas=_listed(areas))
    return tuple(MonthLine(month, count, float(median), float(nine), in_time) for month, count, median, nine, in_time in rows)


def _listed(areas: Collection[int] | None) -> list[int] | None:
    return None if areas is None else sorted(areas)


def _rows(asked: str, since: datetime, until: datetime, **more: Any) -> list[tuple[Any, ...]]:
    unlisted = sorted(state.value for state in UNLISTED)
    told: dict[str, Any] = {"since": since, "until": until, "today": clock.today(until), "unlisted": unlisted}
    with connection.cursor() as cursor:
        cursor.execute(asked, told | more)
        return cursor.fetchall()
