"""The pages of certificates: read by few, checked by everybody, telling next to nothing."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from madang.city.journal import queries as journal
from madang.city.look.tests.pages import text
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people
from madang.city.portal.rules.cases import Outcome
from madang.city.portal.services import cases
from madang.city.portal.tests.builders import DAY, NOW, applicant, case, decided, issued, service
from madang.city.portal.tests.certificates.test_services import appealed, kept, purged

pytestmark = pytest.mark.django_db
NOBODY = "No certificate has this code together with this name or birth date."


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW)


def main_of(answer):
    """Return what the page itself says, without head and foot."""
    return re.search(r"<main.*</main>", text(answer))[0]


def checked(document, client=None, **typed):
    return (client or Client()).post("/certificates", {"code": document.code, **typed})


def park():
    return people.resident("Park Jiwon", birth_date=date(1991, 4, 12), home_address="17 Maru Street, 04521")


# The holder and the department


def test_the_case_page_hands_out_the_certificate():
    made, _ = issued()
    browser = people.signed_in(made.holder_id)
    page = text(browser.get(f"/my/cases/{made.case.reference}"))
    for words in (
        "What you have received",
        "Certificate of need",
        f"/my/certificates/{made.public_id}",
        "valid until 20 February 2027",
    ):
        assert words in page, words
    shown = text(browser.get(f"/my/certificates/{made.public_id}"))
    for words in (
        "Certificate of need",
        "Kim Haru",
        "14 March 1984",
        made.code,
        "/certificates",
        "Families",
        "<svg",
        "Valid until",
    ):
        assert words in shown, words
    assert "style=" not in shown
    paper = browser.get(f"/my/certificates/{made.public_id}.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in paper["Cache-Control"]


def test_staff_reach_the_certificate_from_the_case_and_the_reading_is_noted():
    made, viewer = issued()
    browser = people.signed_in(viewer.staff)
    assert f"/my/certificates/{made.public_id}" in text(browser.get(f"/staff/cases/{made.case.reference}"))
    before = len(reads(made))
    assert browser.get(f"/my/certificates/{made.public_id}").status_code == 200
    assert len(reads(made)) == before + 1
    assert people.signed_in(made.holder_id).get(f"/my/certificates/{made.public_id}").status_code == 200
    assert len(reads(made)) == before + 1


def reads(made):
    return [one for one in journal.notes_about(f"resident:{made.holder_id}") if one.verb == "read"]


@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_nobody_else_reads_a_certificate(ending):
    made, _ = issued()
    address = f"/my/certificates/{made.public_id}{ending}"
    assert people.signed_in(people.resident("Sora")).get(address).status_code == 404
    assert people.signed_in(people.staff(Role.HEAD, department_code="transport")).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_the_holder_still_reads_a_certificate_that_outlives_its_case():
    made, _ = issued(kept("permanent"))
    purged(made)
    assert people.signed_in(made.holder_id).get(f"/my/certificates/{made.public_id}").status_code == 200


def test_a_withdrawn_certificate_says_so_on_its_page_and_on_the_case():
    made, _ = issued()
    appealed(made, Outcome.REFUSED)
    browser = people.signed_in(made.holder_id)
    assert "Withdrawn on 21 November 2026. This paper is no longer valid." in text(
        browser.get(f"/my/certificates/{made.public_id}")
    )
    assert "Withdrawn" in text(browser.get(f"/my/cases/{made.case.reference}"))


def test_a_certificate_speaks_its_own_language_whatever_the_readers():
    made, _ = issued(language="ko")
    page = text(people.signed_in(made.holder_id).get(f"/my/certificates/{made.public_id}"))
    assert 'lang="ko"' in page
    assert "발급일" in page


# The check


@pytest.mark.parametrize(
    "typed", [{"name": "Park"}, {"born_day": "12", "born_month": "4", "born_year": "1991"}, {"name": "park jiwon"}]
)
def test_whoever_holds_the_paper_learns_what_it_is_and_nothing_of_the_person(typed):
    made, _ = issued(resident_id=park())
    answer = checked(made, **typed)
    assert answer.status_code == 200
    told = re.search(r'<div id="answer".*?</dl>', text(answer))[0]
    for words in (
        "This certificate is genuine and valid",
        "Certificate of need",
        made.code,
        "Families",
        "20 November 2026",
        "20 February 2027",
    ):
        assert words in told, words
    for words in ("Jiwon", "1991", "Maru", made.case.reference, "A big one", str(made.public_id)):
        assert words not in told, words


@pytest.mark.parametrize(
    "typed", [{"name": "Kim"}, {"name": "Park", "born_day": "13", "born_month": "4", "born_year": "1991"}, {"name": "Jiwon P"}]
)
def test_the_wrong_person_and_the_wrong_code_are_answered_alike(typed):
    made, _ = issued(resident_id=park())
    wrong_person = checked(made, **typed)
    assert NOBODY in text(wrong_person)
    made.code = "3333-3333-333N"
    gone = checked(made, **typed)
    assert status_and_main(gone) == status_and_main(wrong_person)


def status_and_main(answer):
    hidden = re.sub(r'value="[^"]*"', "", main_of(answer))
    return answer.status_code, hidden


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"code": "", "name": "Park"}, "Enter the check code."),
        ({"code": "7K3F-92XA-BC4D", "name": "Park"}, "This cannot be a code"),
        ({"name": " "}, "Enter the holder&#x27;s family name, or the birth date below"),
        ({"born_day": "31", "born_month": "2", "born_year": "1991"}, "31 2 1991 is not a day of the calendar"),
        ({"code": "\x00", "name": "\x00"}, ""),
        ({"code": "9" * 5000, "name": "x" * 5000}, ""),
    ],
)
def test_what_is_missing_or_wrong_is_named_at_its_field(typed, words):
    made, _ = issued()
    answer = checked(made, **typed)
    assert answer.status_code == 422
    assert words in text(answer)
    assert "genuine" not in main_of(answer).partition("<form")[0].replace("whether it is genuine", "")


def test_the_check_says_withdrawn_and_expired(monkeypatch):
    made, _ = issued()
    appealed(made, Outcome.REFUSED)
    told = text(checked(made, name="Kim"))
    assert "This certificate was withdrawn: it is not valid" in told
    assert "21 November 2026" in told
    old, _ = issued()
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW + 93 * DAY)
    assert "its time is over" in text(checked(old, name="Kim"))


def test_while_an_objection_is_looked_at_the_certificate_stands():
    made, _ = issued()
    cases.appeal(reference=made.case.reference, words="", by=applicant(made.case), now=NOW)
    assert "genuine and valid" in text(checked(made, name="Kim"))


def test_the_picture_on_the_paper_fills_the_code_in_and_no_more():
    made, _ = issued()
    page = text(Client().get("/certificates", {"code": made.code.lower()}))
    assert f'value="{made.code}"' in page
    assert "Kim" not in page
    assert 'value="x' not in text(Client().get("/certificates", {"code": "x<script>"}))


@pytest.mark.parametrize(("lang", "words"), [("en", "Check a certificate"), ("ko", "증명서 확인"), ("zh-hans", "核验证明")])
def test_the_check_speaks_three_languages(lang, words):
    made, _ = issued()
    client = Client(headers={"Accept-Language": lang})
    assert words in text(client.get("/certificates"))
    page = text(checked(made, client, name="Kim"))
    assert made.code in page
    assert "style=" not in page


def test_guessing_is_slowed_down(settings):
    settings.RATE_LIMITS = True
    cache.clear()
    made, _ = issued()
    statuses = [checked(made, name=f"Guess{number}").status_code for number in range(21)]
    assert statuses == [200] * 20 + [429]
    cache.clear()


# My cases: decided ones stand apart


def test_a_decided_case_that_waits_for_the_city_stands_under_a_heading_of_its_own():
    made, _ = decided(service(title="A garden plot"), Outcome.GRANTED)
    open_one = case(service(title="A wood stove"), resident_id=made.applicant_id)
    page = main_of(people.signed_in(made.applicant_id).get("/my/cases"))
    above, heading, below = page.partition('<h2 id="decided">Decided</h2>')
    assert heading
    assert (made.reference in above, made.reference in below) == (False, True)
    assert (open_one.reference in above, open_one.reference in below) == (True, False)
    assert 'id="decided"' not in text(people.signed_in(made.applicant_id).get("/my/cases?show=done"))


def test_with_nothing_but_decided_cases_the_page_does_not_call_itself_empty():
    made, _ = decided(service(), Outcome.GRANTED)
    page = main_of(people.signed_in(made.applicant_id).get("/my/cases"))
    assert "No open case" not in page
    assert made.reference in page


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "14 March 1984"), ("ko", "1984년 3월 14일"), ("zh-hans", "1984 年 3 月 14 日")]
)
def test_staff_read_a_birth_date_in_their_own_language(lang, words):
    made, viewer = decided()
    page = people.signed_in(viewer.staff).get(f"/staff/cases/{made.reference}", {"lang": lang}, follow=True)
    assert words in text(page)
