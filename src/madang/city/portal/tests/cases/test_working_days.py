"""Public holidays as the law of the country says, and the city's own days."""

from datetime import date

import pytest

from madang.city.kernel import environment
from madang.city.portal.queries.working_days import work_calendar

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 25), False),  # Christmas, a Friday
        (date(2026, 12, 24), True),
        (date(2027, 2, 8), False),  # Seollal 2027 falls on Sunday 7 February; its days are 6 to 8
        (date(2027, 2, 9), False),  # and Tuesday stands in for the Sunday
        (date(2027, 2, 10), True),
        (date(2026, 11, 21), False),  # a Saturday
    ],
)
def test_korean_holidays(settings, day, works):
    settings.CITY_HOLIDAYS = "KR"
    assert work_calendar(TODAY).is_working(day) is works


def test_another_country_and_a_part_of_it(settings):
    settings.CITY_HOLIDAYS = "DE-BY"
    assert not work_calendar(TODAY).is_working(date(2027, 1, 6))  # Epiphany, in Bavaria
    settings.CITY_HOLIDAYS = "DE-BE"
    assert work_calendar(TODAY).is_working(date(2027, 1, 6))


def test_the_citys_own_days(settings):
    settings.CITY_HOLIDAYS, settings.CITY_OWN_HOLIDAYS = "", [date(2026, 12, 24)]
    assert not work_calendar(TODAY).is_working(date(2026, 12, 24))
    assert work_calendar(TODAY).is_working(date(2026, 12, 25))


def test_days_are_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("MADANG_OWN_HOLIDAYS", "2026-12-24, 2026-12-31")
    assert environment.days("MADANG_OWN_HOLIDAYS") == [date(2026, 12, 24), date(2026, 12, 31)]
    monkeypatch.setenv("MADANG_OWN_HOLIDAYS", "Christmas")
    with pytest.raises(environment.BadSetting, match="MADANG_OWN_HOLIDAYS is 'Christmas': write days like 2026-12-24"):
        environment.days("MADANG_OWN_HOLIDAYS")
