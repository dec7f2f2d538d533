"""Everything works without a script: finding, applying to the receipt, following, and a bulk move in the inbox."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import choose, move_on, sign_in

pytestmark = pytest.mark.journey


def test_a_resident_finds_applies_and_follows_without_script(visit: Callable[..., Page]) -> None:
    page = visit(java_script_enabled=False)
    box = page.get_by_role("main").get_by_role("searchbox")
    box.fill("lamp in my street is dark")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("main").locator("li a").first.click()
    page.get_by_role("link", name="Start now").click()
    page.get_by_role("link", name="Sign in", exact=True).click()
    sign_in(page, "kim@haneul.example")
    page.goto("/services/street-light-fault/apply")
    move_on(page, "Start")
    move_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Enter street and number")
    page.get_by_label("Street and number").fill("하늘마루로 90")
    choose(page, "It flickers", "One")
    move_on(page)
    move_on(page)
    move_on(page, "Send the application")
    reference = page.locator("strong.md-num").first.inner_text()
    page.get_by_role("link", name="Follow the application").click()
    expect(page.get_by_role("main").get_by_text(re.compile(reference)).first).to_be_visible()
    page.get_by_label("Your message").fill("It also hums.")
    move_on(page, "Send message")
    expect(page.get_by_text("It also hums.")).to_be_visible()
    page.locator(".md-lang summary").click()
    page.get_by_role("link", name="한국어").click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")


def test_staff_move_many_cases_without_script(visit: Callable[..., Page]) -> None:
    page = visit(java_script_enabled=False)
    sign_in(page, "roads@haneul.example")
    page.goto("/staff/inbox?queue=all")
    chosen = page.get_by_role("checkbox", name=re.compile("^Choose MD-"))
    count = chosen.count()
    assert count >= 2
    for number in range(count):
        chosen.nth(number).check(force=True)
    move_on(page, "Take")
    expect(page.get_by_role("heading", level=1)).to_have_text("Take the cases")
    expect(page.locator(".md-rows li")).to_have_count(count)
    page.goto("/staff/inbox?queue=mine")
    expect(page.get_by_role("row")).not_to_have_count(0)
