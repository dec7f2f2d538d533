"""What the city knows about a resident, as conditions and forms read it."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings

from madang.city.kernel.text import localised, sort_key
from madang.city.people import queries as people
from madang.city.people.queries import Profile
from madang.city.people.rules import Actor
from madang.city.people.rules.persons import age_in_years
from madang.city.places import queries as places
from madang.city.places.queries import Area
from madang.city.portal.definitions.eligibility import facts_of

_POSTCODE = re.compile(r"(.*?)[,\s]+(\d{5,6})", re.DOTALL)


def known_facts(resident_id: int, *, today: date, viewer: Actor, purpose: str) -> dict[str, Any]:
    """Return facts by their full names ("resident.age", "today"). What the city does not know is missing.

    Raises Refused as ``people.queries.profile`` does.
    """
    profile = people.profile(resident_id, viewer=viewer, purpose=purpose)
    return facts_of({"resident": _resident(profile, today), "today": today})


def area_groups(lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the city's smallest areas as (code, name), in groups named after the area above, in the order of lang."""
    known = _areas(settings.AREA_SCHEME, places.edition())
    parents = {area.parent_id for area in known.values()}
    groups: dict[str, list[tuple[str, str]]] = {}
    for area in known.values():
        if area.id not in parents:
            above = known.get(area.parent_id or 0)
            group = localised(above.name, lang) if above else ""
            groups.setdefault(group, []).append((area.code, localised(area.name, lang)))
    ordered = sorted(groups.items(), key=lambda pair: sort_key(pair[0], lang))
    return [(name, sorted(members, key=lambda pair: sort_key(pair[1], lang))) for name, members in ordered]


def area_names() -> dict[str, Mapping[str, str]]:
    """Return the names of the city's areas by code."""
    return {area.code: area.name for area in _areas(settings.AREA_SCHEME, places.edition()).values()}


@lru_cache(maxsize=2)
def _areas(scheme: str, edition: int) -> Mapping[int, Area]:
    """Return the areas of a scheme by id: each process reads them once for each edition of the map."""
    return {area.id: area for area in places.areas(scheme)}


def _resident(profile: Profile, today: date) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": profile.name,
        "email": profile.email if not profile.email.endswith(".invalid") else "",
        "phone": profile.phone,
        "gender": profile.gender,
        "address": _address(profile.home_address),
        "languages": list(profile.languages) or None,
    }
    if profile.birth_date:
        found |= {"birth_date": profile.birth_date, "age": age_in_years(profile.birth_date, today)}
    return {name: value for name, value in (found | _home(profile.home_area_id)).items() if value not in (None, "")}


def _address(text: str) -> dict[str, str] | None:
    """Return an address in its parts; a postcode stands at the end, behind a comma or a blank."""
    if not text:
        return None
    found = _POSTCODE.fullmatch(text)
    return {"line": found[1], "postcode": found[2]} if found else {"line": text}


def _home(area_id: int | None) -> dict[str, Any]:
    """Return the facts of living somewhere. Who has not told where they live may live anywhere."""
    if area_id is None:
        return {}
    known = _areas(settings.AREA_SCHEME, places.edition())
    area = known.get(area_id)
    if area is None:
        return {}
    codes = [area.code]
    while area is not None and area.parent_id:
        area = known.get(area.parent_id)
        codes += [area.code] if area else []
    return {"area": codes[0], "area_codes": codes, "lives_in_city": True}
