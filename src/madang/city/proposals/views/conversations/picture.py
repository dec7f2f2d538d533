"""The opinion map as a picture: dots of five people and more, in places that depend on the votes alone."""

from dataclasses import dataclass
from math import sqrt

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from madang.city.look.templatetags.look import number
from madang.city.proposals.queries.conversations import GROUPS
from madang.city.proposals.queries.opinions import Group, Map, Place

NARROW, WIDE = (330, 330), (680, 400)
MARGIN = 44
LEAST_RADIUS, MOST_RADIUS = 5.0, 26.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A dot in pixels."""

    x: float
    y: float
    radius: float
    people: int


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """A group: its colour, its dots, its words and where these stand."""

    css: str
    dots: tuple[Drawn, ...]
    words: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Frame:
    """What of the plane is shown in how many pixels; both axes have one scale."""

    width: int
    height: int
    middle: tuple[float, float]
    scale: float

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return where a place stands; up is up."""
        left, up = (x - self.middle[0]) * self.scale, (y - self.middle[1]) * self.scale
        return round(self.width / 2 + left, 1), round(self.height / 2 - up, 1)


def picture(found: Map, own: Place | None) -> SafeString:
    """Return the map in two widths; the style sheet shows the one that fits. ``own`` is marked for whoever asks alone."""
    narrow, wide = (_svg(found, own, *size) for size in (NARROW, WIDE))
    return format_html('<div class="md-only-narrow">{}</div><div class="md-only-wide">{}</div>', narrow, wide)


def frame_of(places: list[tuple[float, float]], width: int, height: int) -> Frame:
    """Return a frame that holds all places with some margin."""
    xs, ys = [x for x, _y in places] or [0.0], [y for _x, y in places] or [0.0]
    across, up = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    scale = min((width - 2 * MARGIN) / across, (height - 2 * MARGIN) / up)
    return Frame(width, height, ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2), scale)


def _svg(found: Map, own: Place | None, width: int, height: int) -> SafeString:
    dots = [(dot.x, dot.y) for group in found.groups for dot in group.dots]
    frame = frame_of([*dots, *([(own.x, own.y)] if own else [])], width, height)
    most = max((dot.people for group in found.groups for dot in group.dots), default=1)
    groups = [_group(one, place, frame, most) for place, one in enumerate(found.groups)]
    here = frame.pixel(own.x, own.y) if own else None
    context = {"width": width, "height": height, "groups": groups, "here": here}
    return SafeString(render_to_string("proposals/conversations/picture.svg", context))


def _group(one: Group, place: int, frame: Frame, most: int) -> DrawnGroup:
    dots = tuple(Drawn(*frame.pixel(dot.x, dot.y), _radius(dot.people, most), dot.people) for dot in one.dots)
    x, _y = frame.pixel(*one.centre)
    top = min((dot.y - dot.radius for dot in dots), default=frame.height / 2)
    words = _("Group %(letter)s: %(n)s") % {"letter": GROUPS[place], "n": number(one.size)}
    return DrawnGroup(f"md-k-c{place + 1}", dots, words, min(max(x, 56.0), frame.width - 56.0), max(round(top - 8, 1), 14.0))


def _radius(people: int, most: int) -> float:
    """Return a radius so that the area of a dot grows with its people."""
    return round(max(LEAST_RADIUS, MOST_RADIUS * sqrt(people / max(most, 1)) * min(1.0, sqrt(most / 50))), 1)
