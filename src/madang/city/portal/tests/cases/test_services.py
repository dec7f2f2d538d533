"""Cases from the application to the archive, on a real database."""

import uuid
from datetime import date

import pytest
from django.utils import translation

from madang.city.journal import queries as journal
from madang.city.kernel import ids, jobs
from madang.city.kernel.refusals import Refused
from madang.city.notices.models import Notice
from madang.city.people.rules import CITY, Role
from madang.city.people.tests import builders as people
from madang.city.portal.models import Case, Draft, Letter, Message, Upload
from madang.city.portal.rules.cases import Move, Outcome, State
from madang.city.portal.services import cases
from madang.city.portal.tests.builders import (
    DAY,
    NOW,
    applicant,
    application,
    case,
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


# Sending


def test_an_application_becomes_a_received_case_with_number_due_date_letter_and_notice():
    made = case(service(days=10))
    assert ids.is_public_reference(made.reference)
    assert (made.state, made.department.code, made.days_total) == ("received", "families", 10)
    # Ten working days after Friday 20 November 2026 is Friday 4 December; Korea has no holiday in between.
    assert made.due_on == date(2026, 12, 4)
    assert verbs(made) == ["submit", "receive"]
    letter = made.letters.get()
    assert letter.subject == "We have your application: Childcare place"
    assert "4 December 2026" in letter.body
    assert made.reference in letter.body
    notice = Notice.objects.get(about=f"case:{made.reference}")
    assert notice.link == f"/my/cases/{made.reference}"


def test_the_journal_knows_every_move_and_no_word():
    made = case()
    found = sorted(one.verb for one in journal.notes_about(f"case:{made.reference}"))
    assert found == ["received", "submitted"]


def test_the_same_application_sent_twice_is_one_case():
    of, key = service(), uuid.uuid4()
    once = application(of, submission_key=key)
    first = cases.open_case(application=once, now=NOW)
    assert cases.open_case(application=once, now=NOW + DAY) == first
    assert Case.objects.count() == 1
    assert Letter.objects.count() == 1


def test_a_number_that_is_taken_is_drawn_again(monkeypatch):
    of = service()
    taken = case(of).reference
    drawn = iter([taken, taken, "MD-0000-000"])
    monkeypatch.setattr(ids, "public_reference", lambda: next(drawn))
    assert cases.open_case(application=application(of), now=NOW) == "MD-0000-000"


def test_a_draft_becomes_a_case_once_and_its_files_move_along():
    of, resident = service(), people.resident()
    kept, left = uuid.uuid4(), uuid.uuid4()
    draft = Draft.objects.create(
        resident_id=resident, service=of, version_id=of.current_id, created_at=NOW, changed_at=NOW, expires_on=date(2027, 1, 1),
        answers={"full_name": "Kim Haru", "proof": [{"id": str(kept), "name": "a.pdf", "bytes": 1, "type": "pdf"}]}, language="ko",
    )  # fmt: skip
    for public_id in (kept, left):
        Upload.objects.create(
            draft=draft,
            public_id=public_id,
            field="proof",
            name="a.pdf",
            kind="pdf",
            size_bytes=1,
            sha256="",
            path=f"x/{public_id}",
            scan="clean",
            added_at=NOW,
        )
    reference = cases.submit(draft_id=draft.pk, now=NOW)
    assert cases.submit(draft_id=draft.pk, now=NOW) == reference
    made = Case.objects.get(reference=reference)
    assert made.language == "ko"
    assert [one.public_id for one in made.uploads.all()] == [kept]
    assert made.answers["full_name"] == "Kim Haru"


def test_a_case_whose_files_are_still_scanned_is_received_when_they_are_clean():
    of, resident = service(), people.resident()
    draft = Draft.objects.create(
        resident_id=resident, service=of, version_id=of.current_id, created_at=NOW, changed_at=NOW, expires_on=date(2027, 1, 1)
    )
    file = uuid.uuid4()
    Upload.objects.create(
        draft=draft,
        public_id=file,
        field="proof",
        name="a.pdf",
        kind="pdf",
        size_bytes=1,
        sha256="",
        path="x/1",
        scan="waiting",
        added_at=NOW,
    )
    draft.answers = {"proof": [{"id": str(file), "name": "a.pdf", "bytes": 1, "type": "pdf"}]}
    draft.save()
    made = Case.objects.get(reference=cases.submit(draft_id=draft.pk, now=NOW))
    assert made.state == "submitted"
    with pytest.raises(RuntimeError):
        cases.receive_if_clean(reference=made.reference, by=CITY, now=NOW)
    Upload.objects.update(scan="clean")
    jobs.run_pending()
    assert fresh(made).state == "received"


def test_a_paused_service_takes_no_applications():
    of = service()
    type(of).objects.filter(pk=of.pk).update(status="paused")
    assert refusal(cases.open_case, application=application(of), now=NOW) == "portal.service_not_open"


# Working


def test_who_begins_to_review_has_the_case_on_their_desk():
    made, viewer = in_review()
    assert (made.state, made.assignee_id) == ("in_review", viewer.staff.id)


def test_a_case_is_given_only_to_colleagues_of_its_department():
    made, viewer = in_review()
    other = people.staff(department_code="transport")
    colleague = people.staff(name="Han Jisoo")
    assert refusal(cases.assign, reference=made.reference, to_staff=other.id, by=viewer, now=NOW) == "portal.cannot_work_on_it"
    cases.assign(reference=made.reference, to_staff=colleague.id, by=viewer, now=NOW)
    assert fresh(made).assignee_id == colleague.id
    assert refusal(cases.take, reference=made.reference, by=viewer, now=NOW) == "portal.colleagues_case"
    head = people.viewer_for(people.staff(Role.HEAD))
    cases.take(reference=made.reference, by=head, now=NOW)
    assert fresh(made).assignee_id == head.staff.id


def test_a_head_above_works_on_the_cases_below():
    people.department("care-office")
    people.department("families", parent="care-office")
    made = case(service())
    head = people.viewer_for(people.staff(Role.HEAD, department_code="care-office"))
    cases.start(reference=made.reference, by=head, now=NOW)
    assert fresh(made).assignee_id == head.staff.id


def test_a_deputy_works_for_the_absent():
    from madang.city.people import services as people_services

    made, viewer = in_review()
    colleague = people.staff(name="Han Jisoo")
    deputy = people.viewer_for(colleague)
    assert (
        refusal(cases.decide, reference=made.reference, outcome=Outcome.GRANTED, by=deputy, now=NOW) == "portal.colleagues_case"
    )
    people_services.appoint_deputy(
        absent_id=viewer.staff.id, deputy_id=colleague.id, first=date(2026, 11, 20), last=date(2026, 11, 21), by=viewer, now=NOW
    )
    cases.decide(reference=made.reference, outcome=Outcome.GRANTED, by=deputy, now=NOW)
    assert fresh(made).state == "granted"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_auditors_and_administrators_read_and_decide_nothing(role):
    made = case()
    viewer = people.viewer_for(people.staff(role, department_code="mayor"))
    assert refusal(cases.note, reference=made.reference, body="x", by=viewer, now=NOW) == "portal.only_reads"
    assert refusal(cases.start, reference=made.reference, by=viewer, now=NOW) == "portal.only_reads"


def test_another_department_does_not_even_learn_that_there_is_a_case():
    made = case()
    viewer = people.viewer_for(people.staff(Role.HEAD, department_code="transport"))
    assert refusal(cases.start, reference=made.reference, by=viewer, now=NOW) == "portal.case_unknown"
    assert refusal(cases.start, reference="MD-0000-000", by=viewer, now=NOW) == "portal.case_unknown"


def test_another_resident_reaches_nothing():
    made, _ = waiting()
    other = people.viewer_for(people.resident("Park Jiwon"))
    for call, more in (
        (cases.withdraw, {}), (cases.answer_request, {"words": "x"}), (cases.appeal, {"words": "x"}),
        (cases.message, {"body": "x", "as_applicant": True}), (cases.message, {"body": "x"}),
    ):  # fmt: skip
        assert refusal(call, reference=made.reference, by=other, now=NOW, **more) == "portal.case_unknown"


# Two people at once


def test_the_second_of_two_editors_is_told_and_changes_nothing():
    made, viewer = in_review()
    cases.set_status_text(reference=made.reference, words="We call the nursery.", by=viewer, now=NOW, revision=made.revision)
    key = refusal(
        cases.decide, reference=made.reference, outcome=Outcome.REFUSED, reasons="No.", by=viewer, now=NOW, revision=made.revision
    )
    assert key == "kernel.changed_meanwhile"
    assert fresh(made).state == "in_review"
    assert not made.decisions.exists()


# Waiting


def test_the_clock_stands_while_the_applicant_has_to_answer():
    of = service(days=10, lapse_days=21)
    made, viewer = in_review(of)
    monday = NOW + 3 * DAY
    cases.ask_for_documents(reference=made.reference, body="Please send a letter.", evidence=["proof"], by=viewer, now=monday)
    made = fresh(made)
    assert (made.state, made.paused_on, made.days_used, made.answer_by) == (
        "waiting_applicant",
        date(2026, 11, 23),
        1,
        date(2026, 12, 14),
    )
    letter = made.letters.latest("id")
    assert "Proof of work" in letter.body
    assert "Please send a letter." in letter.body
    assert "14 December 2026" in letter.body
    cases.answer_request(reference=made.reference, words="Here it is.", by=applicant(made), now=NOW + 10 * DAY)
    made = fresh(made)
    # Nine working days are left after Monday 30 November: Friday 11 December.
    assert (made.state, made.paused_on, made.answer_by, made.due_on) == ("in_review", None, None, date(2026, 12, 11))
    assert made.requests.get().answered_at == NOW + 10 * DAY
    assert Message.objects.get(case=made).body == "Here it is."


def test_the_clock_runs_on_where_the_service_says_so():
    made, viewer = in_review(service(pause_on=["waiting_applicant"]))
    cases.wait_for_third_party(reference=made.reference, whom="Fire service", by=viewer, now=NOW)
    made = fresh(made)
    assert (made.state, made.paused_on, made.status_text) == ("waiting_third_party", None, "Fire service")
    cases.resume(reference=made.reference, by=viewer, now=NOW)
    assert fresh(made).status_text == ""


def test_an_answer_needs_a_word_or_a_file():
    made, _ = waiting()
    me = applicant(made)
    assert refusal(cases.answer_request, reference=made.reference, by=me, now=NOW) == "portal.empty_answer"
    upload(made, request=made.requests.get(), scan="infected")
    assert refusal(cases.answer_request, reference=made.reference, by=me, now=NOW) == "portal.empty_answer"
    upload(made, request=made.requests.get())
    cases.answer_request(reference=made.reference, by=me, now=NOW)
    assert fresh(made).state == "in_review"


def test_a_request_says_what_is_missing():
    made, viewer = in_review()
    assert (
        refusal(cases.ask_for_documents, reference=made.reference, body=" ", by=viewer, now=NOW) == "portal.say_what_is_missing"
    )
    asked = {"reference": made.reference, "body": "", "evidence": ["passport"], "by": viewer, "now": NOW}
    assert refusal(cases.ask_for_documents, **asked) == "portal.unknown_evidence"


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


# Words


def test_messages_go_both_ways_and_are_told():
    made, viewer = in_review()
    me = applicant(made)
    cases.message(reference=made.reference, body="When?", by=me, now=NOW, as_applicant=True)
    cases.message(reference=made.reference, body="Soon.", by=viewer, now=NOW)
    assert list(made.messages.order_by("id").values_list("actor", "body")) == [
        (f"resident:{me.resident_id}", "When?"), (f"staff:{viewer.staff.id}", "Soon."),
    ]  # fmt: skip
    assert refusal(cases.message, reference=made.reference, body="  ", by=viewer, now=NOW) == "portal.no_words"
    cases.mark_read(reference=made.reference, by=viewer, now=NOW)
    assert list(made.messages.order_by("id").values_list("read_at", flat=True)) == [NOW, None]
    told = Notice.objects.filter(kind="case.message").get()
    assert set(told.subject) == {"en", "ko", "zh"}


def test_letters_speak_the_applicants_language_whoever_works():
    with translation.override("zh-hans"):
        made = case(service(text=None), language="ko")
    assert made.letters.get().language == "ko"


def test_a_case_taken_back_is_over():
    made, _ = in_review()
    cases.withdraw(reference=made.reference, by=applicant(made), now=NOW)
    assert (fresh(made).state, fresh(made).closed_at) == ("withdrawn", NOW)
    assert refusal(cases.withdraw, reference=made.reference, by=applicant(made), now=NOW) == "portal.not_in_this_state"


# Many at once


def test_many_are_moved_each_by_itself():
    viewer = people.viewer_for(people.staff())
    of = service()
    one, two, over = case(of), case(of), decided(of)[0]
    done = cases.each(
        [one.reference, over.reference, two.reference, one.reference], lambda ref: cases.start(reference=ref, by=viewer, now=NOW)
    )
    assert [(item.reference, item.refusal.key if item.refusal else None) for item in done] == [
        (one.reference, None), (over.reference, "portal.not_in_this_state"), (two.reference, None),
    ]  # fmt: skip
    assert {fresh(one).state, fresh(two).state} == {State.IN_REVIEW.value}
    assert refusal(cases.each, references=["x"] * 201, move=lambda ref: None) == "portal.too_many_at_once"


def test_every_move_has_a_verb_in_the_journal():
    from madang.city.portal.services.cases.holding import JOURNAL_VERBS

    assert set(JOURNAL_VERBS) == set(Move)
