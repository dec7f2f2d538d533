"""The statutory clock: days that count, standing still while others have to act."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from madang.city.portal.definitions.model import Clock as Days

SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days the city works: not at weekends, not on holidays."""

    holidays: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Tell whether the city works on a day."""
        return day.weekday() < SATURDAY and day not in self.holidays

    def counts(self, day: date, days: Days) -> bool:
        """Tell whether a day uses up time."""
        return days is Days.CALENDAR or self.is_working(day)


def day_after(start: date, count: int, days: Days, calendar: WorkCalendar) -> date:
    """Return the day on which ``count`` days have passed after ``start``, which itself does not count; 0 is ``start``.

    Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError(f"a time of {count} days cannot be given")
    if days is Days.CALENDAR:
        return start + timedelta(days=count)
    day = start
    while count:
        day += _ONE_DAY
        count -= calendar.is_working(day)
    return day


def day_before(end: date, count: int, days: Days, calendar: WorkCalendar) -> date:
    """Return the latest day after which ``count`` days have passed on ``end``."""
    day = end
    while count:
        count -= calendar.counts(day, days)
        day -= _ONE_DAY
    return day


def days_between(start: date, end: date, days: Days, calendar: WorkCalendar) -> int:
    """Return how many days count after ``start`` up to and with ``end``; negative where ``end`` is the earlier one."""
    if end < start:
        return -days_between(end, start, days, calendar)
    if days is Days.CALENDAR:
        return (end - start).days
    weeks, rest = divmod((end - start).days, 7)
    tail = sum((end - timedelta(days=back)).weekday() < SATURDAY for back in range(rest))
    fallen = sum(start < day <= end and day.weekday() < SATURDAY for day in calendar.holidays)
    return weeks * 5 + tail - fallen


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClock:
    """The clock of one case.

    total      days that the city has
    used       days used when the clock last stopped
    due_on     the day of the answer; while the clock stands, as it was foreseen when it stopped
    paused_on  since when the clock stands still; None while it runs
    """

    total: int
    days: Days
    due_on: date
    used: int = 0
    paused_on: date | None = None

    @property
    def is_running(self) -> bool:
        """Tell whether time passes."""
        return self.paused_on is None

    def used_by(self, today: date, calendar: WorkCalendar) -> int:
        """Return the days used so far, more than ``total`` when late."""
        if self.paused_on is not None:
            return self.used
        return max(0, self.total - days_between(today, self.due_on, self.days, calendar))

    def left_on(self, today: date, calendar: WorkCalendar) -> int:
        """Return the days left, 0 on the last one, negative when late."""
        return self.total - self.used_by(today, calendar)

    def due_if_resumed(self, today: date, calendar: WorkCalendar) -> date:
        """Return the due day; for a standing clock the one that holds if it starts to run today."""
        if self.paused_on is None:
            return self.due_on
        left = self.total - self.used
        if left >= 0:
            return day_after(today, left, self.days, calendar)
        return day_before(today, -left, self.days, calendar)

    def is_late(self, today: date) -> bool:
        """Tell whether the due day is over and the clock runs."""
        return self.is_running and today > self.due_on

    def paused(self, today: date, calendar: WorkCalendar) -> "CaseClock":
        """Return the clock stopped today; one that stands already stays as it is."""
        if self.paused_on is not None:
            return self
        return replace(self, used=self.used_by(today, calendar), paused_on=today)

    def resumed(self, today: date, calendar: WorkCalendar) -> "CaseClock":
        """Return the clock running again from today; one that runs already stays as it is."""
        if self.paused_on is None:
            return self
        return replace(self, due_on=self.due_if_resumed(today, calendar), paused_on=None)


def started(today: date, total: int, days: Days, calendar: WorkCalendar) -> CaseClock:
    """Return a clock that begins to run today; the first day does not count."""
    return CaseClock(total=total, days=days, due_on=day_after(today, total, days, calendar))
