"""The API: what it says, to whom, and that it never leaks."""

import json

import pytest
from django.core.cache import cache
from django.test import Client

from madang.city.kernel.http.limits import spend
from madang.city.people.models import Account
from madang.city.people.rules import Role
from madang.city.people.services import create_token
from madang.city.people.tests import builders as people
from madang.city.portal.tests import builders

pytestmark = pytest.mark.django_db


def token(person, *scopes: str) -> dict[str, str]:
    email = Account.objects.get(pk=people.account_of(person)).email
    secret = create_token(email=email, scopes=scopes, name="test", now=people.NOW)
    return {"Authorization": f"Bearer {secret}"}


def get(path: str, headers: dict[str, str] | None = None, **query: str):
    return Client().get(f"/api/v1{path}", query, headers=headers or {})


def post(path: str, body: object, headers: dict[str, str] | None = None):
    return Client().post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers or {})


def is_problem(response, status: int, key: str = "") -> bool:
    body = response.json()
    return (
        response.status_code == status
        and response["Content-Type"] == "application/problem+json"
        and body["status"] == status
        and body["type"] == (f"urn:madang:problem:{key}" if key else "about:blank")
    )


def test_services_come_page_by_page_and_each_once():
    slugs = {builders.service(f"service-number-{number}").slug for number in range(5)}
    seen, cursor = [], ""
    while True:
        page = get("/services", limit="2", cursor=cursor).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert sorted(seen) == seen
    assert slugs <= set(seen)
    assert len(seen) == len(set(seen))


def test_a_service_is_read_whole_and_not_sent_twice():
    builders.service("library-card-x", title="Library card")
    first = get("/services/library-card-x")
    assert first.json()["definition"]["title"]["en"] == "Library card"
    assert get("/services/library-card-x", {"If-None-Match": first["ETag"]}).status_code == 304
    assert is_problem(get("/services/no-such"), 404)


def test_search_answers_in_everyday_words():
    builders.service("street-lamp", title="Report a street light that is out")
    builders.service("library-card", title="Get a library card")
    assert get("/search", q="street lights out").json()["items"][0]["id"] == "street-lamp"
    assert get("/search", q="").json()["items"] == []


@pytest.mark.parametrize("cursor", ["x", "bm9wZQ", "W1sxXV0"])
def test_a_broken_cursor_is_a_problem(cursor):
    assert is_problem(get("/services", cursor=cursor), 400, "kernel.bad_cursor")


def test_eligibility_knows_three_answers_and_their_reasons():
    builders.service("for-residents", title="For residents")
    outcome = {}
    for name, facts in {
        "yes": {"resident.lives_in_city": True},
        "no": {"resident.lives_in_city": False},
        "cannot_tell": {},
    }.items():
        outcome[name] = post("/eligibility", {"facts": facts, "services": ["for-residents"]}).json()[0]
    assert {name: found["answer"] for name, found in outcome.items()} == {name: name for name in outcome}
    assert outcome["cannot_tell"]["next_questions"] == ["resident.lives_in_city"]
    assert outcome["no"]["decided_by"] == ["here"]


def test_an_unknown_fact_is_named_with_the_nearest():
    answer = post("/eligibility", {"facts": {"resident.agge": 3}})
    assert is_problem(answer, 422, "portal.unknown_fact")
    assert "resident.age" in answer.json()["detail"]


def test_a_resident_reads_and_moves_their_own_case_only():
    case, _ = builders.in_review()
    own = token(case.applicant_id, "cases:write")
    assert [one["reference"] for one in get("/cases", own).json()["items"]] == [case.reference]
    read = get(f"/cases/{case.reference}", own).json()
    assert (read["state"], read["clock_runs"]) == ("in_review", True)
    told = post(f"/cases/{case.reference}/messages", {"body": "Hello"}, own).json()
    assert [one["body"] for one in told["messages"]] == ["Hello"]
    assert post(f"/cases/{case.reference}/withdraw", {}, own).json()["state"] == "withdrawn"

    other = token(people.resident("Kim Sol"), "cases:write")
    assert get("/cases", other).json()["items"] == []
    assert get(f"/cases/{case.reference}", other).status_code == 404
    assert post(f"/cases/{case.reference}/messages", {"body": "Hello"}, other).status_code == 404
    assert post(f"/cases/{case.reference}/withdraw", {}, other).status_code == 404


