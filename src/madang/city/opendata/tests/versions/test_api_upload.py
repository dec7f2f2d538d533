import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madang.city.kernel.jobs import run_pending
from madang.city.opendata.models import Dataset, Original, Version
from madang.city.opendata.queries import versions as queries
from madang.city.opendata.tests.versions.made import NOW, TREES, at_gate, dataset, with_rows
from madang.city.people import services
from madang.city.people.models import Account
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people

ROWS = TREES.encode()
pytestmark = pytest.mark.django_db


def token(scope="opendata:write", *, role=Role.CASEWORKER, department="parks"):
    staff = people.staff(role, department_code=department)
    email = Account.objects.get(pk=people.account_of(staff)).email
    secret = services.create_token(email=email, name="a program", scopes=[scope], now=NOW)
    return {"authorization": f"Bearer {secret}"}


def bring(headers, content=ROWS, **said):
    told = {"title": "Trees", **said} | ({"file": SimpleUploadedFile("trees.csv", content)} if content is not None else {})
    return Client().post("/api/v1/datasets", told, headers=headers)


def test_a_file_becomes_a_version_and_says_how_far_it_is():
    headers = token()
    answer = bring(
        headers, dataset="trees", note=json.dumps({"en": "first", "ko": "처음"}), decided=json.dumps({"keys": ["tree_no"]})
    )
    assert answer.status_code == 202, answer.content
    told = answer.json()
    assert (told["dataset"], told["state"], told["done"], told["columns"]) == ("trees", "received", 0, [])
    run_pending()
    told = Client().get(told["url"], headers=headers).json()
    assert (told["state"], told["done"], told["rows"], told["note"]["ko"]) == ("at-gate", 100, 400, "처음")
    assert [one["type"] for one in told["columns"]] == ["text", "text", "decimal", "date"]
    assert told["columns"][2]["evidence"]["why_key"]
    published = Client().post(f"{told['url']}/publish", headers=headers).json()
    assert (published["state"], published["number"]) == ("published", 1)
    assert Dataset.objects.get(slug="trees").titles == {"en": "Trees"}


def test_it_is_published_at_once_where_that_is_asked_and_nothing_was_found():
    headers = token()
    bring(headers, dataset="trees", publish="true")
    run_pending()
    assert queries.version("trees").number == 1
    bring(headers, with_rows(drop=[3]).encode(), dataset="trees", publish="true")
    run_pending()
    assert queries.version("trees").change["removed"] >= 1


def test_with_findings_it_waits_for_a_decision():
    headers = token()
    people_ = "name,phone\n" + "".join(f"김하늘,010-{2000 + n}-{3000 + n}\n" for n in range(50))
    told = bring(headers, people_.encode(), dataset="staff", publish="true").json()
    run_pending()
    assert Client().get(told["url"], headers=headers).json()["state"] == "at-gate"
    refused = Client().post(f"{told['url']}/publish", headers=headers)
    assert refused.status_code == 409
    assert "gate" in refused.json()["type"]


def test_types_are_decided_anew_and_a_version_is_thrown_away():
    headers = token()
    told = bring(headers, dataset="trees").json()
    run_pending()
    answer = Client().post(
        f"{told['url']}/decide", {"types": {"height_m": "text"}}, content_type="application/json", headers=headers
    )
    assert answer.status_code == 202
    run_pending()
    assert Client().get(told["url"], headers=headers).json()["columns"][2]["type"] == "text"
    assert Client().delete(told["url"], headers=headers).status_code == 204
    assert Client().get(told["url"], headers=headers).json()["state"] == "discarded"


@pytest.mark.parametrize(
    ("headers", "status"), [({}, 401), ({"authorization": "Bearer mdg_wrong"}, 401), (lambda: token("staff:cases"), 403)]
)
def test_only_a_token_for_it_opens_the_door(headers, status):
    assert bring(headers() if callable(headers) else headers).status_code == status
    assert Original.objects.count() == 0


def test_only_staff_of_the_department_bring_versions_of_its_data():
    slug, version_id = dataset(is_public=False), None
    version_id = at_gate(slug)
    for headers in (token(department="roads"), token(role=Role.AUDITOR)):
        assert bring(headers, dataset=slug).status_code == 403
        assert Client().get(f"/api/v1/versions/{version_id}", headers=headers).status_code == 403
        assert Client().delete(f"/api/v1/versions/{version_id}", headers=headers).status_code == 403
    assert bring(token(department="roads"), department="parks").status_code == 403
    assert Version.objects.count() == 1
    assert Client().get(f"/api/v1/versions/{uuid.uuid4()}", headers=token()).status_code == 404


@pytest.mark.parametrize(
    ("content", "said", "status"),
    [
        (None, {}, 422),
        (b"", {}, 422),
        (None, {"url": "file:///etc/passwd"}, 422),
        (b"a,b\n1,2\n", {"decided": "no json"}, 422),
        (b"a,b\n1,2\n", {"decided": '{"types": {"a": "number"}}'}, 422),
        (b"a,b\n1,2\n", {"title": ""}, 422),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(content, said, status):
    answer = bring(token(), content, **said)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert Version.objects.count() == 0


def test_a_body_larger_than_the_room_left_is_refused_before_it_is_read(settings):
    headers = token()
    Original.objects.create(sha256="0" * 64, bytes=1, stored_bytes=10**9 * settings.DATA_QUOTA_GB - 1_000, received_at=NOW)
    answer = bring(headers, b"a,b\n" * 50_000)
    assert answer.status_code == 413
    assert "GB" in answer.json()["detail"]


def test_other_bodies_of_the_api_stay_small():
    headers = token()
    told = bring(headers, dataset="trees").json()
    answer = Client().post(f"{told['url']}/decide", "x" * 1_000_001, content_type="application/json", headers=headers)
    assert answer.status_code == 413


NUL_WITHIN = json.dumps({"en": "a\0b"})


@pytest.mark.parametrize(
    "said",
    [{name: "a\0b"} for name in ("dataset", "title", "text", "department", "licence", "note", "decided", "url")]
    + [{"title": NUL_WITHIN}, {"text": NUL_WITHIN}, {"note": NUL_WITHIN}]
    + [{"decided": json.dumps(one)} for one in ({"types": {"\0": "text"}}, {"keys": ["\0"]}, {"names": {"x": "\0"}})],
    ids="-".join,
)
def test_the_character_nul_is_refused_and_nothing_is_kept(said):
    answer = bring(token(), **said)
    assert answer.status_code == 422, answer.content
    assert next(iter(said)) in answer.content.decode()
    assert Original.objects.count() == Dataset.objects.count() == 0


@pytest.mark.parametrize(
    "decided", [{"types": {"a\0": "text"}}, {"types": {"a": "\0"}}, {"keys": ["\0"]}, {"names": {"a": "\0"}}]
)
def test_no_column_is_decided_by_a_name_with_the_character_nul(decided):
    headers = token()
    told = bring(headers, dataset="trees").json()
    answer = Client().post(f"{told['url']}/decide", decided, content_type="application/json", headers=headers)
    assert answer.status_code == 422, answer.content
