"""Starting a straw vote as a browser without script does it, from the question to the announcement, and cancelling it."""

import io
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from madang.city.kernel import clock
from madang.city.look.tests.pages import text
from madang.city.people.tests import builders as people
from madang.city.voting.models import Vote
from madang.city.voting.tests import builders as make

pytestmark = pytest.mark.django_db
SINGLE = {"question": "What shall stand here?", "description": "", "kind": "single", "options": "A fountain\n Trees \n\nBenches"}
WHEN = {
    "opens_on_day": "2", "opens_on_month": "12", "opens_on_year": "2026", "opens_hour": "09:00",
    "closes_on_day": "5", "closes_on_month": "12", "closes_on_year": "2026", "closes_hour": "18:00", "shown": "always",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


@pytest.fixture
def who():
    return people.resident()


@pytest.fixture
def browser(who):
    return people.signed_in(who)


def begun(browser, **more):
    """Return the draft that the first form makes."""
    assert browser.post("/votes/new", SINGLE | more).status_code == 302
    return Vote.objects.latest("pk")


def change(browser, vote, part, **told):
    vote.refresh_from_db()
    return browser.post(f"/votes/{vote.reference}/edit/{part}", told | {"revision": vote.revision})


@pytest.mark.parametrize("ticked", [{"discussed": "on"}, {}], ids=["ticked", "not-ticked"])
def test_its_asker_says_whether_residents_discuss_it(browser, ticked):
    vote = begun(browser)
    change(browser, vote, "when", **WHEN, **ticked)
    vote.refresh_from_db()
    assert vote.discussed is bool(ticked)
    shown = text(browser.get(f"/votes/{vote.reference}/edit/when"))
    assert bool(re.search(r'name="discussed"[^>]* checked', shown)) is bool(ticked)


def test_a_vote_is_written_step_by_step_and_announced(browser):
    answer = browser.post("/votes/new", SINGLE)
    vote = Vote.objects.get()
    assert answer.headers["Location"] == f"/votes/{vote.reference}/edit/counting"
    assert change(browser, vote, "counting", shuffled="on").headers["Location"].endswith("/edit/who")
    answer = change(browser, vote, "who", age_from="19", age_until="", quorum_people="25")
    assert answer.headers["Location"].endswith("/edit/when")
    assert change(browser, vote, "when", **WHEN).headers["Location"].endswith("/edit/pictures")
    page = text(browser.get(f"/votes/{vote.reference}/manage"))
    assert "You are 19 or older when the vote opens." in page
    assert "25 people" in page
    assert "Wednesday 2 December, 09:00, to Saturday 5 December, 18:00" in page
    assert browser.post(f"/votes/{vote.reference}/manage", {"go": "announce"}).headers["Location"] == f"/votes/{vote.reference}"
    vote.refresh_from_db()
    assert (vote.state, vote.shown, vote.shuffled) == ("announced", "always", True)
    assert [one.text for one in vote.options.order_by("number")] == [{"en": "A fountain"}, {"en": "Trees"}, {"en": "Benches"}]
    assert vote.reference in text(Client().get("/votes?stage=soon"))


def test_residents_too_ask_those_who_live_near_a_place(browser):
    vote = begun(browser)
    near = {"place": "Old harbour", "spot": "37.566, 126.978", "metres": "800"}
    assert "Fill this in too" in text(change(browser, vote, "who", age_from="14", **near | {"metres": ""}))
    assert change(browser, vote, "who", age_from="14", **near).status_code == 302
    page = text(browser.get(f"/votes/{vote.reference}/manage"))
    assert "You live in a neighbourhood within 800 m of Old harbour." in page
    assert 'value="37.566, 126.978"' in text(browser.get(f"/votes/{vote.reference}/edit/who"))


def test_a_quorum_may_be_a_share_of_those_who_may_vote_but_not_a_number_too(browser):
    vote = begun(browser)
    assert "not for both" in text(change(browser, vote, "who", age_from="14", quorum_people="9", quorum_percent="5"))
    assert "Enter a whole number from 1 to 100" in text(change(browser, vote, "who", age_from="14", quorum_percent="101"))
    assert change(browser, vote, "who", age_from="14", quorum_percent="5").status_code == 302
    assert "5 % of those who may vote" in text(browser.get(f"/votes/{vote.reference}/manage"))
    assert re.search(
        r'name="quorum_percent"[^>]*value="5"|value="5"[^>]*name="quorum_percent"',
        text(browser.get(f"/votes/{vote.reference}/edit/who")),
    )


def test_yes_or_no_needs_no_options_and_no_limits(browser):
    answer = browser.post("/votes/new", SINGLE | {"kind": "yes_no", "options": ""})
    vote = Vote.objects.get()
    assert answer.headers["Location"] == f"/votes/{vote.reference}/edit/who"
    assert [one.text["ko"] for one in vote.options.order_by("number")] == ["예", "아니요"]


@pytest.mark.parametrize("kind", ["approval", "ranking", "score", "points"])
def test_every_kind_can_be_asked_and_limited(browser, kind):
    vote = begun(browser, kind=kind)
    limits = {"minimum": "2", "maximum": "3", "most_points": "7", "rule": "borda"}
    assert change(browser, vote, "counting", **limits).status_code == 302
    vote.refresh_from_db()
    assert (vote.kind, vote.minimum, vote.maximum) == (kind, 2, 3)
    assert vote.rule == {"ranking": "borda"}.get(kind, kind)
    assert vote.most_points == (7 if kind in ("score", "points") else 0)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"question": ""}, "Write the question that people answer."),
        ({"options": "Trees"}, "Write two options or more, each on a line of its own."),
        ({"options": "Trees\ntrees "}, "stands there twice"),
        ({"options": "x" * 201 + "\ny"}, "Write 200 letters at most."),
        ({"kind": "lottery"}, "lottery"),
        ({"question": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_asked_so_is_told_and_nothing_typed_is_lost(browser, told, said):
    page = text(browser.post("/votes/new", SINGLE | told))
    assert "govuk-error-summary" in page
    assert said in page
    assert "Benches" in page or "options" in told
    assert not Vote.objects.exists()


def test_a_period_that_ends_too_soon_is_told_on_the_form(browser):
    vote = begun(browser)
    page = text(change(browser, vote, "when", **WHEN | {"closes_on_day": "2", "closes_hour": "09:00"}))
    assert "govuk-error-summary" in page
    assert 'value="2026"' in page


def test_limits_that_cannot_be_met_are_told(browser):
    vote = begun(browser, kind="approval")
    assert "Check how many options may be marked" in text(change(browser, vote, "counting", minimum="3", maximum="2"))


def test_two_windows_do_not_overwrite_each_other(browser):
    vote = begun(browser)
    assert change(browser, vote, "who", age_from="30").status_code == 302
    answer = browser.post(f"/votes/{vote.reference}/edit/who", {"age_from": "40", "revision": "1"})
    assert "Somebody else changed this" in text(answer)


def photo():
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(kept, "PNG")
    return SimpleUploadedFile("a.png", kept.getvalue())


def test_an_option_has_a_picture_with_words_for_who_does_not_see_it(browser, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    vote = begun(browser)
    url = f"/votes/{vote.reference}/edit/pictures"
    assert browser.post(url, {"number": "2", "picture": photo(), "words": "Four trees"}).status_code == 302
    assert "Four trees" in text(browser.get(url))
    answer = browser.get(f"/votes/{vote.reference}/pictures/2.jpg")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(answer.streaming_content)[:3] == b"\xff\xd8\xff"
    assert Client().get(f"/votes/{vote.reference}/pictures/2.jpg").status_code == 404
    assert browser.get(f"/votes/{vote.reference}/pictures/1.jpg").status_code == 404


def test_what_is_no_picture_is_refused_in_words(browser, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    vote = begun(browser)
    false = SimpleUploadedFile("a.png", b"<svg onload=alert(1)>")
    page = text(browser.post(f"/votes/{vote.reference}/edit/pictures", {"number": "1", "picture": false}))
    assert "This is no picture that can be read." in page
    assert list(tmp_path.iterdir()) == []


def test_a_draft_is_thrown_away(browser):
    vote = begun(browser)
    assert browser.post(f"/votes/{vote.reference}/manage", {"go": "discard"}).headers["Location"] == "/votes/mine"
    assert not Vote.objects.exists()
    assert "You ask nothing yet" in text(browser.get("/votes/mine"))


def test_an_announced_vote_is_not_changed_any_more(browser, who):
    reference = make.announced(by=people.viewer_for(who))
    answer = browser.post(f"/votes/{reference}/edit/who", {"age_from": "30", "revision": "1"})
    assert "The vote is announced, so it cannot be changed any more." in text(answer)
    assert "/edit/" not in text(browser.get(f"/votes/{reference}/manage"))


def test_its_asker_cancels_a_vote_with_a_reason(browser, who):
    reference = make.announced(by=people.viewer_for(who))
    assert "Say why." in text(browser.post(f"/votes/{reference}/cancel", {"why": ""}))
    browser.post(f"/votes/{reference}/cancel", {"why": "The square was sold."})
    assert "The square was sold." in text(Client().get(f"/votes/{reference}"))


@pytest.mark.parametrize("page", ["manage", "cancel", "edit/who", "edit/pictures"])
def test_anothers_vote_cannot_be_looked_after(page):
    reference = make.draft()
    for browser in (people.signed_in(people.resident()), people.signed_in(people.staff())):
        for answer in (browser.get(f"/votes/{reference}/{page}"), browser.post(f"/votes/{reference}/{page}", {"go": "announce"})):
            assert answer.status_code == 404
    assert Vote.objects.get().state == "draft"


def test_an_announced_vote_of_another_is_not_changed_from_its_public_page():
    reference = make.announced()
    browser = people.signed_in(people.resident())
    assert browser.post(f"/votes/{reference}/edit/who", {"age_from": "30", "revision": "1"}).status_code == 404
    assert browser.get(f"/votes/{reference}/edit/who").status_code == 404
    assert browser.get(f"/votes/{reference}/edit/pictures").status_code == 404


@pytest.mark.parametrize("url", ["/votes/new", "/votes/mine"])
def test_strangers_sign_in_first(url):
    assert Client().get(url).headers["Location"] == f"/account/login/?next={url}"
