"""The inbox of a department: its queues counted in one query, one page of cases, whatever the number of cases.

What still runs stands first, by due day. What is decided has none and stands at the end, to be handed out or closed.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from madang.city.kernel import ids
from madang.city.kernel.paging import BadCursor, Page, decode, encode
from madang.city.people import queries as people
from madang.city.people.queries import Desk
from madang.city.people.rules import Viewer
from madang.city.portal.definitions.model import Clock
from madang.city.portal.models import Case
from madang.city.portal.queries.cases.loading import clock_of
from madang.city.portal.queries.working_days import work_calendar
from madang.city.portal.rules.cases import RUNNING, State
from madang.city.portal.rules.clock import day_after

PAGE_SIZE = 25
COUNTED = 1_000
SERVICES_OFFERED = 200
SOON_DAYS = 3
PURPOSE = "inbox"
_NAMED = re.compile(r"%\((\w+)\)s")


class Queue(StrEnum):
    """What one looks for in the morning."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    SOON = "soon"
    OVERDUE = "overdue"
    WAITING = "waiting"
    FOUR_EYES = "four-eyes"
    APPEALS = "appeals"
    ALL = "all"


_RUNNING = sorted(state.value for state in RUNNING)
_STATES: Mapping[Queue, tuple[State, ...]] = {
    Queue.WAITING: (State.WAITING_APPLICANT, State.WAITING_THIRD_PARTY),
    Queue.FOUR_EYES: (State.FOUR_EYES,),
    Queue.APPEALS: (State.APPEALED,),
}
_DUE = (Queue.SOON, Queue.OVERDUE)
# Conditions of a queue beside department and state; the columns are those of portal_case.
_LATE = "paused_on IS NULL AND state = ANY(%(running)s)"
_CONDITIONS: Mapping[Queue, str] = {
    Queue.UNASSIGNED: "assignee_id IS NULL",
    Queue.SOON: f"due_on BETWEEN %(today)s AND %(soon)s AND {_LATE}",
    Queue.OVERDUE: f"due_on < %(today)s AND {_LATE}",
}
_OF_SERVICE = "service_id = (SELECT id FROM portal_service WHERE slug = %(service)s)"
# The services that the rail offers as a filter.
_SERVICES = """
SELECT coalesce(json_agg(json_build_array(slug, titles) ORDER BY sort_en), '[]')::text
FROM (SELECT slug, titles, sort_en FROM portal_service
      WHERE department_id = ANY(%(departments)s::bigint[]) AND takes_applications ORDER BY sort_en LIMIT %(offered)s) AS own
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the inbox; ``search`` is a number, a whole name or an e-mail address."""

    queue: Queue = Queue.MINE
    service: str = ""
    state: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A row of the inbox. ``left`` in days of the service's clock, negative when late; None while the clock stands."""

    reference: str
    applicant: str
    titles: Mapping[str, str]
    state: State
    status_text: str
    due_on: date
    left: int | None
    assignee: str


@dataclass(frozen=True, slots=True)
class Rail:
    """The queues with their counts, 1,000 meaning "more than 999", and the services to choose from."""

    counts: Mapping[Queue, int]
    services: Sequence[tuple[str, Mapping[str, str]]] = field(default=())


