"""A childcare place from the form to the decision: the city asks, the resident answers, nobody else sees any of it."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import City, choose, move_on, sign_in

pytestmark = pytest.mark.journey
TODAY = datetime.now(UTC).date()
RESIDENT = "chen@haneul.example"
CASEWORKER = "caseworker@haneul.example"
SERVICE = "Apply for a childcare place"
WISH = "A letter from your employer about evening work, please."
REASON = "You both work; the nursery on Maru Street has a free place."
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Size 4/Root 1 0 R>>\n%%EOF\n"
)


def fill_date(page: Page, group: str, day: date) -> None:
    parts = page.get_by_role("group", name=group)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        parts.get_by_label(label, exact=True).fill(str(value))


def apply_for_childcare(page: Page, proof: Path) -> str:
    """Apply as a resident who is signed in; return the number of the case."""
    page.goto("/services/childcare-place/apply")
    move_on(page, "Start")
    choose(page, "Yes")
    page.get_by_label("The child's name").fill("陈小虎")
    fill_date(page, "Date of birth", TODAY - timedelta(days=500))
    page.get_by_role("group", name="Was the birth registered in Haneul?").get_by_text("Yes").click()
    move_on(page)
    move_on(page)  # no brothers or sisters
    choose(page, "City nursery", "Morning", "Evening")
    fill_date(page, "From which day?", TODAY + timedelta(days=120))
    move_on(page)
    choose(page, "I work")
    page.locator("input[type=file]").set_input_files(proof)
    move_on(page)
    choose(page, "What I have written is true")
    move_on(page)
    expect(page.get_by_text("proof.pdf")).to_be_visible()
    move_on(page, "Send the application")
    return page.locator("strong.md-num").first.inner_text()


def ask_for_a_paper(page: Page, reference: str) -> None:
    page.get_by_role("link", name=re.compile("^Unassigned")).click()
    row = page.get_by_role("row", name=re.compile(reference))
    with page.expect_navigation():
        row.get_by_role("link").first.click()
    move_on(page, "Take the case")
    move_on(page, "Begin the review")
    page.locator("summary", has_text="Ask for papers").click()
    choose(page, "Proof of work or study")
    page.get_by_label("In your words").fill(WISH)
    move_on(page, "Ask for papers")
    expect(page.get_by_text("The applicant is asked")).to_be_visible()


def answer(page: Page, reference: str, paper: Path) -> None:
    page.goto(f"/my/cases/{reference}")
    expect(page.get_by_text(re.compile("^Your turn:")).first).to_be_visible()
    expect(page.get_by_text(WISH).first).to_be_visible()
    page.get_by_role("link", name="Answer", exact=True).click()
    page.locator("input[type=file]").set_input_files(paper)
    page.get_by_label("Anything to say about it?").fill("Here it is.")
    move_on(page, "Send the answer")
    expect(page.get_by_text(re.compile("^Your turn:"))).to_have_count(0)


def decide(page: Page, reference: str) -> None:
    page.goto(f"/staff/cases/{reference}")
    expect(page.get_by_role("link", name="evening-work.pdf")).to_be_visible()
    expect(page.get_by_text("Here it is.").first).to_be_visible()
    download = page.request.get(page.get_by_role("link", name="evening-work.pdf").get_attribute("href") or "")
    assert download.body() == PDF
    page.locator("summary", has_text="Propose a decision").click()
    proposal = page.locator("details[open]")
    choose(proposal, "Grant")
    proposal.get_by_label("Reasons").fill(REASON)
    move_on(page, "Propose a decision")
    move_on(page, "Look at the letter first")
    expect(page.get_by_role("heading", name="A childcare place is waiting for you")).to_be_visible()
    move_on(page, "Decide")
    expect(page.get_by_text("Decided. The applicant has the letter.")).to_be_visible()


def read_the_letter(page: Page, reference: str, city: City) -> str:
    """Return the letter's address."""
    page.goto(f"/my/cases/{reference}")
    main = page.get_by_role("main")
    expect(main.get_by_text("Granted").first).to_be_visible()
    expect(main.get_by_text(REASON)).to_be_visible()
    with page.expect_navigation():
        main.get_by_role("link", name="A childcare place is waiting for you").click()
    for told in (reference, REASON, "Please accept the place within 14 days"):
        expect(page.get_by_text(re.compile(re.escape(told))).first).to_be_visible()
    letter = page.url.removeprefix(city.address)
    pdf = page.request.get(f"{letter}.pdf")
    assert pdf.status == 200
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-")
    page.goto("/notices/")
    expect(page.get_by_role("link", name="A childcare place is waiting for you").first).to_be_visible()
    return letter


def test_the_city_asks_the_resident_answers_and_the_place_is_granted(
    visit: Callable[..., Page], city: City, tmp_path: Path
) -> None:
    for name in ("proof.pdf", "evening-work.pdf"):
        (tmp_path / name).write_bytes(PDF)
    resident, caseworker = visit(), visit()
    sign_in(resident, RESIDENT)
    reference = apply_for_childcare(resident, tmp_path / "proof.pdf")

    sign_in(caseworker, CASEWORKER)
    caseworker.get_by_role("navigation", name="Main").get_by_role("link", name="Inbox").click()
    ask_for_a_paper(caseworker, reference)
    answer(resident, reference, tmp_path / "evening-work.pdf")
    decide(caseworker, reference)
    letter = read_the_letter(resident, reference, city)
    city.mail_to(RESIDENT, holding=REASON)

    resident.goto(f"/my/cases/{reference}/answers")
    file = resident.get_by_role("link", name="proof.pdf").get_attribute("href") or ""
    assert resident.request.get(file).status == 200
    nobody_else_sees(visit, reference, [letter, f"{letter}.pdf", file])


def nobody_else_sees(visit: Callable[..., Page], reference: str, papers: list[str]) -> None:
    case = f"/my/cases/{reference}"
    own = [case, f"{case}/answers", *papers]
    for email, addresses in {
        "kim@haneul.example": own,
        "roads@haneul.example": [f"/staff/cases/{reference}", *own],
    }.items():
        other = visit()
        sign_in(other, email)
        for address in addresses:
            assert other.request.get(address).status == 404, (email, address)
    stranger = visit()
    for address in (f"/staff/cases/{reference}", *own):
        assert stranger.request.get(address, max_redirects=0).status == 302, address
