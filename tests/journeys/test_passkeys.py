"""A passkey in a real browser, with the virtual authenticator that Chromium has for tests."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connections
from playwright.sync_api import Page, expect, sync_playwright

from madang.city.people.tests import builders
from madang.city.people.tests.builders import PASSWORD
from tests.browser import system_browser

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
EMAIL = "kim@haneul.example"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as program:
        browser = program.chromium.launch(executable_path=system_browser(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        yield page
        browser.close()
        connections.close_all()


def plug_in(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def test_a_passkey_is_added_signs_in_alone_and_stands_in_for_the_password(page, live_server):
    builders.resident(email=EMAIL)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    plug_in(page)
    page.goto(f"{live_server.url}/account/login/?next=/account/2fa/webauthn/add/")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name of the passkey").fill("김하의 전화")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    assert Authenticator.objects.get(type="webauthn").wrap().is_passwordless

    page.goto(f"{live_server.url}/account/2fa/webauthn/")
    expect(page.get_by_text("김하의 전화").first).to_be_visible()
    page.goto(f"{live_server.url}/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{live_server.url}/account/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kim Haru")

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{live_server.url}/account/")
    assert complaints == []


def test_without_a_device_the_page_says_what_else_to_do(page, live_server):
    page.goto(f"{live_server.url}/account/login/")
    page.route("**/webauthn/login/", lambda route: route.fulfill(status=500))
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("The passkey did not work.")).to_be_visible()
