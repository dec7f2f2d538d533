"""The map of a result: how strong the winner is in each area, or how many took part where ballots belong to no area."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from madang.city.kernel.text import localised, text_key
from madang.city.look.parts import Column, Table
from madang.city.look.templatetags.look import percent
from madang.city.places import queries as places
from madang.city.places.queries import MapShape
from madang.city.places.rules import label_width

STEPS = 5  # classes of 20 percent, from the second colour on, so that the weakest is seen


@dataclass(frozen=True, slots=True)
class AreaMap:
    """A map with its table; ``legend`` holds (class, words) of the classes that occur."""

    title: str
    sub: str
    picture: SafeString
    table: Table
    legend: list[tuple[str, str]]

    @property
    def table_html(self) -> SafeString:
        """Return the same figures as a table."""
        return render_to_string("look/components/data_table.html", {"table": self.table, "stacked": False})


@dataclass(frozen=True, slots=True)
class Shape:
    """An area as it is drawn; ``label`` is empty where there is no room for its name."""

    shape: MapShape
    name: str
    label: str
    words: str
    css: str


def shares(table: Mapping[str, Any], option: int) -> dict[str, float | None]:
    """Return by area which share of its ballots chose an option; None where that would tell of few people.

    table  of a result, by area
    """
    if option not in table["columns"]:
        return {}
    at = table["columns"].index(option)
    return {row["area"]: _share(row["chosen"][at], row["people"]) for row in table["rows"] if row["area"]}


def turnout(table: Mapping[str, Any], entitled: Mapping[str, Any] | None) -> dict[str, float | None]:
    """Return by area which share of those who may vote took part; None where that would tell of few people."""
    whole = {row["area"]: row["people"] for row in entitled["rows"]} if entitled else {}
    return {row["area"]: _share(row["people"], whole.get(row["area"])) for row in table["rows"] if whole and row["area"]}


def area_map(title: str, sub: str, level: str, found: Mapping[str, float | None]) -> AreaMap | None:
    """Return the map of shares by area of a level; None where no area can be shown or drawn."""
    is_known = any(share is not None for share in found.values())
    drawn = places.picture(settings.AREA_SCHEME, level) if is_known and level else None
    if drawn is None:
        return None
    shapes = [_shape(one, found) for one in drawn.shapes]
    markup = render_to_string("voting/map.html", {"picture": drawn, "shapes": shapes})
    rows = [(one.name, one.words) for one in shapes if str(one.shape.id) in found]
    table = Table(title, [Column(_("Area")), Column(sub, numeric=True)], rows)
    return AreaMap(title, sub, SafeString(markup), table, _legend({one.css for one in shapes}))  # our own drawing, names escaped


def _share(part: int | None, whole: int | None) -> float | None:
    return None if part is None or not whole else part / whole


def _shape(one: MapShape, found: Mapping[str, float | None]) -> Shape:
    share, name = found.get(str(one.id)), localised(one.name, text_key())
    words = _("too few to show") if share is None else percent(share)
    label = name if label_width(name) <= one.label_room else ""
    return Shape(one, name, label, words, "none" if share is None else _class(share))


def _class(share: float) -> str:
    return f"q{min(int(share * STEPS), STEPS - 1) + 2}"


def _legend(present: set[str]) -> list[tuple[str, str]]:
    words = {f"q{step + 2}": f"{step * 100 // STEPS}–{percent((step + 1) / STEPS)}" for step in range(STEPS)}
    return [(css, text) for css, text in (words | {"none": _("too few to show")}).items() if css in present]
