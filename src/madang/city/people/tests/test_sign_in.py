"""Signing up and in, as a browser without script meets it."""

import re
import smtplib

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madang.city.kernel.http.limits import spend
from madang.city.kernel.jobs import run_pending
from madang.city.kernel.refusals import Refused
from madang.city.people import queries
from madang.city.people.models import Account
from madang.city.people.tests import builders
from madang.city.people.tests.builders import PASSWORD

pytestmark = pytest.mark.django_db
EMAIL = "kim@haneul.example"
CODE = re.compile(r"^ {4}(\d{4}-\d{4})$", re.M)


def code_of_last_mail():
    return CODE.search(mail.outbox[-1].body).group(1)


def sign_in(client, email=EMAIL, password=PASSWORD):
    return client.post("/account/login/", {"login": email, "password": password})


def is_signed_in(client):
    return client.get("/account/").status_code == 200


def test_an_account_is_opened_with_an_address_a_password_and_the_code_from_the_mail(client):
    answer = client.post("/account/signup/", {"email": "Kim@Haneul.example", "password1": PASSWORD})
    assert answer["Location"] == "/account/confirm-email/"
    assert not is_signed_in(client)
    assert mail.outbox[0].to == [EMAIL]
    client.post("/account/confirm-email/", {"code": code_of_last_mail()})
    assert is_signed_in(client)
    account = Account.objects.get(email=EMAIL)
    assert (account.assurance, account.assurance_how) == ("e-mail", "code")
    assert queries.resident_of(account.pk)


def test_before_the_code_there_is_no_resident_and_no_assurance(client):
    client.post("/account/signup/", {"email": EMAIL, "password1": PASSWORD})
    account = Account.objects.get(email=EMAIL)
    assert account.assurance == "self-declared"
    assert queries.resident_of(account.pk) is None
    assert sign_in(Client())["Location"].startswith("/account/confirm-email/")


def test_a_wrong_code_three_times_ends_the_attempt(client):
    client.post("/account/signup/", {"email": EMAIL, "password1": PASSWORD})
    right = code_of_last_mail()
    for _ in range(3):
        answer = client.post("/account/confirm-email/", {"code": "0000-0000"})
    assert answer.status_code == 302
    client.post("/account/confirm-email/", {"code": right})
    assert not is_signed_in(client)


def test_a_taken_address_answers_like_a_free_one_and_its_owner_gets_a_mail(client):
    builders.account(EMAIL)
    taken = client.post("/account/signup/", {"email": EMAIL, "password1": PASSWORD})
    free = Client().post("/account/signup/", {"email": "free@haneul.example", "password1": PASSWORD})
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    assert "It has one already" in mail.outbox[0].body
    assert "code" not in mail.outbox[0].subject


def test_an_unknown_address_and_a_wrong_password_read_the_same(client):
    builders.account(EMAIL)
    pages = [sign_in(client, EMAIL, "wrong wrong wrong"), sign_in(Client(), "nobody@haneul.example", "wrong wrong wrong")]
    texts = [re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages]
    texts = [re.sub(r'[0-9a-f]{16}|csrfmiddlewaretoken.*?>|autocomplete="[^"]*"', "", text) for text in texts]
    assert texts[0] == texts[1]
    assert "The e-mail address or the password is not right." in texts[0]


def test_a_code_by_mail_signs_in_without_a_password(client):
    builders.account(EMAIL, password=None)
    answer = client.post("/account/login/code/", {"email": EMAIL})
    assert answer["Location"].startswith("/account/login/code/confirm/")
    client.post("/account/login/code/confirm/", {"code": code_of_last_mail()})
    assert is_signed_in(client)


def test_the_code_for_an_unknown_address_reads_like_any_other(client):
    answer = client.post("/account/login/code/", {"email": "nobody@haneul.example"})
    assert answer["Location"].startswith("/account/login/code/confirm/")
    assert "There is no account with it" in mail.outbox[0].body
    assert client.get(answer["Location"]).status_code == 200


def test_somebody_whom_an_administrator_added_signs_in_by_code_and_so_confirms_the_address(client):
    from madang.city.people import services
    from madang.city.people.rules import CITY, Role

    builders.department()
    services.add_staff(email=EMAIL, name="Lee", department="families", role=Role.CASEWORKER, by=CITY, now=builders.NOW)
    client.post("/account/login/code/", {"email": EMAIL})
    client.post("/account/login/code/confirm/", {"code": code_of_last_mail()})
    assert is_signed_in(client)
    assert EmailAddress.objects.get(email=EMAIL).verified


