"""The city's areas as a choice in a form, and what a place is called."""

from django.utils.translation import gettext as _

from madang.city.kernel.text import localised, sort_key, text_key
from madang.city.places import queries as places
from madang.city.proposals.rules.writing import Writing


def areas() -> list[tuple[str, str]]:
    """Return (id, name) of every area below the whole city, each behind the one that it lies in."""
    lang, rows = text_key(), places.areas()
    names = {one.id: localised(one.name, lang) for one in rows}
    tops = {one.id for one in rows if one.parent_id is None}
    named = [
        (one.id, names[one.id] if one.parent_id in tops else f"{names.get(one.parent_id, '')}, {names[one.id]}")
        for one in rows
        if one.parent_id is not None
    ]
    return [(str(pk), name) for pk, name in sorted(named, key=lambda pair: sort_key(pair[1], lang))]


def place_words(said: Writing) -> str:
    """Return where an idea belongs: the area of its point, the area that was chosen, or the whole city."""
    area_id = said.area_id
    if said.point is not None:
        here = places.area_at(said.point.longitude, said.point.latitude)
        area_id = here.id if here else None
    return dict(areas()).get(str(area_id), _("The whole city"))
