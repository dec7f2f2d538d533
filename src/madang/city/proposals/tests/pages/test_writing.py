"""Writing an idea: the draft, its pictures, who signs, publishing, changing, and what authors do later."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from madang.city.look.tests.pages import text
from madang.city.people.tests import builders as people
from madang.city.proposals.models import CoAuthor, Picture, Proposal, Version
from madang.city.proposals.queries import own
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import co_authors, hiding, reviewing
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import NOW, TEXT, browser_of, collecting_support, draft, in_review, resident

pytestmark = pytest.mark.django_db
TYPED = {"title": "Shade at bus stops", "text": TEXT, "topic": "transport", "area": "", "language": "en"}


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW)


def mine(desk, more=""):
    return f"/my/ideas/{desk.reference}{more}"


def public(desk, more=""):
    return f"/ideas/{desk.reference}{more}"


def test_a_stranger_signs_in_before_writing():
    assert Client().get("/ideas/new")["Location"] == "/account/login/?next=/ideas/new"


def test_staff_without_a_resident_are_told_that_ideas_are_for_residents():
    assert people.signed_in(people.staff()).post("/ideas/new", TYPED).status_code == 403


def test_what_is_typed_becomes_a_draft_even_where_much_is_missing():
    browser = browser_of(resident())
    answer = browser.post("/ideas/new", {"title": "Shade", "go": "save"})
    row = Proposal.objects.get()
    assert (row.state, row.title) == ("draft", "Shade")
    assert answer["Location"] == f"/my/ideas/{row.reference}"
    assert "Shade" in text(browser.get("/my/ideas"))


def test_a_draft_saves_itself_and_says_so():
    desk = draft()
    answer = browser_of(desk.author).post(
        mine(desk), TYPED | {"title": "More shade", "_revision": "1", "_page": "0123456789ab"}, headers={"x-autosave": "1"}
    )
    assert answer.json()["saved"] is True
    assert Proposal.objects.get().title == "More shade"


def test_two_pages_that_write_on_one_draft_lose_nothing():
    desk = draft()
    browser = browser_of(desk.author)
    seen = {"_revision": str(desk.row.revision)}
    browser.post(mine(desk), TYPED | seen | {"title": "From the phone", "_page": "aaaaaaaaaaaa", "go": "save"})
    answer = browser.post(mine(desk), TYPED | seen | {"title": "From the desk", "_page": "bbbbbbbbbbbb", "go": "save"})
    assert answer.status_code == 409
    assert "From the phone" in text(answer)
    assert 'value="From the desk"' in text(answer)
    assert Proposal.objects.get().title == "From the phone"


def test_going_on_needs_title_text_and_topic():
    desk = draft()
    answer = browser_of(desk.author).post(mine(desk), {"go": "check", "language": "en"})
    assert answer.status_code == 422
    page = text(answer)
    for words in ("Say in one sentence what the city should do", "Say why, and how it could be done", "Choose what it is about"):
        assert words in page, words


def test_nobody_else_opens_a_draft():
    desk = draft()
    for path in ("", "/check", "/delete"):
        assert browser_of(resident("Lee Sora")).get(mine(desk, path)).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"topic": "nothing"}, {"area": "999"}, {"language": "xx"}, {"title": "a" * 121}, {"text": "b" * 10_001}]
)
def test_hostile_values_are_refused_beside_their_field(wrong):
    answer = browser_of(resident()).post("/ideas/new", TYPED | wrong)
    assert answer.status_code == 422
    assert not Proposal.objects.exists()


def photo():
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(kept, "PNG")
    return SimpleUploadedFile("stop.png", kept.getvalue(), "image/png")


def test_a_picture_needs_words_for_those_who_do_not_see_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    desk = draft()
    browser = browser_of(desk.author)
    answer = browser.post(mine(desk, "/pictures"), {"picture": photo()})
    assert answer.status_code == 422
    assert "Say what the picture shows" in text(answer)
    browser.post(mine(desk, "/pictures"), {"picture": photo(), "alternative": "The stop"})
    assert 'alt="The stop"' in text(browser.get(mine(desk)))
    browser.post(mine(desk, f"/pictures/{Picture.objects.get().public_id}/remove"))
    assert not Picture.objects.exists()


def test_a_file_that_is_no_picture_is_refused_beside_the_field(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    desk = draft()
    told = {"picture": SimpleUploadedFile("a.jpg", b"<script>"), "alternative": "x"}
    answer = browser_of(desk.author).post(mine(desk, "/pictures"), told)
    assert answer.status_code == 422
    assert "This is no picture that can be read" in text(answer)


def test_the_check_page_shows_the_idea_and_the_name_as_others_will_see_it():
    desk = draft()
    page = text(browser_of(desk.author).get(mine(desk, "/check")))
    for words in ("Shade at bus stops", "Buses stop in the sun", "Kim Haru", "K. H.", "a resident", "Publish the idea"):
        assert words in page, words


def test_publishing_leads_to_the_public_page_under_the_chosen_name():
    desk = draft()
    page = text(browser_of(desk.author).post(mine(desk, "/check"), {"shown": "initials"}, follow=True))
    assert "Your idea is public." in page
    assert "By K. H." in page


def test_what_cannot_be_published_says_why():
    desk = draft(wanted=builders.written(text="Short"))
    answer = browser_of(desk.author).post(mine(desk, "/check"), {"shown": "name"})
    assert answer.status_code == 422
    assert "a proposal needs at least 20 characters" in text(answer)


def test_a_link_invites_somebody_who_signs():
    desk, friend = draft(), resident("Lee Sora")
    browser_of(desk.author).post(mine(desk, "/people"), {"called": "Sora"})
    link = f"/ideas/invitations/{CoAuthor.objects.get().public_id}"
    assert link in text(browser_of(desk.author).get(mine(desk)))
    assert "Buses stop in the sun" in text(browser_of(friend).get(link))
    answer = browser_of(friend).post(link, {"go": "agree", "shown": "name"})
    assert answer["Location"] == mine(desk)
    assert own.draft(desk.reference, viewer=desk.author).invitations[0].has_agreed


def test_an_invitation_that_is_declined_is_gone():
    desk = draft()
    name = co_authors.invite(reference=desk.reference, called="Sora", by=desk.author, now=NOW)
    browser = browser_of(resident("Lee Sora"))
    browser.post(f"/ideas/invitations/{name}", {"go": "decline"})
    assert browser.get(f"/ideas/invitations/{name}").status_code == 404


def test_a_draft_is_deleted_after_a_question():
    desk = draft()
    browser = browser_of(desk.author)
    assert "Delete this draft?" in text(browser.get(mine(desk, "/delete")))
    browser.post(mine(desk, "/delete"))
    assert not Proposal.objects.exists()


def test_my_ideas_has_what_i_wrote_what_i_support_and_what_i_check():
    desk = collecting_support(supports=1)
    assert "Shade at bus stops" in text(browser_of(desk.author).get("/my/ideas"))
    assert "Shade at bus stops" in text(browser_of(desk.supporters[0]).get("/my/ideas?part=supported"))
    done = builders.done(supports=2)
    asked = builders.asked_to_check(done)[0]
    assert done.reference in text(browser_of(asked).get("/my/ideas?part=check"))


# After publication


def test_a_change_warns_that_supporters_are_told_and_keeps_the_version_before():
    builders.needs(50)
    desk = collecting_support(supports=2)
    browser = browser_of(desk.author)
    assert "2 people support the text as it stands." in text(browser.get(public(desk, "/edit")))
    browser.post(public(desk, "/edit"), TYPED | {"title": "Shade at every stop", "_revision": str(desk.row.revision)})
    assert list(Version.objects.order_by("number").values_list("title", flat=True)) == [
        "Shade at bus stops",
        "Shade at every stop",
    ]


def test_a_change_behind_somebody_elses_back_keeps_what_was_typed():
    desk = collecting_support()
    answer = browser_of(desk.author).post(public(desk, "/edit"), TYPED | {"title": "Mine", "_revision": "0"})
    assert answer.status_code == 422
    assert 'value="Mine"' in text(answer)
    assert "Somebody else changed this" in text(answer)


def test_only_authors_change_an_idea():
    assert browser_of(resident("Lee Sora")).get(public(collecting_support(), "/edit")).status_code == 404


def test_the_author_replies_to_the_citys_question():
    desk = in_review()
    reviewing.ask_author(text="Which stops?", language="en", **desk.ask)
    browser = browser_of(desk.author)
    assert "Your turn: the city asks you something" in text(browser.get(public(desk)))
    browser.post(public(desk, "/reply"), {"text": "Those on Eunha Street."})
    assert desk.row.state == "in_review"
    assert "Those on Eunha Street." in text(Client().get(public(desk)))


def test_taking_back_asks_first_and_an_empty_reply_is_refused():
    desk = collecting_support()
    browser = browser_of(desk.author)
    assert "Take your idea back?" in text(browser.get(public(desk, "/withdraw")))
    browser.post(public(desk, "/withdraw"))
    assert desk.row.state == "withdrawn"
    assert browser.post(public(desk, "/reply"), {"text": ""}).status_code == 422


def test_an_idea_is_joined_to_another_by_its_number():
    desk, other = collecting_support(), collecting_support(wanted=builders.written("The better one"))
    browser = browser_of(desk.author)
    answer = browser.post(public(desk, "/retire"), {"other": "MD-000-000"})
    assert answer.status_code == 422
    assert "Choose another proposal" in text(answer)
    browser.post(public(desk, "/retire"), {"other": other.reference.lower()})
    assert "The better one" in text(Client().get(public(desk)))


def test_an_idea_whose_time_was_over_is_revived_by_its_author(monkeypatch):
    desk = builders.expired()
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW + timedelta(days=32))
    browser_of(desk.author).post(public(desk, "/revive"))
    assert desk.row.state == "collecting"


def test_the_author_of_a_hidden_idea_objects():
    desk = collecting_support()
    moderator = builders.with_duty(Duty.MODERATOR)
    hiding.hide(reference=desk.reference, reason="insult", text="It insults.", language="en", by=moderator, now=NOW)
    browser = browser_of(desk.author)
    assert "Object to this" in text(browser.get(public(desk)))
    browser.post(public(desk, "/appeal"), {"text": "It insults nobody."})
    assert desk.row.appealed_at == NOW


def test_only_who_was_drawn_says_whether_it_is_done():
    desk = builders.done(supports=2)
    asked = builders.asked_to_check(desk)[0]
    assert "Your turn: is it done?" in text(browser_of(asked).get(public(desk)))
    browser_of(asked).post(public(desk, "/check"), {"is_done": "yes", "text": "I sat in the shade."})
    assert "I sat in the shade." in text(Client().get(public(desk)))
    stranger = browser_of(resident("Park Minji"))
    assert stranger.post(public(desk, "/check"), {"is_done": "no"}).status_code == 403
    assert stranger.get(public(desk, "/check"))["Location"] == public(desk)
