"""Registrar, box, log and files of a secret vote over HTTP."""

import base64
import html
import json
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madang.city.kernel import clock
from madang.city.people.tests import builders as people
from madang.city.voting.models import Issued, SecretBallot
from madang.city.voting.rules.votes import Kind, Rule
from madang.city.voting.tests import builders as make
from madang.city.voting.tests.secret.builders import held
from madang.city.voting.views import secret
from madang.urban.ballots import log, verifier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _while_votes_are_open(monkeypatch):
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: make.OPENS)


@pytest.fixture
def vote():
    return held()


def browser_of(person, **options):
    """Return a browser in which one of the entitled is signed in."""
    return people.signed_in(int(person.removeprefix("resident:")), Client(**options))


def post(client, vote, what, body):
    return client.post(f"/votes/{vote.reference}/{what}", body, content_type="application/json")


def asked(blinded):
    return json.dumps({"blinded": base64.b64encode(blinded).decode()})


def test_a_token_of_the_registrar_puts_a_ballot_into_the_box_and_the_log(vote):
    voter = vote.voter()
    answer = post(browser_of(vote.people[0]), vote, "token", asked(voter.blinded))
    token = voter.token(base64.b64decode(answer.json()["signature"]))
    record = vote.record(token, [2])
    answer = post(Client(), vote, "box", record)
    leaf = log.leaf_hash(record)
    assert answer.json() == {"leaf": leaf.hex()}
    assert Client().get(f"/votes/{vote.reference}/log/inclusion?leaf={leaf.hex()}").status_code == 404
    vote.seal()
    proof = Client().get(f"/votes/{vote.reference}/log/inclusion?leaf={leaf.hex()}").json()
    note = Client().get(f"/votes/{vote.reference}/log/checkpoint")
    assert note.content.decode() == proof["checkpoint"]
    assert note.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert proof["index"] < proof["size"]


def test_the_same_question_to_the_registrar_has_the_same_answer_and_another_none(vote):
    browser, voter = browser_of(vote.people[0]), vote.voter()
    first, again = (post(browser, vote, "token", asked(voter.blinded)) for _ in range(2))
    assert first.json() == again.json()
    other = post(browser, vote, "token", asked(vote.voter().blinded))
    assert other.status_code == 409
    assert other.headers["Content-Type"] == "application/problem+json"
    assert Issued.objects.count() == 1


def test_the_registrar_signs_nothing_for_strangers_or_without_a_form_token(vote):
    body = asked(vote.voter().blinded)
    assert post(Client(), vote, "token", body).status_code == 403
    assert post(browser_of(vote.people[0], enforce_csrf_checks=True), vote, "token", body).status_code == 403
    assert not Issued.objects.exists()


def test_the_registrar_signs_nothing_for_who_is_not_entitled(vote):
    answer = post(browser_of(make.person()), vote, "token", asked(vote.voter().blinded))
    assert answer.status_code == 403
    assert not Issued.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"null", b'{"blinded": 5}', b'{"blinded": "***"}', b'{"blinded": ""}', b"[" * 9_000, b"\xff"]
)
def test_what_is_no_blinded_message_is_refused_in_json(vote, body):
    answer = post(browser_of(vote.people[0]), vote, "token", body)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:madang:problem:voting.blinded_malformed")


class Nobody:
    """What a request says of who sent it; asking it anything fails the test."""

    def __getattr__(self, name):
        raise AssertionError(f"the box asked for {name}")


def test_the_box_asks_for_nobody(vote, rf):
    record = vote.record(vote.token(), [1])
    request = rf.post(f"/votes/{vote.reference}/box", record, content_type="application/json")
    request.session = request.user = request.viewer = Nobody()
    assert secret.box(request, vote.reference).status_code == 200


