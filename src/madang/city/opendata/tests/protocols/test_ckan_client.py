"""CKAN's own client, program and library, against the running site: it lists, searches, dumps and loads whole catalogues."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import ckanapi
import pytest

from madang.city.opendata.models import Dataset, Group, Publisher
from madang.city.opendata.rules.facts import LinkFacts
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.protocols import making
from madang.city.people.tests.builders import department

pytestmark = pytest.mark.django_db(transaction=True)
SERVERS_OWN = {"metadata_created", "metadata_modified", "created", "package_count"}


def _city(tmp_path: Path) -> None:
    """Make a small city: departments, an office outside, a group, data sets in three languages, a table."""
    builders.publisher("parks")
    builders.publisher("roads")
    for number in range(12):
        links = tuple(
            LinkFacts(url=f"https://example.org/{number}/{place}.csv", titles={"en": f"File {place}", "ko": f"파일 {place}"},
                      texts={"en": "One of them"}, format="CSV", media_type="text/csv", bytes=place, extras={"hash": f"md5:{place}"})
            for place in range(number % 3)
        )  # fmt: skip
        builders.dataset(
            slug=f"data-{number}", titles={"en": f"Data {number}", "ko": f"자료 {number}"}, texts={"ko": "설명", "zh": "说明"},
            department=("parks", "roads")[number % 2], themes=("TRAN", "ENVI")[: number % 3], keywords=(f"k{number}", "buses"),
            licence="cc0-1.0", update_promise="MONTHLY", contact_name="Lee", contact_email="lee@example.org", place="Haneul",
            links=links, extras={"ckan": {"extras": [{"key": "x", "value": f"{number}"}], "fields": {"author": "Kim", "odd": {"a": 1}}}},
        )  # fmt: skip
    making.trees(tmp_path)


def _run(*words: str, given: str = "") -> str:
    """Run the program ckanapi and return what it printed; it must end well."""
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["ckanapi", *words],
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PATH": programs},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _dump(url: str, things: str) -> str:
    return _run("dump", things, "--all", "-q", "-p", "2", "-r", url)


def _load(url: str, things: str, lines: str, secret: str) -> None:
    _run("load", things, "-q", "-p", "2", "-r", url, "-a", secret, given=lines)


def _without_servers_own(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_servers_own(one) for name, one in value.items() if name not in SERVERS_OWN}
    return [_without_servers_own(one) for one in value] if isinstance(value, list) else value


def _told(lines: str) -> dict[str, Any]:
    return {one["name"]: _without_servers_own(one) for one in map(json.loads, lines.splitlines())}


def _emptied() -> None:
    """Make another city of it: nothing of the catalogue is there."""
    Dataset.objects.all().delete()
    Group.objects.all().delete()
    Publisher.objects.all().delete()


@pytest.mark.slow
def test_a_catalogue_goes_from_one_city_to_another_and_is_the_same(live_server: Any, tmp_path: Path) -> None:
    _city(tmp_path)
    secret = making.token()
    making.post("group_create", {"name": "night-city", "title": "Night", "extras": [{"key": "a", "value": "b"}]}, secret=secret)
    making.post("package_patch", {"id": "data-5", "groups": [{"name": "night-city"}, {"name": "tran"}]}, secret=secret)
    first = {things: _dump(live_server.url, things) for things in ("organizations", "groups", "datasets")}
    assert len(first["datasets"].splitlines()) == 13
    _emptied()
    for things, lines in first.items():
        _load(live_server.url, things, lines, secret)
    second = {things: _dump(live_server.url, things) for things in first}
    for things, lines in first.items():
        told, expected = _told(second[things]), _told(lines)
        if things == "datasets":  # the table itself stays in its city: in the other one it is a link to there
            expected["trees"]["resources"][0] |= {"datastore_active": False}
            for key in ("datastore_contains_all_records_of_source_file", "total_record_count"):
                expected["trees"]["resources"][0].pop(key)
        assert told == expected, things
    _load(live_server.url, "datasets", second["datasets"], secret)
    assert _told(_dump(live_server.url, "datasets")) == _told(second["datasets"])


def test_the_program_searches_all_that_there_is(live_server: Any, tmp_path: Path) -> None:
    _city(tmp_path)
    found = _run("search", "datasets", "q=buses", "sort=name asc", "-r", live_server.url)
    assert {json.loads(line)["name"] for line in found.splitlines()} == {f"data-{number}" for number in range(12)}
    assert json.loads(_run("action", "package_show", "id=data-3", "-g", "-j", "-r", live_server.url))["title"] == "Data 3"


def test_the_library_reads_writes_and_knows_the_errors(live_server: Any, tmp_path: Path) -> None:
    _city(tmp_path)
    with ckanapi.RemoteCKAN(live_server.url, get_only=True) as reader:
        assert len(reader.action.package_list()) == 13
        rows = reader.action.datastore_search(resource_id=making.table_id("trees"), q="ginkgo", limit=1)
        assert (rows["total"], rows["records"][0]["code"]) == (2, "0012")
        with pytest.raises(ckanapi.NotFound):
            reader.action.package_show(id="nobody")
        with pytest.raises(ckanapi.SearchQueryError):
            reader.action.package_search(fq="tags:[")
    with ckanapi.RemoteCKAN(live_server.url, apikey="mdg_wrong") as stranger, pytest.raises(ckanapi.NotAuthorized):
        stranger.action.package_create(name="new", owner_org="parks")
    department("parks")
    with ckanapi.RemoteCKAN(live_server.url, apikey=making.token()) as writer:
        made = writer.action.package_create(name="new-one", owner_org="parks", title="New")
        with pytest.raises(ckanapi.ValidationError) as problem:
            writer.action.package_create(name="new-one", owner_org="parks")
        assert "name" in problem.value.error_dict
        file = tmp_path / "rows.csv"
        file.write_text("a,b\n1,2\n")
        with file.open("rb") as upload:
            told = writer.action.resource_create(package_id=made["id"], name="Rows", upload=upload)
        assert told["version"]["state"] == "received"
