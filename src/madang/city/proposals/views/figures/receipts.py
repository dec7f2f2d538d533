"""The receipt of a figure of the dashboard: the question to the published table that gives the same."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.urls import reverse

from madang.city.opendata.services import receipts
from madang.city.proposals.rules.life import YES, State
from madang.city.proposals.views.figures.asked import Asked
from madang.city.proposals.views.figures.sheets import WHOLE_CITY, Line, Sheet

Pairs = Sequence[tuple[str, str]]
IDEAS, ANSWER_TIMES, DEPARTMENTS = "proposals", "proposal-answer-times", "proposal-departments"
HOW_MANY = ("count", "")
STEPS: dict[str, Pairs] = {
    "published": (),
    "reached": (("reached_on__notnull", ""),),
    "answered": (("answered_on__notnull", ""),),
    "adopted": (("decision__in", ",".join(sorted(one.value for one in YES))),),
    "done": (("state__in", f"{State.DONE.value},{State.CHECKED.value}"),),
}


def code_of(sheet: Sheet, line: Line, asked: Asked, now: datetime) -> str:
    """Return the code of the receipt of a line's first figure; "" where what is published says something else, or nothing yet."""
    asking = question(sheet, line, asked)
    if asking is None or line.values[0] is None:
        return ""
    dataset, pairs = asking
    shown_at = asked.address(reverse("proposals:figures"))
    return receipts.offered(dataset=dataset, query=pairs, value=line.values[0], shown_at=shown_at, now=now)


def question(sheet: Sheet, line: Line, asked: Asked) -> tuple[str, Pairs] | None:
    """Return the published table and what it is asked, None where no table tells it."""
    if sheet.name == "league":
        return DEPARTMENTS, (("department__exact", line.code), ("median_days__max", ""))
    if sheet.name == "answers":
        return None if asked.area else (ANSWER_TIMES, (("month__exact", line.code), ("median_days__max", "")))
    within = _within(asked) if sheet.name != "areas" else _area(line, asked)
    if sheet.name == "begun":
        return IDEAS, (*_days(*_month(line.code, asked)), *within, HOW_MANY)
    more: Pairs = ()
    if sheet.name == "funnel":
        more = STEPS[line.code]
    elif sheet.name == "topics":
        more = (("topic__exact", line.code),)
    return IDEAS, (*_days(asked.first_day, asked.today), *within, *more, HOW_MANY)


def _days(first: date, last: date) -> Pairs:
    return (("published_on__greater", first.isoformat()), ("published_on__less", last.isoformat()))


def _month(month: str, asked: Asked) -> tuple[date, date]:
    """Return the first and the last day of a month as far as the period goes."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    return max(first, asked.first_day), min(following - timedelta(days=1), asked.today)


def _within(asked: Asked) -> Pairs:
    return _codes(asked.area.id, asked) if asked.area else ()


def _area(line: Line, asked: Asked) -> Pairs:
    if line.code == WHOLE_CITY:
        return (("area__null", ""),)
    return _codes(next(one.id for one in asked.areas.values() if one.code == line.code), asked)


def _codes(area_id: int, asked: Asked) -> Pairs:
    return (("area__in", ",".join(asked.areas[one].code for one in asked.below(area_id))),)
