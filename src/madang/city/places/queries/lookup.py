"""Which area is here? Answered in memory, read again only when areas have changed."""

from dataclasses import dataclass

import numpy as np
import shapely
from django.conf import settings
from numpy.typing import ArrayLike, NDArray

from madang.city.places import rules
from madang.city.places.models import Area as AreaRow
from madang.city.places.queries.areas import Area, area, areas, edition, levels
from madang.urban.geometry import AreaIndex

NO_AREA = 0


@dataclass(frozen=True, slots=True)
class _Indexed:
    edition: int
    ids: NDArray[np.int64]
    index: AreaIndex


_kept: dict[tuple[str, str], _Indexed] = {}


def areas_at(lons: ArrayLike, lats: ArrayLike, *, scheme: str | None = None, level: str | None = None) -> NDArray[np.int64]:
    """Return the id of the area at each point, 0 where there is none.

    lons, lats  (points,)  degrees
    level       of which level; where None, the smallest area that holds the point

    A point on a common border belongs to the area with the lower code.
    """
    found = _indexed(scheme or settings.AREA_SCHEME, level or "")
    return np.append(found.ids, NO_AREA)[found.index.areas_at(lons, lats)]


def area_at(lon: float, lat: float, scheme: str | None = None, level: str | None = None) -> Area | None:
    """Return the smallest area at a point, or the one of a level; None outside all of them."""
    found = int(areas_at([lon], [lat], scheme=scheme, level=level)[0])
    return area(found) if found else None


def areas_by_level_at(lon: float, lat: float, *, scheme: str | None = None) -> list[Area]:
    """Return the areas of all levels at a point, largest first."""
    found = [area_at(lon, lat, scheme, level) for level in levels(scheme)]
    return [one for one in found if one is not None]


def areas_named(text: str, *, scheme: str | None = None, limit: int = 10) -> list[Area]:
    """Return the areas whose name is like ``text`` in any language, best first."""
    scored = [(rules.likeness(text, one.name), one) for one in areas(scheme)]
    good = [pair for pair in scored if pair[0] >= rules.MIN_SHARED]
    return [one for _, one in sorted(good, key=lambda pair: (-pair[0], pair[1].code))[:limit]]


def _indexed(scheme: str, level: str) -> _Indexed:
    """Return the index of a scheme and level, made anew where the areas have changed since."""
    number = edition()
    kept = _kept.get((scheme, level))
    if kept is None or kept.edition != number:
        kept = _kept[scheme, level] = _made(scheme, level, number)
    return kept


def _made(scheme: str, level: str, number: int) -> _Indexed:
    rows = AreaRow.objects.filter(scheme=scheme, valid_to=None)
    rows = rows.filter(level=level).order_by("code") if level else rows.order_by("square_metres", "code")
    found = list(rows.values_list("id", "geometry"))
    shapes = shapely.from_wkb([bytes(wkb) for _, wkb in found])
    return _Indexed(number, np.array([pk for pk, _ in found], np.int64), AreaIndex(list(shapes)))
