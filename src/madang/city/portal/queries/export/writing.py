"""The words of the export's vocabularies, and the forms in which it is written."""

from collections.abc import Iterator

from madang.urban.formats import rdf
from madang.urban.formats.rdf import Node

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
FORMS = ("ttl", "jsonld")


def write(form: str, nodes: Iterator[Node]) -> Iterator[str]:
    """Yield the document in parts; ``form`` is one of FORMS."""
    return rdf.write(form, nodes, PREFIXES)
