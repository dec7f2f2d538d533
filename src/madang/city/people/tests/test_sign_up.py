"""Opening an account: with a passkey, without one, and what others must not learn or keep from it."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client

from madang.city.people.models import Account
from madang.city.people.tests import builders
from madang.city.people.tests.builders import PASSWORD
from madang.city.people.tests.test_sign_in import EMAIL, code_of_last_mail, is_signed_in, sign_in

pytestmark = pytest.mark.django_db
DOOR, STEP = "/account/signup/passkey/", "/account/2fa/webauthn/signup/"
NO_ANSWERS = [
    "", "{}", "[]", "null", "1", "{",
    '{"id": "x", "rawId": "!", "type": "public-key", "response": {}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": null}',
    '{"id": "é", "rawId": "é", "type": "public-key", "response": {"clientDataJSON": "é"}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "e30", "attestationObject": "x", "authenticatorData": "x"}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "W10", "attestationObject": "!!", "userHandle": "MQ"}}',
]  # fmt: skip
encoded: list[str] = []


class CountingHasher(MD5PasswordHasher):
    """A hasher that counts: what takes a tenth of a second in a real city must be done as often for a taken address as for a free one."""

    algorithm = "counting"

    def encode(self, password, salt):
        encoded.append(password)
        return super().encode(password, salt)


def prove_address(client, **more):
    client.post(DOOR, {"email": EMAIL, **more})
    return client.post("/account/confirm-email/", {"code": code_of_last_mail()})


def test_the_first_step_asks_for_the_address_alone_and_the_code_leads_to_the_passkey(client):
    assert 'name="password1"' not in client.get(DOOR).content.decode()
    assert client.post(DOOR, {"email": EMAIL})["Location"] == "/account/confirm-email/"
    assert client.post("/account/confirm-email/", {"code": code_of_last_mail()})["Location"] == STEP
    options = json.loads(
        client.get(STEP).content.decode().split('id="passkey-options" type="application/json">')[1].split("</script>")[0]
    )
    selection = options["creation_options"]["publicKey"]["authenticatorSelection"]
    assert (selection["residentKey"], selection["userVerification"]) == ("required", "required")
    assert not is_signed_in(client)
    assert EmailAddress.objects.get(email=EMAIL).verified


def test_nobody_comes_to_the_passkey_before_the_code(client):
    client.post(DOOR, {"email": EMAIL})
    assert client.get(STEP)["Location"] == "/account/signup/"
    assert client.post(STEP, {"later": "1"})["Location"] == "/account/signup/"
    assert not is_signed_in(client)


def test_who_has_no_device_goes_on_without_and_signs_in_by_code(client):
    prove_address(client, next="/services/market-stall")
    assert client.post(STEP, {"later": "1"})["Location"] == "/services/market-stall"
    assert is_signed_in(client)
    assert not Account.objects.get(email=EMAIL).has_usable_password()
    fresh = Client()
    fresh.post("/account/login/code/", {"email": EMAIL})
    fresh.post("/account/login/code/confirm/", {"code": code_of_last_mail()})
    assert is_signed_in(fresh)


@pytest.mark.parametrize("credential", NO_ANSWERS)
def test_an_answer_that_no_device_gave_is_refused_with_words(client, credential):
    prove_address(client)
    client.get(STEP)
    page = client.post(STEP, {"name": "x", "credential": credential})
    assert page.status_code == 200
    assert not Authenticator.objects.exists()
    assert not is_signed_in(client)


@pytest.mark.parametrize("credential", NO_ANSWERS)
def test_such_an_answer_signs_nobody_in(client, credential):
    builders.resident(email=EMAIL)
    cache.clear()  # ten attempts a minute are allowed, and these are eleven
    client.get("/account/2fa/webauthn/login/", headers={"x-requested-with": "XMLHttpRequest"})
    answer = client.post("/account/2fa/webauthn/login/", {"credential": credential})
    assert answer["Location"] == "/account/login/"
    assert not is_signed_in(client)


def test_a_taken_address_reads_like_a_free_one_here_too(client):
    builders.account(EMAIL)
    taken = client.post(DOOR, {"email": EMAIL})
    other = Client()
    free = other.post(DOOR, {"email": "free@haneul.example"})
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    assert "It has one already" in mail.outbox[0].body
    assert client.get(taken["Location"]).status_code == other.get(free["Location"]).status_code == 200


def test_a_taken_address_costs_as_many_password_hashes_as_a_free_one(client, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    builders.account(EMAIL)
    counts = []
    for email in (EMAIL, "free@haneul.example"):
        encoded.clear()
        Client().post("/account/signup/", {"email": email, "password1": PASSWORD})
        counts.append(len(encoded))
    assert counts == [1, 1]


def test_a_password_set_by_a_stranger_dies_when_the_owner_of_the_address_proves_it_by_code(client):
    stranger = Client()
    stranger.post("/account/signup/", {"email": EMAIL, "password1": PASSWORD})
    client.post("/account/signup/", {"email": EMAIL, "password1": "five other plain words"})
    client.post("/account/logout/")
    client.post("/account/login/code/", {"email": EMAIL})
    page = client.post("/account/login/code/confirm/", {"code": code_of_last_mail()}, follow=True)
    assert "does not work any more" in page.content.decode()
    assert is_signed_in(client)
    assert not Account.objects.get(email=EMAIL).has_usable_password()
    assert not is_signed_in(stranger)
    assert "The e-mail address or the password is not right." in sign_in(Client()).content.decode()
    for path in ("/account/confirm-email/", "/account/signup/", "/account/login/", STEP):
        stranger.get(path)
        stranger.post(path, {"code": "0000-0000", "later": "1", "action": "resend"})
    assert not is_signed_in(stranger)


def test_the_password_of_somebody_who_proved_the_address_stays(client):
    builders.account(EMAIL)
    client.post("/account/login/code/", {"email": EMAIL})
    client.post("/account/login/code/confirm/", {"code": code_of_last_mail()})
    assert Account.objects.get(email=EMAIL).check_password(PASSWORD)


def test_a_wrong_password_costs_as_many_hashes_whether_there_is_an_account_a_password_or_neither(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    builders.account(EMAIL)
    builders.account("passkey@haneul.example", password=None)
    counts = []
    for email in (EMAIL, "passkey@haneul.example", "nobody@haneul.example"):
        encoded.clear()
        sign_in(Client(), email, "wrong wrong wrong")
        counts.append(len(encoded))
    assert counts == [1, 1, 1]
