"""Applying: without script and with a file, on two devices at once, at the counter for somebody else."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import choose, move_on, sideways, sign_in, violations

pytestmark = pytest.mark.journey
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def begin(page: Page, slug: str) -> str:
    """Begin an application, or go on with the one that waits; return the address of its draft."""
    page.goto(f"/services/{slug}/apply")
    again = page.get_by_role("link", name="Go on where you stopped")
    if again.count():
        again.click()
    else:
        move_on(page, "Start")
    return re.sub(r"/(steps|check).*", "", page.url)


def test_an_application_with_a_file_is_sent_without_script_on_a_phone(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit(java_script_enabled=False, viewport={"width": 360, "height": 740})
    sign_in(page, "head@haneul.example")
    begin(page, "allotment")
    choose(page, "A group, school or club", "Large, 25 m²", "No")
    move_on(page)
    expect(page.get_by_role("heading", name="Your answer leads to further questions")).to_be_visible()
    page.get_by_label("Name of the group").fill("Maru School Gardeners")
    names = tmp_path / "회원 명단 2026.pdf"
    names.write_bytes(PDF)
    page.locator("input[type=file]").set_input_files(names)
    move_on(page, "Put in the chosen files")
    expect(page.get_by_role("link", name="회원 명단 2026.pdf")).to_be_visible()
    expect(page.get_by_label("Name of the group")).to_have_value("Maru School Gardeners")
    move_on(page)

    choose(page, "Riverside Garden", "Maru Hill Garden", "Yes")
    move_on(page, "Back")
    expect(page.get_by_label("Name of the group")).to_have_value("Maru School Gardeners")
    move_on(page)
    expect(page.get_by_label("Riverside Garden")).to_be_checked()
    move_on(page)

    page.get_by_label("Your name").fill("Kim Haneul")
    page.get_by_label("Street and number").fill("3 Maru Street")
    page.get_by_label("Telephone").fill("02 555 0117")
    choose(page, "I use no chemical sprays")
    move_on(page)
    for told in ("Maru School Gardeners", "회원 명단 2026.pdf", "Riverside Garden, Maru Hill Garden"):
        expect(page.get_by_text(told)).to_be_visible()
    move_on(page, "Send the application")
    expect(page.get_by_role("heading", name="The application is sent")).to_be_visible()
    page.goto("/my/cases")
    expect(page.get_by_text("allotment", exact=False).first).to_be_visible()


DROP = """([input, names]) => {
    const carried = new DataTransfer();
    for (const name of names) carried.items.add(new File(["%PDF-1.7\\n1 0 obj<<>>endobj\\ntrailer<<>>\\n%%EOF\\n"], name, {type: "application/pdf"}));
    const box = input.closest("[data-file]");
    const tell = (at, kind) => at.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: carried}));
    const taken = [tell(box, "dragenter"), box.classList.contains("is-over"), tell(box, "dragover"), tell(box, "drop")];
    return [...taken, box.classList.contains("is-over"), tell(document.body, "drop")];
}"""


def test_a_file_is_dropped_onto_its_field_said_aloud_and_sent(visit: Callable[..., Page]) -> None:
    page = visit()
    sign_in(page, "kim@haneul.example")
    begin(page, "allotment")
    choose(page, "A group, school or club")
    page.get_by_label("Name of the group").fill("Maru School Gardeners")
    field = page.locator("input[type=file]")
    box = page.locator("[data-file]").filter(has=field)
    expect(box.get_by_text("Or drop files here.")).to_be_visible()
    enter, lit, over, drop, still_lit, beside = page.evaluate(DROP, [field.element_handle(), ["members.pdf"]])
    assert (enter, over, drop) == (False, False, False), "the browser does not open the file"
    assert (lit, still_lit) == (True, False)
    assert beside is False, "a file dropped beside the field does not replace the page"
    expect(box.locator("[aria-live=polite]")).to_have_text("Chosen: members.pdf")
    expect(field).to_be_focused()
    assert violations(page) == []
    move_on(page, "Put in the chosen files")
    expect(page.get_by_role("link", name="members.pdf")).to_be_visible()
    expect(page.get_by_label("Name of the group")).to_have_value("Maru School Gardeners")


def test_the_second_device_is_told_and_chooses(visit: Callable[..., Page]) -> None:
    desk, phone = visit(), visit(viewport={"width": 390, "height": 844})
    for page in (desk, phone):
        sign_in(page, "head@haneul.example")
    here = f"{begin(desk, 'complaint')}/steps/matter"
    for page in (desk, phone):
        page.goto(here)
    with desk.expect_response(lambda answer: answer.request.headers.get("x-autosave") == "1") as quiet:
        desk.get_by_label("What should we do?").fill("Answer my letter")
    assert quiet.value.status == 200
    expect(desk.locator("[data-saved]")).to_have_text(re.compile(r"Saved at \d\d:\d\d\."))

    phone.get_by_label("What should we do?").fill("Call me back")
    move_on(phone)
    expect(phone.get_by_role("heading", name="This step was changed on another device")).to_be_visible()
    expect(phone.get_by_text("Answer my letter")).to_be_visible()
    expect(phone.get_by_label("What should we do?")).to_have_value("Call me back")
    assert sideways(phone) <= 0
    assert violations(phone) == []
    phone.get_by_role("link", name="Take the answers of the other device").click()
    expect(phone.get_by_label("What should we do?")).to_have_value("Answer my letter")

    move_on(phone, "Delete this application")
    move_on(phone, "Take it back")
    expect(phone.get_by_label("What should we do?")).to_have_value("Answer my letter")


def test_questions_appear_with_the_answer_that_raises_them(visit: Callable[..., Page]) -> None:
    page = visit()
    sign_in(page, "caseworker@haneul.example")
    begin(page, "allotment")
    expect(page.get_by_label("Name of the group")).to_be_hidden()
    choose(page, "A group, school or club")
    expect(page.get_by_label("Name of the group")).to_be_visible()
    assert violations(page) == []
    choose(page, "My household")
    expect(page.get_by_label("Name of the group")).to_be_hidden()
    move_on(page)
    expect(page.get_by_role("alert")).to_be_focused()
    assert violations(page) == []


def test_the_counter_enters_an_application_for_somebody_new(visit: Callable[..., Page]) -> None:
    page = visit("/staff/counter")
    sign_in(page, "caseworker@haneul.example")
    page.goto("/staff/counter")
    assert violations(page) == []
    page.get_by_role("link", name="Register somebody new").click()
    page.get_by_label("Full name").fill("Ahn Juwon")
    move_on(page, "Register and go on")
    page.get_by_label("Which service?").select_option("library-card")
    choose(page, "By post, on paper", "한국어")
    move_on(page, "Begin the form")
    expect(page.get_by_text("You fill this in for somebody else.")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("Ahn Juwon")
    for part, value in (("Day", "2"), ("Month", "5"), ("Year", "1951")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("E-mail address").fill("juwon@example.org")
    choose(page, "Central Library")
    move_on(page)
    choose(page, "The applicant has signed the application on paper")
    assert violations(page) == []
    move_on(page, "Send the application")
    expect(page.get_by_role("link", name="Next person")).to_be_visible()
    assert violations(page) == []
