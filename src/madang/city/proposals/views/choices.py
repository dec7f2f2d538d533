"""The city's areas as a choice in a form."""

from madang.city.kernel.text import localised, sort_key, text_key
from madang.city.places import queries as places


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
