"""Rows written through CKAN's data store: each request is a version, and none of it is public before the gate."""

from typing import Any

import pytest

from madang.city.kernel import jobs
from madang.city.opendata.models import Version
from madang.city.opendata.rules.states import VersionState
from madang.city.opendata.services import publishing
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.builders import NOW
from madang.city.opendata.tests.protocols import making
from madang.city.people.rules import SYSTEM

pytestmark = pytest.mark.django_db
ROWS = [{"code": f"00{number}", "trees": number, "height": number / 4} for number in range(1, 4)]
FIELDS = [{"id": "code", "type": "text"}, {"id": "trees", "type": "int"}, {"id": "height", "type": "numeric"}]


def _sent(action: str, secret: str, **values: Any) -> dict[str, Any]:
    answer = making.post(action, values, secret=secret)
    assert answer.status_code == 200, answer.json()
    jobs.run_pending()
    return answer.json()["result"]


def _version(told: dict[str, Any]) -> Version:
    return Version.objects.get(public_id=told["version"]["id"])


def _published(told: dict[str, Any]) -> None:
    version = _version(told)
    assert version.state == VersionState.AT_GATE.value, version.problem
    publishing.publish(version_id=version.public_id, by=SYSTEM, now=NOW)


def _codes(resource_id: str) -> list[tuple[str, int]]:
    found = making.ask("datastore_search", resource_id=resource_id, sort="code")["result"]["records"]
    return [(one["code"], one["trees"]) for one in found]


@pytest.fixture
def secret() -> str:
    builders.dataset("Trees", slug="trees", is_public=False)
    return making.token()


def test_created_rows_stop_at_the_gate_and_are_told_once_they_are_published(secret: str) -> None:
    told = _sent("datastore_create", secret, resource={"package_id": "trees"}, fields=FIELDS, records=ROWS, primary_key="code")
    identity = told["resource_id"]
    assert making.post("datastore_search", {"resource_id": identity}).status_code == 404
    _published(told)
    assert _codes(identity) == [("001", 1), ("002", 2), ("003", 3)]
    assert making.ask("datastore_info", id=identity)["result"]["schema"] == {"code": "text", "trees": "int", "height": "numeric"}


@pytest.mark.slow
def test_rows_are_changed_and_added_by_their_key(secret: str) -> None:
    told = _sent("datastore_create", secret, resource={"package_id": "trees"}, fields=FIELDS, records=ROWS, primary_key=["code"])
    identity = told["resource_id"]
    _published(told)
    first = _sent(
        "datastore_upsert", secret, resource_id=identity, records=[{"code": "002", "trees": "20"}, {"code": "004", "trees": 4}]
    )
    assert _codes(identity) == [("001", 1), ("002", 2), ("003", 3)]
    second = _sent("datastore_upsert", secret, resource_id=identity, method="insert", records=[{"code": "005", "trees": 5}])
    assert _version(first).state == VersionState.DISCARDED.value
    _published(second)
    assert _codes(identity) == [("001", 1), ("002", 20), ("003", 3), ("004", 4), ("005", 5)]
    gone = _sent("datastore_delete", secret, resource_id=identity, filters={"code": ["001", "005"]})
    assert gone["deleted_count"] == 2
    _published(gone)
    assert _codes(identity) == [("002", 20), ("003", 3), ("004", 4)]


@pytest.mark.parametrize(
    ("action", "values", "field"),
    [
        ("datastore_upsert", {"records": [{"code": "1", "nothing": 1}]}, "records"),
        ("datastore_upsert", {"records": [{"code": "1", "trees": "many"}]}, "records"),
        ("datastore_upsert", {"records": [{"code": "1"}, {"code": "1"}]}, "records"),
        ("datastore_upsert", {"records": []}, "records"),
        ("datastore_upsert", {"records": [1]}, "records"),
        ("datastore_upsert", {"method": "replace", "records": [{"code": "1"}]}, "method"),
        ("datastore_upsert", {"method": "update", "records": [{"code": "999"}]}, "key"),
        ("datastore_delete", {"filters": {}}, "filters"),
        ("datastore_delete", {"filters": {"code": "999"}}, "filters"),
        ("datastore_delete", {"filters": {"nothing": 1}}, "records"),
        ("datastore_create", {"records": []}, "records"),
        ("datastore_create", {"records": [{"a": 1}], "primary_key": "b"}, "primary_key"),
        ("datastore_create", {"fields": [{"id": "_x"}], "records": [{"_x": 1}]}, "fields"),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_are_named(tmp_path: Any, action: str, values: dict[str, Any], field: str) -> None:
    version = making.trees_with_keys(tmp_path)
    answer = making.post(action, {"resource_id": making.table_id("trees"), **values}, secret=making.token())
    assert answer.status_code == 409, answer.json()
    assert field in answer.json()["error"]
    assert Version.objects.count() == 1
    assert version.state == VersionState.PUBLISHED.value


def test_nobody_writes_rows_without_a_token(tmp_path: Any) -> None:
    making.trees_with_keys(tmp_path)
    for action in ("datastore_create", "datastore_upsert", "datastore_delete"):
        answer = making.post(action, {"resource_id": making.table_id("trees"), "records": [{"code": "1"}]})
        assert answer.status_code == 403, action
