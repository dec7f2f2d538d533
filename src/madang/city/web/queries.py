"""What the home page tells: the city today, and what waits for whoever is signed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from madang.city.kernel import clock
from madang.city.portal.definitions.model import Clock
from madang.city.portal.queries import catalogue, drafts, performance
from madang.city.portal.queries.cases import own as own_cases
from madang.city.portal.queries.catalogue import ServiceLine
from madang.city.portal.queries.working_days import work_calendar
from madang.city.portal.rules.cases import DECIDED
from madang.city.portal.rules.clock import day_after

OFFICE_OPENS, OFFICE_CLOSES = time(9), time(18)
OFTEN_ASKED = ("bulky-waste", "childcare-place", "moving-house", "resident-parking")
THINGS_SHOWN = 3

Kind = Literal["your-turn", "draft", "open", "done"]


@dataclass(frozen=True, slots=True)
class CityToday:
    """Facts of the day.

    opens_on  the day on which the offices open next; None while they are open
    share_in_time  of the last twelve months' answers, 0 to 1; None while too few were counted
    """

    services: int
    online: int
    opens_on: date | None
    share_in_time: float | None
    often: tuple[ServiceLine, ...]
    by_life_event: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OwnThing:
    """One thing of somebody's own: what it is, the word that its address needs, the day that matters."""

    kind: Kind
    titles: Mapping[str, str]
    ref: str
    day: date | None


def city_today(now: datetime) -> CityToday:
    """Return the city's facts of the day."""
    held = catalogue.catalogue()
    by_slug = {line.slug: line for line in held.lines.values()}
    whole = performance.whole_city()
    return CityToday(
        services=len(held.lines),
        online=sum(line.takes_applications for line in held.lines.values()),
        opens_on=_opens_on(now),
        share_in_time=whole.share_in_time if whole else None,
        often=tuple(by_slug[slug] for slug in OFTEN_ASKED if slug in by_slug),
        by_life_event=held.counts("life_event"),
    )


def _opens_on(now: datetime) -> date | None:
    here = now.astimezone(clock.city_zone())
    calendar = work_calendar(here.date())
    if calendar.is_working(here.date()):
        if OFFICE_OPENS <= here.time() < OFFICE_CLOSES:
            return None
        if here.time() < OFFICE_OPENS:
            return here.date()
    return day_after(here.date(), 1, Clock.WORKING, calendar)


def own_things(resident_id: int | None, *, most: int = THINGS_SHOWN) -> tuple[OwnThing, ...]:
    """Return what waits for a resident: their turn first, then drafts, then what is with the city, then what is done."""
    if resident_id is None:
        return ()
    turns = [
        OwnThing("your-turn", one.titles, one.reference, one.answer_by) for one in own_cases.your_turn(resident_id, most=most)
    ]
    begun = [OwnThing("draft", one.titles, one.slug, one.expires_on) for one in drafts.open_drafts(resident_id, limit=most)]
    known = {one.ref for one in turns}
    latest = [one for one in own_cases.latest(resident_id, most=2 * most) if one.reference not in known]
    waiting = [OwnThing("open", one.titles, one.reference, one.due_on) for one in latest if one.state not in DECIDED]
    done = [OwnThing("done", one.titles, one.reference, None) for one in latest if one.state in DECIDED]
    return tuple([*turns, *begun, *waiting, *done][:most])
