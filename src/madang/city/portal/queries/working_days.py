"""The city's calendar: public holidays of its country and days of its own."""

from datetime import date
from functools import cache

import holidays
from django.conf import settings

from madang.city.portal.rules.clock import WorkCalendar

YEARS_BACK = 3
YEARS_AHEAD = 4


@cache
def _calendar(country: str, own: tuple[date, ...], year: int) -> WorkCalendar:
    place, _, part = country.partition("-")
    years = range(year - YEARS_BACK, year + YEARS_AHEAD + 1)
    public = holidays.country_holidays(place, subdiv=part or None, years=years) if place else {}
    return WorkCalendar(frozenset(public) | frozenset(own))


def work_calendar(today: date) -> WorkCalendar:
    """Return the working days around ``today``: MADANG_HOLIDAYS (``KR``, ``DE-BY``) and MADANG_OWN_HOLIDAYS (ISO days)."""
    return _calendar(settings.CITY_HOLIDAYS, tuple(settings.CITY_OWN_HOLIDAYS), today.year)
