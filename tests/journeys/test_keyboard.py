"""The keyboard alone: past the navigation, through the suggestions, through a step of a form; the focus is always seen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.journey
RING = """() => {
    const input = document.activeElement;
    const marks = [getComputedStyle(input), getComputedStyle(input.nextElementSibling ?? input, "::before")];
    return marks.some((one) => (one.outlineStyle !== "none" && parseFloat(one.outlineWidth) > 0) || one.boxShadow !== "none");
}"""


def test_the_first_tab_leads_past_the_navigation(visit: Callable[..., Page]) -> None:
    page = visit("/services")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_suggestions_are_chosen_with_the_arrows(visit: Callable[..., Page]) -> None:
    page = visit()
    box = page.get_by_role("main").get_by_role("combobox", name="Search the city")
    field = page.get_by_role("main").get_by_role("search")
    before = field.screenshot()
    box.focus()
    assert field.screenshot() != before, "the focus is seen (the caret is left out of the picture)"
    page.keyboard.type("street lam")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option").first).to_be_hidden()
    page.keyboard.type("p")
    expect(page.get_by_role("option", name="Report a street light that is out")).to_be_visible()
    for _ in range(6):
        page.keyboard.press("ArrowDown")
        if "street light" in page.locator("[role=option][aria-selected=true]").inner_text():
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/services/street-light-fault")


def test_a_step_is_filled_in_without_a_mouse(visit: Callable[..., Page]) -> None:
    page = visit()
    sign_in(page, "chen@haneul.example")
    page.goto("/services/street-light-fault/apply")
    tab_to(page, "Start")
    page.keyboard.press("Enter")
    page.wait_for_url("**/steps/lamp")
    page.get_by_label("Street and number").focus()
    page.keyboard.type("3 Riverside Road")
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate(RING)
    for answer in ("It flickers", "Several in a row"):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        assert page.evaluate(RING)
        expect(page.get_by_role("radio", name=answer)).to_be_checked()
    tab_to(page, "Save and continue")
    page.keyboard.press("Enter")
    page.wait_for_url("**/steps/you")
    expect(page.get_by_label("Your name")).to_have_value("陈伟")


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on the button; every stop on the way shows where it is."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.innerText ?? ''").strip().startswith(words):
            return
    raise AssertionError(f"Tab never reaches “{words}” on {page.url}")
