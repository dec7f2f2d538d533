"""The catalogue as DCAT-AP, read back by rdflib and held against the shapes of SEMIC."""

from datetime import timedelta

import pyshacl
import pytest
import rdflib
from rdflib.compare import isomorphic

from madang.city.opendata.models import Dataset
from madang.city.opendata.queries import export
from madang.city.opendata.tests.export import builders
from madang.city.opendata.tests.export.builders import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")]  # rdflib's own
DCAT, DCT = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.DCTERMS
HYDRA = rdflib.Namespace("http://www.w3.org/ns/hydra/core#")
EU = "http://publications.europa.eu/resource/authority"
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}


def graph(form, parts):
    return rdflib.Graph().parse(data="".join(parts), format=FORMATS[form])


def whole(form="ttl"):
    return graph(form, export.catalogue(form, NOW))


def found(of, slug):
    return next(one for one in of.subjects(rdflib.RDF.type, DCAT.Dataset) if str(one).endswith(f"/data/{slug}"))


def test_a_data_set_says_its_titles_in_every_language_and_its_theme_promise_and_licence_by_address():
    builders.everything()
    said = whole()
    one = found(said, "bike-stations")
    assert {title.language: str(title) for title in said.objects(one, DCT.title)} == {
        "en": "Bike stations", "ko": "자전거 대여소", "zh-Hans": "自行车站",
    }  # fmt: skip
    assert {str(theme) for theme in said.objects(one, DCAT.theme)} == {f"{EU}/data-theme/TRAN", f"{EU}/data-theme/ENVI"}
    assert str(said.value(one, DCT.accrualPeriodicity)) == f"{EU}/frequency/MONTHLY"
    csv = next(part for part in said.objects(one, DCAT.distribution) if str(part).endswith("#csv"))
    assert str(said.value(csv, DCAT.downloadURL)).endswith("/data/bike-stations.csv")
    assert str(said.value(csv, DCT.license)) == "https://creativecommons.org/licenses/by/4.0/"
    assert str(said.value(csv, DCT.format)) == f"{EU}/file-type/CSV"
    series = said.value(one, DCAT.inSeries)
    assert (series, rdflib.RDF.type, DCAT.DatasetSeries) in said
    period = said.value(one, DCT.temporal)
    assert str(said.value(period, DCAT.startDate)) == "2025-01-01"


def test_rows_with_places_can_be_had_as_geojson_and_from_the_map_service_others_cannot():
    builders.everything()
    builders.version(builders.dataset("no-place"))
    said = whole()
    forms = {str(part).rsplit("#", 1)[1] for part in said.objects(found(said, "bike-stations"), DCAT.distribution)}
    assert forms == {"csv", "parquet", "xlsx", "geojson"}
    assert {str(part).rsplit("#", 1)[1] for part in said.objects(found(said, "no-place"), DCAT.distribution)} == {
        "csv", "parquet", "xlsx",
    }  # fmt: skip
    served = {str(service).rsplit("#", 1)[1] for service in said.subjects(DCAT.servesDataset, found(said, "bike-stations"))}
    assert served == {"rows", "ogc"}


def test_rows_that_fit_no_sheet_are_not_offered_as_one():
    builders.version(builders.dataset("long"), rows=1_048_576)
    said = whole()
    assert not [part for part in said.objects(found(said, "long"), DCAT.distribution) if str(part).endswith("#xlsx")]


def test_the_three_forms_say_the_same_triples():
    builders.everything()
    turtle = whole("ttl")
    view = rdflib.URIRef("http://127.0.0.1:8000/catalog.ttl")
    own = {triple for triple in turtle if str(triple[0]).startswith(str(view))}
    for form in ("jsonld", "rdf"):
        other = whole(form)
        others = {triple for triple in other if "/catalog." in str(triple[0])}
        assert len(own) == len(others) == 3
        assert isomorphic(turtle - _graph(own), other - _graph(others))


def _graph(triples):
    made = rdflib.Graph()
    for triple in triples:
        made.add(triple)
    return made


def test_what_is_prepared_withdrawn_or_under_embargo_stands_nowhere():
    builders.dataset("seen")
    builders.dataset("draft", state="draft")
    builders.dataset("gone", state="withdrawn")
    builders.dataset("later", embargo_until=NOW + timedelta(seconds=1))
    builders.dataset("now", embargo_until=NOW)
    said = whole()
    assert {str(one).rsplit("/", 1)[1] for one in said.subjects(rdflib.RDF.type, DCAT.Dataset)} == {"seen", "now"}
    assert [export.one(slug, "ttl", NOW) for slug in ("draft", "gone", "later", "nowhere")] == [None] * 4


def test_pages_hold_every_data_set_once_and_lead_to_one_another(monkeypatch):
    monkeypatch.setattr(export, "PAGE", 2)
    for _ in range(5):
        builders.dataset()
    seen, number = [], 1
    while number:
        said = graph("ttl", export.page("ttl", number, NOW))
        seen += said.subjects(rdflib.RDF.type, DCAT.Dataset)
        view = next(said.subjects(rdflib.RDF.type, HYDRA.PartialCollectionView))
        assert int(said.value(view, HYDRA.totalItems)) == 5
        following = said.value(view, HYDRA.next)
        assert str(said.value(view, HYDRA.nextPage)) == str(following)
        number = int(str(following).rsplit("=", 1)[1]) if following else 0
    assert len(seen) == len(set(seen)) == 5
    assert export.page("ttl", 4, NOW) is None
    assert export.page("ttl", 0, NOW) is None


