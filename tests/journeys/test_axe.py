"""axe-core finds nothing on any main page, whoever looks: light and dark, on a desk and on the narrowest phone, in large letters."""

from collections.abc import Iterable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Ideas, Votes, choose, here, move_on, sign_in

pytestmark = pytest.mark.journey
STRANGER = (
    "/", "/search?q=lamp", "/search?q=zzqqxx", "/services/find?q=lamp", "/services/find?q=zzqqxx", "/services", "/services/a-z",
    "/services/life-event/having-a-child", "/services/topic/family", "/services/childcare-place",
    "/services/childcare-place/versions", "/services/childcare-place/apply", "/check", "/certificates", "/services/figures", "/account/login/",
    "/account/signup/", "/account/password/reset/", "/places/", "/places/haneul/", "/places/haneul/maru", "/about",
    "/accessibility", "/privacy", "/ideas", "/ideas/figures", "/ideas/moderation", "/ideas/conversations", "/votes?stage=soon", "/no-such-page",
)  # fmt: skip
DATA = (
    "/data", "/data?q=zzqqxx", "/data/trees", "/data/trees/table", "/data/waste-collected/chart?kind=bars&x=district&y=tonnes&how=sum",
    "/data/road-crashes/map", "/data/trees/columns", "/data/trees/code", "/data/trees/versions", "/data/trees/diff?from=1&to=2",
    "/data/requests", "/data/showcase", "/data/usage", "/data/sql", "/data/by/transport", "/ogc",
)  # fmt: skip
PUBLISHER = (
    "/staff/data",
    "/staff/data/new",
    "/staff/data/sets/trees",
    "/staff/data/sets/trees/describe",
    "/staff/data/corrections",
    "/staff/data/harvests",
)
RESIDENT = (
    "/", "/account/", "/account/profile/", "/account/profile/about/", "/account/profile/home/", "/account/sessions/",
    "/account/readings/", "/account/2fa/", "/account/email/", "/account/tokens/", "/account/delete/", "/notices/",
    "/notices/wishes", "/my/cases", "/my/cases?show=done",
)  # fmt: skip
VOTES = ("/votes", "/votes?stage=closed", "/votes/new", "/votes/mine")
STAFF = ("/staff/inbox?queue=all", "/staff/inbox?queue=appeals", "/staff/counter", "/account/")
ADMIN = (
    "/staff/inbox?queue=all",
    "/staff/care",
    "/staff/jobs",
    "/staff/missed-words",
    "/journal/",
    "/notices/failed",
    "/account/staff/",
    "/account/staff/add/",
)


def findings(page: Page, paths: Iterable[str]) -> list[str]:
    found = []
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == (404 if path == "/no-such-page" else 200), path
        found += here(page)
    return found


def first_address(page: Page, beginning: str) -> str:
    return page.locator(f"main a[href^='{beginning}']").first.get_attribute("href") or ""


def test_a_stranger_finds_no_barrier(look: Page) -> None:
    found = findings(look, STRANGER)
    look.goto("/check")
    look.get_by_role("main").get_by_role("button", name="Next").click()
    found += here(look)  # with an error
    look.get_by_role("main").get_by_role("button", name="I do not know").click()
    found += here(look)
    assert found == []


def test_a_resident_finds_no_barrier(look: Page) -> None:
    sign_in(look, "resident@haneul.example")
    found = findings(look, RESIDENT)
    look.goto("/my/cases")
    case = first_address(look, "/my/cases/MD")
    found += findings(look, [case, f"{case}/answers", f"{case}/answer"])
    look.goto("/notices/")
    found += findings(look, [first_address(look, "/notices/on/")])
    assert found == []


def test_an_applicant_finds_no_barrier(look: Page) -> None:
    sign_in(look, "resident@haneul.example")
    look.goto("/services/housing-benefit/apply")
    look.get_by_role("link", name="Go on where you stopped").click()
    look.wait_for_url("**/steps/**")
    found = here(look)
    draft = look.url.partition("/steps/")[0]
    move_on(look)
    found += here(look)  # with errors
    look.goto(f"{draft}/check")
    found += here(look)
    assert found == []


def test_who_votes_finds_no_barrier(look: Page, votes: Votes) -> None:
    ranked = votes(
        "open", question="Where to first?", options=["Pool", "Park"], mode="straw", kind="ranking", rule="irv", maximum=2
    )
    secret = votes("open", question="Shall the tram run later?", options=["Until one", "Until two"])["reference"]
    sign_in(look, "resident@haneul.example")
    straw = f"/votes/{ranked['reference']}"
    found = findings(look, [*VOTES, straw, f"{straw}/ballot"])
    look.goto(f"/votes/{secret}/ballot")
    choose(look, "Until two")
    look.get_by_role("button", name="Check my vote").click()
    found += here(look)
    look.get_by_role("button", name="Cast my vote").click()
    look.get_by_role("heading", name="Your receipt").wait_for()
    found += here(look)
    votes("close", reference=secret)
    assert found + findings(look, [f"/votes/{secret}/result"]) == []


def test_who_takes_part_in_a_conversation_finds_no_barrier(look: Page, ideas: Ideas) -> None:
    seeds = ["Roofs over the stalls", "Lorries until ten", "Benches in the shade", "Cars on the square"]
    talk = ideas("ask", question="What does the market hall need?", statements=seeds)["reference"]
    ideas("vote", reference=talk, camps={"+-+-": 6, "-+-+": 5})
    sign_in(look, "resident@haneul.example")
    look.goto(f"/ideas/conversations/{talk}")
    look.wait_for_function("() => 'htmx' in window")
    look.get_by_role("button", name="Agree", exact=True).click()
    look.get_by_text("Statement 2 of 4").wait_for()
    found = here(look)
    look.get_by_text("Say something yourself").click()
    move_on(look, "Put it to everybody")
    found += here(look)  # with an error
    assert found + findings(look, [f"/ideas/conversations/{talk}/{page}" for page in ("map", "mine")]) == []


def test_staff_find_no_barrier(look: Page) -> None:
    sign_in(look, "caseworker@haneul.example")
    found = findings(look, STAFF)
    look.goto("/staff/inbox?queue=all")
    found += findings(look, [first_address(look, "/staff/cases/")])
    look.goto("/account/")
    found += findings(look, [first_address(look, "/account/staff/")])
    assert found == []


def test_an_administrator_finds_no_barrier(look: Page) -> None:
    sign_in(look, "admin@haneul.example")
    assert findings(look, ADMIN) == []


def test_readers_of_data_find_no_barrier(look: Page) -> None:
    assert findings(look, DATA) == []


def test_publishers_of_data_find_no_barrier(look: Page) -> None:
    sign_in(look, "admin@haneul.example")
    found = findings(look, PUBLISHER)
    look.goto("/staff/data/sets/volunteers")
    version = first_address(look, "/staff/data/versions/")
    found += findings(look, [version, f"{version}/gate"])
    assert found == []
