"""Conversations as staff lead them, moderators judge them, and all others are kept out."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madang.city.look.tests.pages import text
from madang.city.people.tests import builders as people
from madang.city.proposals.models import Conversation, Statement
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import NOW, resident
from madang.city.proposals.tests.opinion_builders import said, talk

pytestmark = pytest.mark.django_db
LIST = "/staff/ideas/conversations"
OPENING = {
    "question_en": "How should we use the old harbour?", "question_ko": "옛 항구를 어떻게 쓸까요?", "topic": "transport",
    "text_en": "The harbour closes in 2028.", "ends_on_day": "31", "ends_on_month": "12", "ends_on_year": "2026",
    "checks_first": "before", "seeds": "A park for all\n\nFlats that people can afford\n", "language": "en",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW)


def clerk():
    return people.signed_in(people.staff())


def moderator():
    return people.signed_in(builders.with_duty(Duty.MODERATOR).staff)


def act(browser, reference, name, **sent):
    return browser.post(f"{LIST}/{reference}/{name}", sent)


def test_strangers_and_residents_have_no_such_pages():
    reference = talk()
    for page in (LIST, f"{LIST}/new", f"{LIST}/{reference}"):
        assert people.signed_in(resident().resident_id).get(page).status_code == 403
        assert Client().get(page)["Location"].startswith("/account/login/")
    assert act(people.signed_in(resident().resident_id), reference, "close").status_code == 403


def test_staff_open_a_conversation_with_question_text_last_day_and_statements():
    answer = clerk().post(f"{LIST}/new", OPENING)
    row = Conversation.objects.get()
    assert answer["Location"] == f"{LIST}/{row.reference}"
    assert row.question == {"en": "How should we use the old harbour?", "ko": "옛 항구를 어떻게 쓸까요?"}
    assert (row.text, row.checks_first, f"{row.ends_on}") == ({"en": "The harbour closes in 2028."}, True, "2026-12-31")
    assert list(Statement.objects.order_by("number").values_list("text", "author", "votes")) == [
        ("A park for all", None, 0), ("Flats that people can afford", None, 0),
    ]  # fmt: skip
    page = text(people.signed_in(resident().resident_id).get(f"/ideas/conversations/{row.reference}"))
    for words in (
        "The harbour closes in 2028.",
        "until 31 December 2026",
        "Statement 1 of 2",
        "A moderator reads it before others do",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"question_en": "", "question_ko": ""}, "Write what is asked"),
        ({"topic": ""}, "topic"),
        ({"ends_on_year": "2025"}, "This day is over"),
        ({"seeds": "A park for all\na park for ALL!"}, "Somebody has said this already"),
    ],
    ids=["no question", "no topic", "a day that is over", "the same twice"],
)
def test_what_is_not_complete_is_refused_and_stays_in_the_form(changed, words):
    answer = clerk().post(f"{LIST}/new", OPENING | changed)
    assert answer.status_code in (409, 422)
    assert words in text(answer)
    assert "The harbour closes in 2028." in text(answer)
    assert not Conversation.objects.exists()


def test_who_works_on_an_idea_opens_the_conversation_about_it():
    desk = builders.in_review()
    people.signed_in(desk.officer.staff).post(f"{LIST}/new", OPENING | {"idea": desk.reference.lower()})
    row = Conversation.objects.get()
    assert (row.proposal.reference, row.question) == (desk.reference, {"en": "Shade at bus stops"})


def test_a_moderator_judges_a_statement_at_the_moderators_desk_with_words_for_its_author():
    reference, browser, author = talk(), moderator(), resident()
    said(reference, by=author)
    about = f"statement:{reference}.1"
    assert f"/staff/ideas/moderation/look/{about}" in text(browser.get(f"{LIST}/{reference}"))
    case = browser.post(f"/staff/ideas/moderation/look/{about}")["Location"]
    browser.post(f"{case}/decide", {"verdict": "hide", "reason": "insult", "text": "It calls drivers names.", "language": "en"})
    assert (Statement.objects.get().state, Statement.objects.get().hidden_for) == ("hidden", "insult")
    assert "Insult or hate" in text(browser.get(f"{LIST}/{reference}"))
    assert "It calls drivers names." in text(people.signed_in(author.resident_id).get(f"/ideas/objection/{about}"))


def test_staff_without_the_duty_judge_nothing():
    reference = talk()
    said(reference)
    assert "Judge it" not in text(clerk().get(f"{LIST}/{reference}"))
    assert clerk().post(f"/staff/ideas/moderation/look/statement:{reference}.1").status_code == 403
    assert moderator().post(f"/staff/ideas/moderation/look/statement:{reference}.9").status_code == 404
    assert act(moderator(), reference, "nothing").status_code == 404
    assert Statement.objects.get().state == "shown"


def test_staff_put_statements_in_link_and_end_a_conversation():
    reference, desk = talk(), builders.in_review()
    officer = people.signed_in(desk.officer.staff)
    act(officer, reference, "seed", seeds="More buses\nBenches", language="en")
    assert Statement.objects.count() == 2
    again = act(officer, reference, "seed", seeds="Benches!", language="en")
    assert again.status_code == 409
    assert "Somebody has said this already" in text(again)
    act(officer, reference, "link", topic="nature")
    assert Conversation.objects.get().topic == "nature"
    act(officer, reference, "link", idea=desk.reference)
    assert Conversation.objects.get().proposal.reference == desk.reference
    assert act(clerk(), reference, "close").status_code == 403
    act(officer, reference, "close")
    assert Conversation.objects.get().closed_at == NOW
    page = text(officer.get(f"{LIST}/{reference}"))
    assert "This conversation is over" in page
    assert "Put statements in" not in page


def test_those_in_which_statements_wait_come_first():
    waits = talk(checks_first=True)
    said(waits)
    newer = talk()
    page = text(clerk().get(LIST))
    assert page.index(waits) < page.index(newer)
    assert "No conversation yet" not in page


def test_the_pages_cost_the_same_however_much_was_said():
    browser, reference, counted = clerk(), talk(), []
    browser.get(LIST)
    for number in range(2):
        said(reference, f"Thought number {number}")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"{LIST}/{reference}")
            browser.get(LIST)
        counted.append(len(asked))
    assert counted[0] == counted[1]
