"""A certificate of residence in Korean: applied for, handed out, read on a phone, and checked by a bank without script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, choose, here, move_on, sign_in

pytestmark = pytest.mark.journey
RESIDENT, CASEWORKER = "soonja@haneul.example", "desk@haneul.example"


def apply_for_it(page: Page) -> str:
    """Apply for a certificate in Korean; return the number of the case."""
    page.goto("/services/certificate-of-residence/apply")
    move_on(page, "Start")
    since = page.get_by_role("group", name="Since when have you lived there?")
    for label, value in (("Day", "1"), ("Month", "5"), ("Year", "2001")):
        since.get_by_label(label, exact=True).fill(value)
    choose(page, "A bank", "Korean")
    move_on(page)
    move_on(page)
    move_on(page, "Send the application")
    return page.locator("strong.md-num").first.inner_text()


def hand_it_out(page: Page, reference: str) -> None:
    page.goto(f"/staff/cases/{reference}")
    move_on(page, "Take the case")
    move_on(page, "Begin the review")
    page.locator("summary", has_text=re.compile("^Decide$")).click()
    decision = page.locator("details[open]")
    choose(decision, "Grant")
    decision.get_by_label("Reasons").fill("The address is the one in the register.")
    move_on(page, "Decide")
    move_on(page, "Issue")
    expect(page.get_by_role("link", name="Certificate of residence").first).to_be_visible()


def check_it(page: Page, code: str, name: str) -> None:
    page.goto("/certificates")
    page.get_by_label("Check code").fill(code)
    page.get_by_label("Family name of the holder").fill(name)
    move_on(page, "Check the certificate")


def test_a_certificate_is_handed_out_read_and_checked(visit: Callable[..., Page]) -> None:
    resident, caseworker = visit(bypass_csp=True, reduced_motion="reduce"), visit()
    sign_in(resident, RESIDENT)
    resident.goto("/?lang=en")
    reference = apply_for_it(resident)
    sign_in(caseworker, CASEWORKER)
    hand_it_out(caseworker, reference)

    resident.goto(f"/my/cases/{reference}")
    with resident.expect_navigation():
        resident.get_by_role("link", name="Certificate of residence", exact=True).click()
    paper = resident.get_by_role("article")
    expect(paper).to_have_attribute("lang", "ko")
    expect(paper.get_by_role("heading", level=1)).to_have_text("거주 증명서")
    for words in ("박순자", "1948년 2월 3일", "별빛길 5", "2001년 5월 1일", "시민봉사과"):
        expect(paper.get_by_text(re.compile(words)).first).to_be_visible()
    assert here(resident) == []
    pdf = resident.request.get(resident.get_by_role("link", name="As PDF").get_attribute("href") or "")
    assert (pdf.status, pdf.headers["content-type"], pdf.body()[:5]) == (200, "application/pdf", b"%PDF-")
    code = paper.locator(".md-certificate__code").inner_text()

    bank = visit(java_script_enabled=False, viewport=PHONE)
    check_it(bank, code.lower().replace("-", " "), "박")
    answer = bank.get_by_role("status")
    expect(answer).to_contain_text("This certificate is genuine and valid")
    expect(answer).to_contain_text("Citizens' Desk")
    assert not re.search("순자|1948|별빛길", answer.inner_text())
    check_it(bank, code, "김")
    expect(bank.get_by_role("status")).to_contain_text("There is no such certificate")
    assert bank.request.get(resident.url).url.endswith(f"?next=/my/certificates/{resident.url.rsplit('/', 1)[1]}")
