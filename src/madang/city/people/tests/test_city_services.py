"""Other services of the city: let in at the terminal, then signing residents in as their own client programs do."""

import html
import json
import re
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.idp.oidc.models import Client as Relying
from click.testing import CliRunner
from oauthlib.oauth2 import WebApplicationClient
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from madang.city.cli import cli
from madang.city.cli.frame import Failure
from madang.city.journal import queries as journal
from madang.city.kernel.refusals import Refused
from madang.city.people import queries, rules, services
from madang.city.people.models import Account
from madang.city.people.rules import CITY, NOBODY, Role
from madang.city.people.tests import builders
from madang.city.people.tests.builders import NOW, PASSWORD
from madang.city.people.tests.test_sign_up import CountingHasher, encoded

EMAIL = "kim@haneul.example"
BACK = "https://library.example/back"
GOOD = (
    "https://a.example/back",
    "https://a.example:8443/b?c=d",
    "http://127.0.0.1:9000/back",
    "http://localhost/back",
    "http://[::1]/x",
)
BAD = (
    "", "a.example/back", "http://a.example/back", "javascript:alert(1)", "data:text/html,x", "https://", "https:///back", "//a.example",
    "https://a.example/#part", "https://*.example/back", "https://kim@a.example/", "https://a.example/ b", "https://a.example/\nhttps://b",
    "https://a.example\\@b.example/", "https://[::1/", "https://a.example:port/", "https://하늘.example/", "https://a.example/" + "x" * 500,
)  # fmt: skip


