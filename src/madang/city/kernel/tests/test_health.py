"""What monitors ask, and what people see while the database is away."""

import re
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from madang.city.kernel import clock
from madang.city.people import services
from madang.city.people.models import Account
from madang.city.people.tests import builders as people

TOKEN = "a-long-word-for-prometheus"


@pytest.fixture
def away(transactional_db, monkeypatch):
    """Return a block within which the site has no database: nothing listens where it looks for one."""

    @contextmanager
    def nowhere():
        connection.close()
        with monkeypatch.context() as other:
            other.setitem(connection.settings_dict, "HOST", "/nowhere")
            yield

    return nowhere


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.1.2.3", "192.168.0.9", "::ffff:172.20.0.3", "fd00::7"])
def test_this_machine_and_private_networks_get_the_figures(address):
    answer = Client(REMOTE_ADDR=address).get("/metrics")
    assert answer.status_code == 200
    assert b"madang_jobs" in answer.content


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "", "rubbish"])
def test_nobody_else_gets_the_figures(address):
    answer = Client(REMOTE_ADDR=address).get("/metrics")
    assert answer.status_code == 403
    assert b"madang_requests" not in answer.content


@pytest.mark.parametrize("told", ["8.8.8.8", "10.0.0.1, 8.8.8.8", "8.8.8.8, 10.0.0.1", "unknown"])
def test_whoever_comes_through_a_proxy_from_outside_gets_no_figures(told):
    assert Client(REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": told}).get("/metrics").status_code == 403


@pytest.mark.django_db
def test_a_token_opens_the_figures_from_anywhere_and_closes_them_to_all_others(settings):
    settings.METRICS_TOKEN = TOKEN
    for sent, status in ((f"Bearer {TOKEN}", 200), ("Bearer wrong", 403), ("Bearer \u00e9", 403), ("", 403)):
        assert Client(REMOTE_ADDR="8.8.8.8", HTTP_AUTHORIZATION=sent).get("/metrics").status_code == status, sent
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 403


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Back in a moment"), ("ko", "잠시 뒤에 다시 열립니다"), ("zh-hans", "稍后恢复")]
)
def test_a_page_without_its_database_says_when_to_come_back(away, language, words):
    browser = Client(raise_request_exception=False, headers={"Accept-Language": language})
    browser.cookies["sessionid"] = "a" * 32
    with away():
        answers = [browser.get("/my/cases"), browser.post("/services/pothole/apply"), browser.get("/metrics")]
    for answer in answers:
        page = answer.content.decode()
        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0
        assert words in page
        assert re.search(f'<html lang="{language}"', page, re.IGNORECASE)
        assert "Traceback" not in page


def test_a_program_without_the_database_gets_a_problem_document(away):
    email = Account.objects.get(pk=people.account_of(people.resident())).email
    secret = services.create_token(email=email, scopes=["cases:read"], name="mine", now=clock.now())
    browser = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})
    with away():
        answer, ready = browser.get("/api/v1/cases"), browser.get("/readyz")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert int(answer["Retry-After"]) > 0
    assert answer.json()["title"] == "Service unavailable"
    assert (ready.status_code, ready.json()["database"]) == (503, "down")
    assert browser.get("/api/v1/cases").status_code == 200


def test_the_site_answers_again_as_soon_as_the_database_does(away):
    browser = people.signed_in(people.resident())
    browser.raise_request_exception = False
    with away():
        assert browser.get("/my/cases").status_code == 503
    assert browser.get("/my/cases").status_code == 200
