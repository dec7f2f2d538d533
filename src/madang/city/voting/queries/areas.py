"""The tree of the city's areas, kept until they change, and which small ones lie near a place."""

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from madang.city.kernel.text import localised
from madang.city.kernel.text.languages import text_key
from madang.city.places import queries as places
from madang.city.voting.rules.electorate import Near
from madang.urban.geometry import EARTH_RADIUS_METRES

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tree:
    """Every present area of the city by its id: what holds it, its level, its names."""

    edition: int
    parents: Mapping[int, int | None]
    levels: Mapping[int, str]
    names: Mapping[int, Mapping[str, str]]

    def above(self, area_id: int | None) -> tuple[int, ...]:
        """Return an area and all that hold it, the smallest first; nothing for one that is unknown."""
        found: list[int] = []
        while area_id is not None and area_id in self.parents and area_id not in found:
            found.append(area_id)
            area_id = self.parents[area_id]
        return tuple(found)

    def below(self, area_ids: Collection[int]) -> frozenset[int]:
        """Return the areas and all that lie in them."""
        return frozenset(one for one in self.parents if set(self.above(one)) & set(area_ids))

    def at_level(self, area_id: int | None, level: str) -> str:
        """Return the id, as text, of the area of a level that holds another; "" where there is none."""
        return next((str(one) for one in self.above(area_id) if self.levels[one] == level), "")

    def name(self, area_id: int) -> str:
        """Return an area's name in the reader's language; "" for one that is unknown."""
        return localised(self.names.get(area_id, {}), text_key())


_kept: dict[str, Tree] = {}


def tree() -> Tree:
    """Return the tree as it is now. One query while nothing has changed."""
    edition = places.edition()
    found = _kept.get("tree")
    if found is None or found.edition != edition:
        areas = places.areas()
        found = _kept["tree"] = Tree(
            edition,
            {one.id: one.parent_id for one in areas},
            {one.id: one.level for one in areas},
            {one.id: one.name for one in areas},
        )
    return found


def areas_near(near: Near) -> list[int]:
    """Return the smallest areas of which some point lies within the distance, by id."""
    known = tree()
    smallest = [one for one in known.parents if one not in set(known.parents.values())]
    found = []
    for area_id in sorted(smallest):
        shape = places.area_geometry(area_id)
        if shape is not None and shapely.transform(shape, _flattened(near)).distance(shapely.Point(0, 0)) <= near.metres:
            found.append(area_id)
    return found


def _flattened(near: Near) -> Callable[[Floats], Floats]:
    """Return a function that puts points on a plane in metres around the place: right to 0.1 % within a city."""
    east = math.cos(math.radians(near.latitude))

    def flat(points: Floats) -> Floats:
        turns = np.radians(points - [near.longitude, near.latitude])
        metres: Floats = turns * [east, 1.0] * EARTH_RADIUS_METRES
        return metres

    return flat
