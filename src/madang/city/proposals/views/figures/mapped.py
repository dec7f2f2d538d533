"""The map of ideas by area: how many, in words and in the strength of a colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from madang.city.kernel.text import localised, text_key
from madang.city.places import queries as places
from madang.city.places.queries import MapShape
from madang.city.places.rules import label_width
from madang.city.proposals.rules.figures import class_of, step_of
from madang.city.proposals.views.figures.asked import Asked
from madang.city.proposals.views.figures.sheets import Sheet, drawn_areas


@dataclass(frozen=True, slots=True)
class Shape:
    """An area as it is drawn; ``label`` is empty where there is no room for its name."""

    shape: MapShape
    name: str
    label: str
    count: int
    css: str


def picture(sheet: Sheet, asked: Asked) -> tuple[SafeString, list[tuple[int, str]]] | None:
    """Return the map of a sheet of areas and its legend as (class, words); None where there is no map or nothing on it."""
    areas = drawn_areas(asked)
    counts = {line.code: int(line.values[0] or 0) for line in sheet.lines}
    most = max((counts.get(one.code, 0) for one in areas), default=0)
    drawn = places.picture(areas[0].scheme, areas[0].level, below=_above(asked, areas[0])) if areas and most else None
    if drawn is None:
        return None
    step = step_of(most)
    shapes = [_shape(one, counts, step) for one in drawn.shapes]
    markup = render_to_string("proposals/figures/map.html", {"picture": drawn, "shapes": shapes})
    return SafeString(markup), [(place, _between(place, step)) for place in range(1, class_of(most, step) + 1)]


def _above(asked: Asked, drawn: places.Area) -> int:
    """Return the area whose parts are drawn; 0 draws a whole level."""
    return drawn.parent_id or 0 if asked.area else 0


def _between(place: int, step: int) -> str:
    low, high = (place - 1) * step + 1, place * step
    return f"{high:,}" if low == high else f"{low:,}–{high:,}"


def _shape(one: MapShape, counts: Mapping[str, int], step: int) -> Shape:
    count: Any = counts.get(one.code, 0)
    name = localised(one.name, text_key())
    css = f"md-k-q{class_of(count, step)}" if count else ""
    return Shape(one, name, name if label_width(name) <= one.label_room else "", count, css)
