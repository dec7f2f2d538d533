"""Certificates on a real database: made once, frozen, withdrawn, purged, printed."""

import re
from datetime import date

import pytest

from madang.city.journal import queries as journal
from madang.city.kernel.refusals import Refused
from madang.city.notices.models import Notice
from madang.city.people.tests import builders as people
from madang.city.portal.definitions import compile_text
from madang.city.portal.definitions.folder import Sources, compile_sources
from madang.city.portal.models import IssuedDocument
from madang.city.portal.queries.cases import own
from madang.city.portal.rules.cases import Outcome
from madang.city.portal.rules.certificates import tidy_code
from madang.city.portal.services import cases, certificates
from madang.city.portal.tests.builders import (
    CERTIFICATE,
    DAY,
    NOW,
    SERVICE,
    applicant,
    certified,
    decided,
    fresh,
    issued,
    service,
)
from madang.city.portal.tests.cases.test_letters import HOSTILE, streams

pytestmark = pytest.mark.django_db


def kept(keep):
    """Publish a service whose certificate is kept for a time of its own."""
    return service(outputs=False, extra=f"{CERTIFICATE}      keep: {keep}\n")


def appealed(document, outcome, reasons="We looked again."):
    """Object to a decision after the issue, and decide on it by somebody else."""
    cases.appeal(reference=document.case.reference, words="", by=applicant(document.case), now=NOW)
    second = people.viewer_for(people.staff(name="Han Jisoo"))
    cases.decide_appeal(reference=document.case.reference, outcome=outcome, reasons=reasons, by=second, now=NOW + DAY)
    document.refresh_from_db()
    return second


def test_issuing_makes_the_document_with_its_texts_its_holder_and_its_code():
    who = people.resident("Park Jiwon", birth_date=date(1991, 4, 12), home_address="17 Maru Street, 04521")
    made, viewer = issued(resident_id=who)
    assert made.body == "Haneul certifies that Park Jiwon needs it, for A big one.\n\nThere is no place."
    assert made.facts == [["Date of birth", "12 April 1991"], ["Address", "17 Maru Street, 04521"], ["What kind", "A big one"]]
    assert (made.holder_id, made.holder_name, made.holder_birth_date) == (who, "Park Jiwon", date(1991, 4, 12))
    assert (made.issued_at, made.issued_by_id, made.valid_until) == (NOW, viewer.staff.id, date(2027, 2, 20))
    assert (made.titles, made.office["en"], made.language) == ({"en": "Certificate of need"}, "Families", "en")
    assert tidy_code(made.code) == made.code
    assert made.case.state == "issued"


def test_a_fact_that_is_not_known_has_no_line():
    made, _ = issued(resident_id=people.resident("Park Jiwon", birth_date=None))
    assert [label for label, _ in made.facts] == ["What kind"]


def test_what_the_applicant_told_and_the_office_examined_stands_before_the_profile():
    asked = "full_name: {type: name, label: Your name}"
    text = "full_name: {type: name, label: Your name, fact: resident.name}"
    file = SERVICE.format(
        id="own-name", title="Own name", authority="families", days=10, retention="standard", workflow="", outputs=""
    )
    of = service(text=compile_text("own-name", file.replace(asked, text) + CERTIFICATE))
    made, _ = issued(of, answers={"full_name": "Kim Areum", "kind": "big"})
    assert made.holder_name == "Kim Areum"
    assert "Kim Areum" in made.body


@pytest.mark.parametrize(("answer", "language"), [({"tongue": "ko"}, "ko"), ({}, "zh")])
def test_the_paper_is_in_the_language_that_was_asked_for_else_the_applicants(answer, language):
    main = SERVICE.format(
        id="tongues", title="Tongues", authority="families", days=10, retention="standard", workflow="", outputs=""
    ).replace(
        "      needs:",
        "      tongue: {type: choice, label: In which?, required: false, options: {ko: Korean, en: English}}\n      needs:",
    )
    overlay = (
        "outputs: {paper: {document: {title: 증명서, body: '{issued} 발급', facts: {born: 생년월일, home: 주소, kind: 종류}}}}\n"
    )
    chinese = (
        "outputs: {paper: {document: {title: 证明, body: '{issued}开具', facts: {born: 出生日期, home: 住址, kind: 种类}}}}\n"
    )
    text = main + CERTIFICATE + "      language: tongue\n"
    found, problems = compile_sources(Sources("tongues", text.encode(), {"ko": overlay.encode(), "zh": chinese.encode()}), None)
    assert found, [str(one) for one in problems]
    made, _ = issued(service(text=found), language="zh", answers={"full_name": "Kim", "kind": "big"} | answer)
    told = {"ko": ("2026년 11월 20일 발급", "생년월일"), "zh": ("2026 年 11 月 20 日开具", "出生日期")}[language]
    assert (made.language, made.body, made.facts[0][0]) == (language, *told)


def test_a_service_without_documents_issues_none():
    made, viewer = decided(service(), Outcome.GRANTED)
    cases.issue(reference=made.reference, by=viewer, now=NOW)
    assert not made.documents.exists()


def test_a_refused_move_leaves_no_document():
    made, viewer = decided(certified(), Outcome.REFUSED)
    with pytest.raises(Refused):
        cases.issue(reference=made.reference, by=viewer, now=NOW)
    assert not IssuedDocument.objects.exists()


def test_the_journal_says_that_a_document_was_issued_and_not_its_code():
    made, _ = issued()
    note = next(one for one in journal.notes_about(f"case:{made.case.reference}") if one.verb == "issued")
    assert note.details["documents"] == ["paper"]
    assert made.code not in str(note.details)


