"""Decisions, objections and what time does with cases, on a real database."""

from datetime import date

import pytest

from madang.city.kernel.refusals import Refused
from madang.city.people.tests import builders as people
from madang.city.portal.rules.cases import Outcome
from madang.city.portal.services import cases
from madang.city.portal.tests.builders import (
    DAY,
    NOW,
    applicant,
    decided,
    fresh,
    in_review,
    service,
    upload,
    waiting,
)

pytestmark = pytest.mark.django_db


def refusal(call, **arguments):
    with pytest.raises(Refused) as caught:
        call(**arguments)
    return caught.value.refusal.key


def verbs(of):
    return list(of.events.order_by("id").values_list("verb", flat=True))


def letters(of):
    return list(of.letters.order_by("id").values_list("kind", flat=True))


# Deciding


@pytest.mark.parametrize(
    ("outcome", "closed"), [(Outcome.GRANTED, False), (Outcome.PARTLY_GRANTED, False), (Outcome.REFUSED, True)]
)
def test_a_decision_is_written_told_and_may_be_objected_to(outcome, closed):
    made, viewer = decided(service(appeal_days=30), outcome)
    assert (made.state, made.outcome, made.decided_by_id) == (outcome.value, outcome.value, viewer.staff.id)
    assert made.appeal_until == date(2026, 12, 20)
    assert (made.closed_at is not None) is closed
    letter = made.letters.latest("id")
    assert letter.kind == outcome.value
    assert "There is no place." in letter.body
    assert "You may object until 20 December 2026" in letter.body


def test_without_objection_the_letter_speaks_of_none():
    made, _ = decided(service(appeal_days=0))
    assert made.appeal_until is None
    assert "object" not in made.letters.latest("id").body


def test_a_refusal_needs_reasons():
    made, viewer = in_review()
    assert (
        refusal(cases.decide, reference=made.reference, outcome=Outcome.REFUSED, reasons=" ", by=viewer, now=NOW)
        == "portal.say_why"
    )


def test_four_eyes_propose_send_back_and_confirm():
    made, viewer = in_review(service(four_eyes=True))
    told = {"reference": made.reference, "by": viewer, "now": NOW}
    assert refusal(cases.decide, outcome=Outcome.GRANTED, **told) == "portal.needs_four_eyes"
    cases.propose(outcome=Outcome.GRANTED, reasons="Need is shown.", **told)
    assert fresh(made).state == "four_eyes"
    assert letters(made) == ["received"]
    assert refusal(cases.confirm, **told) == "portal.another_person"
    second = people.viewer_for(people.staff(name="Han Jisoo"))
    cases.send_back(reference=made.reference, words="The proof is old.", by=second, now=NOW)
    assert (fresh(made).state, made.notes.get().body) == ("in_review", "The proof is old.")
    assert not made.decisions.exists()
    cases.propose(outcome=Outcome.REFUSED, reasons="The proof is old.", **told)
    cases.confirm(reference=made.reference, by=second, now=NOW)
    done = made.decisions.get()
    assert (fresh(made).state, done.proposed_by_id, done.made_by_id) == ("refused", viewer.staff.id, second.staff.id)


def test_a_proposal_may_be_decided_as_it_is():
    made, viewer = in_review()
    cases.propose(reference=made.reference, outcome=Outcome.GRANTED, reasons="", by=viewer, now=NOW)
    assert fresh(made).state == "proposed_decision"
    cases.decide(reference=made.reference, by=viewer, now=NOW)
    assert fresh(made).state == "granted"
    assert made.decisions.count() == 1


def test_what_was_granted_is_issued_and_then_closed_at_night():
    made, viewer = decided(service(appeal_days=30), Outcome.GRANTED)
    cases.issue(reference=made.reference, by=viewer, now=NOW)
    made = fresh(made)
    assert (made.state, made.closed_at, made.wake_on) == ("issued", NOW, date(2026, 12, 21))
    assert cases.wake_all(now=NOW + 30 * DAY) == 0
    assert cases.wake_all(now=NOW + 31 * DAY) == 1
    made = fresh(made)
    assert (made.state, made.purge_on) == ("closed", date(2031, 11, 20))


# Objections


