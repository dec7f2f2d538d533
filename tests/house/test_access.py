"""Every address of the site, tried by everybody: who comes in, who does not, and that nothing ever breaks.

The people: Haru, whose things they are; Sora, another resident; staff of the department that works on Haru's case and of another.
"""

import re
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.core import signing
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import get_resolver

from madang.city.notices.models import Notice, PushSubscription
from madang.city.notices.tests import builders as notices
from madang.city.people import services as people_services
from madang.city.people.models import ApiToken, StaffMember
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people
from madang.city.places.tests import builders as places
from madang.city.portal.models import Letter
from madang.city.portal.services import drafts
from madang.city.portal.services.uploads.storing import place_of
from madang.city.portal.tests import builders as portal
from madang.city.portal.tests.applying import builders as applying
from madang.city.portal.views.counter import SALT
from tests.house import kinds
from tests.house.addresses import ADDRESSES, NO_FORM_TOKEN
from tests.house.data_things import things_of_the_plaza
from tests.house.idea_things import things_of_ideas
from tests.house.vote_things import things_of_votes

pytestmark = pytest.mark.django_db(transaction=False)
STAFF = {"caseworker", "stranger-caseworker", "head", "auditor", "administrator"}
SIGNED_IN = {"haru", "sora", *STAFF}
EVERYBODY = {"stranger", *SIGNED_IN}
ALLOWED = {
    kinds.PUBLIC: EVERYBODY,
    kinds.SIGNED_IN: SIGNED_IN,
    kinds.OWN: {"haru"},
    kinds.FILED: {"haru", "caseworker", "head", "auditor", "administrator"},
    kinds.DEPARTMENT: {"caseworker", "head", "auditor", "administrator"},
    kinds.STAFF: STAFF,
    kinds.COUNTER: {"caseworker", "stranger-caseworker", "head"},
    kinds.AUDITOR: {"auditor", "administrator"},
    kinds.ADMINISTRATOR: {"administrator"},
    kinds.TOKEN: set(),
    kinds.PREPARES: STAFF - {"auditor"},
    kinds.PUBLISHER: {"caseworker", "head", "administrator"},
    kinds.CHIEF: {"head", "administrator"},
    kinds.DUTY: set(),
}
ONE_FOR_ALL = {kinds.PUBLIC, kinds.FLOW, kinds.TOKEN}
A_FEW = {"stranger", "sora", "stranger-caseworker", "auditor"}
MANY_MAY = {*ONE_FOR_ALL, kinds.SIGNED_IN, kinds.OWN, kinds.FILED}
SHUT = {401, 403, 404}


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """Build one city for the module: people, and one of everything that Haru has. It vanishes afterwards."""
    store = tmp_path_factory.mktemp("store")
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"], OPENDATA_DIR=store)
    with django_db_blocker.unblock(), transaction.atomic(), quick:
        made = _people()
        made.things = (
            _things(made, tmp_path_factory.mktemp("areas"))
            | things_of_the_plaza(made.haru)
            | things_of_ideas(made.haru)
            | things_of_votes(made.haru)
        )
        made.cookies = {name: _session(person) for name, person in made.people.items() if person is not None}
        yield made
        transaction.set_rollback(True)


def _people() -> SimpleNamespace:
    haru, sora = people.resident("Kim Haru"), people.resident("Lee Sora")
    people.department("families")
    staff = {
        "caseworker": people.staff(department_code="families"),
        "stranger-caseworker": people.staff(department_code="parking"),
        "head": people.staff(Role.HEAD, department_code="families"),
        "auditor": people.staff(Role.AUDITOR, department_code="mayor"),
        "administrator": people.staff(Role.ADMINISTRATOR, department_code="mayor"),
    }
    return SimpleNamespace(haru=haru, sora=sora, people={"stranger": None, "haru": haru, "sora": sora, **staff})


