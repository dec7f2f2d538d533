"""An official vote from its announcement to the city's answer: three people vote, nobody sees what, everybody can count again."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from madang.city.demo.blinding import Browser
from madang.city.journal.models import Note
from madang.city.kernel.refusals import Refused
from madang.city.people.rules import CITY, Role
from madang.city.people.tests.builders import account_of, resident, staff, viewer_for
from madang.city.voting.models import Entitled, Issued, SecretVote
from madang.city.voting.queries import ballots, entitlement, results, votes
from madang.city.voting.queries import secret as secret_ballots
from madang.city.voting.rules import certificates
from madang.city.voting.rules.answers import Answer, Decision
from madang.city.voting.rules.votes import State
from madang.city.voting.services import clock, moving, secret
from madang.city.voting.services.held import VotesHeld
from madang.city.voting.tests.builders import CLOSES, OPENS, adopted, asker, born, counted, head, official, opened, refused, row
from madang.urban.ballots import records

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_keys")]

WORDS = {"en": "We plant."}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def people(count, **details):
    return [resident(proved=True, birth_date=born(30), gender="female", **details) for _ in range(count)]


def vote(reference, resident_id, choice):
    """Vote as a browser does: ask the registrar for a token, then hand the ballot to the box, which knows nobody."""
    browser = Browser(reference, bytes(SecretVote.objects.get(vote__reference=reference).token_key))
    who = entitlement.resident(resident_id)
    signature = secret.issue(reference=reference, person=who, blinded=browser.blinded, now=OPENS)
    record = records.electronic(reference, choice, browser.token(signature))
    secret.cast(reference=reference, record=record, now=OPENS)


def test_three_people_vote_and_the_city_answers():
    three, chief = people(3), head()
    reference = opened(official(), by=chief)
    for resident_id, choice in zip(three, ([2], [2], [1]), strict=True):
        vote(reference, resident_id, choice)
    found = counted(reference)
    figures = found.result.figures
    assert (figures["winners"], figures["ballots"], figures["issued"], figures["entitled"]) == ([2], 3, 3, 3)
    assert certificates.differences(found.result.certificate, ballots.choices_file(found)) == []
    assert found.answer_due_on.isoformat() == "2027-01-07"
    assert [one.reference for one in votes.to_answer("parks")] == [reference]
    moving.answer(reference=reference, said=adopted("We plant lime trees in March."), by=chief, now=CLOSES)
    shown = votes.vote(reference, CITY, today=CLOSES.date())
    assert (shown.state, shown.answer["en"], shown.is_late) == (State.ANSWERED, "We plant lime trees in March.", False)
    verbs = Note.objects.filter(about=f"vote:{reference}").values_list("verb", flat=True)
    assert {"opened-box", "closed-box", "counted-vote", "published-ballots", "answered-result"} <= set(verbs)


def test_the_public_file_names_the_result_that_was_certified():
    mina = people(1)[0]
    reference = opened(official())
    vote(reference, mina, [1])
    counted(reference)
    file = json.loads(secret_ballots.file_place(reference).read_text())
    held = json.loads(row(reference).result.certificate)
    assert file["vote"] == held["vote"]
    assert file["result"]["winners"] == held["result"]["winners"]


def test_nobody_sees_a_result_before_it_is_counted():
    mina = people(1)[0]
    reference = opened(official())
    vote(reference, mina, [1])
    for who in ("", entitlement.resident(mina)):
        assert refused(results.result, reference, person=who) == "voting.result_later"
    assert refused(secret_ballots.counted, row(reference)) == "voting.result_later"
    assert refused(moving.close_vote, reference=reference, now=OPENS) == "voting.closes_later"


def test_turnout_is_known_by_group_and_no_ballot_belongs_to_one():
    women = people(12)
    men = [resident(proved=True, birth_date=born(72), gender="male") for _ in range(11)]
    reference = opened(official())
    for resident_id in (*women, *men):
        vote(reference, resident_id, [1])
    moving.close_vote(reference=reference, now=CLOSES)
    assert row(reference).turnout == [["", "30-39", "female", 12], ["", "70+", "male", 11]]
    found = counted(reference)
    assert found.turnout == []
    assert found.result.figures["tables"] == {
        "age": {"columns": [], "rows": [{"group": "30-39", "people": 12}, {"group": "70+", "people": 11}]},
        "gender": {"columns": [], "rows": [{"group": "female", "people": 12}, {"group": "male", "people": 11}]},
    }
    assert found.result.figures["weighted"] is None


@pytest.mark.django_db(transaction=True)
def test_who_comes_while_the_vote_closes_is_counted_as_having_taken_part_or_gets_no_token():
    twelve = people(12)
    reference = opened(official())
    key = bytes(SecretVote.objects.get().token_key)
    asking = [(entitlement.resident(one), Browser(reference, key).blinded) for one in twelve]

    def run(number):
        try:
            if number == 6:
                moving.close_vote(reference=reference, now=CLOSES)
                return "closed"
            who, blinded = asking[number]
            secret.issue(reference=reference, person=who, blinded=blinded, now=OPENS)
        except Refused as problem:
            return problem.refusal.key
        finally:
            connection.close()
        return "token"

    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(run, range(12)))
    assert set(answers) <= {"token", "closed", "voting.closed"}
    assert sum(one[-1] for one in row(reference).turnout) == answers.count("token") == Issued.objects.count()


def test_the_head_of_the_department_answers_and_nobody_else():
    reference = opened(official())
    arguments = {"reference": reference, "said": adopted("We plant."), "now": CLOSES}
    assert refused(moving.answer, by=head(), **arguments) == "voting.not_now"
    counted(reference)
    assert refused(moving.answer, by=asker(), **arguments) == "people.staff_only"
    assert refused(moving.answer, by=head("roads"), **arguments) == "voting.other_department"
    assert (
        refused(moving.answer, by=viewer_for(staff(Role.CASEWORKER, department_code="parks")), **arguments) == "people.other_role"
    )
    assert (
        refused(moving.answer, by=head(), **(arguments | {"said": Answer(Decision.NOT, {"ko": "심지 않습니다."})}))
        == "voting.text_missing"
    )
    assert refused(moving.answer, by=head(), **(arguments | {"said": Answer(Decision.IN_PART, WORDS)})) == "voting.next_missing"
    over = Answer(Decision.ADOPTED, WORDS, CLOSES.date().replace(day=1))
    assert refused(moving.answer, by=head(), **(arguments | {"said": over})) == "voting.next_past"
    moving.answer(by=viewer_for(staff(Role.ADMINISTRATOR, department_code="roads")), **arguments)
    assert refused(moving.answer, by=head(), **arguments) == "voting.not_now"


def test_a_late_answer_is_told_once_and_seen_by_everybody():
    from madang.city.notices.models import Notice

    chief = staff(Role.HEAD, department_code="parks")
    reference = opened(official(), by=viewer_for(chief))
    due = counted(reference).answer_due_on
    for day in (due, due.replace(day=due.day + 1), due.replace(day=due.day + 2)):
        clock.remind(now=CLOSES.replace(year=day.year, month=day.month, day=day.day))
    subjects = (
        Notice.objects.filter(account_id=account_of(chief), kind="vote.work").order_by("id").values_list("subject__en", flat=True)
    )
    assert [one.split(":")[0] for one in subjects] == ["A result to answer", "The answer is late"]
    assert not votes.vote(reference, CITY, today=due).is_late
    assert votes.vote(reference, CITY, today=due.replace(day=due.day + 1)).is_late


def test_a_cancelled_official_vote_leaves_no_ballot():
    mina, chief = people(1)[0], head()
    reference = opened(official(), by=chief)
    vote(reference, mina, [1])
    moving.cancel(reference=reference, why={"en": "The law has changed."}, by=chief, now=OPENS)
    assert row(reference).state == State.CANCELLED
    assert refused(secret_ballots.kept, row(reference)) == "voting.not_secret"


def test_a_vote_that_is_cancelled_before_it_opens_has_no_box_to_empty():
    from madang.city.voting.tests.builders import NOW, announced

    chief = head()
    reference = announced(official(), by=chief)
    moving.cancel(reference=reference, why={"en": "Too early."}, by=chief, now=NOW)
    assert row(reference).state == State.CANCELLED


def test_what_is_held_about_a_person_names_the_register_and_the_token_and_no_choice():
    mina, haru = people(2)
    reference = opened(official())
    vote(reference, mina, [1])
    assert VotesHeld().collect(mina)["has_a_token_in"] == [reference]
    assert VotesHeld().collect(haru)["has_a_token_in"] == []
    assert VotesHeld().collect(haru)["may_vote_in"] == [reference]
    counted(reference)
    assert VotesHeld().collect(mina)["has_a_token_in"] == []


def test_the_register_is_written_in_pieces(monkeypatch):
    monkeypatch.setattr(moving, "CHUNK", 2)
    five = people(5)
    reference = opened(official())
    assert set(Entitled.objects.filter(vote__reference=reference).values_list("resident_id", flat=True)) == set(five)
