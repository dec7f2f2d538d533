"""Similar ideas on pages: before publishing, beside an idea, and the word that two wish the same."""

import re

import pytest
from django.test import Client

from madang.city.look.tests.pages import text
from madang.city.people.tests import builders as people
from madang.city.proposals.models import Proposal, SameWish
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import ending, writing
from madang.city.proposals.services import similar as services
from madang.city.proposals.tests.builders import NOW, Desk, collecting_support, draft, resident, with_duty, written

pytestmark = pytest.mark.django_db

SHADE = ("Shade at bus stops", "People wait for the bus in the full sun all summer. Put up a roof over the benches at each stop.")
CANOPY = ("A canopy where we wait for the bus", "In July the sun burns while the bus is late. A roof over the stop would help.")
DOGS = ("A park for dogs", "Dogs cannot run without a lead anywhere. Fence a meadow by the river where they may.")


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW)


def idea(said: tuple[str, str], **more: object) -> Desk:
    return collecting_support(wanted=written(*said), **more)


def page_of(desk: Desk, more: str = "") -> str:
    return f"/ideas/{desk.reference}/similar{more}"


def titles(answer) -> list[str]:
    return re.findall(r'md-rows__title"><a href="[^"]+">([^<]+)<', answer.content.decode())


def nothing(answer) -> bool:
    """Tell whether an answer takes away what stood below the title, and what was said of it."""
    return text(answer).strip() == '<span id="near-said" hx-swap-oob="innerHTML"></span>'


def test_before_publishing_the_author_reads_what_was_wished_already():
    idea(SHADE, supports=3)
    idea(DOGS)
    mine = draft(wanted=written(*CANOPY))
    answer = people.signed_in(mine.author.resident_id).get(f"/my/ideas/{mine.reference}/check")
    assert titles(answer)[0] == SHADE[0]
    assert "3 supporters" in text(answer)
    assert "Support this one instead" in text(answer)
    assert "Nothing is merged" in text(answer)


def test_while_a_title_is_typed_what_may_wish_the_same_stands_below_it_and_is_said_politely():
    idea(SHADE, supports=3)
    idea(DOGS)
    browser = people.signed_in(resident().resident_id)
    page = text(browser.get("/ideas/new"))
    for words in (
        'hx-post="/ideas/near"',
        'hx-trigger="input changed delay:600ms"',
        'role="status" id="near-said"',
        '<div class="id-near" id="near"></div>',
    ):
        assert words in page, words
    typed = {"title": CANOPY[0], "text": CANOPY[1], "language": "en"}
    part = text(browser.post("/ideas/near", typed))
    assert SHADE[0] in part
    assert DOGS[0] not in part
    assert "1 idea below the title may wish the same" in part
    assert "<html" not in part


@pytest.mark.parametrize("typed", [{}, {"title": "Bus", "language": "en"}, {"title": "A canopy for the bus", "language": "\x00"}])
def test_a_word_or_nonsense_brings_nothing(typed):
    idea(SHADE)
    assert nothing(people.signed_in(resident().resident_id).post("/ideas/near", typed))


def test_strangers_ask_for_nothing_while_they_type():
    idea(SHADE)
    assert nothing(Client().post("/ideas/near", {"title": SHADE[0], "language": "en"}))


def test_where_nothing_is_near_the_check_says_nothing_of_it():
    mine = draft(wanted=written(*CANOPY))
    assert "wished it already" not in text(people.signed_in(mine.author.resident_id).get(f"/my/ideas/{mine.reference}/check"))


def test_at_most_five_ideas_are_shown_before_publishing():
    for number in range(7):
        idea((f"{SHADE[0]} {number}", SHADE[1]))
    mine = draft(wanted=written(*CANOPY))
    assert len(titles(people.signed_in(mine.author.resident_id).get(f"/my/ideas/{mine.reference}/check"))) == 5


def test_an_idea_leads_to_those_near_it_with_and_without_script():
    desk = idea(SHADE)
    page = text(Client().get(f"/ideas/{desk.reference}"))
    assert f'hx-get="{page_of(desk)}"' in page
    assert f'href="{page_of(desk)}"' in page


def test_a_published_idea_is_found_at_once_and_a_changed_one_by_what_it_says_now():
    desk, other = idea(SHADE), idea(CANOPY)
    assert titles(Client().get(page_of(desk))) == [CANOPY[0]]
    changed = written(*DOGS)
    writing.edit(reference=other.reference, writing=changed, by=other.author, now=NOW)
    assert titles(Client().get(page_of(desk))) == []
    assert "No other idea is near this one." in text(Client().get(page_of(desk)))


@pytest.mark.parametrize("state", [State.HIDDEN, State.WITHDRAWN], ids=["hidden", "taken-back"])
def test_what_is_hidden_or_taken_back_is_not_shown(state):
    desk, other = idea(SHADE), idea(CANOPY)
    Proposal.objects.filter(reference=other.reference).update(state=state.value)
    assert titles(Client().get(page_of(desk))) == []


