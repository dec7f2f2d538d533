"""Steps that leave the site, and nightly tidying."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from madang.city.people import services
from madang.city.people.middleware import ViewerMiddleware
from madang.city.people.rules import NOBODY
from madang.city.people.tests import builders
from madang.city.people.tests.builders import PASSWORD


def passed_on(location, view_name="idp:oidc:authorization"):
    def answer(request):
        response = HttpResponse(status=302)
        response["Location"] = location
        return response

    request = RequestFactory().get("/identity/o/authorize")
    request.resolver_match = SimpleNamespace(view_name=view_name)
    request.user = SimpleNamespace(pk=None)
    return request, ViewerMiddleware(answer)(request)


@pytest.mark.parametrize(
    ("location", "status"),
    [
        ("/account/login/?next=/", 302),
        ("http://testserver/account/", 302),
        ("https://library.example/back?code=1", 200),
        ("org.library.app:/back?code=1", 200),
        ("javascript:alert(1)", 400),
        ("data:text/html,hello", 400),
    ],
)
def test_only_steps_off_the_site_get_a_page_and_none_runs_a_program(location, status):
    _, response = passed_on(location)
    assert response.status_code == status
    if status == 400:
        assert location not in response.content.decode()


def test_other_views_redirect_as_they_like():
    assert passed_on("https://library.example/", "portal:service")[1].status_code == 302


def test_a_stranger_is_nobody():
    request, _ = passed_on("/")
    assert request.viewer == NOBODY


@pytest.mark.django_db
def test_what_has_run_out_is_dropped_by_night():
    builders.account("kim@haneul.example")
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.post("/account/login/", {"login": "kim@haneul.example", "password": PASSWORD})
    now = timezone.now()
    Session.objects.filter(pk=browsers[0].session.session_key).update(expire_date=now - timedelta(seconds=1))
    assert services.drop_expired(now=now) == 1
    assert [one.session_key for one in UserSession.objects.all()] == [browsers[1].session.session_key]