def test_an_objection_goes_to_another_person():
    made, first = decided()
    cases.appeal(reference=made.reference, words="Look again.", by=applicant(made), now=NOW + DAY)
    made = fresh(made)
    assert (made.state, made.assignee_id, made.closed_at) == ("appealed", None, None)
    assert letters(made)[-1] == "appeal_received"
    told = {"reference": made.reference, "outcome": Outcome.GRANTED, "reasons": "There is a place now.", "now": NOW + DAY}
    assert refusal(cases.decide_appeal, by=first, **told) == "portal.another_person_appeal"
    second = people.viewer_for(people.staff(name="Han Jisoo"))
    cases.ask_for_documents(reference=made.reference, body="One more paper.", by=second, now=NOW + DAY)
    cases.answer_request(reference=made.reference, words="Here.", by=applicant(made), now=NOW + DAY)
    assert fresh(made).state == "appealed"
    cases.decide_appeal(by=second, **told)
    made = fresh(made)
    assert (made.state, made.outcome, made.appeal_until) == ("granted", "granted", None)
    assert letters(made)[-1] == "appeal_decided"
    assert (
        refusal(cases.appeal, reference=made.reference, words="", by=applicant(made), now=NOW + DAY) == "portal.appealed_already"
    )


def test_after_the_time_to_object_it_is_too_late():
    made, _ = decided(service(appeal_days=10))
    assert (
        refusal(cases.appeal, reference=made.reference, words="", by=applicant(made), now=NOW + 11 * DAY)
        == "portal.appeal_too_late"
    )


# What time does


def test_silence_of_the_applicant_is_reminded_and_then_the_case_lapses():
    made, _ = waiting(service(lapse_days=21, remind_days=7))
    assert (made.answer_by, made.wake_on) == (date(2026, 12, 11), date(2026, 12, 4))
    assert cases.wake_all(now=NOW + 13 * DAY) == 0
    cases.wake_all(now=NOW + 14 * DAY)
    cases.wake_all(now=NOW + 15 * DAY)
    assert letters(made) == ["received", "request_document", "reminder"]
    cases.wake_all(now=NOW + 21 * DAY)
    assert fresh(made).state == "waiting_applicant"
    cases.wake_all(now=NOW + 22 * DAY)
    made = fresh(made)
    assert made.state == "closed"
    assert verbs(made)[-2:] == ["lapse", "close"]
    assert letters(made)[-1] == "lapsed"
    assert "11 December 2026" in made.letters.latest("id").body


@pytest.mark.parametrize(("deemed", "expected"), [("granted", "granted"), ("refused", "refused"), ("none", "in_review")])
def test_silence_of_the_city_decides_as_the_service_says(deemed, expected):
    made, _ = in_review(service(days=5, deemed=deemed))
    cases.wake_all(now=NOW + 7 * DAY)
    assert fresh(made).state == "in_review"
    cases.wake_all(now=NOW + 8 * DAY)
    made = fresh(made)
    assert made.state == expected
    if expected != "in_review":
        assert made.decisions.get().made_by_id is None
        assert "The time in which the city had to answer is over" in made.letters.latest("id").body


def test_silence_never_decides_while_the_clock_stands():
    made, _ = waiting(service(days=5, deemed="granted", lapse_days=0))
    assert made.wake_on is None
    assert cases.wake_all(now=NOW + 100 * DAY) == 0


def test_a_closed_case_loses_first_what_is_sensitive_and_then_what_is_personal():
    made, viewer = decided(service(retention="standard", outputs=False))
    cases.message(reference=made.reference, body="Call me.", by=applicant(made), now=NOW, as_applicant=True)
    cases.note(reference=made.reference, body="Was friendly.", by=viewer, now=NOW)
    upload(made)
    cases.wake_all(now=NOW + 31 * DAY)
    assert fresh(made).state == "closed"
    cases.wake_all(now=NOW + 365 * DAY)
    made = fresh(made)
    assert made.state == "archived"
    assert made.answers == {"full_name": "Kim Haru", "kind": "big"}
    assert made.purge_on == date(2031, 11, 20)
    cases.wake_all(now=NOW + (5 * 365 + 1) * DAY)
    made = fresh(made)
    assert (made.state, made.applicant_id, made.answers, made.wake_on) == ("purged", None, {"kind": "big"}, None)
    for left in (made.messages, made.notes, made.letters, made.uploads):
        assert not left.exists()
    assert made.decisions.get().reasons == ""
    assert verbs(made)[0] == "submit"


def test_a_case_of_brief_keeping_is_archived_and_purged_in_one_night():
    made, _ = decided(service(retention="brief", outputs=False))
    cases.wake_all(now=NOW + 31 * DAY)
    cases.wake_all(now=NOW + 366 * DAY)
    assert fresh(made).state == "purged"


def test_a_permanent_case_stays_in_the_archive():
    made, _ = decided(service(retention="permanent", outputs=False))
    cases.wake_all(now=NOW + 31 * DAY)
    cases.wake_all(now=NOW + 20_000 * DAY)
    assert (fresh(made).state, fresh(made).wake_on) == ("archived", None)
