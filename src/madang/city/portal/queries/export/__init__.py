"""The catalogue in CPSV-AP 3.2.0, the European vocabulary of public services, as Turtle or JSON-LD; written service by service.

https://semiceu.github.io/CPSV-AP/releases/3.2.0/
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from madang.city.portal.models import Service
from madang.city.portal.queries.catalogue import SHOWN
from madang.city.portal.queries.export.describing import City, Described, describe
from madang.city.portal.queries.export.linking import Linked, authorities
from madang.city.portal.queries.export.writing import FORMS, write
from madang.urban.formats.rdf import Node

CHUNK = 100
MEDIA_TYPES = {"ttl": "text/turtle", "jsonld": "application/ld+json"}

Tick = Callable[[int, int], None]

__all__ = ["FORMS", "MEDIA_TYPES", "catalogue", "one"]


def catalogue(form: str, progress: Tick | None = None) -> Iterator[str]:
    """Yield the whole catalogue in parts; memory does not grow with its size.

    form      ttl or jsonld
    progress  called with (services written, services)
    """
    return write(form, _nodes(City.here(), progress))


def one(slug: str, form: str) -> str | None:
    """Return one service with all that it names, None if there is none."""
    city = City.here()
    found = next(_described(slug=slug), None)
    if found is None:
        return None
    service = list(describe(found, city))
    shared = {str(node["@id"]): node for node in _shared(city, slug=slug)}
    used = _named(service)
    for _ in range(2):  # what is named may name more: a kind of link its broader kind, an office its place
        used |= _named([node for address, node in shared.items() if address in used])
    return "".join(write(form, iter([*(node for address, node in shared.items() if address in used), *service])))


def _nodes(city: City, progress: Tick | None) -> Iterator[Node]:
    yield from _shared(city)
    count = Service.objects.filter(SHOWN).count()
    for number, found in enumerate(_described(), 1):
        yield from describe(found, city)
        if progress and (number % CHUNK == 0 or number == count):
            progress(number, count)


def _shared(city: City, **which: str) -> Iterator[Node]:
    yield from city.shared()
    for code, name in authorities(**which):
        yield city.linked_authority(code, name)


def _described(**which: str) -> Iterator[Described]:
    rows = Service.objects.filter(SHOWN, **which).order_by("pk")
    fields = rows.values_list("pk", "slug", "source", "external_id", "department__code", "current__definition", "changed_at")
    linked = Linked(**which)
    for pk, *row in fields.iterator(chunk_size=CHUNK):
        yield replace(Described.of(*row), linked=linked.of(pk))


def _named(nodes: list[Node]) -> set[str]:
    """Return the addresses that nodes point to."""
    found = set()
    for node in nodes:
        for values in node.values():
            for value in values if isinstance(values, list) else [values]:
                if isinstance(value, dict) and "@id" in value:
                    found.add(str(value["@id"]))
    return found
