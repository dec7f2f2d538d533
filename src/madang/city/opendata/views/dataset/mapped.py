"""The map: points or hexagons drawn here, each a link that leads nearer, with the list beside them."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel.refusals import sentence
from madang.city.kernel.text import localised
from madang.city.kernel.text.languages import text_key
from madang.city.opendata import engine
from madang.city.opendata.queries import mapping
from madang.city.opendata.queries.mapping import Cell, MapShown
from madang.city.opendata.rules.filters import where
from madang.city.opendata.rules.mapview import box_of, box_text, hexagon, hexagon_box, scale_bar
from madang.city.opendata.views.dataset import frame, rows
from madang.city.opendata.views.dataset.drawing import round_limits
from madang.city.opendata.views.dataset.frame import Opened
from madang.city.opendata.views.dataset.table import Told, chips, over_words, told, with_pairs
from madang.city.places import queries as places

MOST_LISTED = 60
CLASSES = 6
ZOOM = 0.5


@dataclass(frozen=True, slots=True)
class Hexagon:
    """A drawn cell: its corners, its class of 1 to 6, where it leads, and in words where it lies."""

    corners: str
    css: str
    url: str
    rows: int
    words: str


@require_safe
def mapped(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the rows on a map."""
    here = frame.opened(request, slug)
    if here.table is None or not here.table.has_places:
        return frame.page(request, here, "map", {"shown": None})
    question = told(request, here.table)
    box = box_of(request.GET.get("box", ""))
    more: dict[str, Any] = {"chips": chips(here, question, "map"), "rows_url": with_pairs(here, "table", question.filters)}
    more["problem"] = sentence(question.refusal) if question.refusal else ""
    try:
        shown = mapping.map_shown(here.table, where(question.query.where), box)
    except engine.OverLimit as over:
        return frame.page(request, here, "map", more | {"problem": over_words(over), "shown": None}, status=503)
    if shown is not None:
        more |= _drawn(here, question, shown, is_boxed=box is not None)
    return frame.page(request, here, "map", more | {"shown": shown}, status=422 if question.refusal else 200)


def _drawn(here: Opened, question: Told, shown: MapShown, *, is_boxed: bool) -> dict[str, Any]:
    view = shown.view
    limits = _limits(shown.cells)
    hexagons = _hexagons(here, question, shown, limits)
    points = [(point, rows.row_url(here, point.position)) for point in shown.points]
    length, pixels = scale_bar(view)
    words = {
        "view": view,
        "hexagons": hexagons,
        "points": points,
        "grounds": [(path, localised(name, text_key())) for path, name in shown.grounds],
        "scale_pixels": round(pixels, 1),
        "scale_words": f"{length // 1000:,} km" if length >= 1000 else f"{length} m",
        "listed": sorted(hexagons, key=lambda one: -one.rows)[:MOST_LISTED],
        "listed_points": points[:MOST_LISTED],
    }
    return {
        "picture": render_to_string("opendata/dataset/map_picture.html", words),
        "list": render_to_string("opendata/dataset/map_list.html", words | {"shown": shown}),
        "legend": _legend(limits) if hexagons else [],
        "out_url": _zoomed(here, question, view.box, 1 / ZOOM) if is_boxed else "",
        "in_url": _zoomed(here, question, view.box, ZOOM),
        "whole_url": with_pairs(here, "map", question.filters) if is_boxed else "",
    }


def _zoomed(here: Opened, question: Told, box: tuple[float, float, float, float], share: float) -> str:
    """Return the address of the same middle, nearer or further."""
    west, south, east, north = box
    x, y, half_x, half_y = (west + east) / 2, (south + north) / 2, (east - west) / 2 * share, (north - south) / 2 * share
    wide = (max(x - half_x, -180.0), max(y - half_y, -85.0), min(x + half_x, 180.0), min(y + half_y, 85.0))
    return with_pairs(here, "map", question.filters, box=box_text(*wide))


def _limits(cells: tuple[Cell, ...]) -> list[int]:
    """Return the upper limits of the classes but the last; few different counts make few classes."""
    if not cells:
        return []
    most = max(cell.rows for cell in cells)
    if most <= CLASSES:
        return list(range(1, most))
    least = min(cell.rows for cell in cells)
    found = round_limits(max(least, 1), most, by_power=most / max(least, 1) > 30)
    return sorted({max(round(limit), 1) for limit in found if limit < most})


def _class(count: int, limits: list[int]) -> int:
    """Return the class of a count, 1 to 6; few classes take the stronger colours."""
    place = sum(count > limit for limit in limits)
    return CLASSES - len(limits) + place


def _hexagons(here: Opened, question: Told, shown: MapShown, limits: list[int]) -> list[Hexagon]:
    names = _area_names(shown.cells)
    found = []
    for cell, name in zip(shown.cells, names, strict=True):
        url = with_pairs(here, "map", question.filters, box=box_text(*hexagon_box(shown.view, cell.x, cell.y)))
        where_words = f"{cell.latitude:.4f}, {cell.longitude:.4f}"
        words = f"{name} ({where_words})" if name else where_words
        found.append(Hexagon(hexagon(cell.x, cell.y), f"md-k-q{_class(cell.rows, limits)}", url, cell.rows, words))
    return found


def _area_names(cells: tuple[Cell, ...]) -> list[str]:
    """Return the city's area at the middle of each cell, "" outside of all."""
    if not cells:
        return []
    ids = places.areas_at([cell.longitude for cell in cells], [cell.latitude for cell in cells])
    names = {pk: localised(area.name, text_key()) for pk in {int(one) for one in ids} - {0} if (area := places.area(pk))}
    return [names.get(int(pk), "") for pk in ids]


def _legend(limits: list[int]) -> list[tuple[int, str]]:
    """Return (class, words) from the fewest to the most."""
    if not limits:
        return [(CLASSES, _("1 and more"))]
    edges = [0, *limits]
    words = [f"{low + 1:,} – {high:,}" if high > low + 1 else f"{high:,}" for low, high in pairwise(edges)]
    words.append(_("%(edge)s and more") % {"edge": f"{limits[-1] + 1:,}"})
    return [(CLASSES - len(limits) + place, text) for place, text in enumerate(words)]
