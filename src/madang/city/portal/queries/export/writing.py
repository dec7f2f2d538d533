"""Write plain nodes as Turtle or JSON-LD, one after the other."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

Node = Mapping[str, Any]

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write(form: str, nodes: Iterator[Node]) -> Iterator[str]:
    """Yield the document in parts.

    form   ttl or jsonld
    nodes  as in JSON-LD: `@id`, `@type`, and properties with {"@id": ...}, {"@value": ..., "@language" or "@type": ...} or a text
    """
    return FORMS[form](nodes)


def _turtle(nodes: Iterator[Node]) -> Iterator[str]:
    yield "".join(f"@prefix {name}: <{address}> .\n" for name, address in PREFIXES.items())
    for node in nodes:
        yield _turtle_node(node)


def _turtle_node(node: Node) -> str:
    types = ", ".join(_listed(node["@type"]))
    lines = [f"\n{iri(str(node['@id']))} a {types}"]
    for name, values in node.items():
        if not name.startswith("@") and (listed := _listed(values)):
            lines.append(f"  {name} " + ", ".join(_turtle_value(value) for value in listed))
    return " ;\n".join(lines) + " .\n"


def _turtle_value(value: Any) -> str:
    if not isinstance(value, dict):
        return _quoted(str(value))
    if "@id" in value:
        return iri(str(value["@id"]))
    suffix = f"@{value['@language']}" if "@language" in value else f"^^{value['@type']}"
    return _quoted(str(value["@value"])) + suffix


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(char, char) for char in text) + '"'


def iri(address: str) -> str:
    """Return an address in angle brackets, what may not stand there encoded."""
    return "<" + encoded(address) + ">"


def encoded(address: str) -> str:
    """Return an address with all that no address may hold in percent form."""
    return _NO_IRI.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), address)


def _listed(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def _json_ld(nodes: Iterator[Node]) -> Iterator[str]:
    yield '{"@context": ' + json.dumps(PREFIXES) + ',\n"@graph": [\n'
    for number, node in enumerate(nodes):
        yield (",\n" if number else "") + json.dumps(_json_node(node), ensure_ascii=False)
    yield "\n]}\n"


def _json_node(node: Node) -> dict[str, Any]:
    return {name: [_json_value(value) for value in _listed(values)] if name[0] != "@" else _plain_address(name, values)
            for name, values in node.items()}  # fmt: skip


def _json_value(value: Any) -> Any:
    return {"@id": encoded(str(value["@id"]))} if isinstance(value, dict) and "@id" in value else value


def _plain_address(name: str, value: Any) -> Any:
    return encoded(str(value)) if name == "@id" else value


FORMS = {"ttl": _turtle, "jsonld": _json_ld}
