"""A caseworker's day: the inbox, many cases at once, a note and a message, two people on one case, the second pair of eyes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import City, choose, move_on, sign_in

pytestmark = pytest.mark.journey
KIM = "kim@haneul.example"


def staff(visit: Callable[..., Page], name: str) -> Page:
    page = visit()
    sign_in(page, f"{name}@haneul.example")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Inbox").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inbox")
    return page


def number_of(page: Page, *words: str) -> str:
    """Return the number of the first case whose row holds all the words."""
    rows = page.get_by_role("row")
    for word in words:
        rows = rows.filter(has_text=word)
    found = re.search(r"MD-\w{4}-\w{3}", rows.first.inner_text())
    assert found
    return found[0]


def test_queues_filters_and_search_narrow_the_inbox(visit: Callable[..., Page]) -> None:
    page = staff(visit, "caseworker")
    for queue in ("Unassigned", "Due within 3 days", "Overdue", "Waiting", "Four eyes", "Objections", "Department, all"):
        page.get_by_role("navigation", name="Queues").get_by_role("link", name=re.compile(f"^{queue}")).click()
        expect(page.get_by_role("navigation", name="Queues").locator("[aria-current=page]")).to_contain_text(queue)
    page.get_by_label("Service", exact=True).select_option("Apply for child benefit")
    move_on(page, "Show")
    expect(page.get_by_role("table").get_by_text("Apply for child benefit").first).to_be_visible()
    expect(page.get_by_role("table").get_by_text("Apply for a childcare place")).to_have_count(0)
    reference = number_of(page, "Apply for child benefit")
    page.goto("/staff/inbox")
    search = page.get_by_role("searchbox", name="Number, whole name or e-mail address")
    search.fill(reference.lower())
    with page.expect_navigation():
        search.press("Enter")
    expect(page.get_by_role("checkbox", name=f"Choose {reference}")).to_have_count(1)
    expect(page.get_by_role("checkbox", name=re.compile("^Choose MD-"))).to_have_count(1)


def test_many_cases_are_given_to_a_colleague_with_a_result_for_each(visit: Callable[..., Page]) -> None:
    page = staff(visit, "caseworker")
    page.goto("/staff/inbox?queue=unassigned")
    boxes = page.get_by_role("checkbox", name=re.compile("^Choose MD-"))
    count = boxes.count()
    assert count >= 1
    for number in range(count):
        boxes.nth(number).check(force=True)
    expect(page.locator("[data-chosen]")).to_have_text(f"{count} chosen")
    move_on(page, "Give to…")
    move_on(page, "Give to a colleague")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Colleague").select_option("Oh Da-in")
    move_on(page, "Give to a colleague")
    expect(page.locator(".md-rows li")).to_have_count(count)
    expect(page.locator(".md-rows li").filter(has_text="Done")).to_have_count(count)
    page.goto("/staff/inbox?queue=unassigned")
    expect(page.get_by_role("checkbox", name=re.compile("^Choose MD-"))).to_have_count(0)


def test_a_note_stays_among_staff_and_a_message_reaches_the_resident(visit: Callable[..., Page], city: City) -> None:
    page = staff(visit, "families2")
    page.goto("/staff/inbox?queue=all")
    reference = number_of(page, "김솔", "Apply for a childcare place")
    page.goto(f"/staff/cases/{reference}")
    page.get_by_label("A note for colleagues").fill("Sister is in the same nursery.")
    move_on(page, "Keep the note")
    expect(page.get_by_text("Sister is in the same nursery.")).to_be_visible()
    page.get_by_label("Write to the applicant").fill("Would mornings be enough?")
    move_on(page, "Send message")
    expect(page.get_by_text("Would mornings be enough?")).to_be_visible()

    resident = visit()
    sign_in(resident, KIM)
    resident.goto(f"/my/cases/{reference}")
    expect(resident.get_by_text("Would mornings be enough?")).to_be_visible()
    expect(resident.get_by_text("Sister is in the same nursery.")).to_have_count(0)
    resident.goto("/account/readings/")
    expect(resident.get_by_text("Oh Da-in").first).to_be_visible()
    city.mail_to(KIM, holding=reference)


def test_of_two_people_on_one_case_the_second_is_told_and_keeps_the_words(visit: Callable[..., Page]) -> None:
    first, second = staff(visit, "families2"), staff(visit, "head")
    first.goto("/staff/inbox?queue=overdue")
    reference = number_of(first, "Amina Yusuf", "Apply for a childcare place")
    for page in (first, second):
        page.goto(f"/staff/cases/{reference}")
    first.locator("summary", has_text="Propose a decision").click()
    proposal = first.locator("details[open]")
    choose(proposal, "Grant")
    proposal.get_by_label("Reasons").fill("There is a place.")
    move_on(first, "Propose a decision")
    second.locator("summary", has_text="Ask for papers").click()
    panel = second.locator("details[open]")
    panel.get_by_label("In your words").fill("Please send the birth record of the twin.")
    with second.expect_navigation():
        panel.get_by_role("button", name="Ask for papers").click()
    expect(second.get_by_role("alert").first).to_contain_text("Not done")
    assert "Please send the birth record of the twin." in second.get_by_role("main").inner_html()
    first.reload()
    expect(first.get_by_text("Please send the birth record of the twin.")).to_have_count(0)


def test_the_head_confirms_what_the_caseworker_proposed(visit: Callable[..., Page]) -> None:
    caseworker, head = staff(visit, "caseworker"), staff(visit, "head")
    head.goto("/staff/inbox?queue=four-eyes")
    reference = number_of(head, "Amina Yusuf", "Apply for child benefit")
    caseworker.goto(f"/staff/cases/{reference}")
    expect(caseworker.get_by_role("button", name="Confirm the proposal")).to_have_count(0)
    head.goto(f"/staff/cases/{reference}")
    expect(head.get_by_text("The child lives with the mother in Haneul.").first).to_be_visible()
    move_on(head, "Confirm the proposal")
    expect(head.get_by_text("Confirmed. The applicant has the letter.")).to_be_visible()
    resident = visit()
    sign_in(resident, "amina@haneul.example")
    resident.goto(f"/my/cases/{reference}")
    expect(resident.get_by_role("main").get_by_text("Granted").first).to_be_visible()
    expect(resident.get_by_role("link", name="You get child benefit")).to_be_visible()


def test_somebody_stands_in_during_leave(visit: Callable[..., Page]) -> None:
    page = staff(visit, "head")
    page.goto("/account/")
    page.get_by_role("link", name="Who stands in for you").click()
    page.wait_for_url("**/deputy/")
    expect(page.get_by_role("main").get_by_role("button").first).to_be_visible()


def test_an_administrator_sees_jobs_and_everybody_sees_the_figures(visit: Callable[..., Page]) -> None:
    page = staff(visit, "admin")
    page.goto("/staff/jobs")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jobs that failed")
    other = staff(visit, "caseworker")
    assert other.request.get("/staff/jobs").status in (403, 404)
    stranger = visit("/services/figures")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("How our services do")
