"""Conversations as residents and strangers meet them: vote, say, change, read the map; its files and receipts."""

import re

import pyarrow as pa
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madang.city.look.tests.pages import text
from madang.city.opendata import engine
from madang.city.opendata.tests import builders as opendata
from madang.city.opendata.tests.asking.publishing import publish
from madang.city.people.tests import builders as people
from madang.city.proposals.datasets import CONVERSATIONS, STATEMENTS
from madang.city.proposals.models import Conversation, OpinionVote, Statement
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import opinions
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import DAY, NOW, TODAY, browser_of, resident
from madang.city.proposals.tests.opinion_builders import conversation_of, said, stances, talk, voted, voters

pytestmark = pytest.mark.django_db
CAMPS = ["++++----"] * 6 + ["----+++-"] * 5
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW)
    cache.clear()


def address(reference, more=""):
    return f"/ideas/conversations/{reference}{more}"


def drawn(lines=CAMPS):
    reference, viewers = conversation_of(*lines)
    opinions.draw(conversation_id=Conversation.objects.get(reference=reference).pk, now=NOW)
    return reference, viewers


# The list


def test_open_conversations_and_those_that_are_over_stand_on_two_tabs():
    talk(seeds=("More trees",), ends_on=TODAY)
    over = talk()
    opinions.close(reference=over, by=people.viewer_for(people.staff()), now=NOW)
    page = text(Client().get("/ideas/conversations"))
    for words in ("What do bus stops need?", "1 statement", "until 20 November 2026", "Transport"):
        assert words in page, words
    assert over not in page
    assert over in text(Client().get("/ideas/conversations?stage=over&topic=transport"))
    assert "No conversation here" in text(Client().get("/ideas/conversations?topic=nature&stage=%00"))
    assert 'href="/ideas/conversations"' in text(Client().get("/ideas"))


def test_the_list_costs_the_same_however_long_it_is():
    counted = []
    for _ in range(2):
        drawn()
        with CaptureQueriesContext(connection) as asked:
            Client().get("/ideas/conversations")
        counted.append(len(asked))
    assert counted == [1, 1]


# Taking part


def test_a_resident_votes_with_one_tap_after_another_without_script():
    reference, _ = conversation_of("..")
    browser = browser_of(resident())
    first = text(browser.get(address(reference)))
    assert "Statement 1 of 2" in first
    number = re.search(r'name="number" value="(\d)"', first)[1]
    answer = browser.post(address(reference, "/vote"), {"number": number, "stance": "disagree"})
    assert answer["Location"] == address(reference) + "#asked"
    second = text(browser.get(address(reference)))
    assert "Statement 2 of 2" in second
    assert f'name="number" value="{number}"' not in second
    browser.post(address(reference, "/vote"), {"number": "1" if number == "2" else "2", "stance": "pass"})
    assert "You have voted on everything that was said" in text(browser.get(address(reference)))
    assert sorted(stance for _number, stance in stances(reference)) == [-1, 0]


def test_with_script_a_tap_brings_only_the_next_statement_and_leads_the_reader_to_it():
    reference, _ = conversation_of("..")
    browser = browser_of(resident())
    answer = browser.post(address(reference, "/vote"), {"number": "1", "stance": "agree"}, **HTMX)
    part = text(answer)
    assert part.lstrip().startswith('<section id="asked"')
    assert 'name="number" value="2"' in part
    assert "autofocus" in part
    assert "autofocus" not in text(browser.get(address(reference)))


def test_a_tap_after_the_end_or_after_signing_out_has_the_page_read_anew():
    reference, _ = conversation_of("..")
    vote = {"number": "1", "stance": "agree"}
    assert Client().post(address(reference, "/vote"), vote, **HTMX)["HX-Refresh"] == "true"
    Conversation.objects.update(ends_on=TODAY - DAY)
    assert browser_of(resident()).post(address(reference, "/vote"), vote, **HTMX)["HX-Refresh"] == "true"
    assert stances(reference) == []


def test_a_stranger_sees_a_statement_and_is_led_to_the_sign_in_and_back():
    reference, _ = conversation_of("..")
    page = text(Client().get(address(reference)))
    assert "You sign in first" in page
    assert "hx-post" not in page
    answer = Client().post(address(reference, "/vote"), {"number": "1", "stance": "agree"})
    assert answer["Location"].startswith("/account/login/")
    assert browser_of(resident()).get(address(reference, "/vote"))["Location"] == address(reference) + "#asked"
    assert Client().get(address(reference, "/mine"))["Location"].startswith("/account/login/")


