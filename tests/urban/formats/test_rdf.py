"""Turtle, JSON-LD and RDF/XML say the same triples, whatever the texts hold; read back by rdflib."""

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as made

from madang.urban.formats.rdf import MEDIA_TYPES, clean, iri, write

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own
PREFIXES = {"ex": "http://example.org/#", "xsd": "http://www.w3.org/2001/XMLSchema#"}
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}


def graph(form, *nodes):
    return rdflib.Graph().parse(data="".join(write(form, iter(nodes), PREFIXES)), format=FORMATS[form])


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(text=made.text(max_size=30), lang=made.sampled_from(["en", "zh-Hans", "no tag", ""]))
def test_any_text_comes_back_as_it_was_in_every_form(text, lang):
    node = {
        "@id": "http://example.org/1",
        "ex:a": {"@value": text, "@language": lang},
        "ex:b": ["plain " + text, {"@value": text, "@type": "xsd:token2"}],
    }
    found = [set(graph(form, node)) for form in MEDIA_TYPES]
    assert found[0] == found[1] == found[2]
    values = {str(value) for _, _, value in found[0]}
    assert clean(text) in values
    assert "plain " + clean(text) in values


@settings(max_examples=60)
@given(rest=made.text(max_size=20))
def test_any_address_becomes_one_that_every_form_can_hold(rest):
    node = {"@id": "http://example.org/1", "ex:a": {"@id": "http://example.org/" + rest}}
    found = [set(graph(form, node)) for form in MEDIA_TYPES]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 1


def test_what_is_encoded_already_is_not_encoded_again():
    assert iri("http://e.org/%EA%B0%80 100%/가") == "http://e.org/%EA%B0%80%20100%25/가"


def test_several_types_and_a_node_that_comes_again_are_one_node():
    nodes = (
        {"@id": "http://e.org/1", "@type": ["ex:A", "ex:B"]},
        {"@id": "http://e.org/1", "ex:a": "x", "ex:none": []},
        {"@id": "http://e.org/2"},
    )
    for form in MEDIA_TYPES:
        assert len(graph(form, *nodes)) == 3


def test_nothing_at_all_is_a_valid_document():
    for form in MEDIA_TYPES:
        assert len(graph(form)) == 0


def test_parts_come_while_nodes_are_made():
    def nodes():
        yield {"@id": "http://e.org/1", "ex:a": "x"}
        raise RuntimeError("nobody asked for the second node yet")

    for form in MEDIA_TYPES:
        parts = write(form, nodes(), PREFIXES)
        assert next(parts)
        assert "http://e.org/1" in next(parts)
