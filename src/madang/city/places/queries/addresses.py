"""Find doors by what people write."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from madang.city.places import rules
from madang.city.places.models import House, Street

CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class Door:
    """An address of the register with its place; ``number`` is empty where only the street was found."""

    street: Mapping[str, str]
    number: str
    postcode: str
    longitude: float
    latitude: float

    def written(self, lang: str) -> str:
        """Return the address as people of a language write it."""
        street = self.street.get(lang) or self.street.get("en") or next(iter(self.street.values()), "")
        return rules.format_address(rules.Address(street, self.number, self.postcode), lang)


def addresses_like(text: str, *, limit: int = 10) -> list[Door]:
    """Return the doors that ``text`` may mean, best first: by street in any language and number, else by postcode."""
    asked = rules.parse_address(text)
    if asked.street:
        return _doors(_streets_like(asked.street), asked, limit)
    if not asked.postcode:
        return []
    houses = House.objects.filter(postcode=asked.postcode).select_related("street").order_by("id")
    return [_door(house) for house in houses[:limit]]


def _streets_like(name: str) -> list[int]:
    """Return the ids of the streets most like a name, best first."""
    grams = rules.grams({"": name})
    if not grams:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name FROM places_street WHERE grams && %s::varchar[]"
            " ORDER BY (SELECT count(*) FROM unnest(grams) AS gram WHERE gram = ANY(%s::varchar[])) DESC, id LIMIT %s",
            [grams, grams, CANDIDATES],
        )
        found = [pk for pk, _ in cursor.fetchall()]
    scored = [(rules.likeness(name, row.name), row.pk) for row in Street.objects.filter(pk__in=found)]
    best = max((score for score, _ in scored), default=0.0)
    good = [pair for pair in scored if pair[0] >= max(rules.MIN_SHARED, best * (1.0 if best == 1.0 else 0.8))]
    return [pk for _, pk in sorted(good, key=lambda pair: (-pair[0], pair[1]))]


def _doors(streets: list[int], asked: rules.Address, limit: int) -> list[Door]:
    if not streets:
        return []
    right = Q(number__iexact=asked.number) if asked.number else Q()
    houses = list(House.objects.filter(right, street_id__in=streets).select_related("street")[:2_000])
    place = {pk: rank for rank, pk in enumerate(streets)}
    houses.sort(key=lambda house: (place[house.street_id], house.postcode != asked.postcode, _numeric(house.number)))
    return [_door(house) for house in houses[:limit]]


def _numeric(number: str) -> tuple[int, str]:
    figures = re.match(r"\d*", number)
    return int(figures[0] or 0) if figures else 0, number


def _door(house: House) -> Door:
    return Door(house.street.name, house.number, house.postcode, house.longitude, house.latitude)
