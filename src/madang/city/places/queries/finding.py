"""Where do I live? Answered from an address, the name of an area, or a point."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.registries.search import Hit
from madang.city.kernel.text import localised, text_key
from madang.city.places import rules
from madang.city.places.queries.addresses import Door, addresses_like
from madang.city.places.queries.areas import Area, area, parents
from madang.city.places.queries.lookup import areas_at, areas_by_level_at, areas_named

MOST_DOORS = 8
LONGEST = 200


@dataclass(frozen=True, slots=True)
class FoundDoor:
    """An address and the areas around it, largest first."""

    door: Door
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: the point if one was asked for, the areas at it, addresses, areas by name."""

    point: tuple[float, float] | None
    at_point: tuple[Area, ...]
    doors: tuple[FoundDoor, ...]
    named: tuple[Area, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was found."""
        return not (self.at_point or self.doors or self.named)


def find(text: str) -> Found:
    """Return the areas and addresses that ``text`` may mean: "37.5, 127.0", "12 Maru Street", "마루동"."""
    asked = text[:LONGEST]
    if point := rules.parse_point(asked):
        return Found(point, tuple(areas_by_level_at(*point)), (), ())
    doors = addresses_like(asked, limit=MOST_DOORS)
    return Found(None, (), tuple(_with_areas(doors)), tuple(areas_named(asked)))


def spot(text: str) -> tuple[float, float]:
    """Return the longitude and latitude of an address or a point. Raises Refused for none that is known, and for several."""
    found, lang = find(text), text_key()
    if found.point is not None:
        return found.point
    doors = [one.door for one in found.doors if one.door.number]
    exact = [one for one in doors if one.written(lang).casefold() == text.strip().casefold()]
    fitting = exact[:1] or doors
    if not fitting:
        raise Refused(Refusal("places.address_unknown", status=422))
    if len(fitting) > 1:
        addresses = "; ".join(one.written(lang) for one in fitting)
        raise Refused(Refusal("places.address_several", {"addresses": addresses}, status=422))
    return fitting[0].longitude, fitting[0].latitude


def _with_areas(doors: Sequence[Door]) -> list[FoundDoor]:
    if not doors:
        return []
    ids = areas_at([door.longitude for door in doors], [door.latitude for door in doors])
    chains = {pk: _chain(pk) for pk in {int(pk) for pk in ids}}
    return [FoundDoor(door, chains[int(pk)]) for door, pk in zip(doors, ids, strict=True)]


def _chain(area_id: int) -> tuple[Area, ...]:
    here = area(area_id) if area_id else None
    return (*parents(here), here) if here else ()


class AreaSearch:
    """The city's areas in the one search box."""

    name = "places"
    label = _("Areas")

    def search(self, query: str, lang: str, limit: int) -> Sequence[Hit]:
        """Return the areas whose name is like the query."""
        return [self._hit(one, lang) for one in areas_named(query, limit=limit)]

    def _hit(self, one: Area, lang: str) -> Hit:
        above = ", ".join(localised(parent.name, lang) for parent in reversed(parents(one)))
        return Hit(localised(one.name, lang), above, reverse("places:area", args=[one.scheme, one.code]), "area")
