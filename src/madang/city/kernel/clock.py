"""The one clock of the site: everything else is handed the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(tz=UTC)


def city_zone() -> ZoneInfo:
    """Return the city's time zone (MADANG_TIME_ZONE)."""
    from django.conf import settings

    return ZoneInfo(settings.TIME_ZONE)


def today(instant: datetime) -> date:
    """Return the day that ``instant`` falls on in the city."""
    return instant.astimezone(city_zone()).date()
