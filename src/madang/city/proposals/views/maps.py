"""Maps of ideas as pages print them: one place, and all that were found."""

import math
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from madang.city.look.templatetags.look import number
from madang.city.opendata.rules.mapview import View
from madang.city.proposals.queries import mapping
from madang.city.proposals.queries.listing import Wanted
from madang.city.proposals.queries.mapping import AreaCount, IdeaPoint
from madang.city.proposals.rules.writing import Point
from madang.city.proposals.views.door import marked, said

ACROSS, UP = 4, 6
LEAST_RADIUS, MOST_RADIUS = 7.0, 26.0


def place_frame(point: Point, area: SafeString) -> dict[str, SafeString] | None:
    """Return the picture and the list of one place; None where the city has no areas to draw."""
    ground = mapping.ground()
    if ground is None:
        return None
    x, y = ground.view.pixel(point.longitude, point.latitude)
    drawn = {"ground": ground, "x": _plain(x), "y": _plain(y), "box": _near(ground.view, x, y)}
    told = {"place": area, "point": f"{point.latitude:.5f}, {point.longitude:.5f}"}
    return {
        "picture": render_to_string("proposals/map/place.html", drawn),
        "table": render_to_string("proposals/map/place_list.html", told),
    }


def ideas_frame(wanted: Wanted, asked: dict[str, str]) -> dict[str, Any] | None:
    """Return the picture and the list of all ideas that fit; None where the city has no areas to draw.

    asked  the list's own address, by parameter: an area of the map leads to the map of what lies in it
    """
    ground = mapping.ground()
    if ground is None:
        return None
    found = mapping.mapped(wanted, ground.view)
    most = max((one.ideas for one in found.areas), default=1)
    told = {
        "ground": ground,
        "areas": [_area(one, most, asked) for one in found.areas],
        "points": [_point(one) for one in found.points],
    }
    return {
        "picture": render_to_string("proposals/map/ideas.html", told),
        "table": render_to_string("proposals/map/ideas_list.html", told),
        "elsewhere": found.elsewhere,
        "shown": len(found.points) or sum(one.ideas for one in found.areas),
    }


def _area(one: AreaCount, most: int, asked: dict[str, str]) -> dict[str, Any]:
    return {
        "url": f"{reverse('proposals:list')}?{urlencode(asked | {'area': str(one.area_id)})}",
        "name": said(one.name),
        "ideas": number(one.ideas),
        "x": _plain(one.x),
        "y": _plain(one.y),
        "radius": _plain(LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * math.sqrt(one.ideas / most)),
    }


def _point(one: IdeaPoint) -> dict[str, Any]:
    return {
        "url": reverse("proposals:idea", args=[one.reference]),
        "title": marked(one.title, one.language),
        "supports": number(one.supports),
        "x": _plain(one.x),
        "y": _plain(one.y),
    }


def _near(view: View, x: float, y: float) -> str:
    """Return the part of the picture around a point, a quarter as wide as the city and a sixth as high."""
    width, height = view.width / ACROSS, view.height / UP
    left = min(max(x - width / 2, 0.0), view.width - width)
    top = min(max(y - height / 2, 0.0), view.height - height)
    return " ".join(_plain(one) for one in (left, top, width, height))


def _plain(value: float) -> str:
    return f"{value:.1f}"