def run(*arguments):
    result = CliRunner().invoke(cli, ["city-service", *arguments])
    if isinstance(result.exception, Failure):
        return str(result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.stdout


@pytest.mark.parametrize("address", GOOD)
def test_a_way_back_is_one_whole_page(address):
    assert rules.why_not_city_service("Library", [address], taken=[]) is None


@pytest.mark.parametrize("address", BAD)
def test_a_way_back_that_could_lead_astray_is_refused(address):
    assert rules.why_not_city_service("Library", [BACK, address], taken=[]).key == "people.way_back"


@pytest.mark.parametrize(
    ("name", "ways_back", "key"),
    [
        ("", [BACK], "people.city_service_name"),
        ("x" * 101, [BACK], "people.city_service_name"),
        ("a\x07b", [BACK], "people.city_service_name"),
        ("city LIBRARY", [BACK], "people.city_service_taken"),
        ("Pool", [], "people.no_way_back"),
        ("Pool", [BACK] * 21, "people.no_way_back"),
    ],
)
def test_a_service_has_a_name_of_its_own_and_a_way_back(name, ways_back, key):
    assert rules.why_not_city_service(name, ways_back, taken=["City library"]).key == key


@pytest.mark.django_db
def test_only_an_administrator_lets_services_in_changes_them_and_shuts_them_out():
    client_id, _ = services.add_city_service(name="City library", redirect_uris=[BACK], by=CITY, now=NOW)
    for who in (NOBODY, builders.viewer_for(builders.resident()), builders.viewer_for(builders.staff(Role.HEAD))):
        for act in (
            lambda by: services.add_city_service(name="Pool", redirect_uris=[BACK], by=by, now=NOW),
            lambda by: services.rotate_city_service(client_id=client_id, by=by, now=NOW),
            lambda by: services.remove_city_service(client_id=client_id, by=by, now=NOW),
        ):
            with pytest.raises(Refused):
                act(who)
    assert [one.name for one in queries.city_services()] == ["City library"]


@pytest.mark.django_db
def test_wrong_secrets_cost_the_city_no_slow_hash(client, settings):
    settings.PASSWORD_HASHERS = [f"{CountingHasher.__module__}.CountingHasher", settings.PASSWORD_HASHERS[-1]]
    client_id, secret = services.add_city_service(name="City library", redirect_uris=[BACK], by=CITY, now=NOW)
    row = Relying.objects.get(pk=client_id)
    assert (row.check_secret(secret), row.check_secret(secret + "x"), row.check_secret("")) == (True, False, False)
    assert secret not in row.secret
    encoded.clear()
    form = {
        "grant_type": "authorization_code",
        "code": "x",
        "redirect_uri": BACK,
        "client_id": client_id,
        "client_secret": "wrong",
    }
    assert client.post("/identity/o/api/token", form).status_code == 401
    assert encoded == []


@pytest.mark.django_db(transaction=True)
class TestAtTheTerminal:
    def test_a_service_is_added_listed_given_a_new_secret_and_shut_out(self):
        made = json.loads(run("add", "City library", "--redirect-uri", BACK, "--redirect-uri", f"{BACK}/2", "--json"))
        assert set(made) == {"client_id", "client_secret", "name", "issuer", "redirect_uris"}
        row = Relying.objects.get(pk=made["client_id"])
        assert row.check_secret(made["client_secret"])
        assert made["client_secret"] not in row.secret

        [line] = json.loads(run("list", "--json"))
        assert (line["client_id"], line["redirect_uris"]) == (made["client_id"], [BACK, f"{BACK}/2"])
        assert made["client_secret"] not in run("list")
        assert run("list") == f"{made['client_id']}\tCity library\t{BACK} {BACK}/2\n"

        again = json.loads(run("rotate", "city library", "--json"))
        row.refresh_from_db()
        assert row.check_secret(again["client_secret"])
        assert not row.check_secret(made["client_secret"])

        run("remove", made["client_id"], "--yes")
        assert json.loads(run("list", "--json")) == []
        notes = [note.verb for note in journal.notes_about(f"city-service:{made['client_id']}")]
        assert sorted(notes) == ["added", "rotated", "shut-out"]

    def test_what_will_not_do_is_one_sentence(self):
        assert "will not do as a way back" in run("add", "Library", "--redirect-uri", "http://library.example/")
        run("add", "Library", "--redirect-uri", BACK)
        assert "signs in here already" in run("add", " library ", "--redirect-uri", BACK)
        assert "No service “pool” signs in here" in run("rotate", "pool")
        assert "No service “pool” signs in here" in run("remove", "pool", "--yes")

    def test_without_json_the_secret_stands_alone_on_its_line(self):
        lines = dict(line.split("\t") for line in run("add", "Library", "--redirect-uri", BACK).splitlines())
        assert Relying.objects.get(pk=lines["client_id"]).check_secret(lines["client_secret"])


class Library:
    """The library's own program: an OpenID client of oauthlib, which knows the city's address and what the terminal printed."""

    def __init__(self, city, made):
        self.secret, self.client = made["client_secret"], WebApplicationClient(made["client_id"])
        self.known = requests.get(f"{city}/.well-known/openid-configuration", timeout=20).json()
        self.verifier = self.client.create_code_verifier(64)

    def door(self):
        challenge = self.client.create_code_challenge(self.verifier, "S256")
        return self.client.prepare_request_uri(
            self.known["authorization_endpoint"], redirect_uri=BACK, scope=["openid", "email", "profile"], state="s1",
            code_challenge=challenge, code_challenge_method="S256", nonce="n1",
        )  # fmt: skip

    def exchange(self, came_back, *, in_header=False):
        code = self.client.parse_request_uri_response(came_back, state="s1")["code"]
        proof = {} if in_header else {"client_secret": self.secret}
        body = self.client.prepare_request_body(code=code, redirect_uri=BACK, code_verifier=self.verifier, **proof)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        basic = (self.client.client_id, self.secret) if in_header else None
        answer = requests.post(self.known["token_endpoint"], data=body, headers=headers, auth=basic, timeout=20)
        return self.client.parse_request_body_response(answer.text)

    def who(self, tokens):
        key = jwt.PyJWKClient(self.known["jwks_uri"]).get_signing_key_from_jwt(tokens["id_token"]).key
        claims = jwt.decode(
            tokens["id_token"], key, algorithms=["RS256"], audience=self.client.client_id, issuer=self.known["issuer"]
        )
        assert claims["nonce"] == "n1"
        return claims["sub"]

    def userinfo(self, tokens):
        headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        return requests.get(self.known["userinfo_endpoint"], headers=headers, timeout=20)


class Resident:
    """A resident at a browser: signs in, reads what the library may know, allows it, and is led back."""

    def __init__(self, city):
        self.city, self.browser = city, requests.Session()
        self.post("/account/login/", {"login": EMAIL, "password": PASSWORD})

    def post(self, path, form):
        page = self.browser.get(f"{self.city}/account/login/code/", timeout=20)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text) or re.search(
            r'name="csrfmiddlewaretoken" value="([^"]+)"', self.browser.get(f"{self.city}/account/logout/", timeout=20).text
        )
        return self.browser.post(f"{self.city}{path}", {"csrfmiddlewaretoken": token.group(1), **form}, timeout=20)

    def allows(self, door):
        page = self.browser.get(door, timeout=20).text
        asked = html.unescape(re.search(r'name="request" value="([^"]+)"', page).group(1))
        granted = {"request": asked, "scopes": ["openid", "email", "profile"], "action": "grant"}
        page = self.post("/identity/o/authorize", granted).text
        return html.unescape(re.search(r'class="govuk-button" href="([^"]+)"', page).group(1))


@pytest.mark.django_db(transaction=True)
def test_a_real_client_signs_a_resident_in_until_its_secret_is_changed_and_it_is_shut_out(live_server, monkeypatch):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the client's own switch for http on loopback
    builders.resident("김하", email=EMAIL)
    made = json.loads(run("add", "City library", "--redirect-uri", BACK, "--json"))
    library, haru = Library(live_server.url, made), Resident(live_server.url)
    tokens = library.exchange(haru.allows(library.door()))
    assert library.who(tokens) == Account.objects.get(email=EMAIL).public_id.hex
    assert library.userinfo(tokens).json()["email"] == EMAIL

    changed = json.loads(run("rotate", "City library", "--json"))
    assert library.userinfo(tokens).status_code == 401
    came_back = haru.allows(library.door())
    assert urlsplit(came_back).netloc == "library.example"
    with pytest.raises(OAuth2Error):
        library.exchange(came_back)
    library.secret = changed["client_secret"]
    assert library.who(library.exchange(haru.allows(library.door()), in_header=True))

    run("remove", "City library", "--yes")
    page = haru.browser.get(library.door(), timeout=20, allow_redirects=False)
    assert "The other service asked wrongly" in page.text
    assert not parse_qs(urlsplit(page.headers.get("Location", "")).query)
