"""A conversation on a phone: short statements are taken with a tap, one is added and answered, and a map shows who thinks alike."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Ideas, move_on, sideways, sign_in

pytestmark = pytest.mark.journey
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SEEDS = ["Roofs over the stalls", "Lorries until ten", "Benches in the shade", "Cars on the square"]
OWN = "A tap with drinking water"
CAMPS, ALL = {"+-+-": 6, "-+-+": 5}, {"....+": 11}


def tap(page: Page, button: str, then: str) -> None:
    """Take the statement in one way; what is read next is said, and stands where the reader is."""
    page.locator("#asked").get_by_role("button", name=button, exact=True).tap()
    expect(page.locator("#asked")).to_contain_text(then)
    expect(page.locator("#statement")).to_be_focused()
    assert sideways(page) <= 0, page.url


def test_residents_take_statements_add_one_and_find_their_group_on_the_map(visit: Callable[..., Page], ideas: Ideas) -> None:
    talk = f"/ideas/conversations/{ideas('ask', question='What does the market need?', statements=SEEDS)['reference']}"
    resident, second, stranger = visit(**PHONE), visit(java_script_enabled=False, **PHONE), visit(**PHONE)
    sign_in(resident, "kim@haneul.example")
    resident.goto(talk)
    resident.wait_for_function("() => 'htmx' in window")  # a tap before it is there works too, but reads the whole page anew
    expect(resident.locator("#asked")).to_contain_text("Statement 1 of 4")
    tap(resident, "Agree", "Statement 2 of 4")
    tap(resident, "Disagree", "Statement 3 of 4")
    tap(resident, "Pass", "Statement 4 of 4")
    tap(resident, "Pass", "You have voted on everything that was said")
    resident.get_by_text("Say something yourself").tap()
    resident.get_by_label("Your statement").fill(OWN)
    move_on(resident, "Put it to everybody")
    expect(resident.get_by_text("Your statement is here. Others vote on it now.")).to_be_visible()

    ideas("vote", reference=talk.rsplit("/", 1)[1], camps=CAMPS)  # the new statement has the fewest votes now
    sign_in(second, "soonja@haneul.example")
    second.goto(talk)
    expect(second.get_by_role("heading", name=OWN)).to_be_visible()
    move_on(second, "Agree")
    expect(second.locator("#asked")).to_contain_text("Statement 2 of 5")
    assert sideways(second) <= 0, second.url
    second.goto(f"{talk}/mine")
    expect(second.get_by_text(OWN, exact=True)).to_be_visible()

    ideas("vote", reference=talk.rsplit("/", 1)[1], camps=ALL)
    resident.goto(f"{talk}/map")
    for words in ("Group A:", "Group B:", "You stand nearest to Group"):
        expect(resident.get_by_text(words).first).to_be_visible()
    assert sideways(resident) <= 0, resident.url
    whole = resident.locator("details table")
    expect(whole).not_to_be_visible()
    resident.emulate_media(media="print")
    expect(whole).to_be_visible()  # paper cannot be tapped
    stranger.goto(f"{talk}/map")
    expect(stranger.get_by_text("Group A:").first).to_be_visible()
    expect(stranger.get_by_text("You stand nearest to Group")).to_have_count(0)