def test_staff_read_but_are_told_that_residents_vote():
    reference, _ = conversation_of("..")
    page = text(people.signed_in(people.staff()).get(address(reference)))
    assert "You may read here, but not vote" in page
    assert 'value="agree"' not in page


@pytest.mark.parametrize("sent", [{}, {"number": "1"}, {"number": "x", "stance": "agree"}, {"number": "1", "stance": "love"}])
def test_a_tap_that_says_nothing_is_none(sent):
    reference, _ = conversation_of("..")
    assert browser_of(resident()).post(address(reference, "/vote"), sent).status_code == 404
    assert stances(reference) == []


def test_there_is_no_page_of_a_conversation_that_is_not_there():
    for more in ("", "/map", "/map.csv", "/receipt?of=people"):
        assert Client().get(address("MD-7K3F-92", more)).status_code == 404


def test_somebody_says_something_and_is_told_whether_a_moderator_reads_it_first():
    for frame, words in (({}, "Others vote on it now"), ({"checks_first": True}, "A moderator reads your statement first")):
        reference, browser = talk(**frame), browser_of(resident())
        answer = browser.post(address(reference, "/say"), {"text": "Trees at every stop", "language": "en"}, follow=True)
        assert words in text(answer)
    assert Statement.objects.count() == 2


def test_what_cannot_be_said_stays_in_the_form_with_the_reason_at_the_top():
    reference, browser = talk(seeds=("Trees at every stop",)), browser_of(resident())
    twice = browser.post(address(reference, "/say"), {"text": "trees at every stop!", "language": "en"})
    assert twice.status_code == 409
    assert text(twice).count("Somebody has said this already") == 2
    assert "trees at every stop!" in text(twice)
    long = browser.post(address(reference, "/say"), {"text": "a" * 141, "language": "en"})
    assert long.status_code == 422
    assert browser.get(address(reference, "/say"))["Location"] == address(reference)


def test_own_votes_are_changed_and_taken_back_on_a_page_of_ones_own():
    reference, (person,) = conversation_of("+-")
    browser = browser_of(person)
    assert text(browser.get(address(reference, "/mine"))).count("You agree") == 1
    answer = browser.post(address(reference, "/vote"), {"number": "1", "stance": "disagree", "from": "mine"})
    assert answer["Location"] == address(reference, "/mine")
    browser.post(address(reference, "/vote"), {"number": "2", "stance": "back", "from": "mine"})
    assert stances(reference) == [(1, -1), (2, None)]
    page = text(browser.get(address(reference, "/mine")))
    assert page.count("You disagree") == 1
    assert "Roofs of glass" not in page


def test_the_author_of_a_hidden_statement_reads_why():
    reference, person = talk(), resident()
    said(reference, by=person)
    opinions.hide(reference=reference, number=1, reason="off_topic", by=builders.with_duty(Duty.MODERATOR), now=NOW)
    page = text(browser_of(person).get(address(reference, "/mine")))
    assert "Has nothing to do with the subject" in page
    assert f"/ideas/objection/statement:{reference}.1" in page


def test_taking_part_costs_eight_queries_however_much_was_said():
    reference, (person,) = conversation_of("........")
    browser = browser_of(person)
    browser.get(address(reference))
    with CaptureQueriesContext(connection) as asked:
        browser.get(address(reference))
    assert len(asked) <= 8, [one["sql"][:90] for one in asked]


# About an idea


def test_an_author_opens_the_conversation_about_an_idea_from_its_page():
    desk = builders.collecting_support()
    idea = f"/ideas/{desk.reference}"
    assert f'href="{idea}/conversation"' in text(Client().get(idea))
    assert "Open the conversation" not in text(Client().get(f"{idea}/conversation"))
    author = browser_of(desk.author)
    assert "Open the conversation" in text(author.get(f"{idea}/conversation"))
    page = text(author.post(f"{idea}/conversation", follow=True))
    assert "Shade at bus stops" in page
    reference = Conversation.objects.get().reference
    assert Client().get(f"{idea}/conversation")["Location"] == address(reference)
    assert browser_of(resident()).post(f"/ideas/{builders.collecting_support().reference}/conversation").status_code == 403


# The map


def test_the_map_says_first_what_joins_then_what_each_group_says():
    reference, _ = drawn()
    page = text(Client().get(address(reference, "/map")))
    order = [page.index(words) for words in ("What joins all groups", "Lower fares", "Who votes alike", "Group A: 6 people", "Group B: 5 people",
                                             "Where groups differ most", "How the map is made")]  # fmt: skip
    assert order == sorted(order)
    assert "Every group disagrees" in page
    assert "0 agree, 0 pass, 11 disagree" in page
    assert "6 agree, 0 pass, 0 disagree" in page
    assert page.count("<h1") == 1


