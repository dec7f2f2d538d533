"""Write RDF as Turtle, JSON-LD or RDF/XML, node after node, so that memory does not grow with the graph.

Turtle 1.1 (https://www.w3.org/TR/turtle/), JSON-LD 1.1, RDF/XML 1.1. The three say the same triples.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Node = Mapping[str, Any]
MEDIA_TYPES = {"ttl": "text/turtle", "jsonld": "application/ld+json", "rdf": "application/rdf+xml"}

_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]|[\ud800-\udfff]|%(?![0-9A-Fa-f]{2})")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|[\ud800-\udfff]")
_QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def write(form: str, nodes: Iterator[Node], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield a document in parts.

    form      ttl, jsonld or rdf
    nodes     as in JSON-LD: `@id`, `@type` (a name with its prefix, or several), and properties under names with their prefix;
              values are {"@id": address}, {"@value": text, "@language": tag or "@type": name with its prefix}, a text, or lists
              of these. A node may come again and say more
    prefixes  each prefix with the address that it stands for; all that nodes use must be there

    What an address may not hold is written in percent form; characters that no XML may hold are left out of texts.
    Raises KeyError for an unknown form.
    """
    return _FORMS[form](nodes, prefixes)


def iri(address: str) -> str:
    """Return an address with all that no address may hold in percent form."""
    return _NO_IRI.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace")), address)


def clean(text: str) -> str:
    """Return a text without what cannot stand in every form of RDF: control characters, halves of characters."""
    return _NO_TEXT.sub("", text)


def _listed(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def _properties(node: Node) -> Iterator[tuple[str, Any]]:
    for name, values in node.items():
        if not name.startswith("@"):
            for value in _listed(values):
                yield name, value


def _turtle(nodes: Iterator[Node], prefixes: Mapping[str, str]) -> Iterator[str]:
    yield "".join(f"@prefix {name}: <{iri(address)}> .\n" for name, address in prefixes.items())
    for node in nodes:
        yield _turtle_node(node)


def _turtle_node(node: Node) -> str:
    said = [f"a {', '.join(_listed(node['@type']))}"] if "@type" in node else []
    for name, values in node.items():
        if not name.startswith("@") and (listed := _listed(values)):
            said.append(f"{name} " + ", ".join(map(_turtle_value, listed)))
    return f"\n<{iri(str(node['@id']))}> " + " ;\n  ".join(said) + " .\n" if said else ""


def _turtle_value(value: Any) -> str:
    if not isinstance(value, dict):
        return f'"{clean(str(value)).translate(_QUOTED)}"'
    if "@id" in value:
        return f"<{iri(str(value['@id']))}>"
    text = f'"{clean(str(value["@value"])).translate(_QUOTED)}"'
    if "@language" in value:
        return text + (f"@{value['@language']}" if _TAG.fullmatch(value["@language"]) else "")
    return f"{text}^^{value['@type']}"


def _json_ld(nodes: Iterator[Node], prefixes: Mapping[str, str]) -> Iterator[str]:
    yield '{"@context": ' + json.dumps(dict(prefixes)) + ',\n"@graph": [\n'
    for number, node in enumerate(nodes):
        yield (",\n" if number else "") + json.dumps(_json_node(node), ensure_ascii=False)
    yield "\n]}\n"


def _json_node(node: Node) -> dict[str, Any]:
    said: dict[str, Any] = {"@id": iri(str(node["@id"]))}
    if "@type" in node:
        said["@type"] = node["@type"]
    for name, value in _properties(node):
        said.setdefault(name, []).append(_json_value(value))
    return said


def _json_value(value: Any) -> Any:
    if not isinstance(value, dict):
        return clean(str(value))
    if "@id" in value:
        return {"@id": iri(str(value["@id"]))}
    kept = {**value, "@value": clean(str(value["@value"]))}
    if "@language" in kept and not _TAG.fullmatch(kept["@language"]):
        del kept["@language"]
    return kept


def _rdf_xml(nodes: Iterator[Node], prefixes: Mapping[str, str]) -> Iterator[str]:
    named = {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", **prefixes}
    spaces = "".join(f"\n  xmlns:{name}={quoteattr(address)}" for name, address in named.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n'
    for node in nodes:
        yield _xml_node(node, named)
    yield "</rdf:RDF>\n"


def _xml_node(node: Node, named: Mapping[str, str]) -> str:
    def whole(name: str) -> str:
        prefix, _, local = name.partition(":")
        return named[prefix] + local

    lines = [f"<rdf:Description rdf:about={quoteattr(iri(str(node['@id'])))}>"]
    lines += [f"  <rdf:type rdf:resource={quoteattr(whole(kind))}/>" for kind in _listed(node.get("@type", []))]
    lines += [f"  <{name}{_xml_rest(name, value, whole)}" for name, value in _properties(node)]
    return "\n".join([*lines, "</rdf:Description>\n"])


def _xml_rest(name: str, value: Any, whole: Callable[[str], str]) -> str:
    """Return what stands in a property's element behind its name, the end included."""
    if isinstance(value, dict) and "@id" in value:
        return f" rdf:resource={quoteattr(iri(str(value['@id'])))}/>"
    kind, text = "", value
    if isinstance(value, dict):
        text = value["@value"]
        if "@language" not in value:
            kind = f" rdf:datatype={quoteattr(whole(value['@type']))}"
        elif _TAG.fullmatch(value["@language"]):
            kind = f" xml:lang={quoteattr(value['@language'])}"
    return f"{kind}>{escape(clean(str(text)), {chr(13): '&#13;'})}</{name}>"


_FORMS: Mapping[str, Callable[[Iterator[Node], Mapping[str, str]], Iterator[str]]] = {
    "ttl": _turtle, "jsonld": _json_ld, "rdf": _rdf_xml,
}  # fmt: skip
