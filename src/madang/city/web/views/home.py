"""The home page: one box for everything, my things, what happens in life, how the city keeps its word."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.text import localised
from madang.city.kernel.text.languages import text_key
from madang.city.look.parts import Door, Row, Tag
from madang.city.look.words import dates, numbers
from madang.city.portal.queries.subjects import LIFE_EVENTS
from madang.city.web import queries
from madang.city.web.queries import CityToday, OwnThing

LIFE_EVENTS_SHOWN = 8
OFTEN_WORDS = {
    "bulky-waste": _lazy("Bulky waste"),
    "childcare-place": _lazy("Childcare place"),
    "moving-house": _lazy("Moving in"),
    "resident-parking": _lazy("Resident parking"),
}
LIFE_EVENT_WORDS = {
    "having-a-child": _lazy("Registration, benefit, childcare"),
    "moving-house": _lazy("New address, parking, bulky waste"),
    "school-and-childcare": _lazy("Places, meals, after-school care"),
    "work-and-business": _lazy("Register, permits, market stalls"),
    "growing-older": _lazy("Bus pass, care at home, safety alarm"),
    "losing-someone": _lazy("Registration, burial, support"),
    "home-and-building": _lazy("Small works, grants, noise"),
    "streets-and-parks": _lazy("Lights, potholes, trees, dogs"),
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page; whoever is signed in sees their own things first."""
    now, viewer = clock.now(), request.viewer  # type: ignore[attr-defined]
    city = queries.city_today(now)
    context = {
        "count": city.services,
        "often": [Door(OFTEN_WORDS[one.slug], reverse("portal:service", args=[one.slug])) for one in city.often],
        "today": {"title": dates.date_words(clock.today(now), text_key(), clock.today(now).year), "facts": _facts(city)},
        "life_events": _doors(city.by_life_event),
        "is_signed_in": viewer.is_signed_in,
        "is_staff": viewer.staff is not None,
        "own": [_row(thing) for thing in queries.own_things(viewer.resident_id)],
    }
    return render(request, "web/home.html", context)


def _text(texts: Mapping[str, str]) -> str:
    return localised(texts, text_key())


def _facts(city: CityToday) -> list[tuple[str, str]]:
    opens = city.opens_on and _("%(day)s, 9:00") % {"day": dates.date_words(city.opens_on, text_key(), city.opens_on.year)}
    facts = [
        (_("City offices open"), opens or _("now, until 18:00")),
        (_("You can do here, at any hour"), _("%(number)s services") % {"number": numbers.number(city.online)}),
    ]
    if city.share_in_time is not None:
        facts.append((_("Answered in time, last 12 months"), numbers.percent(city.share_in_time, text_key())))
    return facts


def _doors(counts: Mapping[str, int]) -> list[Door]:
    shown = list(LIFE_EVENTS.values())[:LIFE_EVENTS_SHOWN]
    url = {one.code: reverse("portal:subject", args=["life-event", one.code]) for one in shown}
    return [Door(one.label, url[one.code], one.icon, LIFE_EVENT_WORDS[one.code]) for one in shown if counts.get(one.code)]


def _row(thing: OwnThing) -> Row:
    day = thing.day and dates.date_table(thing.day, text_key())
    parts: dict[str, tuple[str, Tag, Any]] = {
        "your-turn": (
            _("We need something from you to go on"),
            Tag(_("Your turn"), "act", "warning"),
            _("by %(day)s") % {"day": day},
        ),
        "draft": (_("You have begun this"), Tag(_("Draft"), "line"), _("waits until %(day)s") % {"day": day}),
        "open": (_("The city is working on it"), Tag(_("With the city"), "accent"), _("answer by %(day)s") % {"day": day}),
        "done": (_("It is decided"), Tag(_("Done"), "go"), ""),
    }
    text, tag, side = parts[thing.kind]
    url_name = "portal:apply" if thing.kind == "draft" else "portal:case"
    return Row(_text(thing.titles), reverse(url_name, args=[thing.ref]), text, tag=tag, side=side)
