"""CKAN, DCAT and documents over HTTP: pages, retries, limits, and what no harvest may reach."""

import gzip
import json
import socket
from urllib.parse import parse_qs, urlsplit

import pytest

from madang.city.opendata.models import HarvestRun
from madang.city.opendata.queries import export
from madang.city.opendata.services.harvesting import SourceFacts, fetching
from madang.city.opendata.services.harvesting.fetching import Fetcher, Unfetched, allowed_address
from madang.city.opendata.services.harvesting.reading import ckan
from madang.city.opendata.tests.export import builders as exported
from madang.city.opendata.tests.harvesting import builders
from madang.city.opendata.tests.harvesting.builders import Clock, datasets, document, packed, record, run, server
from madang.city.people.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")]  # rdflib's own


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    settings.OPENDATA_DIR, settings.HARVEST_PRIVATE = tmp_path, True


def package(number, **more):
    files = [{"name": "File", "url": f"https://files.example/{number}.csv", "format": "CSV"}]
    return {"id": f"id-{number}", "name": f"set-{number}", "title": f"Set {number}", "state": "active", "resources": files} | more


class Portal:
    """A CKAN that hands out few packages at a time, whatever it is asked for."""

    def __init__(self, packages, most=2):
        self.packages, self.most, self.asked = packages, most, []

    def __call__(self, path):
        asked = parse_qs(urlsplit(path).query)
        if "package_search" not in path:
            return None
        start = int(asked["start"][0])
        self.asked.append(start)
        found = self.packages[start : start + min(self.most, int(asked["rows"][0]))]
        return json.dumps({"success": True, "result": {"count": len(self.packages), "results": found}})


def test_a_ckan_portal_is_read_page_by_page_with_what_is_private_left_out():
    portal = Portal([package(number) for number in range(5)] + [package(5, private=True), package(6, state="deleted")])
    with server(portal) as url:
        builders.source(kind="ckan", url=url)
        found = run()
    assert (found.state, found.counts["added"], found.counts["read"], found.problem) == ("done", 5, 7, {})
    assert portal.asked == [0, 2, 4, 6]
    assert datasets()["id-3"].links.get().url == "https://files.example/3.csv"


def test_a_ckan_run_goes_on_where_it_was_and_takes_nothing_back_when_packages_slip_between_pages():
    clock, portal = Clock(), Portal([package(number) for number in range(6)])
    with server(portal) as url:
        builders.source(kind="ckan", url=url)
        run(clock=clock)
        assert run(clock=clock, seconds=0).state == "running"
        portal.packages = portal.packages[1:]  # one of the first page vanishes, the third slips to where was read already
        portal.asked.clear()
        found = run(clock=clock)
    assert portal.asked == [2, 4]
    assert (found.state, found.problem["key"]) == ("done", "unfinished")
    assert len(datasets(state="published")) == 6


@pytest.mark.parametrize("text", ["<html>", "[]", '{"success": false}', '{"success": true, "result": {"results": []}}',
                                  '{"success": true, "result": {"count": 3, "results": "x"}}', "[" * 100_000])  # fmt: skip
def test_what_does_not_answer_as_ckan_does_is_told(text):
    with server(lambda path: text) as url:
        builders.source(kind="ckan", url=url)
        found = run()
    assert (found.state, found.problem["key"]) == ("failed", "no_ckan")


def test_a_portal_may_be_named_by_its_home_or_its_api():
    wanted = "https://x.example/data/api/3/action/package_search"
    for url in ("https://x.example/data", "https://x.example/data/", "https://x.example/data/api/3/action", wanted):
        assert ckan.address(url, 0).split("?")[0] == wanted


@pytest.mark.parametrize("form", ["ttl", "jsonld", "rdf"])
def test_a_catalogue_in_dcat_is_read_page_by_page_and_says_the_same_in_every_form(form, monkeypatch, settings):
    monkeypatch.setattr(export, "PAGE", 2)
    exported.everything()
    exported.dataset("more")
    originals = {one.slug: one for one in exported.Dataset.objects.filter(harvest_source=None)}
    asked, pages = [], {}

    def answer(path):
        if "catalog" not in path:
            return None
        asked.append(int(path.rsplit("=", 1)[1]))
        return 200, {"Content-Type": export.MEDIA_TYPES[form]}, pages[asked[-1]]

    with server(answer) as url:
        settings.SITE_URL = url
        pages |= {number: "".join(export.page(form, number, exported.NOW)).encode() for number in (1, 2)}
        builders.source(kind="dcat", url=f"{url}/catalog.{form}?page=1")
        clock = Clock()
        found = run(clock=clock)
        again = run(clock=clock)
    assert (found.state, found.problem, found.counts["added"], asked) == ("done", {}, 4, [1, 2, 1, 2])
    assert again.counts["unchanged"] == 4
    bikes, was = datasets()[originals["bike-stations"].public_id.urn], originals["bike-stations"]
    assert (bikes.titles, bikes.texts, bikes.themes) == (was.titles, was.texts, sorted(was.themes))
    assert (bikes.licence, bikes.update_promise, bikes.contact_email) == (was.licence, was.update_promise, was.contact_email)
    assert (bikes.period_from, bikes.period_until, bikes.place) == (was.period_from, was.period_until, "Haneul")
    assert {link.format for link in bikes.links.all()} == {"CSV", "PARQUET", "XLSX", "GEOJSON"}
    assert bikes.publisher.names in ({"en": "Transport office"}, {"ko": "교통과"})


