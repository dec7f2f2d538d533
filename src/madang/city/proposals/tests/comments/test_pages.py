"""Pages of comments: every act as a form without script, from everybody who may come."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madang.city.look.tests.pages import text
from madang.city.proposals.models import Comment, Helpful, ModerationCase, Proposal, Report
from madang.city.proposals.rules.comments import Side, Standing
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import comments
from madang.city.proposals.tests.builders import NOW, browser_of, collecting_support, draft, resident, with_duty
from madang.city.proposals.tests.comments.builders import WORDS, comment, reply, row, settled

pytestmark = pytest.mark.django_db
SPAM = "카지노 바카라 https://bit.ly/1 https://bit.ly/2 010-1234-5678"


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW)


def here(desk, more=""):
    return f"/ideas/{desk.reference}/comments{more}"


def typed(words=WORDS, **more):
    return {"side": "for", "text": words, "language": "en", "shown": "initials"} | more


def test_a_stranger_reads_and_is_led_to_sign_in_where_they_act():
    desk = collecting_support()
    first = comment(desk)
    page = text(Client().get(here(desk)))
    assert WORDS in page
    for act in ("new", f"{first}/reply", f"{first}/helps"):
        assert Client().post(here(desk, f"/{act}"))["Location"].startswith("/account/login/"), act


def test_an_idea_leads_to_its_discussion_and_to_a_report():
    desk = collecting_support()
    page = text(Client().get(f"/ideas/{desk.reference}"))
    assert here(desk) in page
    report = f"/ideas/report/proposal:{desk.reference}"
    assert report in page
    assert report not in text(browser_of(desk.author).get(f"/ideas/{desk.reference}"))


def test_a_resident_says_what_they_think_under_initials_and_a_second_press_writes_nothing():
    desk, writer = collecting_support(), settled("Lee Sora")
    browser = browser_of(writer)
    answer = browser.post(here(desk, "/new"), typed(side="question"))
    made = Comment.objects.get()
    assert answer["Location"] == here(desk, f"/{made.public_id}#comment-{made.public_id}")
    page = text(browser.get(here(desk)))
    for words in ("Question", WORDS, "L. S.", "yours"):
        assert words in page, words
    assert browser.post(here(desk, "/new"), typed()).status_code in {302, 429}
    assert Comment.objects.filter(side=Side.QUESTION.value).count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": ""}, "Write something"),
        ({"text": "x"}, "Write 2 to 3000 characters."),
        ({"text": "a\x00b"}, "Null characters are not allowed."),
        ({"text": "a" * 3001}, "at most 3000 characters"),
        ({"side": ""}, "Say whether you are for it"),
        ({"side": "reply"}, "not one of the available choices"),
        ({"language": "xx"}, "not one of the available choices"),
    ],
    ids=["nothing", "short", "nul", "long", "no-side", "reply", "language"],
)
def test_what_makes_no_sense_comes_back_with_the_reason_and_the_words(sent, said):
    desk = collecting_support()
    answer = browser_of(settled()).post(here(desk, "/new"), typed(**sent))
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Comment.objects.exists()


def test_a_reply_stands_below_and_threads_end_three_deep():
    desk = collecting_support()
    first = comment(desk)
    browser = browser_of(settled("Park Minjun"))
    assert WORDS in text(browser.get(here(desk, f"/{first}/reply")))
    assert browser.post(here(desk, f"/{first}/reply"), typed("Birds too.")).status_code == 302
    deepest = reply(reply(row(Comment.objects.get(depth=1).public_id).public_id, settled("A A")), settled("B B"))
    page = text(Client().get(here(desk)))
    assert page.index(WORDS) < page.index("Birds too.")
    assert here(desk, f"/{first}/reply") in page
    assert here(desk, f"/{deepest}/reply") not in page
    assert browser.post(here(desk, f"/{deepest}/reply"), typed("Deeper.")).status_code == 409


def test_script_in_markdown_and_raw_html_are_only_words():
    desk = collecting_support()
    words = "<script>alert(1)</script> <b onclick=x>b</b> [press](javascript:alert(1)) ![x](https://evil.example/a.png)"
    comment(desk, text=words)
    body = Client().get(here(desk)).content.decode()
    assert "<script>alert" not in body
    assert "onclick=x>" not in body.replace("&lt;b onclick=x&gt;", "")
    assert 'href="javascript' not in body
    assert '<img src="https://evil' not in body


def test_words_that_markdown_makes_nothing_of_do_not_break_the_page():
    desk = collecting_support()
    comment(desk, text="[a]: https://city.example")
    assert Client().get(here(desk)).status_code == 200


def test_the_author_changes_a_comment_for_a_quarter_of_an_hour_and_readers_see_it(monkeypatch):
    desk, writer = collecting_support(), settled()
    first = comment(desk, writer)
    browser = browser_of(writer)
    assert f"{first}/edit" in text(browser.get(here(desk)))
    assert WORDS in text(browser.get(here(desk, f"/{first}/edit")))
    assert browser.post(here(desk, f"/{first}/edit"), {"text": "Trees and roofs.", "language": "en"}).status_code == 302
    page = text(Client().get(here(desk)))
    assert "Trees and roofs." in page
    assert "changed" in page
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW + timedelta(minutes=16))
    assert f"{first}/edit" not in text(browser.get(here(desk)))
    late = browser.post(here(desk, f"/{first}/edit"), {"text": "Only roofs.", "language": "en"})
    assert late.status_code == 409
    assert "Only roofs." in text(late)


def test_nobody_changes_or_deletes_the_words_of_others():
    desk = collecting_support()
    first = comment(desk)
    other = browser_of(settled("Park Minjun"))
    for act in ("edit", "delete"):
        assert other.get(here(desk, f"/{first}/{act}")).status_code == 403
        assert other.post(here(desk, f"/{first}/{act}"), {"text": "Mine now.", "language": "en"}).status_code == 403
    assert row(first).text == WORDS


def test_what_is_deleted_keeps_its_place_and_replies_and_is_deleted_once():
    desk, writer = collecting_support(), settled()
    first = comment(desk, writer)
    reply(first)
    browser = browser_of(writer)
    assert "Delete your comment?" in text(browser.get(here(desk, f"/{first}/delete")))
    assert browser.post(here(desk, f"/{first}/delete")).status_code == 302
    assert browser.post(here(desk, f"/{first}/delete")).status_code == 409
    page = text(Client().get(here(desk)))
    assert "Its author has deleted this comment." in page
    assert WORDS not in page
    assert "And birds would nest in them." in page


def test_a_comment_helps_once_for_each_and_is_taken_back():
    desk = collecting_support()
    first = comment(desk)
    browser = browser_of(resident())
    for said, count in (("yes", 1), ("yes", 1), ("no", 0), ("none", 0)):
        answer = browser.post(here(desk, f"/{first}/helps"), {"said": said, "back": here(desk)})
        assert answer["Location"] == f"{here(desk)}#comment-{first}"
        assert row(first).helpful == count
    assert not Helpful.objects.exists()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/ideas/other", ""])
def test_a_judgement_leads_back_to_the_discussion_only(back):
    desk = collecting_support()
    first = comment(desk)
    answer = browser_of(resident()).post(here(desk, f"/{first}/helps"), {"said": "yes", "back": back})
    assert answer["Location"] == here(desk, f"/{first}#comment-{first}")


def test_a_page_that_judges_by_itself_gets_the_buttons_alone():
    desk = collecting_support()
    first = comment(desk)
    answer = browser_of(resident()).post(here(desk, f"/{first}/helps"), {"said": "yes"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in text(answer)
    assert 'aria-pressed="true">Helpful <span class="md-num">1</span>' in text(answer)


def test_a_page_that_judges_by_itself_says_beside_the_buttons_why_a_tap_was_refused():
    desk = collecting_support()
    first = comment(desk)
    Comment.objects.filter(public_id=first).update(standing=Standing.HIDDEN.value)
    answer = browser_of(resident()).post(here(desk, f"/{first}/helps"), {"said": "yes"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert re.search(r'<p class="[^"]*" role="alert">[^<]+</p></div>', text(answer))
    assert row(first).helpful == 0


def test_a_page_whose_reader_has_signed_out_or_whose_comment_is_gone_is_read_anew():
    desk = collecting_support()
    first, asks = comment(desk), {"headers": {"HX-Request": "true"}}
    assert Client().post(here(desk, f"/{first}/helps"), {"said": "yes"}, **asks)["HX-Refresh"] == "true"
    gone = here(desk, "/00000000-0000-4000-8000-000000000000/helps")
    assert browser_of(resident()).post(gone, {"said": "yes"}, **asks)["HX-Refresh"] == "true"


def test_nobody_judges_their_own_comment():
    desk, writer = collecting_support(), settled()
    first = comment(desk, writer)
    assert browser_of(writer).post(here(desk, f"/{first}/helps"), {"said": "yes"}).status_code == 403
    assert "0 people find it helpful" in text(browser_of(writer).get(here(desk)))


def test_translations_say_whether_a_person_or_which_machine_made_them():
    desk = collecting_support()
    first = comment(desk, text="나무가 더 시원합니다.", language="ko")
    comments.keep_machine_translation(comment=first, into="en", text="Trees are cooler.", engine="argos 1.9", now=NOW)
    browser = browser_of(resident())
    told = {"into": "zh", "text": "树更凉快。"}
    assert "한국어" not in text(browser.get(here(desk, f"/{first}/translate"))).partition('name="into"')[2][:200]
    assert browser.post(here(desk, f"/{first}/translate"), told).status_code == 302
    page = text(Client().get(here(desk)))
    assert "In English, translated by a machine (argos 1.9)" in page
    assert "In 中文, translated by a person" in page
    assert 'lang="zh-hans"><p>树更凉快。</p>' in page


def test_most_helpful_first_or_newest_first_and_one_side_alone():
    desk = collecting_support()
    helpful = comment(desk, settled("A A"), text="Old and helpful.")
    comment(desk, settled("B B"), text="New and unread.", side=Side.AGAINST)
    comments.judge_helpful(comment=helpful, is_helpful=True, by=resident(), now=NOW)
    best, newest = (text(Client().get(here(desk, query))) for query in ("", "?order=newest"))
    assert best.index("Old and helpful.") < best.index("New and unread.")
    assert newest.index("New and unread.") < newest.index("Old and helpful.")
    against = text(Client().get(here(desk, "?side=against")))
    assert "New and unread." in against
    assert "Old and helpful." not in against


@pytest.mark.parametrize("query", ["?order=x&side=x", "?after=broken", "?side=%00", "?after=" + "a" * 3000])
def test_a_hostile_address_gets_the_discussion_all_the_same(query):
    assert Client().get(here(collecting_support(), query)).status_code == 200


def test_a_comment_is_found_only_under_its_own_idea():
    desk, other = collecting_support(), collecting_support()
    first = comment(desk)
    assert Client().get(here(other, f"/{first}")).status_code == 404
    assert Client().get(here(desk, "/8d3e6c1e-0000-4000-8000-000000000000")).status_code == 404


def test_the_discussion_of_a_draft_or_a_hidden_idea_is_nobodys_to_read():
    assert Client().get(here(draft())).status_code == 404
    desk = collecting_support()
    comment(desk)
    Proposal.objects.filter(reference=desk.reference).update(state="hidden", state_before="collecting", hidden_for="spam")
    assert Client().get(here(desk)).status_code == 404
    assert WORDS in text(browser_of(desk.author).get(here(desk)))
    assert WORDS in text(browser_of(with_duty(Duty.MODERATOR)).get(here(desk)))


def test_what_looks_like_spam_waits_and_its_author_reads_why():
    desk, writer = collecting_support(), settled()
    browser = browser_of(writer)
    browser.post(here(desk, "/new"), typed(SPAM))
    made = Comment.objects.get()
    assert made.standing == Standing.WAITING
    assert "bit.ly" not in text(Client().get(here(desk)))
    assert "This comment waits for a moderator." in text(Client().get(here(desk)))
    page = text(browser.get(here(desk)))
    assert f"/ideas/waiting/comment:{made.public_id}" in page
    waiting = text(browser.get(f"/ideas/waiting/comment:{made.public_id}"))
    for words in ("What the check saw", "2 links, to bit.ly", "A moderator reads your text"):
        assert words in waiting, words
    assert browser_of(resident()).get(f"/ideas/waiting/comment:{made.public_id}").status_code == 404


def test_how_much_may_be_written_is_said_at_the_form():
    page = text(browser_of(settled()).get(here(collecting_support(), "/new")))
    assert "3 comments a minute and 50 a day; in your first 3 days here 1 a minute and 10 a day" in page


def test_too_many_at_once_keep_the_words_that_were_typed():
    desk, writer = collecting_support(), settled()
    for number in range(3):
        comment(desk, writer, text=f"Opinion {number}.")
    answer = browser_of(writer).post(here(desk, "/new"), typed("One more opinion."))
    assert answer.status_code == 429
    assert "3 comments a minute are enough" in text(answer)
    assert "One more opinion." in text(answer)


def test_a_text_is_reported_with_a_reason_once_and_never_ones_own():
    desk, writer = collecting_support(), settled()
    about = f"comment:{comment(desk, writer)}"
    reader = browser_of(resident())
    page = text(reader.get(f"/ideas/report/{about}"))
    assert WORDS in page
    assert "You may report 20 texts a day." in page
    assert "Choose what is wrong with it" in text(reader.post(f"/ideas/report/{about}", {"note": "Hm"}))
    told = {"reason": "insult", "note": "It calls my neighbour names."}
    assert here(desk) in reader.post(f"/ideas/report/{about}", told)["Location"]
    assert reader.post(f"/ideas/report/{about}", told).status_code == 409
    assert Report.objects.get().note == "It calls my neighbour names."
    assert browser_of(writer).post(f"/ideas/report/{about}", told).status_code == 403
    assert ModerationCase.objects.get().reports == 1


def test_an_idea_is_reported_too_and_what_is_not_shown_is_not():
    desk = collecting_support()
    reader = browser_of(resident())
    answer = reader.post(f"/ideas/report/proposal:{desk.reference}", {"reason": "spam"})
    assert answer["Location"] == f"/ideas/{desk.reference}"
    for about in ("comment:nothing", "proposal:MD-000-000", f"proposal:{draft().reference}", "service:1", "statement:X.1"):
        assert reader.get(f"/ideas/report/{about}").status_code == 404, about


def test_the_discussion_costs_eight_queries_however_long_it_is():
    desk = collecting_support()
    first = comment(desk)
    browser = browser_of(resident())
    browser.get(here(desk))
    counted = []
    for _ in range(2):
        for reader in (Client(), browser):
            with CaptureQueriesContext(connection) as asked:
                reader.get(here(desk))
            counted.append(len(asked))
        comment(desk, settled("A A"))
        reply(first, settled("B B"))
    assert counted[:2] == counted[2:]
    assert max(counted) <= 8, counted
