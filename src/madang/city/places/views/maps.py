"""A map picture as the page prints it: names that fit, colours by how densely people live, the table beside it."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.text import localised, sort_key
from madang.city.kernel.text.languages import text_key
from madang.city.places import rules
from madang.city.places.queries import MapPicture, MapShape

LEVELS = {"city": _("City"), "district": _("Districts"), "neighbourhood": _("Neighbourhoods")}
DESK, PHONE = 1.0, 1.65
SQUARE_METRES = 1_000_000
MANY = 60


@dataclass(frozen=True, slots=True)
class Drawn:
    """One area of the picture with its colour, and whether its name fits on a desk and on a phone."""

    shape: MapShape
    name: str
    url: str
    css: str
    label: str


def level_label(level: str) -> Any:
    """Return the name of a level for people."""
    return LEVELS.get(level, level.replace("-", " ").capitalize())


def map_and_table(picture: MapPicture, *, chosen: int = 0) -> dict[str, Any]:
    """Return the picture and its table as markup, and the classes of its legend."""
    lang = text_key()
    drawn = sorted((_drawn(shape, lang, chosen) for shape in picture.shapes), key=lambda one: one.shape.id == chosen)
    by_name = sorted(drawn, key=lambda one: sort_key(one.name, lang))
    counted = any(shape.population is not None for shape in picture.shapes)
    words = {
        "picture": picture,
        "drawn": drawn,
        "areas": [(one, *_figures(one.shape)) for one in by_name],
        "counted": counted,
        "many": len(drawn) > MANY,
    }
    return {
        "picture": render_to_string("places/map.html", words),
        "table": render_to_string("places/table.html", words),
        "legend": _legend({rules.density_class(_density(shape)) for shape in picture.shapes if shape.population is not None}),
        "counted": counted,
    }


def _drawn(shape: MapShape, lang: str, chosen: int) -> Drawn:
    css = "pl-area" if shape.population is None else f"pl-area md-k-q{rules.density_class(_density(shape))}"
    name = localised(shape.name, lang)
    width = rules.label_width(name)
    fits = "both" if width * PHONE <= shape.label_room else "desk" if width * DESK <= shape.label_room else ""
    return Drawn(
        shape,
        name,
        reverse("places:area", args=[shape.scheme, shape.code]),
        css + (" pl-chosen" if shape.id == chosen else ""),
        fits,
    )


def _density(shape: MapShape) -> float:
    return (shape.population or 0) / (shape.square_metres / SQUARE_METRES)


def _figures(shape: MapShape) -> tuple[int | None, float, int | None]:
    """Return people, square kilometres and people per square kilometre."""
    density = None if shape.population is None else round(_density(shape), -1)
    return shape.population, shape.square_metres / SQUARE_METRES, density if density is None else int(density)


def _legend(present: set[int]) -> list[tuple[int, str]]:
    """Return (class, words) of the classes that occur, with those between them."""
    if not present:
        return []
    steps = [f"{step:,}" for step in rules.DENSITY_STEPS]
    words = [f"< {steps[0]}", *(f"{low} - {high}" for low, high in pairwise(steps)), f"{steps[-1]} +"]
    return [(number, words[number - 1]) for number in range(min(present), max(present) + 1)]
