"""A stranger becomes a resident: opens an account, finds a service in own words, applies on two devices, and follows the case."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import City, choose, move_on, sign_in

pytestmark = pytest.mark.journey
EMAIL = "maru.newcomer@example.org"
SECRET = "three plain words 77"
SERVICE = "Report a street light that is out"


def open_account(page: Page, city: City) -> None:
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(SECRET)
    page.get_by_role("button", name="Open the account").click()
    code = re.search(r"^\s*(\d{4}-\d{4})\s*$", city.mail_to(EMAIL), re.M)
    assert code
    page.get_by_label("Code").fill(code[1])
    page.get_by_role("button", name="Confirm the address").click()
    expect(page.get_by_text("You are signed in.")).to_be_visible()


def fill_profile(page: Page) -> None:
    page.goto("/account/profile/about/")
    page.get_by_label("Your name").fill("Maru Newcomer")
    for part, value in (("Day", "30"), ("Month", "2"), ("Year", "1988")):
        page.get_by_label(part, exact=True).fill(value)
    move_on(page, "Save")
    expect(page.get_by_role("alert")).to_be_focused()  # there is no 30 February
    page.get_by_label("Day", exact=True).fill("29")
    move_on(page, "Save")
    page.goto("/account/profile/home/")
    page.get_by_label("Home address (optional)").fill("5 Maru Street, 04521")
    page.get_by_label("Neighbourhood (optional)").select_option("Maru-dong")
    move_on(page, "Save")
    page.goto("/account/profile/")
    for known in ("Maru Newcomer", "29 February 1988", "5 Maru Street, 04521", "Maru-dong"):
        expect(page.get_by_role("main").get_by_text(known, exact=True)).to_be_visible()


def ask(page: Page, words: str) -> None:
    page.goto("/")
    box = page.get_by_role("main").get_by_role("combobox", name="Search the city")
    box.fill(words)
    with page.expect_navigation():
        box.press("Enter")


@pytest.mark.parametrize("words", ["lamp in my street is dark", "stret lihgt broken"])
def test_everyday_words_and_typos_lead_to_the_service(visit: Callable[..., Page], words: str) -> None:
    page = visit()
    ask(page, words)
    first = page.get_by_role("main").locator("li a").first
    expect(first).to_have_text(SERVICE)


def test_a_stranger_signs_up_applies_on_two_devices_and_follows_the_case(visit: Callable[..., Page], city: City) -> None:
    page = visit()
    ask(page, "lamp in my street is dark")
    page.get_by_role("link", name=SERVICE).click()
    for told in ("2 minutes", "Within 3 working days.", "Nothing", "Everybody can apply.", "Roads and Lights looks at it"):
        expect(page.get_by_role("main").get_by_text(told, exact=True).first).to_be_visible()
    page.get_by_role("link", name="Start now").click()
    page.get_by_role("link", name="Create an account").click()
    open_account(page, city)
    assert page.url.endswith("/services/street-light-fault/apply"), "whoever signs up comes back to the service"

    fill_profile(page)
    page.goto("/services/street-light-fault/apply")
    move_on(page, "Start")
    correct_an_error(page)
    move_on(page)
    move_on(page, "Save and stop")

    other = visit(viewport={"width": 390, "height": 844})
    go_on_elsewhere(other)
    reference = send(other)
    follow(other, reference)
    page.goto("/my/cases")
    expect(page.get_by_text(reference)).to_be_visible()
    city.mail_to(EMAIL, holding=reference)


def correct_an_error(page: Page) -> None:
    page.get_by_label("Number on the post (optional)").fill("HN-20417")
    move_on(page)
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("Number on the post (optional)")).to_have_value("HN-20417")
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Street and number")).to_be_focused()
    page.keyboard.type("Maru Street 12")
    choose(page, "It does not shine", "Several in a row")


def go_on_elsewhere(page: Page) -> None:
    sign_in(page, EMAIL, SECRET)
    page.goto("/")
    page.get_by_role("link", name=SERVICE).first.click()
    page.get_by_role("link", name="Go on where you stopped").click()
    expect(page.get_by_label("Your name")).to_have_value("Maru Newcomer")
    expect(page.get_by_label("E-mail address (optional)")).to_have_value(EMAIL)
    move_on(page)


def send(page: Page) -> str:
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    for answer in ("Maru Street 12", "HN-20417", "It does not shine", "Several in a row", "Maru Newcomer"):
        expect(page.get_by_role("main").get_by_text(answer).first).to_be_visible()
    page.get_by_role("link", name="Change How many lamps?").click()
    choose(page, "The whole street")
    move_on(page)
    page.goto(re.sub(r"/steps/.*", "/check", page.url))
    expect(page.get_by_text("The whole street")).to_be_visible()
    move_on(page, "Send the application")
    expect(page.get_by_role("main").get_by_text("The application is sent")).to_be_visible()
    expect(page.get_by_text("Roads and Lights").first).to_be_visible()
    return page.locator("strong.md-num").first.inner_text()


def follow(page: Page, reference: str) -> None:
    assert re.fullmatch(r"MD-[0-9A-Z]{4}-[0-9A-Z]{2,4}", reference)
    page.get_by_role("link", name="Follow the application").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SERVICE)
    main = page.get_by_role("main")
    for told in (reference, "Who acts now", "Roads and Lights", "What happened"):
        expect(main.get_by_text(told).first).to_be_visible()
    expect(page.get_by_role("region", name="Where this stands")).to_be_visible()
    expect(page.get_by_role("complementary", name="About this case").get_by_text(re.compile(r"\d+ \w+")).first).to_be_visible()


def test_what_saves_itself_never_follows_what_the_button_sends(visit: Callable[..., Page]) -> None:
    """On a slow line the form is still under way with its file: a copy without the file must not come behind it."""
    page = visit()
    sign_in(page, "amina@haneul.example")
    page.goto("/services/pet-registration/apply")
    move_on(page, "Start")
    page.clock.install()
    page.reload()
    copies: list[str] = []
    page.on("request", lambda request: copies.append(request.url) if "x-autosave" in request.headers else None)
    name = page.get_by_label("What is it called?")
    name.fill("Dubu")
    with page.expect_request(lambda request: "x-autosave" in request.headers):
        page.clock.fast_forward(5_000)
    page.evaluate("() => addEventListener('submit', (event) => event.preventDefault())")  # the line that never answers
    name.fill("Dubu the Second")
    page.get_by_role("button", name="Save and stop").click()
    page.clock.fast_forward(60_000)
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    assert len(copies) == 1
