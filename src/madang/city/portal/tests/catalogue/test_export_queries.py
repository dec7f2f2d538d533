import json
from dataclasses import replace

import pyshacl
import pytest
import rdflib
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madang.city.portal.definitions import check_folder
from madang.city.portal.models import Service, ServiceLink
from madang.city.portal.queries import export
from madang.city.portal.queries.catalogue import SHOWN
from madang.city.portal.services import importing, links, publishing
from madang.city.portal.tests.builders import NOW
from madang.city.portal.tests.catalogue import builders

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")]  # rdflib's own
DCT, CV = rdflib.DCTERMS, rdflib.Namespace("http://data.europa.eu/m8g/")
CPSV = rdflib.Namespace("http://purl.org/vocab/cpsv#")


def graph(form, text):
    return rdflib.Graph().parse(data=text, format={"ttl": "turtle", "jsonld": "json-ld"}[form])


def test_a_service_is_said_in_all_its_languages_with_conditions_papers_costs_and_outputs():
    builders.publish()
    found = graph("ttl", export.one("register-marriage", "ttl"))
    service = next(found.subjects(rdflib.RDF.type, CPSV.PublicService))
    assert {str(title): title.language for title in found.objects(service, DCT.title)} == {
        "Register a marriage": "en",
        "혼인 신고": "ko",
    }
    assert len(list(found.objects(service, CV.holdsRequirement))) == 2
    assert sorted(float(found.value(cost, CV.hasValue)) for cost in found.objects(service, CV.hasCost)) == [0.0, 10000.0]
    assert str(found.value(service, CV.processingTime)) == "P9D"
    authority = found.value(service, CV.hasCompetentAuthority)
    assert (authority, rdflib.RDF.type, CV.PublicOrganisation) in found


@pytest.mark.parametrize("slug", ["register-marriage", "pothole"])
def test_turtle_and_json_ld_say_the_same(slug):
    builders.publish()
    assert set(graph("ttl", export.one(slug, "ttl"))) == set(graph("jsonld", export.one(slug, "jsonld")))


def test_the_catalogue_comes_in_parts_and_holds_every_service_that_can_be_found(tmp_path):
    one = builders.definitions()[1]
    builders.publish(builders.changed(one, id="gone", status="retired"))
    builders.import_list(tmp_path, "1,Zebra crossings")
    parts = list(export.catalogue("jsonld"))
    assert len(parts) > 20
    services = [node["@id"] for node in json.loads("".join(parts))["@graph"] if node["@type"] == "cpsv:PublicService"]
    assert sorted(address.rsplit("/", 1)[1] for address in services) == ["pothole", "register-marriage", "zebra-crossings-1"]


def test_texts_and_addresses_cannot_break_out_of_the_turtle():
    one = builders.definitions()[1]
    odd = 'a "quoted" \\ title\nin two lines <b>'
    link = replace(one.channels.link, url='https://roads.example/a b?<c>"d"')
    builders.publish(builders.changed(one, id="odd", title={"en": odd}, channels=replace(one.channels, link=link)))
    found = graph("ttl", export.one("odd", "ttl"))
    assert odd in {str(title) for title in found.objects(None, DCT.title)}
    assert rdflib.URIRef("https://roads.example/a%20b?%3Cc%3E%22d%22") in set(found.objects())


LINKS = """\
la,service,interaction,link,lgsl,lgil
leicester,bins,providing-information,https://leicester.example/bins?a=b&c=<d>,1,8
leicester,bins,applications-for-service,https://leicester.example/apply,1,0
kirby's # 7%,bins,reporting,https://kirby.example/,1,5
ayr,lamps,reporting,https://ayr.example/lamps,2,5
"""
NAMES = "slug,name\nleicester,Leicester City Council\n"


@pytest.fixture
def with_links(tmp_path):
    builders.import_list(tmp_path, "1,Bin collection", "2,Street lamps", "3,Nothing linked")
    for name, body in (("links.csv", LINKS), ("names.csv", NAMES)):
        (tmp_path / name).write_text(body)
    report = links.import_links(tmp_path / "links.csv", by="system:test", now=NOW, authorities=tmp_path / "names.csv")
    assert (report.added, report.refused) == (4, ())


