"""The parts of the look in a real browser: nothing for axe to find, no sideways scrolling, and the keyboard does it all."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import here

pytestmark = pytest.mark.journey
LANGUAGES = ("en", "ko", "zh-hans")


def in_language(page: Page, language: str) -> Page:
    page.goto(f"/look/components?lang={language}")
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_part_has_an_axe_violation_or_scrolls_sideways(look: Page, language: str) -> None:
    in_language(look, language)
    assert here(look) == []


def test_tabs_dialog_and_menu_obey_the_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("/look/components")
    tabs = page.locator("[data-tabs] [role=tab]")
    tabs.first.focus()
    page.keyboard.press("ArrowRight")
    assert tabs.nth(1).get_attribute("aria-selected") == "true"
    assert page.locator("#part-two").is_visible()
    assert not page.locator("#part-one").is_visible()

    page.locator("[data-dialog=withdraw]").focus()
    page.keyboard.press("Enter")
    assert page.locator("#withdraw").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#withdraw").is_visible()

    page.locator(".md-lang summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".md-lang__menu").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".md-lang__menu").is_visible()
    assert page.evaluate("document.activeElement.matches('.md-lang summary')")


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(visit: Callable[..., Page]) -> None:
    page = visit("/look/components")
    assert page.evaluate("document.activeElement.matches('[data-error-summary]')")
    page.locator("[data-error-summary] a[href='#id_born_year']").click()
    assert page.evaluate("document.activeElement.id") == "id_born_year"


def test_a_chart_becomes_its_table_and_the_bulk_bar_counts(visit: Callable[..., Page]) -> None:
    page = visit("/look/components")
    frame = page.locator(".md-view").first
    assert not frame.locator("table").is_visible()
    frame.locator("input[value=table]").check()
    assert frame.locator("table").is_visible()
    assert not frame.locator(".md-chart").first.is_visible()

    assert not page.locator(".md-bulk").is_visible()
    page.locator("input[name=case]").first.check()
    assert page.locator("[data-chosen]").inner_text() == "1 chosen"
    page.locator("[data-all]").check()
    assert page.locator("[data-chosen]").inner_text() == "2 chosen"


def test_without_script_everything_is_there(visit: Callable[..., Page]) -> None:
    page = visit("/look/components", java_script_enabled=False)
    for part in ("#part-one", "#part-two", "#id_password", ".md-lang summary"):
        assert page.locator(part).is_visible(), part
    assert not page.locator("[data-print]").is_visible()
    page.locator(".md-view").first.locator("input[value=table]").check()
    assert page.locator(".md-view").first.locator("table").is_visible()


def test_a_lost_connection_shows_the_offline_page(visit: Callable[..., Page]) -> None:
    page = visit("/look/components")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.goto("/look/components")
    assert page.get_by_role("heading", name="You are offline").is_visible()
    assert page.get_by_role("heading", name="您现在处于离线状态").is_visible()
