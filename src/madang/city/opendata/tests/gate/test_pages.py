"""The gate's page: what a caseworker sees, and that no click leads past it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from madang.city.kernel.clock import now
from madang.city.opendata.models import Disclosure, Version
from madang.city.opendata.rules.disclosure import Decision
from madang.city.opendata.services import gate
from madang.city.opendata.tests.gate.test_services import CASES, PEOPLE, rows_of, waiting
from madang.city.people.rules import SYSTEM, Role
from madang.city.people.tests import builders as people

pytestmark = pytest.mark.django_db


def client_of(role: Role, department: str = "parks") -> Client:
    return people.signed_in(people.staff(role, department_code=department))


def address(version: Version) -> str:
    return reverse("opendata:staff-gate", args=[version.public_id])


def chosen(version: Version, **changes: str) -> dict[str, str]:
    """Return what a form without a change sends."""
    found = Disclosure.objects.get(version=version).findings
    data = {f"measure-{place}": one["remedy"] for place, one in enumerate(found)}
    data |= {f"{name}-{place}": "" for name in ("reason", "words") for place in range(len(found))}
    return data | {"k": "10"} | {name.replace("_", "-"): value for name, value in changes.items()}


def test_a_head_reads_what_was_found_and_decides_what_is_advised():
    version, client = waiting(PEOPLE), client_of(Role.HEAD)
    page = client.get(address(version)).content.decode()
    assert "Names of persons" in page
    assert "김**" in page
    assert "김민수" not in page
    assert client.post(address(version), chosen(version)).status_code == 302
    assert "성명" not in rows_of(Version.objects.select_related("table").get(pk=version.pk))
    assert "What the gate decided" in client.get(address(version)).content.decode()


def test_to_keep_something_needs_a_reason():
    version, client = waiting(PEOPLE), client_of(Role.HEAD)
    answer = client.post(address(version), chosen(version, measure_0="keep"))
    assert answer.status_code == 422
    assert "Say why it may be published" in answer.content.decode()
    assert client.post(address(version), chosen(version, measure_0="keep", reason_0="other")).status_code == 422
    assert Disclosure.objects.get(version=version).decided_at is None
    sent = chosen(version, measure_0="keep", reason_0="other", words_0="They are actors.")
    assert client.post(address(version), sent).status_code == 302
    assert Disclosure.objects.get(version=version).decision["choices"][0]["words"] == "They are actors."


def test_another_threshold_is_shown_before_anything_is_decided():
    version, client = waiting(CASES), client_of(Role.HEAD)
    looked = client.post(address(version), chosen(version, k="3") | {"look": "1"})
    assert looked.status_code == 200
    assert "Below 3, 0 of 12 counts become empty" in looked.content.decode()
    assert Disclosure.objects.get(version=version).decided_at is None


def test_two_clicks_are_one_decision():
    version, client = waiting(CASES), client_of(Role.HEAD)
    assert [client.post(address(version), chosen(version)).status_code for _click in range(2)] == [302, 302]
    assert Disclosure.objects.filter(version=version).count() == 1


@pytest.mark.parametrize(("role", "department"), [(Role.CASEWORKER, "parks"), (Role.HEAD, "families"), (Role.AUDITOR, "parks")])
def test_others_may_not_decide(role, department):
    version = waiting(CASES)
    client = client_of(role, department)
    assert client.post(address(version), chosen(version)).status_code == 403
    assert Disclosure.objects.get(version=version).decided_at is None


def test_a_caseworker_reads_what_was_found_and_who_decides():
    page = client_of(Role.CASEWORKER).get(address(waiting(CASES))).content.decode()
    assert "Small counts" in page
    assert not re.search(r'name="measure-0"', page)


def test_a_strange_answer_is_refused_and_breaks_nothing():
    version, client = waiting(CASES), client_of(Role.HEAD)
    for sent in (
        {},
        {"measure-0": "burn"},
        chosen(version, k="1"),
        chosen(version, k="999999999999"),
        chosen(version, words_0="x" * 600),
    ):
        assert client.post(address(version), sent).status_code in (302, 422)
    assert client.post(address(version), chosen(version, k="1") | {"look": "1"}).status_code == 200


def test_a_version_without_findings_says_so():
    version = waiting("station,docks\nMarket,12\nRiver,14\n")
    assert Disclosure.objects.get(version=version).findings == []
    assert "Nothing was found" in client_of(Role.HEAD).get(address(version)).content.decode()


def test_the_record_names_who_decided():
    version = waiting(CASES)
    gate.settle(version_id=version.public_id, by=SYSTEM, now=now())
    page = client_of(Role.HEAD).get(address(version)).content.decode()
    assert "Decided by the platform" in page
    assert "Small counts hidden" in page
    assert Decision.from_json(Disclosure.objects.get(version=version).decision).k == 10