def linked(found, slug):
    """Return (owner's name, its language, kind, page) for each deep link of a service."""
    service = next(one for one in found.subjects(rdflib.RDF.type, CPSV.PublicService) if str(one).endswith(f"/{slug}"))
    rows = set()
    for channel in found.objects(service, CV.hasChannel):
        if owner := found.value(channel, CV.ownedBy):
            assert (owner, rdflib.RDF.type, rdflib.ORG.Organization) in found
            kind = found.value(channel, DCT.type)
            assert str(found.value(kind, rdflib.SKOS.broader)).endswith("#channel-link")
            name = found.value(owner, rdflib.SKOS.prefLabel)
            rows.add((str(name), name.language, str(kind).rsplit("#", 1)[1], str(found.value(channel, rdflib.FOAF.page))))
    return rows


@pytest.mark.usefixtures("with_links")
@pytest.mark.parametrize("form", ["ttl", "jsonld"])
def test_deep_links_are_channels_of_the_authority_that_owns_them(form):
    bins = {
        ("Leicester City Council", "en", "link-information", "https://leicester.example/bins?a=b&c=%3Cd%3E"),
        ("Leicester City Council", "en", "link-apply", "https://leicester.example/apply"),
        ("Kirby'S # 7%", "und", "link-report", "https://kirby.example/"),
    }
    whole = graph(form, "".join(export.catalogue(form)))
    assert linked(whole, "bin-collection-1") == bins
    assert linked(whole, "street-lamps-2") == {("Ayr", "und", "link-report", "https://ayr.example/lamps")}
    assert linked(whole, "nothing-linked-3") == set()
    alone = graph(form, export.one("bin-collection-1", form))
    assert linked(alone, "bin-collection-1") == bins
    assert "ayr.example" not in export.one("bin-collection-1", form)


@pytest.mark.usefixtures("with_links")
def test_what_one_does_at_a_link_is_said_in_every_language_of_the_site():
    found = graph("ttl", export.one("street-lamps-2", "ttl"))
    kind = next(one for one in found.subjects(rdflib.SKOS.broader) if str(one).endswith("#link-report"))
    said = {label.language: str(label) for label in found.objects(kind, rdflib.SKOS.prefLabel)}
    assert said["en"] == "Report"
    assert len(set(said.values())) == len(said) == 3


@pytest.mark.usefixtures("with_links")
def test_links_cost_two_queries_however_many_services_there_are(tmp_path, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        list(export.catalogue("ttl"))
    builders.import_list(tmp_path, *(f"{number},Service {number}" for number in range(1, 40)))
    with django_assert_num_queries(len(few)):
        list(export.catalogue("ttl"))


def violations(text, shapes):
    conforms, _, words = pyshacl.validate(graph("ttl", text), shacl_graph=rdflib.Graph().parse(shapes))
    return [] if conforms else words.splitlines()[:20]


@pytest.mark.slow
@pytest.mark.realdata
def test_the_demos_services_and_the_national_list_break_no_rule_of_cpsv_ap(realdata):
    """The shapes are those that SEMIC publishes with CPSV-AP 3.2.0."""
    from madang.city.demo.story import administration, catalogue

    administration.found_departments(NOW)
    definitions = list(check_folder(catalogue.FILES).definitions.values())
    publishing.publish(definitions=definitions, by="system:test", now=NOW)
    importing.import_services(realdata("services/lgsl_englishAndWelshServices_all.csv"), form="lgsl", by="system:test", now=NOW)
    names, file = realdata("services/uk_local_authorities.csv"), realdata("services/uk_lgsl_lgil_council_links.csv")
    assert links.import_links(file, by="system:test", now=NOW, authorities=names).loaded
    text = "".join(export.catalogue("ttl"))
    assert text.count("cv:ownedBy") == ServiceLink.objects.filter(service__in=Service.objects.filter(SHOWN)).count() > 7_000
    assert violations(text, realdata("services/cpsv_ap_3.2.0/cpsv-ap-SHACL.ttl")) == []


@pytest.mark.realdata
def test_the_shapes_notice_a_service_without_a_title(realdata):
    builders.publish()
    text = export.one("pothole", "ttl")
    broken = "\n".join(line for line in text.splitlines() if "Report a pothole" not in line)
    assert violations(broken, realdata("services/cpsv_ap_3.2.0/cpsv-ap-SHACL.ttl"))
