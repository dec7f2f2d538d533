"""The list of ideas and an idea's page: what everybody reads, and what the buttons do."""

import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from madang.city.kernel.money import Money
from madang.city.look.tests.pages import text
from madang.city.people.tests import builders as people
from madang.city.proposals.models import Proposal, Support
from madang.city.proposals.queries.showing import proposal
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import doing, ending, hiding, pictures, reviewing, writing
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import (
    DAY,
    NOW,
    TODAY,
    browser_of,
    collecting_support,
    draft,
    in_progress,
    in_review,
    resident,
    written,
)
from madang.city.proposals.views.showing import steps

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW)


def address(desk, more=""):
    return f"/ideas/{desk.reference}{more}"


# The list


def test_the_list_says_state_supporters_of_needed_and_days_left():
    builders.needs(50)
    collecting_support(supports=2)
    page = text(Client().get("/ideas"))
    for words in ("Shade at bus stops", "2 of 50 supporters", "30 days left", "Collecting support", "Transport"):
        assert words in page, words


def test_a_tab_shows_only_its_stage_and_all_tabs_have_counts():
    collecting_support(wanted=written("Still collecting"))
    builders.adopted()
    page = text(Client().get("/ideas?stage=answered"))
    assert "Still collecting" not in page
    assert "Adopted" in page
    assert re.findall(r'<span class="md-count">(\d+)</span>', page) == ["2", "1", "0", "1", "0", "0"]


def test_words_topic_and_order_narrow_the_list_and_stay_in_the_form():
    collecting_support(wanted=written("Benches along the river"))
    collecting_support(wanted=written("Shade at bus stops"))
    page = text(Client().get("/ideas?q=benches&topic=transport&order=supported"))
    assert "1 idea found" in page
    assert "Shade at bus stops" not in page
    assert 'value="benches"' in page
    assert '<option value="supported" selected>' in page


def test_the_next_page_keeps_what_was_asked():
    for number in range(21):
        desk = draft()
        Proposal.objects.filter(reference=desk.reference).update(
            state="collecting", title=f"Idea {number}", published_at=NOW + number * DAY / 100, needed=50, collects_until=TODAY
        )
    first = text(Client().get("/ideas?topic=transport"))
    following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    assert "topic=transport" in following
    assert "Idea 20" in first
    second = text(Client().get(following))
    assert "Idea 0" in second
    assert "Idea 20" not in second


@pytest.mark.parametrize(
    "query", ["?q=%00", "?stage=x&order=x&topic=x", "?area=99999999", "?area=-1", "?after=broken", "?q=" + "a" * 3000]
)
def test_a_hostile_address_gets_a_list_all_the_same(query):
    assert Client().get(f"/ideas{query}").status_code == 200


def test_an_empty_list_says_what_would_be_here():
    assert "No idea yet" in text(Client().get("/ideas"))


def test_the_list_costs_eight_queries_however_long_it_is():
    for _ in range(3):
        collecting_support()
    Client().get("/ideas")
    with CaptureQueriesContext(connection) as asked:
        Client().get("/ideas")
    assert len(asked) <= 8, [one["sql"][:90] for one in asked]


# The idea


def test_the_page_of_an_idea_says_who_when_how_many_and_until_when():
    builders.needs(50)
    page = text(Client().get(address(collecting_support(supports=1))))
    for words in (
        "Shade at bus stops",
        "By K. H.",
        "Buses stop in the sun",
        "30 days left, until 20 December 2026",
        "Support this idea",
    ):
        assert words in page, words


def test_a_review_names_the_officer_the_department_and_the_day_of_the_answer():
    desk = in_review()
    page = text(Client().get(address(desk)))
    assert desk.officer_view.name in page
    assert desk.row.due_on.isoformat()[:4] in page
    assert "Who acts, by when" in page


def test_the_answer_stands_before_the_text_with_reason_day_and_officer():
    desk = in_review()
    reviewing.answer(answer=builders.no(law="Road Act, article 20"), **desk.ask)
    page = text(Client().get(address(desk)))
    assert page.index("The city's answer") < page.index("Buses stop in the sun")
    for words in ("Declined", "The city may not decide this", "Road Act, article 20", "The roads belong to the province"):
        assert words in page, words
    assert "Being done" not in page


def test_the_state_bar_of_what_ended_early_claims_no_supporters_that_never_came():
    builders.needs(50)
    desk = collecting_support(supports=1)
    ending.withdraw(reference=desk.reference, by=desk.author, now=NOW)
    shown = steps(proposal(desk.reference, viewer=desk.author, now=NOW))
    assert [str(one.label) for one in shown] == ["Published", "Collecting support", "Taken back"]
    assert [one.note for one in shown] == ["20 Nov", "20 Nov", "20 Nov"]


def test_milestones_say_what_was_spent():
    desk = in_progress()
    doing.add_milestone(step=doing.Step(on_date=TODAY, title="Ten stops planted", spent=Money(8_400_000, "KRW")), **desk.ask)
    page = text(Client().get(address(desk)))
    assert "Ten stops planted" in page
    assert "₩8.4 million spent so far" in page


def test_what_an_author_writes_cannot_become_a_script():
    wanted = written("<script>alert(1)</script>", builders.TEXT + "\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1))")
    page = Client().get(address(collecting_support(wanted=wanted))).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


