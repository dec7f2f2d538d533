"""The city's areas as lists of proposals need them: kept in memory, read again only when areas have changed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from madang.city.people.rules import below
from madang.city.places import queries as places


@dataclass(frozen=True, slots=True)
class _Kept:
    edition: int
    parents: Mapping[str, str | None]
    names: Mapping[int, Mapping[str, str]]


_kept: dict[str, _Kept] = {}


def areas_below(area_id: int) -> list[int]:
    """Return the ids of an area and of every one below it; an area that is not there now stands alone."""
    found = below(_present().parents, str(area_id))
    return sorted(int(one) for one in found) or [area_id]


def area_names(area_ids: Collection[int]) -> dict[int, Mapping[str, str]]:
    """Return names by language for areas, past ones too."""
    if not area_ids:
        return {}
    names = _present().names
    found = {one: names[one] for one in set(area_ids) if one in names}
    past = {one: places.area(one) for one in set(area_ids) - set(found)}
    return found | {one: area.name for one, area in past.items() if area is not None}


def _present() -> _Kept:
    edition = places.edition()
    kept = _kept.get("areas")
    if kept is None or kept.edition != edition:
        found = places.areas()
        parents = {str(one.id): str(one.parent_id) if one.parent_id else None for one in found}
        kept = _kept["areas"] = _Kept(edition, parents, {one.id: one.name for one in found})
    return kept
