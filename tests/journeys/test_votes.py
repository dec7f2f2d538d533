"""Votes on a phone: a straw vote from asking to its result, an official one by three voters, and one on a tablet at a counter."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Votes, choose, move_on, sideways, sign_in

pytestmark = pytest.mark.journey
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def fits(page: Page) -> None:
    assert sideways(page) <= 0, page.url


def mark(page: Page, reference: str, option: str) -> None:
    """Choose an option of an official ballot and go on to the check."""
    choose(page, option)
    page.get_by_role("button", name="Check my vote").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("This is what you will cast")
    expect(page.locator("[data-ballot-chosen] li")).to_have_text([option])


def test_a_straw_vote_from_asking_to_its_result(visit: Callable[..., Page], votes: Votes) -> None:
    page = visit(**PHONE)
    sign_in(page, "amina@haneul.example")
    page.goto("/votes/new")
    page.get_by_label("Your question").fill("Which colour shall the benches be?")
    choose(page, "They put options in order")
    page.get_by_label("The options, one on each line").fill("Green\nYellow\nBlue")
    fits(page)
    for _step in range(3):
        move_on(page)
    choose(page, "Residents may discuss it until it closes")
    move_on(page)
    page.get_by_role("link", name="Check the vote").tap()
    page.wait_for_url("**/manage")
    fits(page)
    move_on(page, "Announce the vote")
    reference = page.url.rsplit("/", 1)[1]
    votes("begin", reference=reference)
    page.reload()
    a_word_is_said_about_it(page)
    page.get_by_role("link", name="Vote", exact=True).tap()
    for colour in ("Blue", "Green"):
        page.get_by_role("button", name=f"{colour}: up").tap()
    page.get_by_role("button", name="Green: up").tap()
    fits(page)
    page.get_by_role("button", name="Check my vote").tap()
    expect(page.locator(".vo-chosen li")).to_have_text([re.compile("Green.*Place 1"), re.compile("Blue.*Place 2")])
    move_on(page, "Cast my vote")
    expect(page.get_by_text("You can change it until").first).to_be_visible()
    votes("close", reference=reference)
    page.goto(f"/votes/{reference}/result")
    expect(page.get_by_role("heading", level=1)).to_have_text("“Green” wins")
    expect(page.get_by_text("python -m madang.urban ballots count")).to_be_visible()
    fits(page)


def a_word_is_said_about_it(page: Page) -> None:
    page.get_by_role("link", name="Discuss").tap()
    page.get_by_role("link", name="Write a comment").tap()
    choose(page, "Something that speaks for an option")
    page.get_by_label("Your words").fill("Yellow is seen at night.")
    fits(page)
    page.get_by_role("button", name="Publish the comment").tap()
    expect(page.get_by_text("Your comment is public.")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="The vote", exact=True).tap()
    expect(page.get_by_role("link", name="Yellow is seen at night.")).to_be_visible()
    fits(page)


def test_three_voters_cast_secretly_and_anybody_counts_again(visit: Callable[..., Page], votes: Votes, tmp_path: Path) -> None:
    reference = votes("open", question="Shall the ferry run at night?", options=["Every night", "At weekends", "Never"])[
        "reference"
    ]
    voters = [("kim@haneul.example", "Every night"), ("soonja@haneul.example", "Never"), ("chen@haneul.example", "Every night")]
    pages = []
    for email, option in voters:
        page = visit(**PHONE)
        sign_in(page, email)
        page.goto(f"/votes/{reference}/ballot")
        expect(page.locator("#says")).to_have_attribute("data-state", "ready")
        mark(page, reference, option)
        pages.append(page)
    first, second, third = pages
    for page in (first, second):
        page.get_by_role("button", name="Cast my vote").tap()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your vote is cast")
    a_lost_connection_costs_nothing(third)
    a_second_thought_takes_the_place_of_the_first(second, reference)
    votes("seal", reference=reference)
    first.get_by_role("button", name="Look again in the log").tap()
    expect(first.locator("[data-ballot-step=receipt] [data-ballot-says]")).to_contain_text("checked the proof")
    fits(first)
    with first.expect_download() as kept:
        first.get_by_role("link", name="Keep the receipt").tap()
    kept.value.save_as(tmp_path / "receipt.json")
    votes("close", reference=reference)
    first.goto(f"/votes/{reference}/result")
    expect(first.get_by_role("heading", level=1)).to_have_text("“Every night” wins")
    for link, name in (("All ballots and the log", "ballots.json"), ("The program that checks", "verifier.py")):
        with first.expect_download() as file:
            first.get_by_role("link", name=re.compile(link)).tap()
        file.value.save_as(tmp_path / name)
    verifier = [sys.executable, "-I", "-S", "verifier.py", "ballots.json", "--receipt", "receipt.json"]
    told = subprocess.run(verifier, cwd=tmp_path, env={}, text=True, capture_output=True, check=False, timeout=60)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "counts: [1]" in told.stdout
    assert json.loads((tmp_path / "ballots.json").read_text())["result"]["tallies"] == [{"1": 2, "2": 1, "3": 0}]


def a_lost_connection_costs_nothing(page: Page) -> None:
    """The box gets the ballot, the answer is lost, the page is loaded again, and the same ballot is cast."""

    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/box", lose, times=1)
    page.get_by_role("button", name="Cast my vote").tap()
    expect(page.locator("[data-ballot-step=check] [data-ballot-says]")).to_contain_text("There is no connection.")
    page.reload()
    expect(page.locator("#says")).to_contain_text("the connection broke before the answer came")
    mark(page, "", "Every night")
    page.get_by_role("button", name="Cast my vote").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your vote is cast")


def a_second_thought_takes_the_place_of_the_first(page: Page, reference: str) -> None:
    page.goto(f"/votes/{reference}/ballot")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your vote is cast")
    page.get_by_role("button", name="Change my vote").tap()
    mark(page, reference, "At weekends")
    page.get_by_role("button", name="Cast my vote").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your vote is cast")


def test_a_browser_that_cannot_seal_is_told_and_one_that_comes_too_late(visit: Callable[..., Page], votes: Votes) -> None:
    reference = votes("open", question="Shall the bridge be lit?", options=["Yes, all of it", "No"])["reference"]
    page = visit(**PHONE)
    sign_in(page, "kim@haneul.example")
    page.goto(f"/votes/{reference}/ballot")
    mark(page, reference, "No")
    votes("close", reference=reference)
    page.get_by_role("button", name="Cast my vote").tap()
    expect(page.locator("[data-ballot-step=check] [data-ballot-says]")).to_have_text("This vote is closed.")
    page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });")
    other = votes("open", question="Shall the bridge be red?", options=["Yes", "No"])["reference"]
    page.goto(f"/votes/{other}/ballot")
    expect(page.locator("#says")).to_contain_text("You cannot vote with this browser")
    expect(page.get_by_role("button", name="Check my vote")).to_be_hidden()


def test_a_tablet_is_handed_over_by_a_code_and_forgets_who_voted(visit: Callable[..., Page], votes: Votes) -> None:
    reference = votes("open", question="Shall the pool open earlier?", options=["At six", "At seven"])["reference"]
    desk, tablet = visit(), visit(viewport={"width": 768, "height": 1024}, has_touch=True)
    sign_in(desk, "head@haneul.example")
    desk.goto(f"/staff/votes/{reference}/tablets")
    desk.get_by_label("Where does it stand?").fill("Pool, entrance")
    move_on(desk, "Open it")
    tablet.goto(urlsplit(desk.locator(".md-banner p").first.inner_text()).path)
    desk.get_by_role("link", name="Hand a tablet over").first.click()
    desk.get_by_role("main").get_by_role("textbox").fill("soonja@haneul.example")
    move_on(desk, "Find them")
    with desk.expect_navigation():
        desk.get_by_role("button", name=re.compile("^Hand the tablet over")).click()
    code = desk.locator(".vo-code").inner_text()
    tablet.goto(f"/votes/tablet?code={code.replace('-', '')}")
    move_on(tablet, "Take the tablet over")
    mark(tablet, reference, "At six")
    tablet.get_by_role("button", name="Cast my vote").tap()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Your vote is cast")
    tablet.get_by_role("link", name="I am done: forget me on this tablet").tap()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Vote here")
    assert tablet.evaluate("localStorage.length") == 0
    tablet.goto(f"/votes/{reference}/ballot")
    assert "/login" in tablet.url
