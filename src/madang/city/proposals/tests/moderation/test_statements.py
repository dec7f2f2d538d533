"""Statements of conversations before moderators: reported, read first, hidden, objected to; moderators need not be staff."""

from datetime import timedelta

import pytest
from django.test import Client

from madang.city.look.tests.pages import text
from madang.city.notices.models import Notice
from madang.city.people.rules import CITY
from madang.city.proposals.models import Conversation, ModerationCase, Statement
from madang.city.proposals.queries import moderation as queries
from madang.city.proposals.queries.opinions import opinion_map
from madang.city.proposals.rules.moderation import Verdict, Why
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import moderation, opinions, settings
from madang.city.proposals.tests.builders import NOW, browser_of, refused, resident, told, with_duty
from madang.city.proposals.tests.opinion_builders import conversation_of, talk

pytestmark = pytest.mark.django_db
DESK = "/staff/ideas/moderation"
HIDE = {"verdict": "hide", "reason": "private", "text": "It names a neighbour and her house.", "language": "en"}
LATER = NOW + timedelta(hours=3)


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW)


def neighbour():
    """Return a resident whom the city trusts to moderate; they are no staff."""
    viewer = resident("Choi Min")
    settings.give_duty(account_id=viewer.account_id, duty=Duty.MODERATOR, by=CITY, now=NOW)
    return viewer


def say(reference, words="Trees at every stop", by=None):
    number = moderation.say(reference=reference, text=words, language="en", by=by or resident(), now=NOW)
    return f"statement:{reference}.{number}"


def decide(case, by, verdict=Verdict.HIDE):
    words = {"reason": "private", "text": HIDE["text"], "language": "en"}
    moderation.decide(case=case, verdict=verdict, by=by, now=NOW, **words)


def test_whoever_is_asked_about_a_statement_reports_it_and_it_leaves_list_and_map_once_it_is_hidden():
    reference, viewers = conversation_of(*["++--"] * 5)
    opinions.draw(conversation_id=Conversation.objects.get().pk, now=NOW)
    about, reader = f"statement:{reference}.2", resident()
    page = browser_of(viewers[0]).get(f"/ideas/conversations/{reference}/mine")
    for one in (page, Client().get(f"/ideas/conversations/{reference}/map")):
        assert f'href="/ideas/report/{about}"' in text(one)
    assert f"/ideas/report/statement:{reference}." in text(browser_of(reader).get(f"/ideas/conversations/{reference}"))
    answer = browser_of(reader).post(f"/ideas/report/{about}", {"reason": "private", "note": ""})
    assert answer["Location"] == f"/ideas/conversations/{reference}"
    (case,) = queries.queue(with_duty(Duty.MODERATOR)).rows
    decide(case.id, with_duty(Duty.MODERATOR))
    assert Statement.objects.get(number=2).state == "hidden"
    assert [one.number for one in opinion_map(reference).statements] == [1, 3, 4]
    assert "Roofs of glass" not in text(browser_of(reader).get(f"/ideas/conversations/{reference}"))
    assert browser_of(reader).get(f"/ideas/report/{about}").status_code == 404


def test_an_author_objects_to_a_hidden_statement_and_another_moderator_shows_it():
    author, first, second = resident(), with_duty(Duty.MODERATOR), neighbour()
    about = say(talk(), by=author)
    case = moderation.notice(about=about, by=first, now=NOW)
    decide(case, first)
    moderation.appeal(about=about, text="She agreed to it herself.", language="en", by=author, now=LATER)
    ruling = {"case": case, "was_right": False, "text": "She says that she agreed.", "language": "en", "now": LATER}
    assert refused(moderation.judge, by=first, **ruling) == "proposals.another_moderator"
    moderation.judge(by=second, **ruling)
    assert Statement.objects.get().state == "shown"


def test_where_moderators_read_first_a_statement_waits_on_a_list_of_its_own():
    moderator, author = neighbour(), resident()
    reference = talk(checks_first=True)
    about = say(reference, by=author)
    assert queries.queue(moderator).rows == ()
    (case,) = queries.first_read(moderator).rows
    assert (case.about, case.why, case.text.context) == (about, Why.FIRST, "What do bus stops need?")
    assert (queries.counts(moderator).waiting, queries.counts(moderator).first) == (0, 1)
    browser = browser_of(moderator)
    page = text(browser.get(f"{DESK}?list=first"))
    assert "Trees at every stop" in page
    sent = browser.post(f"{DESK}/{case.id}/decide", {"verdict": "keep", "language": "en"})
    assert sent["Location"] == f"{DESK}?list=first"
    assert Statement.objects.get().state == "shown"
    assert "No new statement waits" in text(browser.get(sent["Location"]))
    assert "proposal.moderated" in told(author)


def test_moderators_hear_of_new_statements_once_a_day_and_conversation():
    moderator, reference = neighbour(), talk(checks_first=True)
    say(reference)
    say(reference, "Roofs of glass")
    (notice,) = Notice.objects.filter(account_id=moderator.account_id)
    assert notice.link == f"{DESK}?list=first"
    say(talk(checks_first=True))
    assert Notice.objects.filter(account_id=moderator.account_id).count() == 2


def test_a_moderator_brings_a_text_before_themselves_once():
    moderator, about = neighbour(), say(talk())
    first = moderation.notice(about=about, by=moderator, now=NOW)
    assert moderation.notice(about=about, by=with_duty(Duty.MODERATOR), now=NOW) == first
    assert "proposal.work" not in told(moderator)
    decide(first, moderator)
    assert moderation.notice(about=about, by=moderator, now=NOW) == first  # a hidden text is shown again in its own case
    decide(first, moderator, Verdict.KEEP)
    assert moderation.notice(about=about, by=moderator, now=NOW) != first
    own = say(talk(), by=moderator)
    assert refused(moderation.notice, about=own, by=moderator, now=NOW) == "proposals.own_text"
    assert refused(moderation.notice, about=about, by=resident(), now=NOW) == "proposals.not_your_move"


def test_a_moderator_who_is_no_staff_reaches_every_list_from_their_own_pages():
    moderator = neighbour()
    browser = browser_of(moderator)
    assert DESK in text(browser.get("/my/ideas"))
    assert DESK not in text(browser_of(resident()).get("/my/ideas"))
    about = say(talk())
    report = text(browser.get(f"/ideas/report/{about}"))
    assert f"{DESK}/look/{about}" in report
    assert f"{DESK}/look/" not in text(browser_of(resident()).get(f"/ideas/report/{about}"))
    case = browser.post(f"{DESK}/look/{about}")["Location"]
    for page in (DESK, f"{DESK}?list=first", f"{DESK}?list=objections", f"{DESK}/figures", case):
        shown = text(browser.get(page))
        assert 'href="/staff/ideas"' not in shown, page
    browser.post(f"{case}/decide", HIDE)
    assert Statement.objects.get().state == "hidden"


def test_a_case_without_reports_says_why_it_is_there():
    moderator = neighbour()
    case = moderation.notice(about=say(talk()), by=moderator, now=NOW)
    assert "A moderator came upon it" in text(browser_of(moderator).get(f"{DESK}/{case}"))
    assert ModerationCase.objects.get().why == Why.NOTICED