@dataclass(frozen=True, slots=True)
class Inbox:
    """The inbox of one member of staff; ``found`` is how many cases a search found, None where nobody searched."""

    desk: Desk
    rail: Rail
    page: Page[InboxLine]
    found: int | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page begins: behind a case, given by whether it is decided, its due day and its id."""

    is_decided: bool = False
    day: date = date.min + timedelta(days=1)
    id: int = 0


def inbox(viewer: Viewer, wanted: Wanted, *, today: date, cursor: str | None = None, size: int = PAGE_SIZE) -> Inbox:
    """Return one page of a queue, most urgent first. Names of applicants are read with purpose ``inbox``, which is noted.

    Raises BadCursor, and TypeError for a viewer who is no staff.
    """
    staff = viewer.staff
    if staff is None:
        raise TypeError("an inbox needs a member of staff")
    desk = people.desk_of(staff, today)
    asked = _asked(desk, today)
    rail = _rail(asked)
    if not wanted.search.strip():
        page, _none = _page(_queue(wanted, asked, _after(cursor), size), asked, viewer, today)
        return Inbox(desk, rail, page)
    names = _whom(wanted, viewer, asked)
    page, count = _page(_search(asked, _after(cursor), size), asked, viewer, today, names)
    return Inbox(desk, rail, page, count)


# The rail


def _rail(asked: Mapping[str, Any]) -> Rail:
    counted = ", ".join(f"({_count(queue)})" for queue in Queue)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counted}, ({_SERVICES})", {**asked, "offered": SERVICES_OFFERED})
        *counts, offered = cursor.fetchone()
    return Rail(dict(zip(Queue, counts, strict=True)), tuple((slug, titles) for slug, titles in json.loads(offered)))


def _count(queue: Queue) -> str:
    """Return the SQL that counts a queue, up to the cap: no count ever costs more than that many rows."""
    where = "assignee_id = ANY(%(desks)s::bigint[])" if queue is Queue.MINE else "department_id = ANY(%(departments)s::bigint[])"
    if states := _STATES.get(queue):
        where += " AND state IN (" + ", ".join(f"'{state.value}'" for state in states) + ")"
    if condition := _CONDITIONS.get(queue):
        where += f" AND {condition}"
    return f"SELECT count(*) FROM (SELECT 1 FROM portal_case WHERE closed_at IS NULL AND {where} LIMIT {COUNTED}) AS counted"  # noqa: S608 - own constants


def _asked(desk: Desk, today: date) -> dict[str, Any]:
    return {
        "departments": list(desk.department_ids),
        "desks": list(desk.staff_ids),
        "running": _RUNNING,
        "today": today,
        "soon": day_after(today, SOON_DAYS, Clock.WORKING, work_calendar(today)),
    }


# The page


def _page(
    sql: str, asked: Mapping[str, Any], viewer: Viewer, today: date, names: Mapping[int, str] | None = None
) -> tuple[Page[InboxLine], int | None]:
    """Return the cases that ``sql`` finds, of which there may be one more than the page holds, and how many a search found.

    names  those of a search by name; an empty mapping is a search by number, None is no search
    """
    rows = Case.objects.filter(pk__in=RawSQL(*_positional(sql, asked))).select_related("service", "assignee")  # noqa: S611 - own constants
    rows = rows.defer("answers", "service__words", "service__summaries")
    if names is not None:
        rows = rows.annotate(found=RawSQL(*_positional(_FOUND, asked)))  # noqa: S611 - own constants
    found = sorted(rows, key=lambda row: (_is_decided(row), row.due_on, row.pk))
    size = asked["size"] - 1
    shown = found[:size]
    more = None
    if len(found) > size:
        more = encode([int(_is_decided(shown[-1])), shown[-1].due_on.isoformat(), shown[-1].pk])
    count = None if names is None else max(map(attrgetter("found"), found), default=0)
    if not names:
        names = people.names_of([row.applicant_id for row in shown if row.applicant_id], viewer=viewer.actor, purpose=PURPOSE)
    return Page(tuple(_line(row, names, today) for row in shown), more), count


def _is_decided(row: Case) -> bool:
    return State(row.state) not in RUNNING


def _positional(sql: str, asked: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """Return the SQL with its parameters in order, as Django joins them to its own."""
    names = _NAMED.findall(sql)
    return _NAMED.sub("%s", sql), [asked[name] for name in names]


def _queue(wanted: Wanted, asked: dict[str, Any], after: _Place, size: int) -> str:
    """Return the SQL of one page: from every department (and state) only as many rows as the page holds, then the first of all.

    Each part is a walk along one index, so a page costs the same among a thousand cases and among a million. What is decided
    is looked for only where what runs does not fill the page. Raises BadCursor for a page link of another queue.
    """
    asked |= {"size": size + 1, "service": wanted.service}
    parts: dict[str, str] = {}
    for is_decided, states in _by_urgency(wanted):
        if states and is_decided >= after.is_decided:
            begin = after if is_decided is after.is_decided else _Place(is_decided)
            wanting = "(SELECT count(*) FROM running) < %(size)s" if "running" in parts else "true"
            parts["decided" if is_decided else "running"] = _part(wanted, asked, states, begin, wanting)
    if not parts:
        raise BadCursor("this page link belongs to another list: go back to the first page")
    named = ", ".join(f"{name} AS MATERIALIZED ({sql})" for name, sql in parts.items())
    either = " UNION ALL ".join(f"SELECT * FROM {name}" for name in parts)  # noqa: S608 - own names
    return f"WITH {named} SELECT id FROM ({either}) AS found ORDER BY is_decided, due_on, id LIMIT %(size)s"  # noqa: S608 - own constants


def _by_urgency(wanted: Wanted) -> tuple[tuple[bool, list[str]], ...]:
    """Return the states that are wanted: those that run, and those that are decided."""
    chosen = {State(wanted.state)} if wanted.state else set(_STATES.get(wanted.queue, RUNNING if wanted.queue in _DUE else State))
    running = sorted(state.value for state in chosen & RUNNING)
    return (False, running), (True, sorted(state.value for state in chosen - RUNNING))


def _part(wanted: Wanted, asked: dict[str, Any], states: Sequence[str], after: _Place, wanting: str) -> str:
    """Return the SQL of the part of a page that runs, or that is decided, which is looked for only where ``wanting`` holds.

    Whole departments, and what is asked for by its state, are walked state by state: there is an index for that.
    """
    at = "decided" if after.is_decided else "running"
    condition = _CONDITIONS.get(wanted.queue, "true") + (f" AND {_OF_SERVICE}" if wanted.service else "")
    asked |= {f"states_{at}": list(states), f"day_{at}": after.day, f"id_{at}": after.id}
    if wanted.queue is Queue.MINE:
        source, where = "unnest(%(desks)s::bigint[]) AS place(id)", "assignee_id = place.id"
    else:
        source, where = "unnest(%(departments)s::bigint[]) AS place(id)", "department_id = place.id"
    if wanted.state or wanted.queue in _STATES or (wanted.queue is Queue.ALL and not wanted.service):
        source, where = f"{source} CROSS JOIN unnest(%(states_{at})s::text[]) AS at(state)", f"{where} AND state = at.state"
    else:
        where += f" AND state = ANY(%(states_{at})s)"
    return (
        f"SELECT {after.is_decided} AS is_decided, found.due_on, found.id FROM {source} CROSS JOIN LATERAL"  # noqa: S608 - own constants
        f" (SELECT id, due_on FROM portal_case WHERE closed_at IS NULL AND {where} AND {condition}"
        f" AND (due_on, id) > (%(day_{at})s, %(id_{at})s) ORDER BY due_on, id LIMIT %(size)s) AS found"
        f" WHERE {wanting} ORDER BY found.due_on, found.id LIMIT %(size)s"
    )


# The search: all cases within reach, open or over


def _whom(wanted: Wanted, viewer: Viewer, asked: dict[str, Any]) -> Mapping[int, str]:
    """Say in ``asked`` what is searched; return the names of those who were found by name or address, which is noted for each."""
    asked |= {"reference": ids.tidy_reference(wanted.search), "applicants": [], "service": wanted.service, "state": wanted.state}
    if asked["reference"]:
        return {}
    found = people.find_residents(wanted.search, viewer=viewer.actor, purpose=PURPOSE)
    asked["applicants"] = [one.resident_id for one in found]
    return {one.resident_id: one.name for one in found}


_SEARCHED = f"""
FROM portal_case WHERE (reference = %(reference)s OR applicant_id = ANY(%(applicants)s::bigint[]))
AND (department_id = ANY(%(departments)s::bigint[]) OR assignee_id = ANY(%(desks)s::bigint[]))
AND (%(service)s = '' OR {_OF_SERVICE}) AND (%(state)s = '' OR state = %(state)s)
"""
_FOUND = f"SELECT count(*) FROM (SELECT 1 {_SEARCHED} LIMIT {COUNTED}) AS counted"  # noqa: S608 - own constants


def _search(asked: dict[str, Any], after: _Place, size: int) -> str:
    asked |= {"size": size + 1, "after_decided": after.is_decided, "after_day": after.day, "after_id": after.id}
    return (
        f"SELECT id {_SEARCHED} AND (state <> ALL(%(running)s), due_on, id) > (%(after_decided)s, %(after_day)s, %(after_id)s)"
        " ORDER BY state <> ALL(%(running)s), due_on, id LIMIT %(size)s"
    )


def _after(cursor: str | None) -> _Place:
    if not cursor:
        return _Place()
    decided, day, number = decode(cursor, 3)
    try:
        return _Place(bool(int(str(decided))), date.fromisoformat(str(day)), int(str(number)))
    except ValueError as problem:
        raise BadCursor("this page link is broken: go back to the first page") from problem


def _line(row: Case, names: Mapping[int, str], today: date) -> InboxLine:
    ticking, state = clock_of(row), State(row.state)
    counts = ticking.is_running and state in RUNNING
    return InboxLine(
        reference=row.reference,
        applicant=names.get(row.applicant_id or 0, ""),
        titles=row.service.titles,
        state=state,
        status_text=row.status_text,
        due_on=ticking.due_if_resumed(today, work_calendar(today)) if state in RUNNING else row.due_on,
        left=ticking.left_on(today, work_calendar(today)) if counts else None,
        assignee=row.assignee.name if row.assignee else "",
    )
