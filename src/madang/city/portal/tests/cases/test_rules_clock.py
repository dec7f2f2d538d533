"""The statutory clock, counted by hand on the calendar of November and December 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.city.portal.definitions.model import Clock as Days
from madang.city.portal.rules.clock import CaseClock, WorkCalendar, day_after, day_before, days_between, started

PLAIN = WorkCalendar()
# Friday 25 December is a holiday; so is, for the test, Monday 23 November.
HOLIDAYS = WorkCalendar(frozenset({date(2026, 12, 25), date(2026, 11, 23)}))
FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("start", "count", "days", "calendar", "expected"),
    [
        (FRIDAY, 0, Days.WORKING, PLAIN, FRIDAY),
        (FRIDAY, 1, Days.WORKING, PLAIN, date(2026, 11, 23)),
        (FRIDAY, 1, Days.WORKING, HOLIDAYS, date(2026, 11, 24)),
        (FRIDAY, 10, Days.WORKING, PLAIN, date(2026, 12, 4)),
        (FRIDAY, 10, Days.WORKING, HOLIDAYS, date(2026, 12, 7)),
        (FRIDAY, 1, Days.CALENDAR, HOLIDAYS, date(2026, 11, 21)),
        (FRIDAY, 30, Days.CALENDAR, PLAIN, date(2026, 12, 20)),
        (date(2026, 11, 21), 1, Days.WORKING, PLAIN, date(2026, 11, 23)),
        (date(2026, 12, 24), 1, Days.WORKING, HOLIDAYS, date(2026, 12, 28)),
        (date(2028, 2, 28), 1, Days.CALENDAR, PLAIN, date(2028, 2, 29)),
    ],
)
def test_the_day_of_the_answer(start, count, days, calendar, expected):
    assert day_after(start, count, days, calendar) == expected


def test_a_negative_time_is_refused():
    with pytest.raises(ValueError, match="-1 days"):
        day_after(FRIDAY, -1, Days.WORKING, PLAIN)


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    length=st.integers(0, 400),
    holidays=st.frozensets(st.dates(date(2020, 1, 1), date(2032, 12, 31)), max_size=30),
)
def test_counting_by_formula_is_counting_day_by_day(start, length, holidays):
    calendar = WorkCalendar(holidays)
    end = start + timedelta(days=length)
    by_hand = sum(calendar.is_working(start + timedelta(days=n)) for n in range(1, length + 1))
    assert days_between(start, end, Days.WORKING, calendar) == by_hand
    assert days_between(end, start, Days.WORKING, calendar) == -by_hand
    assert days_between(start, end, Days.CALENDAR, calendar) == length


@given(start=st.dates(date(2020, 1, 1), date(2030, 12, 31)), count=st.integers(0, 60), days=st.sampled_from(Days))
def test_the_days_until_the_answer_are_the_days_given(start, count, days):
    assert days_between(start, day_after(start, count, days, HOLIDAYS), days, HOLIDAYS) == count


@given(end=st.dates(date(2020, 1, 1), date(2030, 12, 31)), count=st.integers(0, 60), days=st.sampled_from(Days))
def test_days_back_are_days_forward(end, count, days):
    assert days_between(day_before(end, count, days, HOLIDAYS), end, days, HOLIDAYS) == count


def test_a_case_of_fifteen_days_from_its_start_to_its_answer():
    # Sent on Wednesday 18 November; 15 working days without holidays end on Wednesday 9 December.
    clock = started(date(2026, 11, 18), 15, Days.WORKING, PLAIN)
    assert clock.due_on == date(2026, 12, 9)
    assert clock.used_by(date(2026, 11, 18), PLAIN) == 0
    # On Friday 20 November two days are used, and the clock stops.
    stopped = clock.paused(FRIDAY, PLAIN)
    assert stopped.used == 2
    assert not stopped.is_running
    # It stands still over the weekend and the week after: nothing is used, it is never late.
    friday_after = date(2026, 11, 27)
    assert stopped.used_by(friday_after, PLAIN) == 2
    assert stopped.left_on(friday_after, PLAIN) == 13
    assert not stopped.is_late(date(2027, 3, 1))
    # 13 working days after Friday 27 November is Wednesday 16 December.
    again = stopped.resumed(friday_after, PLAIN)
    assert again.due_on == date(2026, 12, 16)
    assert again.is_running
    assert again.used_by(date(2026, 11, 30), PLAIN) == 3
    assert not again.is_late(date(2026, 12, 16))
    assert again.is_late(date(2026, 12, 17))
    assert again.left_on(date(2026, 12, 18), PLAIN) == -2


def test_stopping_twice_and_starting_twice_change_nothing():
    clock = started(FRIDAY, 5, Days.WORKING, PLAIN)
    assert clock.resumed(FRIDAY, PLAIN) is clock
    stopped = clock.paused(FRIDAY, PLAIN)
    assert stopped.paused(date(2026, 12, 1), PLAIN) is stopped


def test_a_stop_of_no_time_moves_nothing():
    clock = started(FRIDAY, 5, Days.WORKING, HOLIDAYS)
    tuesday = date(2026, 11, 24)
    assert clock.paused(tuesday, HOLIDAYS).resumed(tuesday, HOLIDAYS).due_on == clock.due_on


def test_a_late_case_is_as_late_after_a_stop_as_before():
    # Due on Friday 27 November; on Wednesday 2 December it is three working days late.
    clock = started(FRIDAY, 5, Days.WORKING, PLAIN)
    stopped = clock.paused(date(2026, 12, 2), PLAIN)
    assert stopped.left_on(date(2026, 12, 9), PLAIN) == -3
    again = stopped.resumed(date(2026, 12, 9), PLAIN)
    assert again.left_on(date(2026, 12, 9), PLAIN) == -3


@given(
    total=st.integers(0, 40), first=st.integers(0, 30), stands=st.integers(0, 60), later=st.integers(0, 60), days=st.sampled_from(Days),
    start=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)  # fmt: skip
def test_standing_still_uses_no_time(total, first, stands, later, days, start):
    stop = start + timedelta(days=first)
    go = stop + timedelta(days=stands)
    end = go + timedelta(days=later)
    clock = started(start, total, days, HOLIDAYS).paused(stop, HOLIDAYS).resumed(go, HOLIDAYS)
    used = days_between(start, stop, days, HOLIDAYS) + days_between(go, end, days, HOLIDAYS)
    assert clock.used_by(end, HOLIDAYS) == used


def test_a_service_given_at_once_is_due_today():
    clock = CaseClock(total=0, days=Days.WORKING, due_on=FRIDAY)
    assert clock.left_on(FRIDAY, PLAIN) == 0
    assert clock.is_late(date(2026, 11, 21))