def test_every_dot_is_a_crowd_and_only_the_viewer_sees_their_own_place():
    reference, (person, *_others) = drawn()
    strangers = text(Client().get(address(reference, "/map")))
    own = browser_of(person).get(address(reference, "/map"))
    assert strangers.count('<circle class="cv-dot') == 2 * 2  # two groups, drawn in two widths
    assert "cv-here" not in strangers
    assert text(own).count("cv-here") == 2
    assert "You stand nearest to Group A" in text(own)
    assert "private" in own["Cache-Control"]


def test_the_same_votes_draw_the_same_picture():
    first, second = (text(Client().get(address(drawn()[0], "/map"))) for _ in range(2))
    pictures = [re.findall(r"<svg class=\"md-chart.*?</svg>", page) for page in (first, second)]
    assert pictures[0] == pictures[1]
    assert len(pictures[0]) == 2


def test_a_group_of_three_is_not_drawn_and_its_counts_are_not_told():
    reference, _ = drawn(["++++----"] * 7 + ["----++++"] * 3)
    page = text(Client().get(address(reference, "/map")))
    assert "3 people have cast too few votes for a group" in page
    assert "Group A: 7 people" in page
    assert "too few to show" in page
    assert page.count("Group B") == 0
    rows = Client().get(address(reference, "/map.csv")).content.decode().splitlines()
    assert {row.split(",")[4] for row in rows[1:]} == {"all"}


def test_before_five_have_voted_there_is_no_map_and_over_ones_lead_to_it():
    reference, _ = conversation_of(*CAMPS[:4])
    assert "No map yet" in text(Client().get(address(reference, "/map")))
    opinions.close(reference=reference, by=people.viewer_for(people.staff()), now=NOW)
    assert Client().get(address(reference))["Location"] == address(reference, "/map")
    assert "Fewer than five people voted" in text(Client().get(address(reference, "/map")))


def test_the_file_holds_counts_and_no_person():
    reference, _ = drawn()
    rows = Client().get(address(reference, "/map.csv")).content.decode().splitlines()
    assert rows[0] == "conversation,statement,text,language,group,agree,pass,disagree"
    assert rows[1:4] == [f"{reference},1,Trees at every stop,en,{counts}" for counts in ("all,6,0,5", "A,6,0,0", "B,0,0,5")]
    assert len(rows) == 1 + 8 * 3


def test_figures_of_the_map_have_receipts_once_they_are_published(settings, tmp_path):
    settings.OPENDATA_DIR = tmp_path / "store"
    reference, _ = drawn()
    base = address(reference, "/receipt?of=")
    assert Client().get(base + "people")["Location"] == address(reference, "/map")
    assert {Client().get(base + of).status_code for of in ("", "99", "%00", "names")} == {404}
    for source in (CONVERSATIONS, STATEMENTS):
        opendata.Dataset.objects.filter(slug=opendata.dataset(source.slug)).update(slug=source.slug)
        publish(source.slug, _table(source), tmp_path)
    cache.clear()
    for of in ("people", "votes", "groups", "1"):
        code = Client().get(base + of)["Location"]
        assert code.startswith("/data/receipts/"), of
        assert "Still so" in text(Client().post(code)), of
    engine.close()


def _table(source):
    kinds = {"text": pa.string(), "integer": pa.int64(), "date": pa.date32()}
    rows = list(source.rows())
    return pa.table({
        one.name: pa.array([row[place] for row in rows], kinds[one.type]) for place, one in enumerate(source.columns)
    })  # fmt: skip


def test_the_map_costs_the_same_however_many_voted():
    counted = []
    for lines in (CAMPS, CAMPS * 3):
        reference, (person, *_others) = drawn(lines)
        browser = browser_of(person)
        browser.get(address(reference, "/map"))
        with CaptureQueriesContext(connection) as asked:
            browser.get(address(reference, "/map"))
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 12


def test_votes_that_came_after_the_map_do_not_show_before_five_have_come():
    reference, _ = drawn()
    before = text(Client().get(address(reference, "/map")))
    for viewer in voters(4):
        voted(reference, viewer, "++++++++", now=NOW + DAY)
    opinions.draw_due(now=NOW + DAY)
    assert OpinionVote.objects.count() == 8 * 15
    assert text(Client().get(address(reference, "/map"))) == before
