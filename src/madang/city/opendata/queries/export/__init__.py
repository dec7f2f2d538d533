"""The catalogue for machines: DCAT-AP 3.0.1 as Turtle, JSON-LD and RDF/XML, DCAT-US 1.1 as data.json, schema.org for pages."""

from collections.abc import Callable, Iterator
from datetime import datetime
from math import ceil

from madang.city.opendata.queries.export import reading
from madang.city.opendata.queries.export.american import data_json
from madang.city.opendata.queries.export.describing import describe
from madang.city.opendata.queries.export.search_engines import schema_org
from madang.city.opendata.queries.export.shared import CATALOGUE, Shared, at, ref
from madang.city.opendata.queries.export.vocabulary import PREFIXES
from madang.urban.formats.rdf import MEDIA_TYPES, Node, write

PAGE = 100

Tick = Callable[[int, int], None]

__all__ = ["MEDIA_TYPES", "PAGE", "catalogue", "data_json", "one", "page", "schema_org"]


def catalogue(form: str, now: datetime, progress: Tick | None = None) -> Iterator[str]:
    """Yield the whole catalogue in parts; memory does not grow with its size.

    form      ttl, jsonld or rdf
    progress  called with (data sets written, data sets)
    """
    return write(form, _whole(form, now, progress), PREFIXES)


def page(form: str, number: int, now: datetime) -> Iterator[str] | None:
    """Return one page of a hundred data sets, counted from 1, with pointers to the others (Hydra); None beyond the last."""
    total = reading.count(now)
    if not 1 <= number <= max(1, ceil(total / PAGE)):
        return None
    return write(form, _page(form, number, total, now), PREFIXES)


def one(slug: str, form: str, now: datetime) -> str | None:
    """Return one open data set with all that it names and its earlier versions; None if there is none."""
    found = reading.one(slug, now)
    if found is None:
        return None
    nodes = (node for node in describe(found, Shared()) if node["@id"] != at(CATALOGUE))
    return "".join(write(form, nodes, PREFIXES))


def _whole(form: str, now: datetime, progress: Tick | None) -> Iterator[Node]:
    total = reading.count(now)
    view = {"hydra:first": ref(_page_address(form, 1))}
    yield {"@id": at(f"catalog.{form}"), "@type": "hydra:Collection", **_items(total), **view}
    shared = Shared()
    yield from _catalogue(shared, now)
    for number, found in enumerate(reading.every(now), 1):
        yield from describe(found, shared)
        if progress and (number % PAGE == 0 or number == total):
            progress(number, total)


def _page(form: str, number: int, total: int, now: datetime) -> Iterator[Node]:
    last = max(1, ceil(total / PAGE))
    others = {"first": 1, "last": last} | ({"next": number + 1} if number < last else {})
    others |= {"previous": number - 1} if number > 1 else {}
    links = {f"hydra:{name}": ref(_page_address(form, other)) for name, other in others.items()}
    older = {f"hydra:{name}Page": _page_address(form, other) for name, other in others.items()}
    kinds = ["hydra:PartialCollectionView", "hydra:PagedCollection"]  # the second is what older harvesters look for
    size = {"hydra:itemsPerPage": {"@value": str(PAGE), "@type": "xsd:integer"}}
    yield {"@id": _page_address(form, number), "@type": kinds, **_items(total), **size, **links, **older}
    shared = Shared()
    yield from _catalogue(shared, now)
    for found in reading.page(now, number, PAGE):
        yield from describe(found, shared)


def _catalogue(shared: Shared, now: datetime) -> Iterator[Node]:
    node = shared.catalogue(reading.last_change(now))
    yield from shared.taken()
    yield node


def _items(total: int) -> Node:
    return {"hydra:totalItems": {"@value": str(total), "@type": "xsd:integer"}}


def _page_address(form: str, number: int) -> str:
    return at(f"catalog.{form}?page={number}")
