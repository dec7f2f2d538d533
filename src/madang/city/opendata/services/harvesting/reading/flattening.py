"""Make a plain record of a node of a graph: names without prefix, values in an order that does not depend on the file."""

import json
from collections.abc import Mapping
from typing import Any

import rdflib

MOST_DEPTH = 3
_NAMESPACES = (
    "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/", "http://xmlns.com/foaf/0.1/", "http://www.w3.org/2006/vcard/ns#",
    "http://spdx.org/rdf/terms#", "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/ns/adms#", "http://data.europa.eu/r5r/", "http://schema.org/", "https://schema.org/",
)  # fmt: skip
_ENTERED = frozenset({"distribution", "publisher", "contactPoint", "spatial", "temporal", "checksum", "hasEmail"})


def flattened(graph: rdflib.Graph, node: Any, depth: int = 0) -> dict[str, Any]:
    """Return what a graph says of a node; nodes that describe it are entered, others are named by their address."""
    found: dict[str, Any] = {} if isinstance(node, rdflib.BNode) else {"@id": str(node)}
    for predicate, value in graph.predicate_objects(node):
        name = _name(str(predicate))
        found.setdefault(name, []).append(_value(graph, name, value, depth))
    for values in found.values():
        if isinstance(values, list):
            values.sort(key=_key)
    return found


def _name(predicate: str) -> str:
    space = next((one for one in _NAMESPACES if predicate.startswith(one)), "")
    return predicate.removeprefix(space)


def _value(graph: rdflib.Graph, name: str, value: Any, depth: int) -> dict[str, Any]:
    if isinstance(value, rdflib.Literal):
        return {"@value": str(value), "@language": value.language} if value.language else {"@value": str(value)}
    if (name in _ENTERED and depth < MOST_DEPTH) or isinstance(value, rdflib.BNode):
        return flattened(graph, value, depth + 1) if depth < MOST_DEPTH else {}
    return {"@id": str(value)}


def _key(value: Mapping[str, Any]) -> str:
    return json.dumps(value, sort_keys=True)
