"""The desk of votes, and an official question written step by step: by whom, with what, and what each mistake says."""

import pytest
from django.core.cache import cache
from django.test import Client

from madang.city.kernel import clock
from madang.city.look.tests.pages import text
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people
from madang.city.places import services as places
from madang.city.places.tests import builders as maps
from madang.city.voting.models import Vote
from madang.city.voting.tests import builders as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_keys")]
QUESTION = {
    "question": "What shall stand on the square?", "language": "en", "description": "", "kind": "single",
    "options": "A fountain\nTrees\nBenches",
}  # fmt: skip
WHEN = {
    "opens_on_day": "2", "opens_on_month": "12", "opens_on_year": "2026", "opens_hour": "09:00",
    "closes_on_day": "9", "closes_on_month": "12", "closes_on_year": "2026", "closes_hour": "18:00",
    "department": "parks", "answer_days": "21", "discussed": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


@pytest.fixture
def chief():
    return people.staff(Role.HEAD, department_code="parks")


@pytest.fixture
def browser(chief):
    return people.signed_in(chief)


def begun(browser, **more):
    """Return the draft that the first form makes."""
    answer = browser.post("/staff/votes/new", QUESTION | more)
    assert answer.status_code == 302, text(answer)
    return Vote.objects.latest("pk")


def change(browser, vote, part, **told):
    vote.refresh_from_db()
    return browser.post(f"/staff/votes/{vote.reference}/edit/{part}", told | {"revision": vote.revision})


def test_an_official_question_is_written_checked_and_announced_once(browser):
    answer = browser.post("/staff/votes/new", QUESTION)
    vote = Vote.objects.get()
    assert answer.headers["Location"] == f"/staff/votes/{vote.reference}/edit/counting"
    assert change(browser, vote, "counting", seats="2", quorum_percent="5").headers["Location"].endswith("/edit/list")
    assert change(browser, vote, "list", roll="").headers["Location"].endswith("/edit/people")
    who = {"age_from": "14", "age_until": "24", "genders": ["female"], "languages": ["ko", "vi"], "least": "identity-proved"}
    assert change(browser, vote, "people", **who).headers["Location"].endswith("/edit/where")
    where = {"place": "Old harbour", "spot": "37.566, 126.978", "metres": "800"}
    assert change(browser, vote, "where", **where).headers["Location"].endswith("/edit/when")
    assert change(browser, vote, "when", **WHEN).headers["Location"].endswith("/edit/pictures")
    korean = {"question_ko": "광장에 무엇을 세울까요?", "description_ko": "", "options_ko": "분수\n나무\n벤치"}
    assert change(browser, vote, "translations", **korean).headers["Location"] == f"/staff/votes/{vote.reference}"
    page = text(browser.get(f"/staff/votes/{vote.reference}"))
    for said in ("You are 14 to 24 years old", "within 800 m of Old harbour", "5 % of those who may vote", "2 options win.",
                 "Parks, within 21 days", "Residents may discuss it until it closes", "0 people",
                 "The keys of the ballot box are made at opening"):  # fmt: skip
        assert said in page
    assert browser.post(f"/staff/votes/{vote.reference}", {"go": "announce"}).status_code == 302
    vote.refresh_from_db()
    assert (vote.state, vote.mode, vote.shown, vote.seats, vote.quorum_percent) == (
        "announced",
        "official",
        "after_closing",
        2,
        5,
    )
    assert vote.options.get(number=2).text == {"en": "Trees", "ko": "나무"}
    assert browser.post(f"/staff/votes/{vote.reference}", {"go": "announce"}).status_code == 409
    assert Vote.objects.get().revision == vote.revision


def test_a_place_is_chosen_on_the_map_or_typed_as_an_address(browser, tmp_path):
    maps.load(tmp_path, maps.feature("n"), maps.feature("m", maps.square(1)))
    doors = [maps.house("s", number, 127.02, 37.03, en="Maru Street") for number in ("12", "14")]
    places.import_addresses(maps.write(tmp_path, *doors), register="doors")
    vote = begun(browser)
    page = text(browser.get(f"/staff/votes/{vote.reference}/edit/where"))
    assert 'data-pick="id_spot" data-metres="id_metres"' in page
    assert page.count("pl-pick__ground") == 2
    told = {"place": "Old harbour", "metres": "800"}
    assert "Several addresses fit. Write one of them: 12 Maru Street" in text(
        change(browser, vote, "where", spot="Maru Street", **told)
    )
    assert change(browser, vote, "where", spot="12 Maru Street", **told).status_code == 302
    vote.refresh_from_db()
    assert vote.electorate["near"] == {"longitude": 127.02, "latitude": 37.03, "metres": 800, "name": "Old harbour"}
    assert 'value="37.03, 127.02"' in text(browser.get(f"/staff/votes/{vote.reference}/edit/where"))


def test_who_votes_with_a_code_is_asked_nothing_else_and_an_empty_list_is_not_announced(browser):
    vote = begun(browser)
    assert change(browser, vote, "list", roll="codes").headers["Location"].endswith("/edit/when")
    change(browser, vote, "when", **WHEN)
    page = text(browser.get(f"/staff/votes/{vote.reference}"))
    assert "The list is not loaded yet." in page
    assert "/edit/people" not in page
    assert "The list is empty." in text(browser.post(f"/staff/votes/{vote.reference}", {"go": "announce"}))
    vote.refresh_from_db()
    assert vote.state == "draft"


@pytest.mark.parametrize(
    ("part", "told", "said"),
    [
        ("where", {"place": "Harbour"}, "Fill this in too"),
        ("where", {"place": "Harbour", "spot": "1 Nowhere Lane", "metres": "800"}, "The city knows no such address."),
        ("people", {"age_from": "12", "least": "e-mail"}, "Enter a whole number from 14 to 120"),
        ("people", {"age_from": "30", "age_until": "20", "least": "e-mail"}, "Check the ages"),
        ("when", WHEN | {"closes_on_day": "2", "closes_hour": "10:00"}, "open for 24 hours at least"),
        ("when", WHEN | {"department": ""}, "Choose the department that answers"),
        ("when", WHEN | {"answer_days": "91"}, "Enter a whole number from 1 to 90"),
        ("counting", {"seats": "3"}, "Check how many win"),
        ("counting", {"seats": "1", "quorum_people": "9", "quorum_percent": "5"}, "not for both"),
        ("translations", {"options_ko": "분수\n나무"}, "There are 3 options, and 2 lines here."),
        ("list", {"roll": "stars"}, "stars"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_so_is_told_on_its_form(browser, part, told, said):
    vote = begun(browser)
    page = text(change(browser, vote, part, **told))
    assert "govuk-error-summary" in page
    assert said in page


def test_single_transferable_votes_are_not_offered_and_not_taken(browser):
    vote = begun(browser, kind="ranking")
    assert 'value="stv"' not in text(browser.get(f"/staff/votes/{vote.reference}/edit/counting"))
    told = {"minimum": "1", "maximum": "3", "seats": "1"}
    assert "stv is not one of the available choices" in text(change(browser, vote, "counting", rule="stv", **told))
    assert change(browser, vote, "counting", rule="condorcet", **told).status_code == 302


def test_a_change_of_the_question_keeps_translations_that_still_fit(browser):
    vote = begun(browser)
    change(browser, vote, "translations", question_ko="무엇을?", options_ko="분수\n나무\n벤치")
    change(browser, vote, "question", **QUESTION | {"options": "A well\nTrees\nBenches"})
    assert vote.options.get(number=1).text == {"en": "A well", "ko": "분수"}
    change(browser, vote, "question", **QUESTION | {"options": "A well\nTrees"})
    assert [one.text for one in vote.options.order_by("number")] == [{"en": "A well"}, {"en": "Trees"}]


def test_a_draft_belongs_to_its_department(browser):
    vote = begun(browser)
    others = {
        404: [people.staff(Role.HEAD, department_code="roads")],
        403: [people.staff(Role.CASEWORKER, department_code="parks"), people.resident()],
    }
    for status, who in others.items():
        for page in ("/edit/question", "/edit/pictures", "/cancel"):
            for one in who:
                assert people.signed_in(one).get(f"/staff/votes/{vote.reference}{page}").status_code == status
    outsider = people.signed_in(people.staff(Role.HEAD, department_code="roads"))
    assert outsider.get(f"/staff/votes/{vote.reference}").status_code == 404
    assert outsider.post(f"/staff/votes/{vote.reference}", {"go": "announce"}).status_code == 404
    assert vote.reference not in text(outsider.get("/staff/votes?queue=drafts"))
    assert vote.reference in text(browser.get("/staff/votes?queue=drafts"))
    admin = people.signed_in(people.staff(Role.ADMINISTRATOR, department_code="roads"))
    assert admin.get(f"/staff/votes/{vote.reference}/edit/who").status_code == 404
    assert admin.get(f"/staff/votes/{vote.reference}/edit/people").status_code == 200


def test_a_draft_is_thrown_away_and_a_vote_cancelled_with_a_reason(browser):
    vote = begun(browser)
    assert browser.post(f"/staff/votes/{vote.reference}", {"go": "discard"}).headers["Location"] == "/staff/votes"
    assert not Vote.objects.exists()
    vote = begun(browser)
    assert browser.get(f"/staff/votes/{vote.reference}/cancel").status_code == 404
    browser.post(f"/staff/votes/{vote.reference}", {"go": "announce"})
    assert "Say why." in text(browser.post(f"/staff/votes/{vote.reference}/cancel", {"why": ""}))
    browser.post(f"/staff/votes/{vote.reference}/cancel", {"why": "The law has changed."})
    vote.refresh_from_db()
    assert vote.state == "cancelled"
    assert "The law has changed." in text(Client().get(f"/votes/{vote.reference}"))
    assert browser.post(f"/staff/votes/{vote.reference}/cancel", {"why": "Twice."}).status_code == 404


def test_strangers_sign_in_and_residents_do_not_see_the_desk():
    assert Client().get("/staff/votes").headers["Location"] == "/account/login/?next=/staff/votes"
    resident = people.signed_in(people.resident())
    assert resident.get("/staff/votes").status_code == 403
    assert resident.get("/staff/votes/new").status_code == 403
    assert people.signed_in(people.staff(Role.CASEWORKER)).get("/staff/votes/new").status_code == 403
