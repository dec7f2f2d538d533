"""Read a catalogue in DCAT page by page: RDF/XML, Turtle or JSON-LD, the next page named with Hydra."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import rdflib

from madang.city.opendata.services.harvesting.fetching import Fetched, Fetcher
from madang.city.opendata.services.harvesting.reading.document import fetch
from madang.city.opendata.services.harvesting.reading.flattening import flattened
from madang.city.opendata.services.harvesting.reading.portions import Place, Portion, Unreadable

ACCEPT = "text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8, */*;q=0.1"
MOST_PAGES = 100_000
MOST_BYTES = 32 * 1024**2
"""A graph in memory is some twenty times its text."""
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
HYDRA = rdflib.Namespace("http://www.w3.org/ns/hydra/core#")
_FORMATS = {
    "text/turtle": "turtle", "application/rdf+xml": "xml", "application/ld+json": "json-ld", "application/x-turtle": "turtle",
    "application/json": "json-ld", "application/xml": "xml", "text/xml": "xml", "text/n3": "n3", "application/n-triples": "nt",
}  # fmt: skip
_ENDINGS = {"ttl": "turtle", "rdf": "xml", "xml": "xml", "jsonld": "json-ld", "json": "json-ld", "n3": "n3", "nt": "nt"}


def read(fetcher: Fetcher, url: str, folder: Path, place: Place) -> Iterator[Portion]:
    """Yield the portions of a catalogue, one for each page, from ``place`` on. Raises Unfetched or Unreadable."""
    here, read = str(place.get("next", url)), int(place.get("read", 0))
    visited: set[str] = set()
    while here:
        if here in visited or len(visited) >= MOST_PAGES:
            raise Unreadable("pages_in_a_circle", url=here[:200])
        visited.add(here)
        page = _page(fetcher, here, folder)
        graph = parsed(page)
        datasets = _datasets(graph)
        if not datasets and not read and next(graph.subjects(rdflib.RDF.type, DCAT.Catalog), None) is None:
            raise Unreadable("no_catalogue")
        records = tuple(flattened(graph, one) for one in datasets)
        here, first, read = _next(graph, page.url), read + 1, read + len(records)
        yield Portion(records, first, {"read": read, "next": here}, _promised(graph))


def _page(fetcher: Fetcher, url: str, folder: Path) -> Fetched:
    if urlsplit(url).scheme != "file":
        return fetcher.page(url, accept=ACCEPT, most_bytes=MOST_BYTES)
    path = folder / "page.rdf"
    fetch(fetcher, url, path)
    return Fetched(url, "", path.read_bytes())


def parsed(page: Fetched) -> rdflib.Graph:
    """Return the graph of a page; nothing else is loaded for it, neither a context nor an entity. Raises Unreadable."""
    ending = urlsplit(page.url).path.rsplit(".", 1)[-1].lower()
    form = _FORMATS.get(page.media_type) or _ENDINGS.get(ending, "turtle")
    if form == "xml" and b"<!ENTITY" in page.body.replace(b"\0", b""):
        raise _broken(page, "it declares entities")
    graph = rdflib.Graph()
    try:
        if form == "json-ld" and _names_contexts(json.loads(page.body)):
            raise _broken(page, "its @context stands elsewhere: ask for one that holds it, or for Turtle")
        graph.parse(data=page.body, format=form, publicID=page.url)
    except Unreadable:
        raise
    except Exception as problem:  # the parsers of rdflib raise whatever they meet
        raise _broken(page, " ".join(str(problem).split())[:200] or type(problem).__name__) from problem
    return graph


def _broken(page: Fetched, reason: str) -> Unreadable:
    return Unreadable("broken_rdf", url=page.url[:200], reason=reason)


def _names_contexts(document: Any) -> bool:
    """Tell whether a document of JSON-LD would make its reader load another one."""
    waiting = [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            contexts = one.get("@context", {})
            named = [*contexts] if isinstance(contexts, list) else [contexts]
            if "@import" in one or any(isinstance(context, str) for context in named):
                return True
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return False


def _datasets(graph: rdflib.Graph) -> list[Any]:
    """Return the data sets that the catalogue lists; where it lists none, all but the earlier versions of others."""
    found = set(graph.objects(None, DCAT.dataset))
    if not found:
        found = set(graph.subjects(rdflib.RDF.type, DCAT.Dataset)) - set(graph.objects(None, DCAT.hasVersion))
    known = (one for one in found if (one, None, None) in graph)
    return sorted(known, key=lambda one: (str(graph.value(one, rdflib.DCTERMS.identifier) or ""), str(one)))


def _next(graph: rdflib.Graph, url: str) -> str:
    found = sorted(str(one) for name in (HYDRA.next, HYDRA.nextPage) for one in graph.objects(None, name))
    return urldefrag(urljoin(url, found[0])).url if found else ""


def _promised(graph: rdflib.Graph) -> int | None:
    told = (str(one) for one in graph.objects(None, HYDRA.totalItems))
    return max((int(one) for one in told if one.isascii() and one.isdecimal() and len(one) < 12), default=None)
