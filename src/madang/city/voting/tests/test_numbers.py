"""A telephone number of a list, proved by a text message: the same words for every number, few tries, nothing kept."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from madang.city.kernel import clock as city_clock
from madang.city.kernel import jobs
from madang.city.notices.rules import Answer, Outcome
from madang.city.notices.services import codes, send_code
from madang.city.people.tests import builders as people
from madang.city.voting.models import Ballot, NumberCode, RollEntry, UnsentCodes, Vote
from madang.city.voting.queries import keys
from madang.city.voting.queries.unsent import LEAST_TOLD, Unsent, unsent_codes
from madang.city.voting.rules.electorate import Electorate, Roll
from madang.city.voting.rules.rolls import tidy_phone
from madang.city.voting.services import clock, entering, moving, numbers, rolls
from madang.city.voting.tests.builders import NOW, OPENS, asked, draft, head, opened, refused

pytestmark = pytest.mark.django_db
LISTED, OTHER = "010-1234-5678", "010-9999-0000"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path, monkeypatch):
    cache.clear()
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(city_clock, "now", lambda: OPENS)


@pytest.fixture
def reference():
    by = head()
    found = draft(asked(electorate=Electorate(roll=Roll.NUMBERS)), by)
    rolls.load_roll(reference=found, lines=[LISTED], by=by, now=NOW)
    moving.announce(reference=found, by=by, now=NOW)
    clock.move(reference=found, now=OPENS)
    return found


def messages(tmp_path):
    folder = tmp_path / "sms"
    return [json.loads(path.read_text()) for path in folder.iterdir()] if folder.exists() else []


def ask(reference, number=LISTED):
    numbers.ask(reference=reference, number=number, language="en", source="192.0.2.1", now=OPENS)
    jobs.run_pending()


def prove(reference, code, number=LISTED, at=OPENS):
    return numbers.prove(reference=reference, number=number, code=code, source="192.0.2.1", now=at)


def code_of(tmp_path):
    (message,) = messages(tmp_path)
    assert message["number"] == "+821012345678"
    return re.fullmatch(r"Your code: ([0-9]{6})", message["text"])[1]


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_somebody_proves_a_number_and_votes_once(reference, tmp_path):
    browser = Client()
    assert browser.get(f"/votes/{reference}/code").headers["Location"] == f"/votes/{reference}/number"
    page = browser.post(f"/votes/{reference}/number", {"number": LISTED}).content.decode()
    assert "Enter the code of the message" in page
    jobs.run_pending()
    told = {"number": LISTED, "code": f" {code_of(tmp_path)} "}
    answer = browser.post(f"/votes/{reference}/number", told)
    assert answer.headers["Location"] == f"/votes/{reference}/ballot"
    browser.post(f"/votes/{reference}/ballot", {"choice": "2", "go": "cast"})
    assert [one.choice for one in Ballot.objects.all()] == [[2]]
    assert "does not fit this number" in Client().post(f"/votes/{reference}/number", told).content.decode()


def test_a_number_that_is_on_no_list_gets_the_same_page_and_no_message(reference, tmp_path):
    def page(number):
        text = Client().post(f"/votes/{reference}/number", {"number": number}).content.decode()
        return re.sub(r'(csrfmiddlewaretoken" value|nonce|id)="[^"]+"|Request [\w-]+', "", text).replace(number, "")

    assert page(OTHER) == page(LISTED)
    jobs.run_pending()
    assert len(messages(tmp_path)) == 1
    assert refused(prove, reference, "123456", OTHER) == refused(prove, reference, wrong(code_of(tmp_path)))


def test_neither_job_nor_table_holds_a_number_or_a_code(reference, tmp_path):
    ask(reference)
    code = code_of(tmp_path)
    held = str(list(ProcrastinateJob.objects.values_list("args", flat=True))) + str(list(NumberCode.objects.values()))
    assert "12345678" not in held
    assert code not in held


def test_a_code_has_five_tries_and_ten_minutes(reference, tmp_path):
    ask(reference)
    code = code_of(tmp_path)
    assert refused(prove, reference, code, at=OPENS + timedelta(minutes=10)) == "voting.number_code_wrong"
    for _try in range(5):
        assert refused(prove, reference, wrong(code)) == "voting.number_code_wrong"
    assert refused(prove, reference, code) == "voting.number_code_wrong"


def test_questions_and_messages_are_few(reference, tmp_path, settings):
    settings.RATE_LIMITS = True
    for _time in range(3):
        ask(reference)
    assert refused(ask, reference) == "kernel.too_often"
    assert len(messages(tmp_path)) == 1


class Refusing:
    """A gateway that takes no message."""

    def send(self, *, number, text, reference):
        return Answer(Outcome.REFUSED, "550")


@pytest.fixture
def refusing(settings):
    settings.SMS_CHANNEL = f"{__name__}.Refusing"


@pytest.fixture
def many(reference, refusing):
    """Return as many listed numbers as it takes until people are told."""
    found = [f"010-2000-000{number}" for number in range(LEAST_TOLD)]
    row = Vote.objects.get(reference=reference)
    RollEntry.objects.bulk_create(RollEntry(vote=row, digest=keys.roll_digest(reference, tidy_phone(number))) for number in found)
    return found


def test_codes_that_could_not_be_sent_are_counted_by_day_once_for_each_number(reference, refusing):
    for _time in range(2):
        ask(reference)
    ask(reference, OTHER)
    assert unsent_codes(reference) == (Unsent(city_clock.today(OPENS), 1),)
    assert "12345678" not in str(list(UnsentCodes.objects.values())) + str(list(NumberCode.objects.values()))
    assert refused(prove, reference, "") == "voting.number_code_wrong"


def test_a_code_that_went_out_still_works_when_the_next_one_is_refused(reference, tmp_path, settings):
    ask(reference)
    settings.SMS_CHANNEL = f"{__name__}.Refusing"
    ask(reference)
    assert prove(reference, code_of(tmp_path)).startswith("roll:")
    assert unsent_codes(reference) == ()


def test_a_number_that_had_its_messages_is_not_one_that_could_not_be_sent(reference, settings, monkeypatch):
    settings.RATE_LIMITS = True
    monkeypatch.setattr(codes, "RATES", ("0/m",))
    ask(reference)
    assert not NumberCode.objects.exists(), "nothing was sent"
    assert unsent_codes(reference) == ()


def test_who_waits_reads_what_to_do_and_that_messages_fail_once_it_tells_of_nobody(reference, many):
    told = "Some codes of this vote could not be sent"
    for number in many:
        page = Client().post(f"/votes/{reference}/number", {"number": number}).content.decode()
        assert "No message after some minutes?" in page
        assert told not in page
        jobs.run_pending()
    for number in (OTHER, LISTED):
        assert told in Client().post(f"/votes/{reference}/number", {"number": number}).content.decode()


def test_staff_see_how_many_codes_could_not_be_sent_by_day(reference, refusing):
    desk = people.signed_in(people.staff(department_code="parks"))
    assert "Codes that could not be sent" not in desk.get(f"/staff/votes/{reference}").content.decode()
    ask(reference)
    page = re.sub(r"\s+", " ", desk.get(f"/staff/votes/{reference}").content.decode())
    assert "Codes that could not be sent" in page
    assert re.search(r">1 Dec</th><td[^>]*><span>1<", page)


def test_only_a_vote_with_such_a_list_sends_codes_and_only_while_it_is_open(reference):
    assert refused(ask, opened()) == "voting.no_list"
    assert refused(ask, reference, "12") == "voting.number_unread"
    late = OPENS + timedelta(days=8)
    assert refused(numbers.ask, reference=reference, number=LISTED, language="en", source="", now=late) == "voting.closed"
    assert Client().get(f"/votes/{opened()}/number").status_code == 404


def test_a_number_typed_as_a_code_opens_nothing(reference):
    assert refused(entering.enter, reference=reference, code="1012345678", source="192.0.2.1") == "voting.code_unknown"


@pytest.mark.parametrize(("number", "code"), [("01012345678", "123456"), ("+821012345678", "Buy now!")])
def test_the_door_for_messages_lets_nothing_out_but_codes(number, code):
    with pytest.raises(ValueError, match="a code of 4 to 8 digits"):
        send_code(number=number, code=code, language="en")