def test_the_box_and_the_log_look_nobody_up_even_where_a_browser_sends_its_cookie(vote):
    record, browser = vote.record(vote.token(), [1]), browser_of(vote.people[0], enforce_csrf_checks=True)
    with CaptureQueriesContext(connection) as seen:
        answers = [post(browser, vote, "box", record), browser.get(f"/votes/{vote.reference}/log/checkpoint")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert not any(answer.cookies for answer in answers)
    assert not [one["sql"] for one in seen.captured_queries if "session" in one["sql"] or '"people_account"' in one["sql"]]


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff\xfe", b"[" * 50_000, b"x" * 200_000])
def test_the_box_takes_nothing_that_is_no_ballot(vote, body):
    answer = post(Client(), vote, "box", body)
    assert answer.status_code == 422
    assert not SecretBallot.objects.exists()


def test_the_box_takes_no_ballot_without_the_registrars_signature(vote):
    token = vote.voter().token(bytes(384))
    assert post(Client(), vote, "box", vote.record(token, [1])).status_code in (403, 422)
    assert not SecretBallot.objects.exists()


def test_the_box_is_shut_from_the_instant_of_closing_on(vote, monkeypatch):
    record = vote.record(vote.token(), [1])
    monkeypatch.setattr(clock, "now", lambda: make.CLOSES)
    answer = post(Client(), vote, "box", record)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:madang:problem:voting.closed")


def test_everybody_reads_the_terms_and_the_keys(vote):
    told = Client().get(f"/votes/{vote.reference}/log/terms").json()
    assert told["terms"]["id"] == vote.reference
    assert told["is_open"] is True
    assert (told["entitled"], told["issued"]) == (2, 0)


def test_an_earlier_log_is_proved_to_be_the_beginning_of_the_present_one(vote):
    vote.cast([1])
    vote.seal()
    found = Client().get(f"/votes/{vote.reference}/log/consistency?first=1")
    assert found.status_code == 200
    assert set(found.json()) == {"hashes", "checkpoint"}
    assert Client().get(f"/votes/{vote.reference}/log/consistency?first=99").status_code == 422


@pytest.mark.parametrize(
    "what", ["log/terms", "log/checkpoint", "log/consistency?first=1", f"log/inclusion?leaf={'0' * 64}", "ballots.json"]
)
def test_a_straw_vote_has_no_box_and_no_log(what):
    answer = Client().get(f"/votes/{make.opened()}/{what}")
    assert answer.status_code in (404, 422)
    assert answer.json()["detail"]


def test_the_public_file_is_there_when_the_vote_is_counted(vote):
    answer = Client().get(f"/votes/{vote.reference}/ballots.json")
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:madang:problem:voting.result_later")


def test_the_verifier_is_handed_out_as_it_runs_here():
    answer = Client().get("/votes/verifier.py")
    with open(verifier.__file__, "rb") as file:
        assert b"".join(answer.streaming_content) == file.read()


@pytest.mark.parametrize("query", ["", "leaf=", "leaf=zz", "leaf=" + "0" * 63, "leaf=%00", "leaf=" + "A" * 64])
def test_a_hash_that_is_none_is_in_no_log(vote, query):
    assert Client().get(f"/votes/{vote.reference}/log/inclusion?{query}").status_code == 404


@pytest.mark.parametrize("query", ["", "first=0", "first=-1", "first=x", "first=" + "9" * 5_000])
def test_a_log_of_no_size_proves_nothing(vote, query):
    assert Client().get(f"/votes/{vote.reference}/log/consistency?{query}").status_code == 422


def test_the_ballot_of_an_official_vote_tells_the_browser_all_that_it_needs(vote):
    page = browser_of(vote.people[0]).get(f"/votes/{vote.reference}/ballot").content.decode()
    form = re.search(r"<form[^>]*data-ballot[^>]*>", page)[0]
    held = dict(re.findall(r'data-([a-z-]+)="([^"]*)"', form))
    told = Client().get(f"/votes/{vote.reference}/log/terms").json()
    here = f"/votes/{vote.reference}"
    assert html.unescape(held.pop("token-key")) == told["token_key"]
    assert html.unescape(held.pop("log-key")) == told["log_key"]
    assert held == {
        "vote": vote.reference, "kind": "single", "token-url": f"{here}/token", "box-url": f"{here}/box",
        "proof-url": f"{here}/log/inclusion", "consistency-url": f"{here}/log/consistency", "closes": "2026-12-08T04:00:00+00:00",
        "minimum": "1", "maximum": "1", "most": "0", "strict": "", "place": "Place 0", "points": "Points: 0",
        "marks": "radios", "marks-most": "",
    }  # fmt: skip
    assert 'name="choice" value="2"' in page
    assert "method=" not in form
    assert "look/built/ballot.js" in page


def test_an_official_ballot_is_never_sent_as_a_form(vote):
    answer = browser_of(vote.people[0]).post(f"/votes/{vote.reference}/ballot", {"choice": "1", "go": "cast"})
    assert answer.status_code == 409
    assert not SecretBallot.objects.exists()


def test_the_page_of_an_open_official_vote_leads_to_its_ballot(vote):
    assert f'href="/votes/{vote.reference}/ballot"' in browser_of(vote.people[0]).get(f"/votes/{vote.reference}").content.decode()


def test_the_pages_of_a_secret_vote_cost_eight_statements_at_most(vote, django_assert_max_num_queries):
    browser = browser_of(vote.people[0])
    for page in (f"/votes/{vote.reference}", f"/votes/{vote.reference}/ballot"):
        browser.get(page)
        with django_assert_max_num_queries(8):
            assert browser.get(page).status_code == 200


def test_who_got_a_token_reads_that_they_take_part_and_nobody_else_does(vote):
    vote.issue(vote.voter().blinded, 0)
    first, second = (browser_of(one).get(f"/votes/{vote.reference}").content.decode() for one in vote.people)
    assert "You take part in this vote" in first
    assert "You take part in this vote" not in second


def test_the_browser_words_the_faults_of_a_choice_that_the_city_must_not_see():
    vote = held(1, "A", "B", "C", kind=Kind.POINTS, rule=Rule.POINTS, most_points=10, maximum=3)
    page = browser_of(vote.people[0]).get(f"/votes/{vote.reference}/ballot").content.decode()
    assert 'data-says-total="You have given {total} points. There are 10 to give."' in page
    assert 'data-says-points="Give option {option} no more than 10 points, and none below 0."' in page