def test_an_empty_catalogue_has_one_empty_page():
    said = graph("ttl", export.page("ttl", 1, NOW))
    assert not list(said.subjects(rdflib.RDF.type, DCAT.Dataset))
    assert next(said.subjects(rdflib.RDF.type, DCAT.Catalog))


def test_texts_and_addresses_cannot_break_out_of_any_form():
    odd = 'a "quoted" \\ title\nin </rdf:li> <b> &amp; ]]> two\tlines'
    one = builders.dataset("odd", titles={"en": odd}, keywords=["<k>", "\u0007bell"], landing_url="https://x.example/a b?<c>\"d'")
    builders.link(one, "https://roads.example/a b?<c>\"d\"&e='f'`{|}^\\", titles={"en": odd})
    for form in FORMATS:
        said = whole(form)
        assert odd in {str(title) for title in said.objects(found(said, "odd"), DCT.title)}
        assert rdflib.URIRef("https://roads.example/a%20b?%3Cc%3E%22d%22&e='f'%60%7B%7C%7D%5E%5C") in set(said.objects())
        assert {"<k>", "bell"} <= {str(word) for word in said.objects(None, DCAT.keyword)}


def test_a_link_that_nothing_can_be_fetched_from_is_no_distribution():
    builders.everything()
    assert "javascript:" not in "".join(export.catalogue("ttl", NOW))
    assert "javascript:" not in "".join(export.data_json(NOW))
    assert "javascript:" not in export.schema_org("대여소-파일", NOW)


def test_the_newest_version_says_its_number_and_leads_to_the_earlier_ones():
    builders.everything()
    said = graph("ttl", export.one("bike-stations", "ttl", NOW))
    one = found(said, "bike-stations")
    assert str(said.value(one, DCAT.version)) == "2"
    [earlier] = said.objects(one, DCAT.hasVersion)
    assert str(earlier).endswith("/data/bike-stations/v/1")
    assert str(said.value(earlier, DCAT.version)) == "1"
    assert not list(whole().objects(None, DCAT.hasVersion)), "the catalogue lists each data set once"


def test_a_file_elsewhere_keeps_its_size_checksum_and_own_licence():
    builders.everything()
    said = whole()
    [one] = [part for part in said.subjects(DCAT.byteSize) if (part, rdflib.RDF.type, DCAT.Distribution) in said]
    checksum = said.value(one, rdflib.URIRef("http://spdx.org/rdf/terms#checksum"))
    assert said.value(checksum, rdflib.URIRef("http://spdx.org/rdf/terms#checksumValue")).toPython() == b"\xab" * 32
    assert str(said.value(one, DCT.license)) == "https://l.example/1"


def test_the_queries_do_not_grow_with_the_data_sets(django_assert_num_queries):
    builders.everything()
    for _ in range(30):
        builders.version(builders.dataset())
    with django_assert_num_queries(5):  # count, last change, one portion with its links, and the empty one behind it
        list(export.catalogue("ttl", NOW))


def violations(said, *shapes):
    rules = rdflib.Graph()
    for shape in shapes:
        rules.parse(shape)
    for shape, empty in list(rules.subject_objects(rdflib.SH.property)):
        if rules.value(empty, rdflib.SH.path) is None:  # the published file points to a few shapes that it does not hold
            rules.remove((shape, rdflib.SH.property, empty))
    _, results, words = pyshacl.validate(said, shacl_graph=rules)
    broken = set(results.subjects(rdflib.SH.resultSeverity, rdflib.SH.Violation))
    return words.splitlines()[:40] if broken else []


SHAPES = "opendata/shacl/3.0.1_html_shacl_shapes.ttl"
STRICT = ("opendata/shacl/3.0.1_shacl_dcat-ap-SHACL.ttl", "opendata/shacl/3.0.1_html_shacl_range.ttl")


@pytest.mark.realdata
@pytest.mark.parametrize("form", FORMATS)
def test_the_catalogue_breaks_no_rule_of_dcat_ap(realdata, form):
    """The shapes are those that SEMIC publishes with DCAT-AP 3.0.1."""
    builders.everything()
    assert violations(whole(form), realdata(SHAPES)) == []


@pytest.mark.realdata
def test_the_catalogue_and_a_data_set_keep_also_the_rules_of_classes_and_ranges(realdata):
    builders.everything()
    shapes = [realdata(name) for name in STRICT]
    assert violations(whole(), *shapes) == []
    assert violations(graph("ttl", export.one("bike-stations", "ttl", NOW)), realdata(SHAPES), *shapes) == []


@pytest.mark.realdata
def test_the_shapes_notice_a_data_set_without_a_title_and_a_file_without_an_address(realdata):
    builders.everything()
    said = whole()
    one = found(said, "bike-stations")
    said.remove((one, DCT.title, None))
    said.remove((next(said.objects(one, DCAT.distribution)), DCAT.accessURL, None))
    assert violations(said, realdata(SHAPES))[2] == "Results (2):"


def test_no_data_set_is_named_by_a_number_of_the_database():
    builders.everything()
    keys = {str(pk) for pk in Dataset.objects.values_list("pk", flat=True)}
    assert not {str(one).rsplit("/", 1)[1] for one in whole().subjects(rdflib.RDF.type, DCAT.Dataset)} & keys