def test_a_forgotten_password_is_set_anew_with_a_code(client):
    builders.account(EMAIL)
    client.post("/account/password/reset/", {"email": EMAIL})
    answer = client.post("/account/password/reset/confirm/", {"code": code_of_last_mail()})
    new = "five other plain words"
    client.post(answer["Location"], {"password1": new})
    assert Account.objects.get(email=EMAIL).check_password(new)


@pytest.mark.parametrize("password", ["short", "password12", "1234567890"])
def test_weak_passwords_are_refused(client, password):
    page = client.post("/account/signup/", {"email": EMAIL, "password1": password})
    assert page.status_code == 200
    assert not Account.objects.exists()


def test_a_session_is_listed_with_its_device_and_ended_from_another(client):
    resident_id = builders.resident(email=EMAIL)
    phone = Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"})
    sign_in(phone)
    sign_in(client)
    page = client.get("/account/sessions/").content.decode()
    assert "Chrome on Android" in page
    theirs = UserSession.objects.get(session_key=phone.session.session_key)
    client.post("/account/sessions/", {"session": theirs.pk})
    assert not is_signed_in(phone)
    assert is_signed_in(client)
    assert UserSession.objects.filter(user=queries.account_of(resident_id)).count() == 1


def test_all_other_sessions_end_at_once(client):
    builders.resident(email=EMAIL)
    others = [Client(), Client()]
    for one in (client, *others):
        sign_in(one)
    client.post("/account/sessions/", {})
    assert [is_signed_in(one) for one in (client, *others)] == [True, False, False]


def test_nobody_ends_the_session_of_somebody_else(client):
    builders.resident(email=EMAIL)
    builders.resident(email="lee@haneul.example")
    other = Client()
    sign_in(other, "lee@haneul.example")
    sign_in(client)
    theirs = UserSession.objects.get(session_key=other.session.session_key)
    assert client.post("/account/sessions/", {"session": theirs.pk}).status_code == 404
    assert is_signed_in(other)


def test_a_new_password_ends_no_session_of_its_owner_but_all_others(client):
    builders.resident(email=EMAIL)
    other = Client()
    sign_in(other)
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": "five other plain words"})
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert "changed" in mail.outbox[-1].subject


def test_sensitive_pages_ask_again_for_the_password(client):
    builders.resident(email=EMAIL)
    sign_in(client)
    for page in ("/account/tokens/", "/account/delete/", "/account/my-data.json", "/account/2fa/totp/activate/"):
        assert client.get(page)["Location"].startswith("/account/reauthenticate/"), page
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.get("/account/tokens/").status_code == 200


def test_an_authenticator_app_adds_a_second_step_and_its_secret_is_kept_encrypted(client):
    builders.resident(email=EMAIL)
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'people-secret">([A-Z2-7]+)<', page).group(1)

    counters = list(yield_hotp_counters_from_time())
    shown = format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))
    client.post("/account/2fa/totp/activate/", {"code": shown})
    row = Authenticator.objects.get(type="totp")
    assert secret not in str(row.data)
    fresh = Client()
    assert sign_in(fresh)["Location"].startswith("/account/2fa/authenticate/")
    assert not is_signed_in(fresh)
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    fresh.post("/account/2fa/authenticate/", {"code": spare})
    assert is_signed_in(fresh)
    again = Client()
    sign_in(again)
    assert "This code is not right" in again.post("/account/2fa/authenticate/", {"code": spare}).content.decode()


def test_the_language_of_the_first_sign_in_is_the_language_of_the_mails(client):
    client.get("/account/signup/?lang=ko")
    client.post("/account/signup/", {"email": EMAIL, "password1": PASSWORD})
    assert mail.outbox[0].subject.startswith("하늘시")
    client.post("/account/confirm-email/", {"code": code_of_last_mail()})
    assert Account.objects.get(email=EMAIL).language == "ko"


