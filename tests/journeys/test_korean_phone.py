"""Korean on a phone: the whole way to an application at 360 and at 320 pixels, light and dark, never wider than the screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSWORD, sideways

pytestmark = pytest.mark.journey
HANGUL = re.compile("[가-힣]")


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (320, "dark")])
def test_the_way_to_an_application_in_korean(visit: Callable[..., Page], width: int, scheme: str) -> None:
    page = visit(
        locale="ko-KR", viewport={"width": width, "height": 740}, color_scheme=scheme, has_touch=True, is_mobile=True
    )  # fmt: skip
    fits(page)
    box = page.get_by_role("main").get_by_role("combobox")
    box.fill("가로등이 고장 났어요")
    with page.expect_navigation():
        box.press("Enter")
    fits(page)
    with page.expect_navigation():
        page.get_by_role("main").locator("li a").first.tap()
    assert page.url.endswith("/services/street-light-fault")
    fits(page)
    page.get_by_role("main").locator("a.govuk-button").first.tap()
    page.wait_for_url("**/apply")
    fits(page)
    page.get_by_role("main").locator("a.govuk-button").first.tap()
    page.wait_for_url("**/login/**")
    fits(page)
    page.locator("input[type=email]").fill("soonja@haneul.example")
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="로그인", exact=True).tap()
    page.wait_for_url("**/apply")
    fits(page)
    page.get_by_role("main").locator(".md-begin :is(a, button)").tap()
    page.wait_for_url("**/steps/**")
    fits(page)
    for path in (
        "/my/cases",
        "/notices/",
        "/notices/wishes",
        "/account/",
        "/account/profile/",
        "/services",
        "/services/a-z",
        "/check",
    ):
        page.goto(path)
        fits(page)
    page.goto("/my/cases?show=open")
    page.get_by_role("main").locator("li a[href^='/my/cases/MD']").first.tap()
    page.wait_for_url("**/my/cases/MD-*")
    fits(page)


def fits(page: Page) -> None:
    """The page is Korean and no wider than the screen."""
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.get_by_role("heading", level=1)).to_have_text(HANGUL)
    assert sideways(page) <= 0, page.url


def test_the_language_switch_keeps_the_page(visit: Callable[..., Page]) -> None:
    page = visit("/services/find?q=가로등", locale="ko-KR", viewport={"width": 360, "height": 740})
    for name, code in (("简体中文", "zh-hans"), ("English", "en"), ("한국어", "ko")):
        page.locator(".md-lang summary").click()
        with page.expect_navigation():
            page.get_by_role("link", name=name).click()
        expect(page.locator("html")).to_have_attribute("lang", code)
        expect(
            page.get_by_role("main").get_by_role("combobox").or_(page.get_by_role("main").get_by_role("searchbox"))
        ).to_have_value("가로등")
        expect(page.get_by_role("main").locator("a[href='/services/street-light-fault']").first).to_be_visible()
    page.goto("/services/pothole")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