def test_a_second_editor_is_told():
    case, viewer = builders.in_review()
    staff = token(viewer.staff, "staff:cases")
    body = {"move": "status", "words": "Waiting for the plan", "revision": case.revision}
    assert post(f"/staff/cases/{case.reference}/moves", body, staff).status_code == 200
    assert is_problem(post(f"/staff/cases/{case.reference}/moves", body, staff), 409, "kernel.changed_meanwhile")


def test_a_case_lists_the_documents_that_it_gave():
    made, _ = builders.issued()
    read = get(f"/cases/{made.case.reference}", token(made.holder_id, "cases:read")).json()
    assert [(one["title"], one["code"], one["valid_until"]) for one in read["documents"]] == [
        ("Certificate of need", made.code, "2027-02-20")
    ]


def test_staff_work_through_a_case():
    case = builders.case(assignee=None)
    staff = token(people.staff(department_code=case.department.code), "staff:cases")
    queue = get("/staff/cases", staff, queue="unassigned").json()
    assert queue["items"][0]["reference"] == case.reference
    assert queue["counts"]["unassigned"] == 1
    for move in ({"move": "take"}, {"move": "start"}, {"move": "decide", "outcome": "granted", "words": "All is there."}):
        answer = post(f"/staff/cases/{case.reference}/moves", move, staff)
        assert answer.status_code == 200, answer.content
    assert answer.json()["outcome"] == "granted"


def test_a_move_that_the_rules_refuse_says_why():
    case = builders.case()
    staff = token(people.staff(department_code=case.department.code), "staff:cases")
    refused = post(f"/staff/cases/{case.reference}/moves", {"move": "issue"}, staff)
    assert refused.status_code == 409
    assert refused.json()["type"].startswith("urn:madang:problem:portal.")
    missing = post(f"/staff/cases/{case.reference}/moves", {"move": "propose"}, staff)
    assert is_problem(missing, 422, "portal.outcome_missing")


def test_another_department_and_a_resident_do_not_reach_staff_cases():
    case = builders.case()
    elsewhere = token(people.staff(department_code="roads"), "staff:cases")
    assert get(f"/staff/cases/{case.reference}", elsewhere).status_code == 404
    assert post(f"/staff/cases/{case.reference}/moves", {"move": "take"}, elsewhere).status_code == 404
    resident = token(case.applicant_id, "cases:write")
    assert get(f"/staff/cases/{case.reference}", resident).status_code == 403


def test_without_a_good_token_nothing_opens():
    case = builders.case()
    for path in ("/cases", f"/cases/{case.reference}", "/staff/cases", f"/staff/cases/{case.reference}"):
        assert is_problem(get(path), 401)
        assert is_problem(get(path, {"Authorization": "Bearer mdg_wrong"}), 401)
        assert get(path)["WWW-Authenticate"].startswith("Bearer")


def test_a_bare_token_and_the_operators_scope_open_too():
    admin = people.staff(Role.ADMINISTRATOR, department_code="mayor")
    headers = token(admin, "all")
    bare = {"Authorization": headers["Authorization"].removeprefix("Bearer ")}
    assert get("/staff/cases", bare).status_code == 200


def test_what_is_not_there_or_not_allowed_is_a_problem_too():
    assert is_problem(get("/nothing"), 404)
    assert is_problem(post("/services", {}), 405)
    assert is_problem(Client().post("/api/v1/eligibility", "{", content_type="application/json"), 400)


def test_the_description_is_openapi_31_and_names_every_call():
    described = get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert {"/api/v1/services", "/api/v1/search", "/api/v1/eligibility", "/api/v1/cases", "/api/v1/staff/cases"} <= set(
        described["paths"]
    )


def test_a_program_that_writes_without_end_is_slowed_down_and_may_still_read(settings):
    settings.RATE_LIMITS = True
    cache.clear()
    mine = token(people.resident(), "cases:write")
    for _ in range(60):
        spend("api", "60/m", mine["Authorization"].removeprefix("Bearer "))
    assert is_problem(post("/cases/MD-7K3F-92/messages", {"body": "again"}, mine), 429, "kernel.too_often")
    assert get("/cases", mine).status_code == 200
    cache.clear()