def test_a_hidden_idea_keeps_its_history_and_loses_its_words():
    desk = collecting_support()
    hiding.hide(
        reference=desk.reference, reason="insult", text="It insults a neighbour.", language="en",
        by=builders.with_duty(Duty.MODERATOR), now=NOW,
    )  # fmt: skip
    page = text(Client().get(address(desk)))
    assert "A moderator has hidden this idea" in page
    assert "It insults a neighbour." in page
    assert "Shade at bus stops" not in page
    assert "Buses stop in the sun" not in page
    assert "Shade at bus stops" in text(browser_of(desk.author).get(address(desk)))


def test_a_draft_has_no_public_page_and_an_unknown_number_none_either():
    desk = draft()
    for browser in (Client(), browser_of(desk.author)):
        assert browser.get(address(desk)).status_code == 404
    assert Client().get("/ideas/nothing").status_code == 404


def test_an_earlier_version_is_shown_as_what_it_is():
    desk = collecting_support()
    writing.edit(reference=desk.reference, writing=written("Shade at every stop"), by=desk.author, now=NOW)
    page = text(Client().get(address(desk, "/versions/1")))
    assert "Shade at bus stops" in page
    assert "The text was changed later" in page
    assert "Version 2" in text(Client().get(address(desk)))
    assert Client().get(address(desk, "/versions/3")).status_code == 404


def test_a_page_costs_eight_queries_whoever_reads_it_and_however_much_has_happened():
    first, last = collecting_support(supports=1), builders.done()
    officer, head = people.signed_in(last.officer_view), people.signed_in(last.head.staff)
    for desk, browser in (
        (first, Client()), (last, Client()), (last, browser_of(resident())), (last, browser_of(last.author)), (last, officer),
        (last, head),
    ):  # fmt: skip
        browser.get(address(desk))
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address(desk)).status_code == 200
        assert len(asked) <= 8, [one["sql"][:90] for one in asked]


# Pictures


def photo():
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(kept, "PNG")
    return kept.getvalue()


def test_a_picture_is_sent_to_whoever_may_read_the_idea(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    desk = draft()
    name = pictures.add_picture(reference=desk.reference, data=photo(), alternative="A stop", by=desk.author, now=NOW)
    assert Client().get(address(desk, f"/pictures/{name}.jpg")).status_code == 404
    sent = browser_of(desk.author).get(address(desk, f"/pictures/{name}.jpg"))
    assert b"".join(sent.streaming_content)[:2] == b"\xff\xd8"
    again = browser_of(desk.author).get(address(desk, f"/pictures/{name}.jpg"), headers={"if-none-match": sent["ETag"]})
    assert again.status_code == 304


def test_the_picture_of_a_hidden_idea_is_gone_for_the_public(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    desk = collecting_support()
    name = pictures.add_picture(reference=desk.reference, data=photo(), alternative="A stop", by=desk.author, now=NOW)
    where = address(desk, f"/pictures/{name}.jpg")
    sent = Client().get(where)
    assert b"".join(sent.streaming_content)
    moderator = builders.with_duty(Duty.MODERATOR)
    hiding.hide(reference=desk.reference, reason="insult", text="It insults.", language="en", by=moderator, now=NOW)
    assert Client().get(where).status_code == 404


# Buttons


def test_support_and_taking_it_back_are_one_button_each():
    desk, friend = collecting_support(), resident("Lee Sora")
    browser = browser_of(friend)
    page = text(browser.post(address(desk, "/support"), follow=True))
    assert "You support this idea." in page
    assert "Take my support back" in page
    browser.post(address(desk, "/support"), {"wanted": "no"})
    assert not Support.objects.exists()


def test_a_stranger_signs_in_and_comes_back_to_the_idea():
    desk = collecting_support()
    sent = Client().post(address(desk, "/support"))
    assert sent.status_code == 302
    assert sent["Location"] == f"/account/login/?next=/ideas/{desk.reference}/support"
    back = browser_of(resident("Lee Sora")).get(address(desk, "/support"))
    assert back["Location"] == f"/ideas/{desk.reference}"
    assert not Support.objects.exists()


def test_an_author_finds_no_button_and_is_refused_with_a_sentence():
    desk = collecting_support()
    browser = browser_of(desk.author)
    assert "This is your idea" in text(browser.get(address(desk)))
    answer = browser.post(address(desk, "/support"))
    assert answer.status_code == 403
    assert "Nobody supports" in text(answer)


def test_following_is_a_button_too():
    desk, friend = collecting_support(), resident("Lee Sora")
    browser = browser_of(friend)
    assert "Stop following" in text(browser.post(address(desk, "/follow"), follow=True))
    assert "Stop following" not in text(browser.post(address(desk, "/follow"), {"wanted": "no"}, follow=True))


def test_support_of_a_retired_idea_moves_by_its_owners_own_tap():
    old, new = collecting_support(supports=1), collecting_support(wanted=written("The better one"))
    ending.retire(reference=old.reference, in_favour_of=new.reference, by=old.author, now=NOW)
    browser = browser_of(old.supporters[0])
    assert "Move my support there" in text(browser.get(address(old)))
    answer = browser.post(address(old, "/move-support"))
    assert answer["Location"] == f"/ideas/{new.reference}"
    assert Support.objects.get().proposal.reference == new.reference


# Feeds


def test_the_feed_tells_what_happened_and_no_letter_breaks_it():
    collecting_support(wanted=written("Shade \x01 at stops"))
    sent = Client().get("/ideas/feed")
    assert sent["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert b"Began to collect support" in sent.content
    assert b"\x01" not in sent.content


def test_an_idea_has_a_feed_of_its_own():
    desk, other = in_review(), collecting_support(wanted=written("Another one"))
    told = Client().get(address(desk, "/feed")).content
    assert b"Officer named" in told
    assert other.reference.encode() not in told
