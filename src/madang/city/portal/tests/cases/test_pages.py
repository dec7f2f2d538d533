"""The pages of cases: what residents and staff see, and that typed text is never lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madang.city.look.tests.pages import text
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people
from madang.city.portal.models import CaseEvent
from madang.city.portal.rules.cases import Outcome
from madang.city.portal.services import cases, figures
from madang.city.portal.tests.builders import DAY, NOW, applicant, case, decided, fresh, in_review, service, waiting

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW)


def resident_of(made):
    return people.signed_in(made.applicant_id)


# The resident


def test_my_cases_lists_mine_with_state_and_what_waits():
    made, _ = waiting()
    other = case()
    page = text(resident_of(made).get("/my/cases"))
    assert made.reference in page
    assert "Waiting for you" in page
    assert "1 case waits for you." in page
    assert other.reference not in page


def test_the_case_page_says_state_turn_due_day_clock_and_history():
    made, _ = waiting(service(days=10))
    page = text(resident_of(made).get(f"/my/cases/{made.reference}"))
    for words in (
        "Your turn: “Proof of work” is missing", "Please send a letter.", "By Friday 18 December.", "0 of 10 working days used",
        "The clock has stood still since 20 November, because we wait for you.", "We asked you for something", "You sent the application",
        "If you answer today, our answer comes by", "4 December",
    ):  # fmt: skip
        assert words in page, words


def test_a_resident_answers_with_a_photo(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made, _ = waiting()
    browser = resident_of(made)
    address = f"/my/cases/{made.reference}/answer"
    assert "Please send a letter." in text(browser.get(address))
    empty = browser.post(address, {"words": " "})
    assert empty.status_code == 422
    assert "Add a file or write some words" in text(empty)
    sent = browser.post(address, {"words": "Here it is.", "files": SimpleUploadedFile("letter.png", PNG, "image/png")})
    assert sent.status_code == 302
    assert fresh(made).state == "in_review"
    assert made.uploads.get().request_id == made.requests.get().pk


def test_a_file_of_the_wrong_kind_is_named_and_the_words_stay(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made, _ = waiting()
    told = {"words": "Here it is.", "files": SimpleUploadedFile("letter.png", b"MZ\x90\x00" + b"\x00" * 64, "image/png")}
    answer = resident_of(made).post(f"/my/cases/{made.reference}/answer", told)
    assert answer.status_code == 422
    assert "Here it is." in text(answer)
    assert "letter.png" in text(answer)
    assert fresh(made).state == "waiting_applicant"


def test_a_resident_writes_withdraws_and_objects():
    made, _ = in_review()
    browser, here = resident_of(made), f"/my/cases/{made.reference}"
    assert browser.post(f"{here}/message", {"body": "When?"}).status_code == 302
    assert browser.post(f"{here}/message", {"body": " "}).status_code == 422
    assert "When?" in text(browser.get(here))
    assert "Take back" in text(browser.get(f"{here}/withdraw"))
    assert browser.post(f"{here}/withdraw").status_code == 302
    assert fresh(made).state == "withdrawn"
    assert browser.get(f"{here}/withdraw").status_code == 409
    refused, _ = decided()
    browser, here = resident_of(refused), f"/my/cases/{refused.reference}"
    assert "There is no place." in text(browser.get(here))
    assert browser.post(f"{here}/appeal", {"words": "Look again."}).status_code == 302
    assert fresh(refused).state == "appealed"


def test_answers_and_letters_can_be_read_and_kept():
    made = case()
    browser = resident_of(made)
    answers = text(browser.get(f"/my/cases/{made.reference}/answers"))
    assert "A quiet room" in answers
    assert "A big one" in answers
    letter = made.letters.get().public_id
    assert "has arrived" in text(browser.get(f"/my/letters/{letter}"))
    paper = browser.get(f"/my/letters/{letter}.pdf")
    assert paper.content.startswith(b"%PDF-")
    assert paper["Content-Type"] == "application/pdf"


RESIDENT_PAGES = ("", "/answers", "/answer", "/withdraw", "/appeal")


@pytest.mark.parametrize("page", RESIDENT_PAGES)
def test_nobody_reaches_anothers_case(page):
    made, _ = waiting()
    address = f"/my/cases/{made.reference}{page}"
    assert people.signed_in(people.resident("Park Jiwon")).get(address).status_code == 404
    assert people.signed_in(people.staff()).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_nobody_reaches_anothers_letter():
    letter = case().letters.get().public_id
    for address in (f"/my/letters/{letter}", f"/my/letters/{letter}.pdf"):
        assert people.signed_in(people.resident("Park Jiwon")).get(address).status_code == 404
        assert people.signed_in(people.staff(department_code="transport")).get(address).status_code == 404
        assert Client().get(address).status_code == 302


# Staff


def test_the_inbox_shows_queues_rows_and_filters():
    made, viewer = in_review(service(days=1))
    page = text(people.signed_in(viewer.staff).get("/staff/inbox"))
    for words in (made.reference, "Kim Haru", "In review", "1 day", "Lee Sora", "1 open case", "Families"):
        assert words in page, words
    assert "No case lies on your desk" in text(people.signed_in(people.staff(name="Han Jisoo")).get("/staff/inbox"))
    assert made.reference in text(people.signed_in(viewer.staff).get("/staff/inbox", {"q": made.reference}))
    broken = people.signed_in(viewer.staff).get("/staff/inbox", {"after": "rubbish", "queue": "no", "state": "no"})
    assert broken.status_code == 200


def test_a_search_says_what_was_searched_and_how_many_were_found():
    _made, viewer = in_review()
    client = people.signed_in(viewer.staff)
    page = text(client.get("/staff/inbox", {"q": " Kim Haru ", "queue": "overdue"}))
    assert "<h2>Search for “Kim Haru”</h2>" in page
    assert "1 case found among all that you may see, open and closed." in page
    assert 'aria-label="Search for “Kim Haru”"' in page
    assert re.search(r'href="/staff/inbox\?queue=overdue">Back to “Overdue”', page)
    assert "Overdue, most urgent first" not in page
    none = text(client.get("/staff/inbox", {"q": "Nobody At All"}))
    for words in ("Search for “Nobody At All”", "0 cases found", "No case found", "Back to “Mine”"):
        assert words in none
    assert "0 cases found" not in text(client.get("/staff/inbox"))


def test_the_inbox_page_takes_at_most_eight_queries(django_assert_max_num_queries):
    made, viewer = in_review()
    client = people.signed_in(viewer.staff)
    for asked in ({}, {"queue": "all"}, {"q": "Kim Haru"}, {"q": made.reference}):
        client.get("/staff/inbox", asked)
        with django_assert_max_num_queries(8):
            assert made.reference in text(client.get("/staff/inbox", asked))


def test_residents_and_strangers_have_no_inbox():
    assert people.signed_in(people.resident()).get("/staff/inbox").status_code == 403
    assert Client().get("/staff/inbox").status_code == 302


def test_a_staff_page_offers_only_possible_moves_and_says_why_not():
    made, viewer = in_review()
    page = text(people.signed_in(viewer.staff).get(f"/staff/cases/{made.reference}"))
    for words in (
        "A quiet room",
        "Ask for papers",
        "Decide",
        "What cannot be done now, and why",
        "You live in Haneul.",
        "Kim Haru",
    ):
        assert words in page, words
    assert f"/staff/cases/{made.reference}/confirm" not in page


@pytest.mark.parametrize("kind", ["resident", "elsewhere", "stranger"])
@pytest.mark.parametrize("move", ["", "/take", "/decide", "/note"])
def test_a_case_is_only_for_its_department(kind, move):
    made = case()
    browser = {
        "resident": lambda: people.signed_in(made.applicant_id),
        "elsewhere": lambda: people.signed_in(people.staff(Role.HEAD, department_code="transport")),
        "stranger": Client,
    }[kind]()
    address = f"/staff/cases/{made.reference}{move}"
    answer = browser.post(address, {"note-words": "x"}) if move else browser.get(address)
    assert answer.status_code == {"resident": 403, "elsewhere": 404, "stranger": 302}[kind]


def test_an_auditor_reads_and_moves_nothing():
    made = case()
    browser = people.signed_in(people.staff(Role.AUDITOR, department_code="mayor"))
    assert "There is nothing for you to do on this case now." in text(browser.get(f"/staff/cases/{made.reference}"))
    answer = browser.post(f"/staff/cases/{made.reference}/take")
    assert answer.status_code == 403
    assert "Your role reads cases" in text(answer)


def test_a_day_of_a_caseworker():
    made = case(service())
    clerk = people.staff()
    browser, here = people.signed_in(clerk), f"/staff/cases/{made.reference}"
    assert browser.post(f"{here}/start").status_code == 302
    assert browser.post(f"{here}/note", {"note-words": "Was friendly."}).status_code == 302
    assert browser.post(f"{here}/message", {"message-words": "We look at it."}).status_code == 302
    assert browser.post(f"{here}/status", {"status-words": "We call the nursery."}).status_code == 302
    assert browser.post(f"{here}/ask", {"ask-body": "", "ask-evidence": ["proof"]}).status_code == 302
    assert fresh(made).state == "waiting_applicant"
    cases.answer_request(reference=made.reference, words="Here.", by=applicant(made), now=NOW)
    assert browser.post(f"{here}/wait", {"wait-whom": "Fire service"}).status_code == 302
    assert browser.post(f"{here}/resume").status_code == 302
    looked = browser.post(f"{here}/decide", {"decide-outcome": "granted", "decide-reasons": "All is well.", "preview": "1"})
    assert "All is well." in text(looked)
    assert "Nothing is sent yet." in text(looked)
    assert fresh(made).state == "in_review"
    assert browser.post(f"{here}/decide", {"decide-outcome": "granted", "decide-reasons": "All is well."}).status_code == 302
    assert browser.post(f"{here}/issue").status_code == 302
    assert fresh(made).state == "issued"
    assert CaseEvent.objects.filter(case=made, actor=f"staff:{clerk.id}").count() == 9


def test_the_second_editor_is_told_and_keeps_the_typed_text():
    made, viewer = in_review()
    browser, here = people.signed_in(viewer.staff), f"/staff/cases/{made.reference}"
    seen = re.search(r'name="revision" value="(\d+)"', text(browser.get(here)))[1]
    cases.set_status_text(reference=made.reference, words="We call.", by=viewer, now=NOW)
    told = {"revision": seen, "decide-outcome": "refused", "decide-reasons": "A long and careful text."}
    answer = browser.post(f"{here}/decide", told)
    assert answer.status_code == 409
    assert "Somebody else changed this" in text(answer)
    assert "A long and careful text." in text(answer)
    assert fresh(made).state == "in_review"
    again = re.search(r'name="revision" value="(\d+)"', text(answer))[1]
    assert browser.post(f"{here}/decide", told | {"revision": again}).status_code == 302


def test_typed_text_stays_even_where_the_move_is_gone():
    made, viewer = in_review()
    browser, here = people.signed_in(viewer.staff), f"/staff/cases/{made.reference}"
    seen = fresh(made).revision
    cases.withdraw(reference=made.reference, by=applicant(made), now=NOW)
    answer = browser.post(f"{here}/decide", {"revision": seen, "decide-outcome": "refused", "decide-reasons": "A careful text."})
    assert answer.status_code == 409
    assert "A careful text." in text(answer)


def test_an_incomplete_form_comes_back_with_its_errors():
    made, viewer = in_review()
    browser, here = people.signed_in(viewer.staff), f"/staff/cases/{made.reference}"
    assert browser.post(f"{here}/decide", {"decide-reasons": "x"}).status_code == 422
    refused = browser.post(f"{here}/decide", {"decide-outcome": "refused", "decide-reasons": " "})
    assert "Write the reasons" in text(refused)
    assert browser.post(f"{here}/unknown").status_code == 404


def test_many_cases_are_moved_with_a_result_for_each():
    of, viewer = service(), people.viewer_for(people.staff())
    one, two = case(of), case(of)
    over, _ = decided(of)
    browser = people.signed_in(viewer.staff)
    done = browser.post("/staff/inbox/chosen", {"action": "start", "case": [one.reference, two.reference, over.reference]})
    assert "2 cases done. 1 case stays as it was." in text(done)
    assert {fresh(one).state, fresh(two).state} == {"in_review"}
    asked = browser.post("/staff/inbox/chosen", {"action": "ask", "case": [one.reference]})
    assert asked.status_code == 200
    told = {"action": "ask", "case": [one.reference], "sure": "1", "body": "Send your letter."}
    assert "1 case done." in text(browser.post("/staff/inbox/chosen", told))
    assert fresh(one).state == "waiting_applicant"
    colleague = people.staff(name="Han Jisoo")
    browser.post("/staff/inbox/chosen", {"action": "assign", "case": [two.reference], "sure": "1", "to_staff": colleague.id})
    assert fresh(two).assignee_id == colleague.id
    assert browser.post("/staff/inbox/chosen", {"action": "start"}).status_code == 302


def test_a_late_case_says_so_to_both_sides(monkeypatch):
    made, viewer = in_review(service(days=3))
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW + 6 * DAY)
    # Due on Wednesday 25 November; Thursday 26 November is one working day late.
    for page in (
        resident_of(made).get(f"/my/cases/{made.reference}"),
        people.signed_in(viewer.staff).get(f"/staff/cases/{made.reference}"),
    ):
        assert "Our answer was due on" in text(page)
        assert "25 November" in text(page)
        assert "1 working day late" in text(page)


# Every state can be shown, in three languages, and no case breaks its page


def everything():
    of = service(four_eyes=True, days=5)
    yield case(of)
    yield in_review(of)[0]
    yield waiting(of)[0]
    third, viewer = in_review(of)
    cases.wait_for_third_party(reference=third.reference, whom="Fire service", by=viewer, now=NOW)
    yield third
    proposed, viewer = in_review(of)
    cases.propose(reference=proposed.reference, outcome=Outcome.GRANTED, reasons="", by=viewer, now=NOW)
    yield proposed
    for outcome in Outcome:
        yield decided(outcome=outcome)[0]
    objected, _ = decided()
    cases.appeal(reference=objected.reference, words="", by=applicant(objected), now=NOW)
    yield objected
    back, _ = in_review()
    cases.withdraw(reference=back.reference, by=applicant(back), now=NOW)
    yield back


def test_every_state_has_its_pages_in_every_language():
    auditor = people.signed_in(people.staff(Role.AUDITOR, department_code="mayor"))
    for made in everything():
        browser = resident_of(made)
        for language in ("en", "ko", "zh-hans"):
            own = browser.get(f"/my/cases/{made.reference}", {"lang": language}, follow=True)
            staff = auditor.get(f"/staff/cases/{made.reference}", {"lang": language}, follow=True)
            assert (own.status_code, staff.status_code) == (200, 200)
            assert made.reference in text(own)
            assert "style=" not in text(own) + text(staff)


def test_figures_page_and_csv():
    assert "No figures yet" in text(Client().get("/services/figures"))
    of = service("busy")
    for _ in range(11):
        decided(of)
    figures.count(now=NOW)
    page = text(Client().get("/services/figures"))
    assert "Childcare place" in page
    assert "11" in page
    table = Client().get("/services/figures.csv").content.decode().splitlines()
    assert table[0].startswith("service,title,department")
    assert table[1].startswith("busy,")