def _things(made: SimpleNamespace, folder: object) -> dict[str, object]:
    haru, account = made.haru, people.account_of(made.haru)
    places.load(folder, places.feature("1101"))
    case, _ = portal.decided(portal.service("childcare-place"), resident_id=haru, worker=made.people["caseworker"])
    letter = Letter.objects.filter(case=case).first()
    certificate, _ = portal.issued(portal.certified("certificate-of-need"), resident_id=haru, worker=made.people["caseworker"])
    applying.stall()
    draft, gone = applying.draft(haru), applying.stall("second-stall") and applying.draft(haru, slug="second-stall")
    drafts.delete(draft_id=gone.id, now=_now())
    notices.register_kind()
    notices.send(account)
    push = PushSubscription.objects.create(
        account_id=account, endpoint="https://push.example/1", label="Phone", created_at=_now()
    )
    people_services.create_token(email=_email(account), scopes=["cases:read"], name="mine", now=_now())
    file = portal.upload(case)
    place_of(file.path).parent.mkdir(parents=True, exist_ok=True)
    place_of(file.path).write_bytes(b"%PDF-1.7")
    return {
        "case": case.reference, "letter": letter.public_id, "certificate": certificate.public_id, "file": file.public_id, "draft": draft.public_id,
        "gone_draft": gone.public_id, "notice": Notice.objects.get(account_id=account, about="case:17").slug, "browser": push.slug,
        "token": ApiToken.objects.get(account_id=account).public_id, "service": "market-stall",
        "staff": StaffMember.objects.get(pk=made.people["caseworker"].id).account.public_id,
        "scheme": places.SCHEME, "area": "1101", "person": signing.dumps(haru, salt=SALT),
    }  # fmt: skip


def _now():
    from madang.city.kernel import clock

    return clock.now()


def _email(account: int) -> str:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=account).email


def _session(person: object) -> str:
    """Sign somebody in, freshly enough for the pages that ask again; return the session's key."""
    client = people.signed_in(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": "x@haneul.example"}]
    session.save()
    return session.session_key


def browser(city: SimpleNamespace, name: str, **options: object) -> Client:
    """Return somebody's browser; what breaks is an answer of 500 in it, as in a real one."""
    client = Client(raise_request_exception=False, **options)
    if name in city.cookies:
        client.cookies["sessionid"] = city.cookies[name]
    return client


def ask(city: SimpleNamespace, name: str, method: str, url: str, **options: object) -> HttpResponse:
    """Ask for a page and take back whatever that did."""
    client = browser(city, name, **options)
    with transaction.atomic():
        response = getattr(client, method)(url)
        if response.streaming:
            b"".join(response.streaming_content)  # read to its end, the file is closed
        transaction.set_rollback(True)
    return response


def routes(resolver: object, before: str = "") -> Iterator[str]:
    """Yield every pattern of the URLconf, written whole."""
    for one in resolver.url_patterns:
        whole = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from routes(one, whole)
        else:
            yield whole


def wrong_way(response: HttpResponse) -> str:
    """Return where an answer leads, if it is the sign-in page."""
    target = response.get("Location", "") if response.status_code == 302 else ""
    return target if target.startswith("/account/login") else ""


def is_shut(response: HttpResponse) -> bool:
    return response.status_code in SHUT or bool(wrong_way(response))


def told(name: str, method: str, url: str, response: HttpResponse) -> str:
    return f"{name} {method} {url}: {response.status_code} {wrong_way(response)} {getattr(response, 'exc_info', None) or ''}"


def test_every_pattern_is_listed_and_every_line_is_a_pattern():
    assert set(routes(get_resolver())) == set(ADDRESSES)
    assert set(NO_FORM_TOKEN) <= set(ADDRESSES)


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in ADDRESSES.values()}))
def test_who_comes_in(city, kind):
    """Everybody tries every address with GET and POST: no error anywhere, and only those come in who may."""
    complaints = []
    for its_kind, sample in ADDRESSES.values():
        if its_kind != kind:
            continue
        url = sample.format(**city.things)
        for name in sorted(EVERYBODY if kind not in ONE_FOR_ALL else A_FEW):
            answers = {method: ask(city, name, method, url) for method in ("get", "post")}
            complaints += [told(name, *pair) for pair in _faults(kind, name, url, answers)]
    assert complaints == []


def _faults(kind: str, name: str, url: str, answers: dict[str, HttpResponse]) -> list[tuple[str, str, HttpResponse]]:
    broken = [(method, url, one) for method, one in answers.items() if one.status_code >= 500]
    if broken or kind == kinds.FLOW:
        return broken
    tried = [(method, url, one) for method, one in answers.items() if one.status_code != 405]
    if name in ALLOWED[kind]:
        # The auditor reads and changes nothing, so one open way is enough; an empty POST may name a thing that is not there.
        is_thing = kind in {kinds.OWN, kinds.FILED, kinds.DEPARTMENT}
        came_in = [one for _, _, one in tried if not is_shut(one) or (one.status_code == 404 and not is_thing)]
        return [] if came_in else tried
    return [entry for entry in tried if not is_shut(entry[2])]


def test_a_form_without_its_token_changes_nothing(city):
    """A POST that another site made a signed-in browser send is refused everywhere."""
    complaints = []
    for route, (_kind, sample) in ADDRESSES.items():
        if route in NO_FORM_TOKEN or route.startswith("api/"):
            continue
        url = sample.format(**city.things)
        for name in ("haru", "administrator"):
            response = ask(city, name, "post", url, enforce_csrf_checks=True)
            if response.status_code != 403:
                complaints.append(told(name, "post", url, response))
    assert complaints == []


