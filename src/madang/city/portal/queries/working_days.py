"""The city's calendar, by which statutory clocks run."""

from datetime import date

from madang.city.kernel.days_off import days_off
from madang.city.portal.rules.clock import WorkCalendar


def work_calendar(today: date) -> WorkCalendar:
    """Return the working days around ``today``."""
    return WorkCalendar(days_off(today))
