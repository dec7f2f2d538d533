"""Signing in with an identity from outside, against a real provider on loopback; and the city as such a provider."""

import html
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core import mail
from django.test import Client

from madang.city.people import queries, services
from madang.city.people.models import Account
from madang.city.people.rules import CITY, SYSTEM, Assurance
from madang.city.people.tests import builders
from madang.city.people.tests.builders import NOW, PASSWORD

pytestmark = pytest.mark.django_db
EMAIL = "kim@haneul.example"
LOGIN = "/account/oidc/identity/login/"
KEY = rsa.generate_private_key(public_exponent=65_537, key_size=2048)


class Provider:
    """A national identity service: answers what an OpenID provider must, with the claims that the test gave it."""

    def __init__(self):
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self._answer(provider.get(self.path))

            def do_POST(self):
                length = int(self.headers.get("Content-Length", 0))
                self._answer(provider.token(parse_qs(self.rfile.read(length).decode())))

            def _answer(self, document):
                body = json.dumps(document).encode()
                self.send_response(200 if document else 404)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.claims, self.codes = {"sub": "nid-1"}, []
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def get(self, path):
        documents = {
            "/.well-known/openid-configuration": {
                "issuer": self.url,
                "authorization_endpoint": "https://id.example/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/jwks",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/userinfo": self.claims,
            "/jwks": {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "1", "use": "sig"}]},
        }
        return documents.get(path)

    def token(self, form):
        self.codes.append((form["code"][0], form["client_secret"][0]))
        now = int(time.time())
        held = {"iss": self.url, "aud": "city", "iat": now, "exp": now + 300, **self.claims}
        signed = jwt.encode(held, KEY, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def provider(settings):
    one = Provider()
    app = {
        "provider_id": "identity",
        "name": "National identity",
        "client_id": "city",
        "secret": "shared",
        "settings": {"server_url": one.url, "proving": ["high"]},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield one
    one.stop()


def outward(page):
    """Return where the page that leads off the site leads."""
    assert page.status_code == 200, page.status_code
    return html.unescape(re.search(r'class="govuk-button" href="([^"]+)"', page.content.decode()).group(1))


def round_trip(client, process="login"):
    target = urlsplit(outward(client.post(f"{LOGIN}?process={process}")))
    asked = parse_qs(target.query)
    assert target.netloc == "id.example"
    assert asked["redirect_uri"] == [f"http://testserver{LOGIN}callback/"]
    return client.get(f"{LOGIN}callback/", {"code": "abc", "state": asked["state"][0]})


def test_the_step_out_is_a_page_because_browsers_refuse_a_form_that_redirects_away(client, provider):
    page = client.post(f"{LOGIN}?process=login")
    assert "form-action 'self'" in page["Content-Security-Policy"]
    assert 'http-equiv="refresh"' in page.content.decode()
    assert "id.example" in page.content.decode()


def test_a_get_does_not_start_it(client, provider):
    page = client.get(LOGIN)
    assert "id.example" not in page.content.decode()
    assert "Go on with National identity" in page.content.decode()


def test_a_proved_identity_opens_an_account_and_fills_the_empty_profile(client, provider):
    provider.claims |= {
        "acr": "high", "email": EMAIL, "email_verified": True, "name": "김 하루", "birthdate": "1984-03-14",
    }  # fmt: skip
    round_trip(client)
    assert provider.codes == [("abc", "shared")]
    account = Account.objects.get(email=EMAIL)
    assert (account.assurance, account.assurance_how) == ("identity-proved", "identity")
    assert account.assured_at is not None
    profile = queries.profile(queries.resident_of(account.pk), viewer=SYSTEM, purpose="test")
    assert (profile.name, profile.birth_date.isoformat()) == ("김 하루", "1984-03-14")


def test_an_address_that_the_provider_did_not_confirm_must_be_confirmed_here(client, provider):
    provider.claims |= {"acr": "high", "email": EMAIL}
    assert round_trip(client)["Location"].startswith("/account/confirm-email/")
    assert len(mail.outbox) == 1


def test_without_an_address_the_city_asks_for_one(client, provider):
    provider.claims |= {"acr": "high"}
    assert round_trip(client)["Location"] == "/account/3rdparty/signup/"
    assert "National identity confirmed who you are" in client.get("/account/3rdparty/signup/").content.decode()
    client.post("/account/3rdparty/signup/", {"email": EMAIL})
    assert Account.objects.get(email=EMAIL).assurance == "identity-proved"


def test_a_weaker_proof_does_not_prove(client, provider):
    provider.claims |= {"acr": "low", "email": EMAIL, "email_verified": True}
    round_trip(client)
    assert Account.objects.get(email=EMAIL).assurance == "e-mail"


def test_an_outside_identity_never_takes_over_an_account_with_the_same_address(client, provider):
    builders.account(EMAIL)
    provider.claims |= {"acr": "high", "email": EMAIL, "email_verified": True}
    round_trip(client)
    assert client.get("/account/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_a_resident_connects_an_identity_and_keeps_the_name_they_gave(client, provider):
    resident_id = builders.resident("김하", email=EMAIL)
    client.post("/account/login/", {"login": EMAIL, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    provider.claims |= {"acr": "high", "name": "KIM HARU"}
    round_trip(client, "connect")
    assert queries.assurance_of(resident_id) is Assurance.IDENTITY_PROVED
    assert queries.profile(resident_id, viewer=SYSTEM, purpose="test").name == "김하"
    again = Client()
    round_trip(again)
    assert again.get("/account/").status_code == 200


def test_a_made_up_state_signs_nobody_in(client, provider):
    client.post(f"{LOGIN}?process=login")
    client.get(f"{LOGIN}callback/", {"code": "abc", "state": "made-up"})
    assert provider.codes == []
    assert not Account.objects.exists()


def test_the_provider_says_no(client, provider):
    state = parse_qs(urlsplit(outward(client.post(f"{LOGIN}?process=login"))).query)["state"][0]
    answer = client.get(f"{LOGIN}callback/", {"error": "access_denied", "state": state}, follow=True)
    assert "You stopped at the identity service" in answer.content.decode()


class TestCityAsProvider:
    BACK = "https://library.example/back"

    @pytest.fixture
    def library(self):
        return services.add_city_service(name="City library", redirect_uris=[self.BACK], by=CITY, now=NOW)

    def ask(self, client, library, **more):
        query = {"client_id": library[0], "response_type": "code", "scope": "openid email profile", "redirect_uri": self.BACK}
        return client.get("/identity/o/authorize", query | {"state": "s1"} | more)

    def test_discovery_tells_everything_a_client_needs(self, client):
        document = client.get("/.well-known/openid-configuration").json()
        assert document["issuer"] == "http://testserver"
        for name in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint"):
            assert document[name].startswith("http://testserver/"), name
        [key] = client.get(urlsplit(document["jwks_uri"]).path).json()["keys"]
        assert key["kty"] == "RSA"
        assert document["id_token_signing_alg_values_supported"] == ["RS256"]
        assert "d" not in key

    def test_strangers_sign_in_first(self, client, library):
        assert self.ask(client, library)["Location"].startswith("/account/login/")

    def test_a_resident_signs_in_to_another_service_of_the_city(self, client, library):
        resident_id = builders.resident("김하", email=EMAIL)
        builders.signed_in(resident_id, client)
        page = self.ask(client, library).content.decode()
        assert "Sign in to City library" in page
        request = html.unescape(re.search(r'name="request" value="([^"]+)"', page).group(1))
        granted = {"request": request, "scopes": ["openid", "email", "profile"], "action": "grant"}
        target = urlsplit(outward(client.post("/identity/o/authorize", granted)))
        answer = parse_qs(target.query)
        assert (target.netloc, answer["state"]) == ("library.example", ["s1"])
        form = {
            "grant_type": "authorization_code", "code": answer["code"][0], "redirect_uri": self.BACK,
            "client_id": library[0], "client_secret": library[1],
        }  # fmt: skip
        tokens = Client().post("/identity/o/api/token", form).json()
        [key] = client.get("/.well-known/jwks.json").json()["keys"]
        claims = jwt.decode(tokens["id_token"], jwt.PyJWK(key).key, algorithms=["RS256"], audience=library[0])
        account = Account.objects.get(email=EMAIL)
        assert claims["iss"] == "http://testserver"
        assert claims["sub"] == account.public_id.hex
        told = Client().get("/identity/o/api/userinfo", headers={"authorization": f"Bearer {tokens['access_token']}"}).json()
        assert {name: told[name] for name in ("sub", "email", "name", "acr")} == {
            "sub": account.public_id.hex, "email": EMAIL, "name": "김하", "acr": "e-mail",
        }  # fmt: skip
        assert Client().post("/identity/o/api/token", form).status_code == 400

    def test_who_does_not_allow_it_is_led_back_without_anything(self, client, library):
        builders.signed_in(builders.resident(), client)
        page = self.ask(client, library).content.decode()
        request = html.unescape(re.search(r'name="request" value="([^"]+)"', page).group(1))
        target = outward(client.post("/identity/o/authorize", {"request": request, "action": "cancel"}))
        assert parse_qs(urlsplit(target).query)["error"] == ["access_denied"]

    def test_an_unknown_way_back_gets_nothing(self, client, library):
        builders.signed_in(builders.resident(), client)
        page = self.ask(client, library, redirect_uri="https://evil.example/")
        assert "evil.example" not in page.get("Location", "")
        assert "The other service asked wrongly" in page.content.decode()
