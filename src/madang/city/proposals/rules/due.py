"""When something is due: working days of the city, and the clock that stands while others must act."""

from datetime import date, timedelta

from madang.city.portal.definitions.model import Clock as Days
from madang.city.portal.rules.clock import WorkCalendar, day_after, day_before, days_between
from madang.city.proposals.rules.settings import Settings


def route_by(today: date, settings: Settings, calendar: WorkCalendar) -> date:
    """Return the day by which a department and an officer are named."""
    return day_after(today, settings.route_days, Days.WORKING, calendar)


def answer_by(today: date, settings: Settings, calendar: WorkCalendar) -> date:
    """Return the day by which a department answers what it got today."""
    return day_after(today, settings.review_days, Days.WORKING, calendar)


def extended(due_on: date, settings: Settings, calendar: WorkCalendar) -> date:
    """Return the day of the answer once the longer time is granted: it counts from the same beginning."""
    return day_after(due_on, settings.extended_days - settings.review_days, Days.WORKING, calendar)


def days_left(due_on: date, today: date, calendar: WorkCalendar) -> int:
    """Return the working days left when the clock stops; negative when late."""
    return days_between(today, due_on, Days.WORKING, calendar)


def resumed(left: int, today: date, calendar: WorkCalendar) -> date:
    """Return the due day of a clock that runs on from today with so many working days left."""
    if left >= 0:
        return day_after(today, left, Days.WORKING, calendar)
    return day_before(today, -left, Days.WORKING, calendar)


def shifted(until: date | None, since: date, today: date) -> date | None:
    """Return a residents' day put off by the calendar days for which their proposal was hidden."""
    return until + (today - since) if until is not None else None


def in_days(today: date, days: int) -> date:
    """Return the last of so many calendar days, of which today is none."""
    return today + timedelta(days=days)
