"""A passkey in a real browser, with the virtual authenticator that Chromium has for tests."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connections
from playwright.sync_api import Page, expect

from madang.city.people.models import Account
from madang.city.people.tests import builders
from madang.city.people.tests.builders import PASSWORD

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
def page(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()
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


def sideways(page: Page) -> float:
    return page.evaluate("document.scrollingElement.scrollWidth - innerWidth")


def code_of_last_mail() -> str:
    return re.search(r"^ {4}(\d{4}-\d{4})$", mail.outbox[-1].body, re.M).group(1)


def test_a_newcomer_opens_an_account_with_a_passkey_and_no_password_and_signs_in_with_it_later(page, live_server):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    page.set_viewport_size({"width": 320, "height": 640})
    plug_in(page)
    page.goto(f"{live_server.url}/account/signup/?next=/account/readings/")
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_label("E-mail address").fill(EMAIL)
    assert sideways(page) <= 0
    page.get_by_role("button", name="Send the code").click()
    page.get_by_label("Code", exact=True).fill(code_of_last_mail())
    page.get_by_role("button", name="Confirm the address").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Make your passkey")
    assert sideways(page) <= 0
    page.get_by_role("button", name="Make the passkey").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Spare codes")
    assert sideways(page) <= 0
    passkey = Authenticator.objects.get(type="webauthn")
    assert passkey.wrap().is_passwordless
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    expect(page.get_by_text(spare)).to_be_visible()
    page.get_by_role("link", name="I have kept them: go on").click()
    page.wait_for_url(f"{live_server.url}/account/readings/")
    account = Account.objects.get(email=EMAIL)
    assert not account.has_usable_password()
    assert account.assurance == "e-mail"

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{live_server.url}/account/")

    page.context.clear_cookies()  # without the device: the code by mail, then a spare code
    page.goto(f"{live_server.url}/account/login/code/")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_role("button", name="Send the code").click()
    page.get_by_label("Code", exact=True).fill(code_of_last_mail())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code", exact=True).fill(spare)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{live_server.url}/account/")
    assert complaints == []


def test_without_script_the_password_way_stays_and_the_step_of_the_passkey_lets_one_go_on(page, live_server):
    plain = page.context.browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = plain.new_page()
    page.goto(f"{live_server.url}/account/signup/")
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Use a passkey")).to_be_hidden()
    page.goto(f"{live_server.url}/account/signup/passkey/")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_role("button", name="Send the code").click()
    page.get_by_label("Code", exact=True).fill(code_of_last_mail())
    page.get_by_role("button", name="Confirm the address").click()
    expect(page.get_by_role("button", name="Make the passkey")).to_be_hidden()
    page.get_by_role("button", name="Go on without a passkey").click()
    page.wait_for_url(f"{live_server.url}/account/profile/about/")
    plain.close()