def test_another_site_cannot_send_a_residents_application(city):
    client = browser(city, "haru", enforce_csrf_checks=True)
    url = f"/my/drafts/{city.things['draft']}"
    for step in ("steps/you", "check"):
        assert client.post(f"{url}/{step}", {"full_name": "Eve"}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert "Eve" not in client.get(f"{url}/steps/you").content.decode()


@pytest.mark.parametrize("name", ["sora", "stranger-caseworker", "administrator"])
def test_what_is_not_theirs_looks_like_what_is_not_there(city, name):
    """Whoever guesses an address learns nothing: another's thing and no thing at all answer alike."""
    nothing = "00000000-0000-4000-8000-000000000000"
    for kind, sample in ADDRESSES.values():
        if kind != kinds.OWN:
            continue
        there = ask(city, name, "get", sample.format(**city.things))
        gone = dict.fromkeys(city.things, nothing) | {"case": "MD-0000-000", "notice": "nothing", "browser": "nothing"}
        missing = ask(city, name, "get", sample.format(**gone))
        assert (there.status_code, _text(there)) == (missing.status_code, _text(missing)), sample


def _text(response: HttpResponse) -> str:
    body = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    return re.sub(r"[0-9a-f]{16}|MD-\w{4}-\w{3}", "", body[0]) if body else ""


def test_a_token_reaches_its_owners_cases_only(city):
    for who, status in ((city.haru, 200), (city.sora, 404), (city.people["stranger-caseworker"], 404)):
        scopes = ["cases:read", "cases:write"]
        secret = people_services.create_token(email=_email(people.account_of(who)), scopes=scopes, name="t", now=_now())
        head = {"Authorization": f"Bearer {secret}"}
        reference = city.things["case"]
        assert Client().get(f"/api/v1/cases/{reference}", headers=head).status_code == status
        lists = [Client().get(f"/api/v1/cases?done={done}", headers=head).content.decode() for done in ("true", "false")]
        assert (reference in "".join(lists)) is (status == 200)
        refused = Client().get(f"/api/v1/staff/cases/{reference}", headers=head)
        assert refused.status_code == 403


def test_one_resident_cannot_remove_anothers_passkey(city):
    key = Authenticator.objects.create(
        user_id=people.account_of(city.haru), type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "passwordless": False}
    )
    for way in ("remove", "edit"):
        for name in ("sora", "administrator"):
            response = browser(city, name).post(f"/account/2fa/webauthn/keys/{key.pk}/{way}/", {"name": "Mine"})
            assert response.status_code in {302, 404}
    key.refresh_from_db()
    assert key.data["name"] == "Phone"


def test_one_resident_cannot_end_anothers_session(city):
    from allauth.usersessions.models import UserSession

    people.signed_in(city.haru).get("/account/sessions/")
    row = UserSession.objects.filter(user_id=people.account_of(city.haru)).first()
    assert row is not None
    browser(city, "sora").post("/account/sessions/", {"session": str(row.pk)})
    assert UserSession.objects.filter(pk=row.pk).exists()


def test_heads_of_every_answer(city):
    """Every page says what a browser may do with it; what is personal stays out of every cache; strangers get no cookie."""
    complaints = []
    for kind, sample in ADDRESSES.values():
        url = sample.format(**city.things)
        for name in ("stranger", "haru") if kind in MANY_MAY else ("caseworker", "administrator"):
            response = ask(city, name, "get", url)
            complaints += [f"{name} {url}: {fault}" for fault in _bad_heads(response, kind, name)]
    assert complaints == []


def _bad_heads(response: HttpResponse, kind: str, name: str) -> Iterator[str]:
    policy, caching = response.get("Content-Security-Policy", ""), response.get("Cache-Control", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"policy {policy!r}"
    if response.get("X-Content-Type-Options") != "nosniff" or response.get("X-Frame-Options") != "DENY":
        yield "sniffing or framing is possible"
    if response.get("Referrer-Policy") != "same-origin":
        yield "no Referrer-Policy"
    is_personal = kind not in {kinds.PUBLIC, kinds.FLOW, kinds.TOKEN} and response.status_code == 200
    if is_personal and not {"private", "no-store"} & set(caching.replace(",", " ").split()):
        yield f"Cache-Control {caching!r}"
    if name == "stranger" and kind == kinds.PUBLIC and response.cookies and "<form" not in _body(response):
        yield f"cookies {sorted(response.cookies)}"


def _body(response: HttpResponse) -> str:
    return "" if response.streaming else response.content.decode(errors="replace")
