"""The days on which the city does not work: public holidays of its country and days of its own."""

from datetime import date
from functools import cache

import holidays
from django.conf import settings

YEARS_BACK = 3
YEARS_AHEAD = 4


@cache
def _days(country: str, own: tuple[date, ...], year: int) -> frozenset[date]:
    place, _, part = country.partition("-")
    years = range(year - YEARS_BACK, year + YEARS_AHEAD + 1)
    public = holidays.country_holidays(place, subdiv=part or None, years=years) if place else {}
    return frozenset(public) | frozenset(own)


def days_off(around: date) -> frozenset[date]:
    """Return the holidays of the years around a day: MADANG_HOLIDAYS (``KR``, ``DE-BY``) and MADANG_OWN_HOLIDAYS (ISO days)."""
    return _days(settings.CITY_HOLIDAYS, tuple(settings.CITY_OWN_HOLIDAYS), around.year)
