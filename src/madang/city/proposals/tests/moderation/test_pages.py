"""The moderators' desk: who comes in, what they read of a text, what they decide, and who judges objections."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madang.city.look.tests.pages import text
from madang.city.people.tests import builders as people
from madang.city.proposals.datasets import COMMENTS_BY_MONTH, MODERATION_BY_MONTH
from madang.city.proposals.models import ModerationCase
from madang.city.proposals.rules.comments import Side, Standing
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import comments, moderation
from madang.city.proposals.tests.builders import NOW, browser_of, collecting_support, draft, resident, with_duty, written
from madang.city.proposals.tests.comments.builders import WORDS, comment, row, settled

pytestmark = pytest.mark.django_db
DESK = "/staff/ideas/moderation"
SPAM = "카지노 바카라 https://bit.ly/1 https://bit.ly/2 010-1234-5678"
HIDE = {"verdict": "hide", "reason": "insult", "text": "It calls a neighbour names.", "language": "en"}
JUDGED = {"verdict": "overturned", "text": "The name is a shop's, not a person's.", "language": "en"}


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW)


def moderator():
    return browser_of(with_duty(Duty.MODERATOR))


def reported(about, by=None, reason="insult", note=""):
    moderation.report(about=about, reason=reason, note=note, by=by or resident(), now=NOW)
    return ModerationCase.objects.get(about=about, verdict="")


def reported_comment(writer=None, *, times=1, words=WORDS):
    about = f"comment:{comment(collecting_support(), writer or settled(), text=words)}"
    for _ in range(times):
        case = reported(about)
    return case


def decided(at, **more):
    """Return a case on which a moderator decided after an hour."""
    told = {
        "about": f"comment:{uuid4()}",
        "why": "reported",
        "verdict": "hide",
        "reason": "insult",
        "opened_at": at - timedelta(hours=1),
    }
    return ModerationCase(**told | {"decided_at": at} | more)


def standing(case):
    return row(case.about.removeprefix("comment:")).standing


def test_only_moderators_come_in():
    case = reported_comment()
    officer = people.signed_in(people.staff())
    clerk = browser_of(with_duty(Duty.CLERK))
    for page in (DESK, f"{DESK}?list=objections", f"{DESK}/figures", f"{DESK}/{case.public_id}"):
        assert Client().get(page)["Location"].startswith("/account/login/")
        for browser in (people.signed_in(resident().resident_id), officer, clerk):
            assert browser.get(page).status_code == 403
        assert moderator().get(page).status_code == 200
    for act in ("decide", "judge"):
        assert officer.post(f"{DESK}/{case.public_id}/{act}", HIDE).status_code == 403
    assert standing(case) == Standing.SHOWN


def test_the_desk_of_ideas_leads_to_moderation():
    assert DESK in text(moderator().get("/staff/ideas"))


def test_the_most_reported_stands_first_with_kind_and_reasons():
    reported_comment(words="Reported once by somebody.")
    reported_comment(times=2, words="Reported by two people.")
    page = text(moderator().get(DESK))
    assert page.index("Reported by two people.") < page.index("Reported once by somebody.")
    for words in ("Comment", "Insult or hate 2", "Insult or hate 1"):
        assert words in page, words


def test_a_moderator_reads_the_text_its_reports_without_names_and_its_signs_in_words():
    about = f"comment:{comment(collecting_support(), text='See https://a.example and https://b.example')}"
    case = reported(about, by=resident("Secret Reporter"), reason="spam", note="He sells things.")
    comments_held = comment(collecting_support(), settled("B B"), text=SPAM)
    page = text(moderator().get(f"{DESK}/{case.public_id}"))
    for words in ("See https://a.example", "Advertising or spam: <b>1</b>", "He sells things.", "It is shown now."):
        assert words in page, words
    assert "Reporter" not in page
    held = ModerationCase.objects.get(about=f"comment:{comments_held}")
    page = text(moderator().get(f"{DESK}/{held.public_id}"))
    for words in ("2 links, to bit.ly", "2 points", "It is not shown now.", "1 telephone or identity numbers"):
        assert words in page, words


def test_a_text_is_hidden_with_reason_and_words_and_the_author_reads_both():
    writer = settled()
    case = reported_comment(writer)
    assert moderator().post(f"{DESK}/{case.public_id}/decide", HIDE)["Location"] == DESK
    assert standing(case) == Standing.HIDDEN
    desk_page = row(case.about.removeprefix("comment:")).proposal.reference
    page = text(Client().get(f"/ideas/{desk_page}/comments"))
    assert WORDS not in page
    assert "A moderator has hidden this comment. The reason: Insult or hate." in page
    own = browser_of(writer)
    assert WORDS in text(own.get(f"/ideas/{desk_page}/comments"))
    assert "It calls a neighbour names." in text(own.get(f"/ideas/objection/{case.about}"))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Say whether it is kept or hidden"),
        ({"verdict": "hide", "text": "It calls a neighbour names.", "language": "en"}, "Choose"),
        ({"verdict": "hide", "reason": "spam", "text": "No.", "language": "en"}, "characters"),
        ({"verdict": "hide", "reason": "rude", "text": "It calls a neighbour names.", "language": "en"}, "available choices"),
        (HIDE | {"text": "a\x00b"}, "Null characters"),
        (HIDE | {"text": "a" * 3001}, "at most 3000"),
    ],
    ids=["nothing", "no-reason", "no-words", "another-reason", "nul", "long"],
)
def test_a_decision_that_says_too_little_is_refused_and_hides_nothing(sent, said):
    case = reported_comment()
    answer = moderator().post(f"{DESK}/{case.public_id}/decide", sent)
    assert answer.status_code == 422
    assert said in text(answer)
    assert standing(case) == Standing.SHOWN


def test_a_kept_text_leaves_the_queue_and_a_second_press_decides_the_same():
    case = reported_comment()
    browser = moderator()
    for _ in range(2):
        assert browser.post(f"{DESK}/{case.public_id}/decide", {"verdict": "keep", "language": "en"}).status_code == 302
    assert "Nothing waits" in text(browser.get(DESK))
    assert standing(case) == Standing.SHOWN


def test_nobody_decides_on_their_own_text_or_report():
    both = with_duty(Duty.MODERATOR)
    case = reported(f"comment:{comment(collecting_support())}", by=both)
    browser = browser_of(both)
    page = text(browser.get(f"{DESK}/{case.public_id}"))
    assert "Nobody judges what they have reported." in page
    assert 'name="verdict"' not in page
    assert browser.post(f"{DESK}/{case.public_id}/decide", HIDE).status_code == 403
    ModerationCase.objects.update(author=both.account_id)
    assert browser.post(f"{DESK}/{case.public_id}/decide", HIDE).status_code == 403
    assert standing(case) == Standing.SHOWN


def test_an_objection_is_judged_by_another_moderator_only():
    writer, first = settled(), moderator()
    case = reported_comment(writer)
    first.post(f"{DESK}/{case.public_id}/decide", HIDE)
    own = browser_of(writer)
    assert "Write something" in text(own.post(f"/ideas/objection/{case.about}", {}))
    assert own.post(f"/ideas/objection/{case.about}", {"text": "That is the name of a shop."}).status_code == 302
    assert own.post(f"/ideas/objection/{case.about}", {"text": "That is the name of a shop."}).status_code == 409
    assert "That is the name of a shop." in text(first.get(f"{DESK}/{case.public_id}"))
    assert first.post(f"{DESK}/{case.public_id}/judge", JUDGED).status_code == 403
    second = moderator()
    assert f"{DESK}/{case.public_id}" in text(second.get(f"{DESK}?list=objections"))
    assert second.post(f"{DESK}/{case.public_id}/judge", JUDGED | {"text": ""}).status_code == 422
    assert second.post(f"{DESK}/{case.public_id}/judge", JUDGED).status_code == 302
    assert standing(case) == Standing.SHOWN
    assert second.post(f"{DESK}/{case.public_id}/judge", JUDGED).status_code == 409
    assert "No objection waits" in text(second.get(f"{DESK}?list=objections"))
    assert own.get(f"/ideas/objection/{case.about}").status_code == 302


def test_only_the_author_reads_why_and_objects():
    case = reported_comment()
    moderator().post(f"{DESK}/{case.public_id}/decide", HIDE)
    other = browser_of(resident())
    assert other.get(f"/ideas/objection/{case.about}").status_code == 404
    assert other.post(f"/ideas/objection/{case.about}", {"text": "It should be shown, I think."}).status_code == 404


def test_an_idea_that_looks_like_spam_waits_tells_its_author_and_is_opened():
    author = settled()
    desk = draft(author, written(text=SPAM))
    own = browser_of(author)
    answer = own.post(f"/my/ideas/{desk.reference}/check", {"shown": "initials"})
    assert answer["Location"] == f"/ideas/waiting/proposal:{desk.reference}"
    page = text(own.get(answer["Location"]))
    for words in ("What the check saw", "2 links, to bit.ly", "Take it back"):
        assert words in page, words
    assert desk.row.state == State.PUBLISHED
    public = text(Client().get(f"/ideas/{desk.reference}"))
    assert "This idea waits for a moderator" in public
    assert "bit.ly" not in public
    assert f"/ideas/waiting/proposal:{desk.reference}" in text(own.get(f"/ideas/{desk.reference}"))
    case = ModerationCase.objects.get()
    moderator().post(f"{DESK}/{case.public_id}/decide", {"verdict": "keep", "language": "en"})
    assert desk.row.state == State.COLLECTING
    assert own.get(answer["Location"]).status_code == 404


def test_an_idea_without_signs_is_public_at_once():
    author = settled()
    desk = draft(author)
    browser_of(author).post(f"/my/ideas/{desk.reference}/check", {"shown": "initials"})
    assert desk.row.state == State.COLLECTING


def test_a_case_whose_text_is_deleted_is_closed_by_keeping_it():
    writer = settled()
    case = reported_comment(writer)
    comments.delete(comment=row(case.about.removeprefix("comment:")).public_id, by=writer, now=NOW)
    browser = moderator()
    assert "Deleted by its author" in text(browser.get(DESK))
    assert browser.post(f"{DESK}/{case.public_id}/decide", HIDE).status_code == 404
    assert browser.post(f"{DESK}/{case.public_id}/decide", {"verdict": "keep", "language": "en"}).status_code == 302
    assert "Nothing waits" in text(browser.get(DESK))


def test_figures_tell_reasons_time_and_objections(monkeypatch):
    browser, case = moderator(), reported_comment(times=2)
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW + timedelta(hours=3))
    browser.post(f"{DESK}/{case.public_id}/decide", HIDE)
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW + timedelta(hours=4))
    page = text(browser.get(f"{DESK}/figures"))
    assert '<th scope="row" class="govuk-table__header">Insult or hate</th>' in page
    assert re.search(r"Insult or hate</th><td [^>]*><span>2</span></td><td [^>]*><span>1</span>", page)
    assert re.search(r"Median time to a decision</dt><dd>3(\.0)? <small>hours</small>", page)


def test_what_was_decided_goes_out_by_month_with_the_reason_and_comments_are_counted(monkeypatch):
    case, browser = reported_comment(), moderator()
    comment(collecting_support(), settled("B B"), side=Side.QUESTION, text="Who pays for it?")
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW + timedelta(hours=3))
    browser.post(f"{DESK}/{case.public_id}/decide", HIDE)
    assert list(MODERATION_BY_MONTH.rows()) == [("2026-11", "insult", None, None, None)]
    ModerationCase.objects.bulk_create(decided(NOW) for _ in range(10))
    assert list(MODERATION_BY_MONTH.rows()) == [("2026-11", "insult", 11, 1.0, 0)]
    assert list(COMMENTS_BY_MONTH.rows()) == [("2026-11", 0, 0, 1, 0)]


@pytest.mark.parametrize("page", ["?after=broken", "/00000000-0000-4000-8000-000000000000", "?list=x"])
def test_a_hostile_address_gets_a_page(page):
    assert moderator().get(f"{DESK}{page}").status_code in {200, 404}


def test_the_queue_costs_the_same_however_much_waits():
    browser = moderator()
    counted = []
    for _ in range(2):
        reported_comment()
        reported(f"proposal:{collecting_support().reference}")
        browser.get(DESK)
        with CaptureQueriesContext(connection) as asked:
            browser.get(DESK)
        counted.append(len(asked))
    assert counted[0] == counted[1]