def test_a_mail_server_that_refuses_makes_a_job_that_tries_again(client, monkeypatch):
    from django.core.mail.backends.locmem import EmailBackend

    working = EmailBackend.send_messages

    def refuse(self, messages):
        raise smtplib.SMTPServerDisconnected("down for a moment")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    answer = client.post("/account/signup/", {"email": EMAIL, "password1": PASSWORD})
    assert answer["Location"] == "/account/confirm-email/"
    assert mail.outbox == []
    monkeypatch.setattr(EmailBackend, "send_messages", working)
    assert run_pending() == 1
    client.post("/account/confirm-email/", {"code": code_of_last_mail()})
    assert is_signed_in(client)


def test_sign_in_is_limited(client, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {}
    builders.account(EMAIL)
    statuses = [sign_in(Client(), password="wrong wrong wrong") for _ in range(6)]
    assert "There were too many attempts" in statuses[-1].content.decode()
    assert "There were too many attempts" in sign_in(client).content.decode()
    cache.clear()


def test_a_session_is_written_down_once_and_not_at_every_click(client):
    builders.resident(email=EMAIL)
    sign_in(client)
    client.get("/account/deleted/")
    caches["seen"].clear()
    writes = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get("/account/deleted/")
        writes.append([one["sql"] for one in asked if not one["sql"].startswith("SELECT")])
    assert any(sql.startswith("UPDATE") for sql in writes[0])
    assert writes[1] == []


def test_made_up_session_cookies_push_no_rate_limit_out(client, settings):
    settings.CACHES = {name: {**one, "OPTIONS": {"MAX_ENTRIES": 10}} for name, one in settings.CACHES.items()}
    settings.RATE_LIMITS = True
    spend("sign-in", "1/h", "somebody")
    for number in range(30):
        client.cookies["sessionid"] = f"made-up-session-cookie-{number}"
        client.get("/account/deleted/")
    with pytest.raises(Refused):
        spend("sign-in", "1/h", "somebody")


def test_a_sign_in_link_leads_nowhere_else(client):
    builders.resident(email=EMAIL)
    answer = client.post("/account/login/", {"login": EMAIL, "password": PASSWORD, "next": "https://evil.example/"})
    assert answer["Location"] == "/account/"


@pytest.mark.parametrize(("behind_proxy", "limited"), [(True, False), (False, True)])
def test_behind_a_proxy_one_address_is_not_limited_for_another_and_without_one_nobody_claims_an_address(
    settings, behind_proxy, limited
):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = int(behind_proxy)
    pages = [
        Client(headers={"x-forwarded-for": f"192.0.2.{number}"}).post(
            "/account/signup/", {"email": f"a{number}@haneul.example", "password1": PASSWORD}
        )
        for number in (1, 2, 3)
    ]
    assert (pages[-1].status_code == 429) == limited
    if limited:
        assert "Wait five minutes" in pages[-1].content.decode()
    cache.clear()


def test_a_new_address_counts_from_its_code_on_and_the_old_one_is_told(client):
    resident_id = builders.resident(email=EMAIL)
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", {"action_add": "1", "email": "New@haneul.example"})
    account = Account.objects.get(pk=queries.account_of(resident_id))
    assert account.email == EMAIL
    client.post("/account/confirm-email/", {"code": code_of_last_mail()})
    account.refresh_from_db()
    assert account.email == "new@haneul.example"
    assert EMAIL in [receiver for one in mail.outbox for receiver in one.to if "changed" in one.subject]
    assert sign_in(Client(), "new@haneul.example").status_code == 302


def test_who_signs_in_by_passkey_may_change_the_address_too(client):
    resident_id = builders.resident(email=EMAIL)
    Authenticator.objects.create(
        user_id=queries.account_of(resident_id), type="recovery_codes", data={"seed": "", "used_mask": 0}
    )
    client.force_login(Account.objects.get(email=EMAIL))
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", {"action_add": "1", "email": "new@haneul.example"})
    client.post("/account/confirm-email/", {"code": code_of_last_mail()})
    assert Account.objects.get(pk=queries.account_of(resident_id)).email == "new@haneul.example"


def test_an_address_of_somebody_else_cannot_be_taken_over(client):
    builders.account("lee@haneul.example")
    resident_id = builders.resident(email=EMAIL)
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", {"action_add": "1", "email": "lee@haneul.example"})
    assert all("code" not in one.subject.lower() for one in mail.outbox)
    assert Account.objects.get(pk=queries.account_of(resident_id)).email == EMAIL
