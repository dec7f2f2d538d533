"""On a phone, in Korean: a file of an office becomes open data, a chart that can be shared, and a second version with its differences."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, sideways, sign_in

pytestmark = pytest.mark.journey
HANGUL = re.compile("[가-힣]")
PHONE_KO: Mapping[str, Any] = {"locale": "ko-KR", "viewport": PHONE, "has_touch": True}
HEADER = "번호,시설명,담당자,휴대전화,정원,개원일\n"
ROWS = (
    "001,하늘어린이집,김하루,010-2345-6789,45,2015.3.1.\n",
    "002,별빛어린이집,이민서,010-3456-7890,60,2018.9.1.\n",
    "003,나루어린이집,박지원,010-4567-8901,38,2021.3.2.\n",
)
NEXT = "004,숲속어린이집,최도현,010-5678-9012,52,2026.3.2.\n"
READ_MS = 60_000
HEAD = "head@haneul.example"


def press(page: Page, selector: str) -> None:
    """Press what leads to another page."""
    with page.expect_navigation():
        page.locator(selector).first.click()
    fits(page)


def fits(page: Page) -> None:
    """The page is Korean and no wider than the screen."""
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.get_by_role("heading", level=1)).to_have_text(HANGUL)
    assert sideways(page) <= 0, page.url


def office_file(folder: Path, *rows: str) -> Path:
    """Return a file as an office program writes it: CP949."""
    path = folder / "어린이집.csv"
    path.write_bytes("".join((HEADER, *rows)).encode("cp949"))
    return path


def until_read(page: Page) -> None:
    """Wait while the bar runs; the page then shows the columns by itself."""
    expect(page.locator("#columns")).to_be_visible(timeout=READ_MS)
    fits(page)


def through_the_gate(page: Page) -> None:
    """Look at what the gate found and take what it advises: the numbers and names of persons are left out."""
    press(page, "main a[href$='/gate']")
    expect(page.get_by_text("010-2345-6789")).to_have_count(0)
    press(page, "main form button.govuk-button:not(.govuk-button--secondary)")


def publish(page: Page, version: str) -> None:
    page.goto(version)
    page.locator("form[action$='/publish'] input[name=note]").fill("올해 것을 더했습니다")
    press(page, "form[action$='/publish'] button")


def hand_in(page: Page, file: Path) -> str:
    """Give a data set its file, correct the type of a column, pass the gate, publish; return the address of the data set."""
    page.goto("/staff/data/new")
    fits(page)
    page.locator("[name=data-file]").set_input_files(file)
    page.locator("[name=title_ko]").fill("하늘시 어린이집 정원")
    page.locator("[name=publisher]").select_option("families")
    press(page, "main form button.govuk-button")
    until_read(page)
    version = page.url
    expect(page.get_by_text("CP949")).to_be_visible()
    expect(page.get_by_text("001", exact=False).first).to_be_visible()  # the leading zeros are there, and said to be why
    page.locator("[name=type-4]").select_option("decimal")
    press(page, "form[action$='/read'] button.govuk-button")
    until_read(page)
    expect(page.locator("[name=type-4]")).to_have_value("decimal")
    through_the_gate(page)
    publish(page, version)
    press(page, "main a[href*='/v/1']")
    return page.url.partition("/v/")[0]


def chart_of(page: Page) -> list[str]:
    """Return the figures of the chart on the page, from the table that stands beside it."""
    return page.locator("main table td, main table th[scope=row]").all_inner_texts()


def test_an_office_file_becomes_open_data_a_chart_and_a_second_version(visit: Callable[..., Page], tmp_path: Path) -> None:
    sign_in(visit("/"), HEAD)
    page = visit("/", **PHONE_KO)
    sign_in(page, HEAD)
    dataset = hand_in(page, office_file(tmp_path, *ROWS))
    assert not {word for word in ("김하루", "010-2345-6789") if word in page.content()}, "what the gate left out is nowhere"

    page.goto(f"{dataset}/chart")
    page.locator("#od-x").select_option("시설명")
    page.locator("#od-y").select_option("정원")
    page.locator("#od-how").select_option("sum")
    press(page, ".od-builder button.govuk-button")
    shared, drawn = page.locator("#od-share").input_value(), chart_of(page)
    assert {"하늘어린이집", "별빛어린이집", "나루어린이집"} <= {text.strip() for text in drawn}

    slug = dataset.rpartition("/")[2]
    page.goto(f"/staff/data/sets/{slug}")
    page.locator("[name=data-file]").set_input_files(office_file(tmp_path, *ROWS, NEXT))
    press(page, "form[action$='/file'] button.govuk-button")
    until_read(page)
    version = page.url
    through_the_gate(page)
    publish(page, version)

    page.goto(f"{dataset}/diff?from=1&to=2")
    fits(page)
    expect(page.get_by_text("숲속어린이집").first).to_be_visible()
    expect(page.get_by_text("하늘어린이집")).to_have_count(0)

    stranger = visit(shared, **PHONE_KO)
    assert chart_of(stranger) == drawn, "the link shows the same chart, whatever came after it"