def test_the_same_record_in_turtle_rdf_xml_and_json_ld_has_one_fingerprint(monkeypatch):
    from madang.city.opendata.rules.harvesting import fingerprint
    from madang.city.opendata.services.harvesting.fetching import Fetched
    from madang.city.opendata.services.harvesting.reading import dcat
    from madang.city.opendata.services.harvesting.reading.flattening import flattened

    exported.everything()
    prints = set()
    for form, media in export.MEDIA_TYPES.items():
        graph = dcat.parsed(Fetched("https://x.example/", media, "".join(export.catalogue(form, exported.NOW)).encode()))
        prints.add(tuple(fingerprint("dcat", flattened(graph, one)) for one in dcat._datasets(graph)))
    assert len(prints) == 1


TURTLE = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix h: <http://www.w3.org/ns/hydra/core#> .\n"


@pytest.mark.parametrize(
    ("media", "body", "key"),
    [
        ("text/turtle", "<a> <b>", "broken_rdf"), ("application/rdf+xml", "<rdf", "broken_rdf"), ("application/ld+json", "{", "broken_rdf"),
        ("text/turtle", TURTLE, "no_catalogue"), ("text/html", "<html></html>", "broken_rdf"),
        ("application/ld+json", '{"@context": "http://127.0.0.1:9/secret"}', "broken_rdf"),
        ("application/ld+json", '{"@graph": [{"@context": [{}, "http://127.0.0.1:9/"]}]}', "broken_rdf"),
        ("application/rdf+xml", '<!DOCTYPE r [<!ENTITY a "b">]><r/>', "broken_rdf"),
        ("text/turtle", TURTLE + "<> a dcat:Catalog; h:next <> .", "pages_in_a_circle"),
    ],
)  # fmt: skip
def test_what_is_no_catalogue_in_dcat_is_told_and_no_other_document_is_loaded(media, body, key):
    with server(lambda path: (200, {"Content-Type": media}, body.encode())) as url:
        builders.source(kind="dcat", url=url)
        found = run()
    assert (found.state, found.problem["key"]) == ("failed", key)


def test_a_run_over_dcat_that_was_killed_before_its_end_does_not_begin_again():
    asked = []

    def answer(path):
        asked.append(path)
        return (
            200,
            {"Content-Type": "text/turtle"},
            f'{TURTLE}<> a dcat:Catalog; dcat:dataset <#1> . <#1> dct:title "One" .'.encode(),
        )

    clock = Clock()
    with server(answer) as url:
        builders.source(kind="dcat", url=url)
        assert run(clock=clock, seconds=0).state == "running"
        asked.clear()
        found = run(clock=clock)
    assert (found.state, found.counts["added"], asked) == ("done", 1, [])


def test_a_packed_document_is_unpacked_and_one_that_is_too_large_is_refused():
    with server(lambda path: packed(document(record("a")))) as url:
        builders.source(url=f"{url}/data.json")
        assert run().counts["added"] == 1
        with pytest.raises(Unfetched) as problem:
            Fetcher().page(f"{url}/data.json", most_bytes=100)
    assert problem.value.key == "too_large"


def test_a_bomb_is_not_unpacked_into_memory():
    body = gzip.compress(b"\0" * 50_000_000)
    with server(lambda path: (200, {"Content-Encoding": "gzip"}, body)) as url, pytest.raises(Unfetched) as problem:
        Fetcher().page(url, most_bytes=1_000_000)
    assert problem.value.key == "too_large"


def test_what_fails_for_a_moment_is_tried_again_after_the_time_that_the_server_asks_for():
    waits, answers = [], [(503, {"Retry-After": "7"}, b""), (200, {"Content-Length": "100"}, b"short"), "whole"]
    with server(lambda path: None if "robots" in path else answers.pop(0)) as url:
        found = Fetcher(wait=waits.append).page(url)
    assert (found.body, waits) == (b"whole", [7, 8])