def test_the_text_of_a_hidden_idea_is_compared_with_nothing():
    desk = idea(SHADE)
    idea(CANOPY)
    Proposal.objects.filter(reference=desk.reference).update(state=State.HIDDEN.value)
    assert titles(Client().get(page_of(desk))) == []


def test_a_draft_has_no_page_of_similar_ideas():
    assert Client().get(page_of(draft(wanted=written(*SHADE)))).status_code == 404


def test_a_resident_says_that_two_wish_the_same_by_number():
    desk, other = idea(SHADE), idea(DOGS)
    browser = people.signed_in(resident("Lee Sora").resident_id)
    answer = browser.post(page_of(desk, "/same"), {"other": other.reference.lower()}, follow=True)
    assert "The authors of both ideas are asked" in text(answer)
    assert "Residents say these wish the same" in text(answer)
    assert "Not confirmed yet" in text(answer)
    assert titles(answer) == [DOGS[0]]
    assert titles(Client().get(page_of(other))) == [SHADE[0]]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Write the number"), ("MD-000-000", "There is no such proposal"), ("own", "Choose another proposal")],
    ids=["none", "unknown", "its-own"],
)
def test_a_number_that_names_no_other_idea_is_told_beside_the_field(typed, said):
    desk = idea(SHADE)
    browser = people.signed_in(resident("Lee Sora").resident_id)
    answer = browser.post(page_of(desk, "/same"), {"other": desk.reference if typed == "own" else typed})
    assert answer.status_code == 422
    assert "govuk-error-summary" in text(answer)
    assert said in text(answer)
    assert not SameWish.objects.exists()


def test_strangers_read_and_are_led_to_the_sign_in_page():
    desk, other = idea(SHADE), idea(CANOPY)
    assert "Sign in to say" in text(Client().get(page_of(desk)))
    assert Client().post(page_of(desk, "/same"), {"other": other.reference})["Location"].startswith("/account/login/")
    assert not SameWish.objects.exists()


def test_an_author_of_either_confirms_and_a_third_person_is_not_asked():
    desk, other = idea(SHADE), idea(DOGS)
    third = resident("Lee Sora")
    services.suggest_same(reference=desk.reference, other=other.reference, by=third, now=NOW)
    assert "Yes, the same wish" not in text(people.signed_in(third.resident_id).get(page_of(desk)))
    browser = people.signed_in(other.author.resident_id)
    assert "Yes, the same wish" in text(browser.get(page_of(desk)))
    answer = browser.post(page_of(desk, "/decide"), {"other": other.reference, "is_same": "yes"}, follow=True)
    assert "Confirmed by an author or a moderator" in text(answer)
    assert SameWish.objects.get().state == "confirmed"


def test_a_moderator_declines_and_the_twin_is_gone():
    desk, other = idea(SHADE), idea(DOGS)
    services.suggest_same(reference=desk.reference, other=other.reference, by=resident("Lee Sora"), now=NOW)
    browser = people.signed_in(with_duty(Duty.MODERATOR).staff)
    browser.post(page_of(desk, "/decide"), {"other": other.reference, "is_same": "no"})
    assert "Residents say these wish the same" not in text(Client().get(page_of(desk)))


def test_confirmed_twins_stand_before_suggested_ones():
    desk, first, second = idea(SHADE), idea(DOGS, supports=4), idea(("A pond for ducks", "Dig a pond in the park for ducks."))
    third = resident("Lee Sora")
    for other in (first, second):
        services.suggest_same(reference=desk.reference, other=other.reference, by=third, now=NOW)
    services.decide_same(reference=desk.reference, other=second.reference, is_same=True, by=desk.author, now=NOW)
    assert titles(Client().get(page_of(desk))) == ["A pond for ducks", DOGS[0]]


def test_a_twin_is_not_shown_a_second_time_as_near():
    desk, other = idea(SHADE), idea(CANOPY)
    services.suggest_same(reference=desk.reference, other=other.reference, by=resident("Lee Sora"), now=NOW)
    assert titles(Client().get(page_of(desk))) == [CANOPY[0]]


def test_a_retired_twin_still_tells_where_the_wish_stood():
    desk, other = idea(SHADE), idea(CANOPY)
    services.suggest_same(reference=desk.reference, other=other.reference, by=desk.author, now=NOW)
    ending.retire(reference=other.reference, in_favour_of=desk.reference, by=other.author, now=NOW)
    assert titles(Client().get(page_of(desk))) == [CANOPY[0]]


def test_the_page_takes_eight_statements(django_assert_max_num_queries):
    desk, other = idea(SHADE), idea(CANOPY)
    services.suggest_same(reference=desk.reference, other=other.reference, by=resident("Lee Sora"), now=NOW)
    Client().get(page_of(desk))
    with django_assert_max_num_queries(8):
        Client().get(page_of(desk))
