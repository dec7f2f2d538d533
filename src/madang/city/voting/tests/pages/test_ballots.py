"""The ballot of straw votes as a browser without script uses it: every kind, its errors, and what strangers meet."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from madang.city.kernel import clock
from madang.city.look.tests.pages import text
from madang.city.people.tests import builders as people
from madang.city.voting.models import Ballot, Participation
from madang.city.voting.rules.electorate import Electorate, Roll
from madang.city.voting.rules.votes import Kind, Rule, Shown
from madang.city.voting.services import clock as votes
from madang.city.voting.services import moving, rolls
from madang.city.voting.tests import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _while_votes_are_open(monkeypatch):
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: make.OPENS)


@pytest.fixture
def who():
    return people.resident()


@pytest.fixture
def browser(who):
    return people.signed_in(who)


def opened(**more):
    return make.opened(make.asked(**more))


def address(reference):
    return f"/votes/{reference}/ballot"


def cast(browser, reference, **marks):
    """Check a ballot, then send what the check page holds; return the last answer."""
    page = browser.post(address(reference), marks | {"go": "check"}).content.decode()
    held: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
        held.setdefault(name, []).append(value)
    return browser.post(address(reference), held | {"go": "cast"})


RANKED = {"kind": Kind.RANKING, "rule": Rule.IRV, "maximum": 3}
BALLOTS = [
    ({"kind": Kind.YES_NO, "options": ({"en": "Yes"}, {"en": "No"})}, {"choice": "2"}, [2]),
    ({"kind": Kind.SINGLE}, {"choice": "3"}, [3]),
    ({"kind": Kind.APPROVAL, "rule": Rule.APPROVAL, "maximum": 2}, {"choice": ["3", "1"]}, [1, 3]),
    (RANKED, {"place_1": "2", "place_3": "1"}, [[3], [1]]),
    ({"kind": Kind.RANKING, "rule": Rule.BORDA, "maximum": 3}, {"place_1": "1", "place_2": "1", "place_3": "3"}, [[1, 2], [3]]),
    ({"kind": Kind.SCORE, "rule": Rule.SCORE, "most_points": 5, "maximum": 3}, {"points_1": "5", "points_2": "0"}, {"1": 5}),
    (
        {"kind": Kind.POINTS, "rule": Rule.POINTS, "most_points": 10, "maximum": 3},
        {"points_2": "7", "points_3": "3"},
        {"2": 7, "3": 3},
    ),
    ({"kind": Kind.SINGLE}, {}, []),
]


@pytest.mark.parametrize(("terms", "marks", "kept"), BALLOTS)
def test_each_kind_of_ballot_is_marked_checked_and_cast(browser, terms, marks, kept):
    reference = opened(**terms)
    answer = cast(browser, reference, **marks)
    assert answer.headers["Location"] == f"/votes/{reference}/thanks"
    assert [one.choice for one in Ballot.objects.all()] == [kept]


def test_nothing_is_sent_until_the_check_page_is_confirmed(browser):
    reference = opened()
    page = text(browser.post(address(reference), {"choice": "2", "go": "check"}))
    assert "Nothing is sent yet" in page
    assert "<b>Trees</b>" in page
    assert not Ballot.objects.exists()


def test_a_blank_ballot_is_named_before_it_is_cast(browser):
    page = text(browser.post(address(opened()), {"go": "check"}))
    assert "A blank ballot counts as taking part, and for no option." in page


def test_changing_from_the_check_page_keeps_the_marks_and_accuses_nobody(browser):
    page = text(browser.post(address(opened()), {"choice": "2", "go": "change"}))
    assert re.search(r'value="2" checked', page)
    assert "govuk-error" not in page


def places(page):
    """Return the options of a ranking in the order of the page, with the place that each has."""
    rows = re.findall(r'data-ballot-option="(\d)".*?</li>', page)
    chosen = re.findall(r'<select name="place_(\d)".*?</select>', page)
    given = {one: re.search(rf'name="place_{one}".*?<option value="(\d*)" selected', page) for one in chosen}
    return [(one, given[one][1] if given[one] else "") for one in rows]


def test_arrows_put_options_in_order_without_script_and_cast_nothing(browser):
    reference = opened(**RANKED)
    page = text(browser.post(address(reference), {"place_2": "1", "move": "up-3"}))
    assert places(page) == [("2", "1"), ("3", "2"), ("1", "")]
    page = text(browser.post(address(reference), {"place_2": "1", "place_3": "2", "move": "up-3"}))
    assert places(page) == [("3", "1"), ("2", "2"), ("1", "")]
    assert "Benches: up" in page
    assert 'value="up-3" autofocus' in page
    assert "govuk-error" not in page
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("move", ["", "up-", "up-9", "down-x", "up-" + "9" * 5_000, "up-１"])
def test_an_arrow_that_no_page_has_changes_nothing(browser, move):
    page = text(browser.post(address(opened(**RANKED)), {"place_2": "1", "place_1": "x", "move": move}))
    assert places(page) == [("2", "1"), ("1", ""), ("3", "")]


def test_the_last_vote_counts_and_the_thanks_page_says_until_when(browser):
    reference = opened()
    cast(browser, reference, choice="1")
    cast(browser, reference, choice="2")
    assert [one.choice for one in Ballot.objects.all()] == [[2]]
    assert Participation.objects.count() == 1
    page = text(browser.get(f"/votes/{reference}/thanks"))
    assert "You can change it until Tuesday 8 December, 13:00." in page
    assert "Change my vote" in text(browser.get(f"/votes/{reference}"))


def test_nobody_is_thanked_who_has_not_voted(browser):
    reference = opened()
    assert browser.get(f"/votes/{reference}/thanks").headers["Location"] == f"/votes/{reference}"


ERRORS = [
    ({"kind": Kind.APPROVAL, "rule": Rule.APPROVAL, "minimum": 2, "maximum": 2}, {"choice": ["1"]}, "Mark 2 or more", "id_choice_0"),
    ({"kind": Kind.APPROVAL, "rule": Rule.APPROVAL, "maximum": 2}, {"choice": ["1", "2", "3"]}, "Mark 2 at most", "id_choice_0"),
    (RANKED, {"place_1": "1", "place_3": "1"}, "share the rank 1", "id_place_3"),
    ({"kind": Kind.SCORE, "rule": Rule.SCORE, "most_points": 5, "maximum": 3}, {"points_2": "6"}, "from 0 to 5", "id_points_2"),
    ({"kind": Kind.POINTS, "rule": Rule.POINTS, "most_points": 10, "maximum": 3},
     {"points_1": "8", "points_2": "3"}, "You have given 11 points. There are 10 to give.", "id_points_1"),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "marks", "said", "field"), ERRORS)
def test_an_error_stands_at_its_field_and_leads_there(browser, terms, marks, said, field):
    page = text(browser.post(address(opened(**terms)), marks | {"go": "cast"}))
    summary, rest = page.split("<fieldset", 1)
    assert said in summary
    assert f'href="#{field}"' in summary
    assert f'id="{field}"' in rest
    assert said in rest
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(
    "marks",
    [
        {"choice": "4"}, {"choice": "0"}, {"choice": "<script>alert(1)</script>"}, {"choice": "1\x00"}, {"choice": "１"},
        {"choice": "9" * 5_000}, {"choice": ["1", "2"], "go": "cast\x00"}, {"choice": "[1]"},
    ],
)  # fmt: skip
def test_what_no_page_sends_casts_nothing(browser, marks):
    answer = browser.post(address(opened()), {"go": "cast"} | marks)
    assert answer.status_code == 200
    assert "<script>alert(1)" not in text(answer)
    assert not Ballot.objects.exists()


def test_points_with_thousands_of_digits_are_an_error_like_any_other(browser):
    reference = opened(kind=Kind.SCORE, rule=Rule.SCORE, most_points=5, maximum=3)
    for typed in ("9" * 5_000, "1e9", "-1", "NaN", "2.5"):
        assert "Enter a whole number from 0 to 5." in text(browser.post(address(reference), {"points_1": typed, "go": "cast"}))
    assert not Ballot.objects.exists()


def test_an_options_text_is_text_and_no_markup(browser):
    reference = make.opened(make.asked("<b onclick=x>Bold</b>", "Trees", question={"en": "<script>x</script>?"}))
    for page in (text(browser.get(address(reference))), text(browser.get(f"/votes/{reference}"))):
        assert "<script>x" not in page
        assert "<b onclick" not in page


def test_strangers_sign_in_and_come_back():
    reference = opened()
    answer = Client().get(address(reference))
    assert answer.headers["Location"] == f"/account/login/?next=/votes/{reference}/ballot"


def test_who_may_not_vote_reads_why(browser):
    reference = opened(electorate=Electorate(age_from=60))
    answer = browser.get(address(reference))
    assert answer.status_code == 403
    assert "You must be 60 or older when the vote opens: you are 42." in text(answer)


def test_from_the_instant_of_closing_on_nothing_is_taken(browser, monkeypatch):
    reference = opened()
    monkeypatch.setattr(clock, "now", lambda: make.CLOSES)
    answer = browser.post(address(reference), {"choice": "1", "go": "cast"})
    assert answer.status_code == 409
    assert "This vote is closed." in text(answer)


def test_options_stand_in_an_order_of_the_persons_own_that_stays(browser):
    words = [f"Option {n}" for n in range(1, 9)]
    reference = make.opened(make.asked(*words, shuffled=True))
    seen = [re.findall(r"<b>(Option \d)</b>", text(one.get(address(reference)))) for one in (browser, browser)]
    others = [
        re.findall(r"<b>(Option \d)</b>", text(people.signed_in(people.resident()).get(address(reference)))) for _ in range(4)
    ]
    assert seen[0] == seen[1]
    assert sorted(seen[0]) == words
    assert any(one != seen[0] for one in others)


def coded():
    """Return an open straw vote for holders of codes, and one of the codes."""
    by = make.head()
    reference = make.draft(make.asked(electorate=Electorate(roll=Roll.LETTERS)), by)
    codes = rolls.make_letters(reference=reference, count=3, by=by, now=make.NOW)
    moving.announce(reference=reference, by=by, now=make.NOW)
    votes.move(reference=reference, now=make.OPENS)
    return reference, codes[0]


def test_a_code_opens_its_vote_without_an_account():
    reference, code = coded()
    browser = Client()
    assert "Enter your code" in text(browser.get(f"/votes/{reference}"))
    answer = browser.post(f"/votes/{reference}/code", {"code": f" {code.lower()} "})
    assert answer.headers["Location"] == f"/votes/{reference}/ballot"
    cast(browser, reference, choice="1")
    assert Ballot.objects.count() == 1
    assert "You can change it until" in text(browser.get(f"/votes/{reference}/thanks"))


def test_a_wrong_code_is_told_at_its_field():
    reference, _code = coded()
    page = text(Client().post(f"/votes/{reference}/code", {"code": "0000-0000-0000"}))
    assert 'href="#id_code"' in page
    assert "This code does not open this vote." in page
    assert Client().get(f"/votes/{reference}/ballot").status_code == 302


def test_no_page_of_a_vote_costs_more_than_eight_statements(browser, who, django_assert_max_num_queries):
    reference = opened(kind=Kind.APPROVAL, rule=Rule.APPROVAL, maximum=2, shown=Shown.AFTER_VOTING)
    cast(browser, reference, choice="1")
    here = f"/votes/{reference}"
    for page in (here, f"{here}/ballot", f"{here}/thanks", f"{here}/result", "/votes"):
        browser.get(page)
        with django_assert_max_num_queries(8):
            assert browser.get(page).status_code == 200
    make.counted(reference)
    for page in (here, f"{here}/result"):
        with django_assert_max_num_queries(8):
            assert browser.get(page).status_code == 200
