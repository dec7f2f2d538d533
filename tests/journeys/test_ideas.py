"""An idea on a phone, from its writing to the day on which residents say that it is done; its state is seen at each step."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Ideas, choose, move_on, sideways, sign_in

pytestmark = pytest.mark.journey
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SOON = date.today() + timedelta(days=20)  # noqa: DTZ011 - three weeks are long in every time zone


def stands(page: Page, reference: str, state: str) -> None:
    """See the idea as everybody does: its state bar names the state, and the page fits the phone."""
    page.goto(f"/ideas/{reference}")
    expect(page.locator(".md-state [aria-current=step]")).to_contain_text(state)
    assert sideways(page) <= 0, page.url


def work(page: Page, reference: str, name: str) -> Locator:
    """Open one of the acts that staff may do; return its form."""
    page.goto(f"/staff/ideas/{reference}")
    act = page.locator(f"details#{name}")
    if act.get_attribute("open") is None:
        act.locator("summary").tap()
    assert sideways(page) <= 0, page.url
    return act


def say(act: Locator, words: str, day: str = "") -> None:
    """Fill in the words that everybody reads, and the day that is promised, and send the form."""
    act.get_by_label("Your words").fill(words)
    if day:
        for part, value in (("day", SOON.day), ("month", SOON.month), ("year", SOON.year)):
            act.locator(f"[name$={day}_{part}]").fill(str(value))
    with act.page.expect_navigation():
        act.locator("button.govuk-button").tap()
    expect(act.page.get_by_text("Written down, and everybody sees it.")).to_be_visible()


def tell_of_step(act: Locator, title: str) -> None:
    """Say what was reached today."""
    today = date.today()  # noqa: DTZ011 - the city's day is today or the day after
    act.get_by_label("What was reached?").fill(title)
    for part, value in (("day", today.day), ("month", today.month), ("year", today.year)):
        act.locator(f"[name$=on_date_{part}]").fill(str(value))
    with act.page.expect_navigation():
        act.get_by_role("button", name="Publish the step").tap()


def write(page: Page) -> str:
    """Write an idea and publish it; return its reference."""
    page.goto("/ideas/new")
    page.get_by_label("What should the city do?").fill("A handrail at the steps to the ferry")
    page.get_by_label("Why, and how?").fill("The steps are steep and wet. One handrail on the river side would do.")
    page.get_by_label("What is it about?").select_option(label="Safety")
    page.get_by_role("combobox", name="Where?").select_option(label="Gangbyeon, Dari-dong")
    move_on(page, "See it as others will")
    move_on(page, "Publish the idea")
    return page.url.rsplit("/", 1)[1].split("?")[0]


def test_an_idea_goes_its_whole_way(visit: Callable[..., Page], ideas: Ideas) -> None:
    ideas("ask_for", area="dari", supports=3)
    author, neighbour, clerk, officer = (visit(**PHONE) for _ in range(4))
    sign_in(author, "kim@haneul.example")
    reference = write(author)
    stands(author, reference, "Collecting support")

    ideas("support", reference=reference, who=["chen", "amina"])
    sign_in(neighbour, "soonja@haneul.example")
    stands(neighbour, reference, "Collecting support")
    move_on(neighbour, "Support this idea")
    stands(author, reference, "Officer named")

    sign_in(clerk, "desk@haneul.example")
    given = work(clerk, reference, "route")
    given.get_by_label("Who answers?").select_option(label="Transport Office: Jang Mira")
    with clerk.expect_navigation():
        given.get_by_role("button", name="Give it to them").tap()
    stands(author, reference, "In review")
    expect(author.get_by_text("Jang Mira").first).to_be_visible()

    sign_in(officer, "transport@haneul.example")
    answer = work(officer, reference, "decide")
    choose(answer, "Adopted")
    say(answer, "The handrail comes before the ice does.", "next_on")
    stands(author, reference, "Adopted")
    expect(author.get_by_text("The handrail comes before the ice does.").first).to_be_visible()
    say(work(officer, reference, "plan"), "It is ordered.", "start_on")
    stands(author, reference, "Planned")
    expect(author.get_by_text("Planned").first).to_be_visible()
    say(work(officer, reference, "start"), "The holes are drilled.", "finish_on")
    stands(author, reference, "Being done")
    tell_of_step(work(officer, reference, "milestone"), "The handrail stands")
    say(work(officer, reference, "finish"), "Hold on to it.")
    stands(author, reference, "Done")
    expect(author.get_by_role("heading", name="The handrail stands")).to_be_visible()

    ideas("say_done", reference=reference, who=["chen", "amina"])
    stands(neighbour, reference, "Done")
    neighbour.get_by_role("link", name="Say whether it is done").tap()
    choose(neighbour, "Yes")
    move_on(neighbour, "Send my answer")
    stands(author, reference, "Done")
    expect(author.get_by_text("Residents say: done").first).to_be_visible()
