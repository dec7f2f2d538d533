"""The catalogue written through CKAN's actions: by tokens alone, without loss, and past no gate."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madang.city.opendata.models import Dataset, Group, Publisher, Version
from madang.city.opendata.rules.states import VersionState
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.protocols import making
from madang.city.people.rules import Role
from madang.city.people.tests import builders as persons

pytestmark = pytest.mark.django_db
PACKAGE: dict[str, Any] = {
    "name": "bus-stops", "title": "Bus stops", "notes": "Where buses stop.", "owner_org": "parks", "license_id": "cc-by-sa",
    "author": "Kim", "author_email": "kim@example.org", "maintainer": "Lee", "maintainer_email": "lee@example.org",
    "url": "https://example.org/stops", "version": "7b", "tags": [{"name": "transport"}, {"name": "bus"}],
    "groups": [{"name": "tran"}],
    "extras": [{"key": "frequency", "value": "MONTHLY"}, {"key": "temporal_start", "value": "2020-01-31"},
               {"key": "spatial", "value": '{"type": "Point"}'}, {"key": "deep", "value": {"a": [1, None]}}],
    "resources": [{"url": "https://example.org/a.csv", "name": "A", "format": "CSV", "size": 12, "hash": "md5:0", "schema": {"x": 1}},
                  {"url": "https://example.org/b", "name": "B", "description": "Other", "mimetype": "text/html"}],
    "unknown_field": {"kept": True},
}  # fmt: skip


def _created(secret: str, **changes: Any) -> dict[str, Any]:
    answer = making.post("package_create", {**PACKAGE, **changes}, secret=secret)
    assert answer.status_code == 200, answer.json()
    return answer.json()["result"]


def _gains(told: Any, wanted: Any) -> None:
    """Check that all of ``wanted`` is in ``told``; lists of objects by their place, once sorted by key or name."""
    if isinstance(wanted, dict):
        for name, value in wanted.items():
            _gains(told[name], value)
    elif isinstance(wanted, list) and wanted and isinstance(wanted[0], dict):
        by = next(name for name in ("key", "url", "name") if name in wanted[0])
        ordered = sorted(told, key=lambda one: one[by]), sorted(wanted, key=lambda one: one[by])
        for one, other in zip(*ordered, strict=True):
            _gains(one, other)
    else:
        assert told == wanted


def test_what_a_client_says_comes_back_whole() -> None:
    builders.publisher("parks")
    told = _created(making.token())
    _gains(told, {**PACKAGE, "owner_org": told["owner_org"]})
    row = Dataset.objects.get(slug="bus-stops")
    assert (row.update_promise, str(row.period_from), row.licence, row.themes) == (
        "MONTHLY",
        "2020-01-31",
        "cc-by-sa-4.0",
        ["TRAN"],
    )
    assert making.ask("package_show", id="bus-stops")["result"] == told


def test_an_update_with_what_was_shown_changes_nothing() -> None:
    builders.publisher("parks")
    secret = making.token()
    told = _created(secret)
    again = making.post("package_update", told, secret=secret).json()["result"]
    for one in (told, again):
        one.pop("metadata_modified")
    assert again == told


def test_an_update_empties_what_is_left_out_and_a_patch_does_not() -> None:
    builders.publisher("parks")
    secret = making.token()
    _created(secret)
    patched = making.post("package_patch", {"id": "bus-stops", "title": "Stops"}, secret=secret).json()["result"]
    assert (patched["title"], patched["notes"], patched["num_resources"]) == ("Stops", "Where buses stop.", 2)
    short = {"id": "bus-stops", "owner_org": "parks", "title": "Stops"}
    updated = making.post("package_update", short, secret=secret).json()["result"]
    assert (updated["notes"], updated["num_resources"], updated["tags"]) == ("", 0, [])


def test_a_patched_title_leaves_the_other_languages() -> None:
    builders.dataset("Trees", slug="trees", titles={"en": "Trees", "ko": "나무"})
    told = making.post("package_patch", {"id": "trees", "title": "Street trees"}, secret=making.token()).json()["result"]
    assert told["title_translated"] == {"en": "Street trees", "ko": "나무"}


def test_the_wanted_id_is_kept_if_it_is_free() -> None:
    builders.publisher("parks")
    secret = making.token()
    wanted = "6a2b9e2c-50a5-4d4e-9f0c-0d1f6f6c8a11"
    assert _created(secret, id=wanted)["id"] == wanted
    assert _created(secret, id=wanted, name="other")["id"] != wanted


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Not A Name"}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "taken"}, "name"),
        ({"owner_org": "nobody"}, "owner_org"),
        ({"owner_org": None}, "owner_org"),
        ({"maintainer_email": "none"}, "maintainer_email"),
        ({"groups": [{"name": "nobody"}]}, "groups"),
        ({"groups": [{}]}, "groups"),
        ({"extras": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}, "extras"),
        ({"extras": ["a"]}, "extras"),
        ({"resources": [{"name": "no address"}]}, "url"),
        ({"resources": [{"url": "javascript:alert(1)"}]}, "message"),
        ({"resources": ["x"]}, "resources"),
        ({"url": "javascript:alert(1)"}, "message"),
        ({"title": ["a"]}, "title"),
        ({"title": "x" * 301}, "message"),
        ({"title_translated": "x"}, "title_translated"),
        ({"private": "perhaps"}, "private"),
        ({"tags": [{"name": "x" * 200}]}, "message"),
    ],
)  # fmt: skip
def test_a_package_that_cannot_be_is_named_by_its_field(changes: dict[str, Any], field: str) -> None:
    builders.publisher("parks")
    builders.dataset("Taken", slug="taken")
    answer = making.post("package_create", {**PACKAGE, **changes}, secret=making.token())
    assert answer.status_code == 409
    assert answer.json()["error"]["__type"] == "Validation Error"
    assert field in answer.json()["error"]
    assert not Dataset.objects.filter(slug=PACKAGE["name"]).exists()


def test_only_a_token_with_the_right_scope_and_reach_writes() -> None:
    builders.publisher("parks")
    browser = persons.signed_in(persons.staff(Role.ADMINISTRATOR))
    roads = making.token(Role.CASEWORKER, department="roads")
    auditor = making.token(Role.AUDITOR)
    other = making.token(Role.HEAD, scopes=("staff:cases",))
    answers = [
        making.post("package_create", PACKAGE),
        making.post("package_create", PACKAGE, client=browser),
        making.post("package_create", PACKAGE, secret="mdg_wrong"),
        making.post("package_create", PACKAGE, secret=roads),
        making.post("package_create", PACKAGE, secret=auditor),
        making.post("package_create", PACKAGE, secret=other),
        making.post("organization_create", {"name": "new-office"}, secret=roads),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert {answer.json()["error"]["__type"] for answer in answers} == {"Authorization Error"}
    assert Client().get("/api/3/action/package_create").status_code == 400
    caseworker = making.token(Role.CASEWORKER)
    assert making.post("package_create", PACKAGE, secret=caseworker).status_code == 200
    old_header = {"X-CKAN-API-Key": caseworker}
    assert Client().post("/api/3/action/package_delete", {"id": "bus-stops"}, headers=old_header).status_code == 200


def test_a_token_is_no_way_to_drafts_of_other_departments() -> None:
    builders.dataset("Plans", slug="plans", is_public=False)
    own, other = making.token(Role.CASEWORKER), making.token(Role.CASEWORKER, department="roads")
    assert making.post("package_show", {"id": "plans"}, secret=own).json()["result"]["private"] is True
    assert making.post("package_show", {"id": "plans"}, secret=other).status_code == 404
    assert making.post("package_patch", {"id": "plans", "title": "x"}, secret=other).status_code == 404


def test_what_is_deleted_says_so_and_can_be_put_back() -> None:
    builders.publisher("parks")
    secret = making.token()
    told = _created(secret)
    for _ in range(2):
        assert making.post("package_delete", {"id": "bus-stops"}, secret=secret).status_code == 200
    assert making.post("package_show", {"id": "bus-stops"}).status_code == 404
    assert making.post("package_show", {"id": "bus-stops"}, secret=secret).json()["result"]["state"] == "deleted"
    assert making.post("package_update", told, secret=secret).json()["result"]["state"] == "active"
    assert making.post("package_show", {"id": "bus-stops"}).status_code == 200


def test_a_harvested_data_set_is_not_written_here() -> None:
    from madang.city.opendata.rules.states import Source

    builders.dataset("From a system", slug="from-a-system", source=Source.SYSTEM, external_id="x")
    answer = making.post("package_patch", {"id": "from-a-system", "title": "x"}, secret=making.token())
    assert answer.status_code == 403


def test_resources_are_added_changed_and_taken_away() -> None:
    builders.publisher("parks")
    secret = making.token()
    _created(secret)
    new = {"package_id": "bus-stops", "url": "https://example.org/c.json", "name": "C", "custom": "kept"}
    made = making.post("resource_create", new, secret=secret).json()["result"]
    assert (made["position"], made["custom"]) == (2, "kept")
    patched = making.post("resource_patch", {"id": made["id"], "name": "C2"}, secret=secret).json()["result"]
    assert (patched["name"], patched["custom"], patched["id"]) == ("C2", "kept", made["id"])
    updated = making.post("resource_update", {"id": made["id"], "url": new["url"]}, secret=secret).json()["result"]
    assert (updated["name"], "custom" in updated) == ("", False)
    assert making.post("resource_delete", {"id": made["id"]}, secret=secret).status_code == 200
    assert making.post("resource_show", {"id": made["id"]}).status_code == 404
    assert making.post("resource_create", new).status_code == 403


def test_organizations_and_groups_are_made_changed_and_taken_away() -> None:
    secret = making.token()
    office = {"id": "0b1c", "name": "harbour-office", "title": "Harbour office", "description": "Ships", "image_url": "https://e.org/a.png",
              "extras": [{"key": "phone", "value": "120"}], "custom": [1]}  # fmt: skip
    told = making.post("organization_create", office, secret=secret).json()["result"]
    _gains(told, office)
    assert making.ask("organization_show", id="0b1c")["result"] == told
    assert making.post("organization_create", office, secret=secret).status_code == 409
    patched = making.post("organization_patch", {"id": "0b1c", "title": "Port"}, secret=secret).json()["result"]
    assert (patched["title"], patched["custom"]) == ("Port", [1])
    _created(secret, owner_org="0b1c")
    assert making.post("organization_delete", {"id": "harbour-office"}, secret=secret).status_code == 409
    group = {"name": "night-city", "title": "The city at night", "extras": [{"key": "a", "value": "b"}]}
    _gains(making.post("group_create", group, secret=secret).json()["result"], group)
    gathered = making.post(
        "package_patch", {"id": "bus-stops", "groups": [{"name": "night-city"}, {"name": "tran"}]}, secret=secret
    )
    assert [one["name"] for one in gathered.json()["result"]["groups"]] == ["night-city", "tran"]
    assert making.ask("package_search", fq="groups:night-city")["result"]["count"] == 1
    assert making.ask("group_show", id="night-city", include_datasets="true")["result"]["packages"][0]["name"] == "bus-stops"
    assert making.post("group_create", {"name": "tran"}, secret=secret).status_code == 409
    assert making.post("group_delete", {"id": "night-city"}, secret=secret).status_code == 200
    assert not Group.objects.exists()
    builders.publisher("parks")
    assert making.post("organization_delete", {"id": "parks"}, secret=secret).status_code == 403
    free = {"name": "free-office"}
    assert making.post("organization_create", free, secret=secret).status_code == 200
    assert making.post("organization_delete", {"id": "free-office"}, secret=secret).status_code == 200
    assert not Publisher.objects.filter(slug="free-office").exists()


def _upload(secret: str, content: bytes) -> Any:
    file = SimpleUploadedFile("나무.csv", content)
    return Client().post(
        "/api/3/action/resource_create", {"package_id": "bus-stops", "upload": file}, headers={"Authorization": secret}
    )


def test_an_uploaded_file_waits_as_a_version_and_is_not_public(django_capture_on_commit_callbacks: Any) -> None:
    builders.publisher("parks")
    secret = making.token()
    _created(secret, resources=[])
    told = _upload(secret, "이름,높이\n은행나무,12\n".encode("cp949")).json()["result"]
    version = Version.objects.get(public_id=told["version"]["id"])
    assert (version.file_name, version.state, version.dataset.slug) == ("나무.csv", VersionState.RECEIVED.value, "bus-stops")
    assert making.ask("package_show", id="bus-stops")["result"]["resources"] == []
    assert making.post("datastore_search", {"resource_id": told["id"]}).status_code == 404
    assert _upload(secret, b"").status_code == 409
    assert _upload("mdg_wrong", b"a\n1\n").status_code == 403


def test_the_tables_own_resource_stays(tmp_path: Path) -> None:
    making.trees(tmp_path)
    secret, identity = making.token(), making.table_id("trees")
    assert making.post("resource_delete", {"id": identity}, secret=secret).status_code == 409
    assert making.post("resource_patch", {"id": identity, "name": "x"}, secret=secret).status_code == 409
    told = making.ask("package_show", id="trees")["result"]
    again = making.post("package_update", told, secret=secret).json()["result"]
    assert [one["id"] for one in again["resources"]] == [identity]
