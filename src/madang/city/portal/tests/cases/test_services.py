"""Cases from the application to the archive, on a real database."""

import uuid
from datetime import date

import pytest
from django.utils import translation

from madang.city.journal import queries as journal
from madang.city.kernel import ids, jobs
from madang.city.kernel.refusals import Refused
from madang.city.notices import queries as notices
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
    (notice,) = notices.newest(people.account_of(made.applicant_id))
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
    (told,) = [one for one in notices.newest(me.account_id) if one.kind == "case.message"]
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