def test_the_text_stays_as_it_was_when_the_person_moves_and_the_service_changes():
    made, _ = issued()
    before = (made.body, made.facts)
    people.signed_in(made.holder_id)
    made.case.department.name = {"en": "Another office"}
    made.case.department.save()
    made.refresh_from_db()
    assert ((made.body, made.facts), made.office["en"]) == (before, "Families")


# Objections after the issue


@pytest.mark.parametrize("outcome", [Outcome.PARTLY_GRANTED, Outcome.REFUSED])
def test_a_decision_that_is_reversed_withdraws_the_document(outcome):
    made, _ = issued()
    second = appealed(made, outcome)
    assert (made.withdrawn_at, made.withdrawn_by_id) == (NOW + DAY, second.staff.id)
    note = next(one for one in journal.notes_about(f"case:{made.case.reference}") if one.verb == "decided_appeal")
    assert note.details["withdrawn"] == ["paper"]
    told = Notice.objects.filter(account_id=people.account_of(made.holder_id)).values_list("subject", flat=True)
    assert "No longer valid: what you have from Childcare place" in [one.get("en") for one in told]


def test_a_decision_that_stands_leaves_the_document_and_issuing_again_makes_no_second():
    made, _ = issued()
    second = appealed(made, Outcome.GRANTED, reasons="There is no place.")
    assert made.withdrawn_at is None
    cases.issue(reference=made.case.reference, by=second, now=NOW + 2 * DAY)
    assert made.case.documents.get() == made


def test_the_same_outcome_in_other_words_gives_a_new_document_for_the_old():
    made, _ = issued()
    second = appealed(made, Outcome.GRANTED, reasons="For weekdays only.")
    cases.issue(reference=made.case.reference, by=second, now=NOW + 2 * DAY)
    made.refresh_from_db()
    new = made.case.documents.get(withdrawn_at=None)
    assert made.withdrawn_at == NOW + 2 * DAY
    assert "For weekdays only." in new.body
    assert new.code != made.code


def test_after_a_partial_grant_the_new_document_stands_beside_the_withdrawn_one():
    made, _ = issued()
    second = appealed(made, Outcome.PARTLY_GRANTED)
    cases.issue(reference=made.case.reference, by=second, now=NOW + 2 * DAY)
    assert [one.withdrawn_at is None for one in made.case.documents.order_by("id")] == [False, True]


# Retention


def purged(document):
    """Let six years pass, night by night as far as it matters; return the case."""
    for days in (31, 366, 6 * 366):
        cases.wake_all(now=NOW + days * DAY)
    assert fresh(document.case).state == "purged"


def test_a_document_is_purged_with_its_case():
    made, _ = issued()
    purged(made)
    assert not IssuedDocument.objects.exists()


def test_a_document_with_a_time_of_its_own_outlives_its_case_and_not_its_time():
    made, _ = issued(kept("extended"))
    assert made.purge_on == date(2036, 11, 20)
    purged(made)
    assert certificates.purge_kept(now=NOW + 9 * 365 * DAY) == 0
    assert IssuedDocument.objects.filter(pk=made.pk).exists()
    assert certificates.purge_kept(now=NOW + 3653 * DAY) == 1
    assert not IssuedDocument.objects.exists()
    last = [one for one in journal.notes_about(f"case:{made.case.reference}") if one.verb == "purged"]
    assert {"document": "paper"} in [one.details for one in last]


def test_a_permanent_document_is_never_purged():
    made, _ = issued(kept("permanent"))
    purged(made)
    assert certificates.purge_kept(now=NOW + 30_000 * DAY) == 0
    assert IssuedDocument.objects.filter(pk=made.pk).exists()


def test_a_persons_own_copy_of_their_data_holds_the_document():
    made, _ = issued()
    told = own.everything(made.holder_id)[0]["documents"]
    assert [(one["title"], one["code"], one["text"]) for one in told] == [("Certificate of need", made.code, made.body)]


# Paper


@pytest.mark.parametrize(("language", "face"), [("en", b"NotoSansKR"), ("ko", b"NotoSansKR"), ("zh", b"NotoSansSC")])
def test_a_certificate_is_a_tagged_pdf_with_its_typefaces_inside(language, face):
    made, _ = issued(language=language)
    pdf = certificates.as_pdf(made)
    inside = pdf + streams(pdf)
    assert pdf.startswith(b"%PDF-")
    assert re.search(rb"/FontName\s*/[A-Z]{6}\+" + face, inside)
    assert b"/FontFile" in inside
    assert b"pdfuaid" in inside
    assert len(pdf) < 400_000


def test_what_people_write_is_printed_on_it_and_never_run():
    made, _ = issued(resident_id=people.resident(HOSTILE))
    assert HOSTILE in made.body
    assert certificates.as_pdf(made).startswith(b"%PDF-")


def test_a_crest_in_settings_stands_on_the_paper(settings, tmp_path):
    settings.STATICFILES_DIRS = [str(tmp_path)]
    made, _ = issued()
    plain = certificates.as_pdf(made)
    (tmp_path / "crest.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>')
    settings.CITY_CREST = "/static/crest.svg"
    assert certificates.as_pdf(made) != plain


def test_the_picture_for_phones_is_the_address_with_the_code():
    made, _ = issued()
    assert certificates.check_url(made).endswith(f"/certificates?code={made.code}")
    drawing = certificates.qr_drawing(certificates.check_url(made))
    assert drawing.startswith("<svg ")
    assert "style" not in drawing