def test_a_server_that_never_recovers_fails_the_run_which_then_goes_on_where_it_was():
    portal, clock, broken = Portal([package(number) for number in range(4)]), Clock(), []

    def answer(path):
        return (500, {}, b"") if broken and "start=2" in path else portal(path)

    with server(answer) as url:
        builders.source(kind="ckan", url=url)
        broken.append(1)
        found = run(clock=clock)
        assert (found.state, found.problem["key"], len(datasets())) == ("failed", "unreachable", 2)
        broken.clear()
        portal.asked.clear()
        assert run(clock=clock).counts["added"] == 4
    assert portal.asked == [2]
    assert HarvestRun.objects.count() == 1


@pytest.mark.parametrize(
    ("answer", "key"),
    [((404, {}, b""), "status"), ((302, {"Location": "/again"}, b""), "redirects"), ((302, {"Location": "ftp://x.example/"}, b""), "address"),
     ((302, {"Location": "file:///etc/passwd"}, b""), "address")],
)  # fmt: skip
def test_where_no_document_is_the_reason_is_told(answer, key):
    with server(lambda path: answer) as url, pytest.raises(Unfetched) as problem:
        Fetcher().page(url)
    assert problem.value.key == key


def test_a_redirection_is_followed_and_its_address_looked_at_as_well(settings, monkeypatch):
    with server(lambda path: "there" if path == "/b" else (302, {"Location": "/b"}, b"")) as url:
        assert Fetcher().page(f"{url}/a").url == f"{url}/b"
        settings.HARVEST_PRIVATE = False
        with pytest.raises(Unfetched) as problem:
            Fetcher().page(f"{url}/a")
    assert problem.value.key == "private"


PRIVATE = ("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "fd00::1", "fe80::1",
           "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::")  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_inside_a_private_network_are_refused(address, settings, monkeypatch):
    settings.HARVEST_PRIVATE = False
    entry = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 80))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: [public, entry])
    with pytest.raises(Unfetched) as problem:
        allowed_address("them.example", 80)
    assert problem.value.key == "private"
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: [public])
    assert allowed_address("them.example", 80) == "93.184.216.34"


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch):
    asked = []
    with server(lambda path: "here") as url:
        port = urlsplit(url).port

        def resolve(host, *args, **options):
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

        monkeypatch.setattr(fetching.socket, "getaddrinfo", resolve)
        connected = []
        original = socket.create_connection
        monkeypatch.setattr(
            fetching.socket, "create_connection", lambda place, *more: connected.append(place) or original(place, *more)
        )
        Fetcher().page(f"http://them.example:{port}/")
    assert set(asked) <= {"them.example", "127.0.0.1"}
    assert set(connected) == {("127.0.0.1", port)}


@pytest.mark.parametrize(
    "url", ["gopher://x.example/", "http:///x", "http://user:secret@x.example/", "http://x.example:99999/", "http://[::1"]
)
def test_addresses_that_cannot_be_fetched_are_refused(url):
    with pytest.raises(Unfetched) as problem:
        Fetcher().page(url)
    assert problem.value.key == "address"


ROBOTS = "User-agent: *\nDisallow: /\nCrawl-delay: 10\n"


def test_rules_of_a_site_for_this_program_are_obeyed_those_for_every_crawler_are_not():
    waits, rules = [], [ROBOTS]
    with server(lambda path: rules[0] if "robots" in path else "page") as url:
        assert Fetcher(wait=waits.append).page(f"{url}/api").body == b"page"
        rules[0] = f"{ROBOTS}\nUser-agent: MadangHarvester\nDisallow: /api\nCrawl-delay: 3\n"
        fetcher = Fetcher(wait=waits.append)
        assert [fetcher.page(f"{url}/{name}").body for name in "ab"] == [b"page", b"page"]
        with pytest.raises(Unfetched) as problem:
            fetcher.page(f"{url}/api/3")
    assert (problem.value.key, waits) == ("robots", [3])


def test_a_source_that_moves_to_another_kind_of_catalogue_keeps_the_identities_that_stay(settings):
    from madang.city.opendata.services import harvesting

    clock = Clock()
    with server(lambda path: document(record("id-1", "Set 1")) if "data.json" in path else Portal([package(1)])(path)) as url:
        builders.source(url=f"{url}/data.json")
        run(clock=clock)
        before = datasets()["id-1"].pk
        harvesting.change_source(slug="them", facts=SourceFacts(kind="ckan", url=url), by=SYSTEM, now=clock())
        assert run(clock=clock).counts["changed"] == 1
    assert datasets()["id-1"].pk == before
