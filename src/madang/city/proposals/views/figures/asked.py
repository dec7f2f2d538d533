"""What the address of the page of figures asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from madang.city.kernel import clock
from madang.city.kernel.text import localised, sort_key, text_key
from madang.city.people.rules import below
from madang.city.places import queries as places
from madang.city.places.queries import Area
from madang.city.proposals.rules.figures import Period, first_day

BEGINNING = date(2000, 1, 1)
PERIODS: Mapping[Period, Any] = {
    Period.QUARTER: _("Three months"),
    Period.YEAR: _("Twelve months"),
    Period.ALL: _("From the beginning"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A period, and an area with all below it; None is the whole city. ``areas`` are all that there are now, by id."""

    period: Period
    area: Area | None
    today: date
    areas: Mapping[int, Area]

    @classmethod
    def of_the_year(cls, now: datetime) -> "Asked":
        """Return what asks for the last twelve months of the whole city."""
        return cls(Period.YEAR, None, clock.today(now), {})

    @property
    def first_day(self) -> date:
        """Return the first day of the period."""
        return first_day(self.period, self.today, BEGINNING)

    @property
    def since(self) -> datetime:
        """Return the instant at which the period begins."""
        return datetime.combine(self.first_day, time(), tzinfo=clock.city_zone())

    @property
    def until(self) -> datetime:
        """Return the end of today."""
        return datetime.combine(self.today + timedelta(days=1), time(), tzinfo=clock.city_zone())

    @property
    def within(self) -> list[int] | None:
        """Return the ids of the areas that count, None for every idea."""
        return self.below(self.area.id) if self.area else None

    def below(self, area_id: int) -> list[int]:
        """Return an area and all that lie below it, by id."""
        parents = {str(one.id): str(one.parent_id) if one.parent_id else None for one in self.areas.values()}
        return sorted(int(one) for one in below(parents, str(area_id)))

    def address(self, base: str, **more: str) -> str:
        """Return an address with what is asked for."""
        told = {"period": "" if self.period is Period.YEAR else self.period, "area": str(self.area.id) if self.area else ""}
        kept = urlencode({name: value for name, value in (told | more).items() if value})
        return f"{base}?{kept}" if kept else base

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """Return (id, name) of every area below the whole city, each behind the one that it lies in."""
        lang = text_key()
        names = {one.id: localised(one.name, lang) for one in self.areas.values()}
        tops = {one.id for one in self.areas.values() if one.parent_id is None}
        named = [
            (str(one.id), names[one.id] if one.parent_id in tops else f"{names.get(one.parent_id or 0, '')}, {names[one.id]}")
            for one in self.areas.values()
            if one.parent_id is not None
        ]
        return sorted(named, key=lambda pair: sort_key(pair[1], lang))


def asked_of(request: HttpRequest, now: datetime) -> Asked:
    """Return what an address asks for; what makes no sense is left out."""
    areas = {one.id: one for one in places.areas()}
    period = next((one for one in Period if one == request.GET.get("period")), Period.YEAR)
    area = request.GET.get("area", "")
    area_id = int(area) if area.isascii() and area.isdecimal() and len(area) < 10 else 0
    return Asked(period, areas.get(area_id), clock.today(now), areas)
