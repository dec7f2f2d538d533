"""The city's areas as lists of proposals need them: kept in memory, read again only when areas have changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from madang.city.people.rules import below
from madang.city.places import queries as places


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas of an edition: who lies below whom, their names by language, and (longitude, latitude) of their middles.

    box  west, south, east, north of all; None where there are none
    """

    edition: int
    parents: Mapping[str, str | None]
    names: Mapping[int, Mapping[str, str]]
    middles: Mapping[int, tuple[float, float]]
    box: tuple[float, float, float, float] | None

    def below(self, area_id: int) -> list[int]:
        """Return the ids of an area and of every one below it; an area that is not there now stands alone."""
        found = below(self.parents, str(area_id))
        return sorted(int(one) for one in found) or [area_id]

    def above(self, area_id: int) -> list[int]:
        """Return an area and those that it lies in, the largest first."""
        found = [area_id]
        while parent := self.parents.get(str(found[0])):
            found.insert(0, int(parent))
        return found

    def named(self, area_ids: Collection[int]) -> dict[int, Mapping[str, str]]:
        """Return names by language for areas, past ones too."""
        wanted = set(area_ids)
        past = {one: places.area(one) for one in wanted - set(self.names)}
        found = {one: area.name for one, area in past.items() if area is not None}
        return found | {one: self.names[one] for one in wanted if one in self.names}


_kept: dict[str, Areas] = {}


def areas_now() -> Areas:
    """Return the areas as they stand, with one query where they have not changed."""
    edition = places.edition()
    kept = _kept.get("areas")
    if kept is None or kept.edition != edition:
        found = places.areas()
        parents = {str(one.id): str(one.parent_id) if one.parent_id else None for one in found}
        middles = {one.id: (one.longitude, one.latitude) for one in found}
        kept = _kept["areas"] = Areas(edition, parents, {one.id: one.name for one in found}, middles, _box(found))
    return kept


def _box(found: Sequence[places.Area]) -> tuple[float, float, float, float] | None:
    if not found:
        return None
    west, south, east, north = zip(*(one.bbox for one in found), strict=True)
    return min(west), min(south), max(east), max(north)
