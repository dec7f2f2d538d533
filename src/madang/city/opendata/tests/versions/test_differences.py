import csv
import io
from xml.etree import ElementTree

import pytest
from django.test import Client

from madang.city.kernel.jobs import run_pending
from madang.city.kernel.refusals import Refused
from madang.city.opendata.queries import rows
from madang.city.opendata.queries import versions as queries
from madang.city.opendata.queries.versions import differences
from madang.city.opendata.services import publishing
from madang.city.opendata.store import cache
from madang.city.opendata.tests.versions.made import NOW, at_gate, published, with_rows
from madang.city.people.rules import SYSTEM

pytestmark = pytest.mark.django_db
NEXT = with_rows(drop=[0, 7], row5="T0005,Elm & Oak <Lane>,9.9,2020-01-01", add="T0400,Elm Lane,1.5,2024-01-01")
ATOM = "{http://www.w3.org/2005/Atom}"


def two(text=NEXT):
    slug = published().dataset.slug
    publishing.publish(version_id=at_gate(slug, text), by=SYSTEM, now=NOW)
    return slug


def difference(slug):
    return queries.difference(queries.version(slug, 1), queries.version(slug, 2))


def test_every_row_that_differs_is_told_with_its_values():
    found = difference(two())
    assert (dict(found.counts), found.total, found.keys) == ({"changed": 1, "added": 1, "removed": 2}, 4, ("tree_no",))
    changed, added, *removed = queries.changes(found)
    assert (changed.kind, changed.differs) == ("changed", ("street", "height_m", "planted"))
    assert (changed.before["street"], changed.after["street"]) == ("Street 5", "Elm & Oak <Lane>")
    assert (added.before, added.after["tree_no"], added.old) == (None, "T0400", None)
    assert sorted(one.before["tree_no"] for one in removed) == ["T0000", "T0007"]
    version = queries.version(found.after.slug, 2)
    assert rows.row(version, changed.new) == changed.after
    assert [one.kind for one in queries.changes(found, kind="removed", offset=1, limit=5)] == ["removed"]
    assert queries.changes(found, kind="added", offset=1) == ()
    assert len(list(queries.every_change(found))) == 4


def test_versions_of_two_data_sets_are_not_compared():
    one, other = published(), published()
    with pytest.raises(Refused) as refused:
        queries.difference(queries.version(one.dataset.slug), queries.version(other.dataset.slug))
    assert refused.value.refusal.key == "opendata.two_datasets"


def test_the_api_tells_versions_and_what_changed():
    slug, client = two(), Client()
    listed = client.get(f"/api/v1/datasets/{slug}/versions").json()["items"]
    assert [one["number"] for one in listed] == [2, 1]
    assert listed[0]["fingerprint"] == queries.version(slug, 2).key
    whole = client.get(f"/api/v1/datasets/{slug}/versions/1").json()
    assert whole["columns"][0]["evidence"]["type"] == whole["columns"][0]["type"] == "text"
    page = client.get(f"/api/v1/datasets/{slug}/changes", {"from": 1, "to": 2, "limit": 2}).json()
    assert (page["added"], page["removed"], page["changed"], page["next_offset"]) == (1, 2, 1, 2)
    assert page["items"][0]["after"]["planted"] == "2020-01-01"
    last = client.get(f"/api/v1/datasets/{slug}/changes", {"from": 1, "to": 2, "kind": "removed", "offset": 1}).json()
    assert (len(last["items"]), last["next_offset"]) == (1, None)
    back = client.get(f"/api/v1/datasets/{slug}/changes", {"from": 2, "to": 1}).json()
    assert (back["added"], back["removed"]) == (2, 1)


def test_a_csv_holds_every_row_that_differs():
    slug = two()
    response = Client().get(f"/api/v1/datasets/{slug}/changes.csv", {"from": 1, "to": 2})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [line["change"] for line in lines] == ["changed", "added", "removed", "removed"]
    assert (lines[0]["street"], lines[0]["street__before"], lines[1]["street__before"]) == ("Elm & Oak <Lane>", "Street 5", "")
    assert f"{slug}-1-2.csv" in response["Content-Disposition"]


def test_feeds_tell_versions_and_rows():
    slug = two()
    feed = ElementTree.fromstring(Client().get(f"/api/v1/datasets/{slug}/versions.atom").content)
    assert [entry.findtext(f"{ATOM}content") for entry in feed.iter(f"{ATOM}entry")] == [
        "added: 1, removed: 2, changed: 1",
        "400",
    ]
    response = Client().get(f"/api/v1/datasets/{slug}/changes.atom", {"from": 1, "to": 2})
    assert response["Content-Type"].startswith("application/atom+xml")
    entries = list(ElementTree.fromstring(response.content).iter(f"{ATOM}entry"))
    assert [entry.findtext(f"{ATOM}title") for entry in entries][:2] == ["changed: T0005", "added: T0400"]
    assert "Street 5 → Elm & Oak <Lane>" in entries[0].findtext(f"{ATOM}content")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 4


def test_what_takes_long_is_found_by_a_job(monkeypatch):
    slug = two()
    cache.make_room(1, most=0)
    monkeypatch.setattr(differences, "AT_ONCE_ROWS", 10)
    response = Client().get(f"/api/v1/datasets/{slug}/changes", {"from": 1, "to": 2})
    assert (response.status_code, response["Retry-After"]) == (202, "5")
    run_pending()
    assert Client().get(f"/api/v1/datasets/{slug}/changes", {"from": 1, "to": 2}).json()["added"] == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("from=1&to=9", 404),
        ("from=0&to=2", 422),
        ("from=1", 422),
        ("from=1&to=2&kind=other", 422),
        ("from=1&to=99999999999999999999", 422),
    ],
)
def test_questions_that_make_no_sense_are_answered_so(query, status):
    assert Client().get(f"/api/v1/datasets/{two()}/changes?{query}").status_code == status
