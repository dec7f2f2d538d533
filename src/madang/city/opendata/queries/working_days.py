"""The days on which the city does not work: public holidays of its country and days of its own."""

from datetime import date
from functools import cache

import holidays
from django.conf import settings


@cache
def _days(country: str, own: tuple[date, ...], year: int) -> frozenset[date]:
    place, _, part = country.partition("-")
    public = holidays.country_holidays(place, subdiv=part or None, years=range(year - 2, year + 3)) if place else {}
    return frozenset(public) | frozenset(own)


def holidays_around(day: date) -> frozenset[date]:
    """Return the holidays of the years around a day: MADANG_HOLIDAYS (``KR``, ``DE-BY``) and MADANG_OWN_HOLIDAYS."""
    return _days(settings.CITY_HOLIDAYS, tuple(settings.CITY_OWN_HOLIDAYS), day.year)
