"""The list, a vote's page and its result, as everybody reads them."""

import html
import json
import re

import pytest
from django.core.cache import cache
from django.test import Client

from madang.city.kernel import clock
from madang.city.look.tests.pages import text
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people
from madang.city.voting.models import Ballot
from madang.city.voting.rules import certificates
from madang.city.voting.rules.votes import Kind, Rule, Shown, Ties
from madang.city.voting.services import moving
from madang.city.voting.tests import builders as make
from madang.urban.__main__ import main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _while_votes_are_open(monkeypatch):
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: make.OPENS)


def read(url, browser=None):
    return text((browser or Client()).get(url))


def counted(*choices, **more):
    """Return the reference of a counted vote in which somebody new cast each choice."""
    reference = make.opened(make.asked(**more))
    for choice in choices:
        make.vote(reference, choice)
    make.counted(reference)
    return reference


def test_an_empty_list_says_what_would_be_there():
    assert "No vote is open" in read("/votes")
    assert "No vote opens soon" in read("/votes?stage=soon")
    assert "No vote is closed yet" in read("/votes?stage=closed")


def test_each_vote_stands_in_the_list_of_its_stage():
    soon, opened, closed = make.announced(), make.opened(), counted([1])
    for stage, here in (("soon", soon), ("open", opened), ("closed", closed)):
        page = read(f"/votes?stage={stage}")
        assert [one for one in (soon, opened, closed) if f'href="/votes/{one}"' in page] == [here]
    assert "7 days left" in read("/votes")
    assert "everybody from 14 on" in read("/votes")
    assert "1 person voted" in read("/votes?stage=closed")


def test_official_and_straw_votes_are_told_apart():
    straw, official = make.opened(), make.opened(make.official())
    page = read("/votes?mode=official")
    assert f"/votes/{official}" in page
    assert f"/votes/{straw}" not in page
    assert "Official vote" in read(f"/votes/{official}")
    assert "Straw vote" in read(f"/votes/{straw}")


@pytest.mark.parametrize("query", ["stage=<x>", "mode=%00", "after=nonsense", "after=" + "A" * 3_000, "stage=open&after=W10"])
def test_a_list_that_cannot_be_is_the_first_one(query):
    assert Client().get(f"/votes?{query}").status_code == 200


def test_an_unknown_vote_and_anothers_draft_look_alike():
    draft = make.draft()
    for reference in (draft, "MD-0000-000", "nothing", "%00"):
        assert Client().get(f"/votes/{reference}").status_code == 404


def test_a_votes_page_says_who_may_vote_and_why_the_reader_may_not():
    reference = make.opened(make.asked(electorate=make.PROVED))
    assert "You have proved who you are." in read(f"/votes/{reference}")
    assert "Sign in and vote" in read(f"/votes/{reference}")
    page = read(f"/votes/{reference}", people.signed_in(people.resident()))
    assert "You must prove who you are first" in page
    assert f"/votes/{reference}/ballot" not in page
    page = read(f"/votes/{reference}", people.signed_in(people.resident(proved=True)))
    assert "You may vote." in page
    assert f"/votes/{reference}/ballot" in page


def test_a_cancelled_vote_says_why():
    by = make.asker()
    reference = make.opened(by=by)
    moving.cancel(reference=reference, why={"en": "The square was sold."}, by=by, now=make.OPENS)
    assert "The square was sold." in read(f"/votes/{reference}")


def test_results_of_official_votes_show_to_nobody_before_closing():
    reference = make.opened(make.official())
    for who in (people.resident(proved=True), people.staff(Role.ADMINISTRATOR), people.staff(Role.HEAD, department_code="parks")):
        assert people.signed_in(who).get(f"/votes/{reference}/result").status_code == 403


def test_an_open_straw_vote_shows_how_it_stands_where_its_asker_said_so():
    reference = make.opened(make.asked(shown=Shown.ALWAYS))
    make.vote(reference, [2])
    page = read(f"/votes/{reference}/result")
    assert "“Trees” leads so far" in page
    assert "this is how it stands, not the result" in page
    assert Client().get(f"/votes/{reference}/certificate.json").status_code == 403


def test_the_headline_says_the_result():
    assert '<h1 class="vo-title">“Trees” wins</h1>' in read(f"/votes/{counted([2], [2], [1])}/result")


def test_a_yes_or_no_is_told_in_percent():
    yes_no = {"kind": Kind.YES_NO, "options": ({"en": "Yes"}, {"en": "No"})}
    assert re.search(r"75\s%\ssaid yes", read(f"/votes/{counted([1], [1], [1], [2], **yes_no)}/result"))


def test_below_its_quorum_a_vote_decides_nothing():
    page = read(f"/votes/{counted([2], quorum_people=5)}/result")
    assert "Too few took part: the vote decides nothing" in page


def test_a_tie_that_stands_names_all_who_are_tied():
    page = read(f"/votes/{counted([1], [2], ties=Ties.NONE)}/result")
    assert "A tie: “A fountain”, “Trees”" in page
    assert "the tie stands" in page


def test_a_run_off_shows_its_rounds():
    # First choices 2, 2, 1 of five: benches leave, their ballot goes to trees, which has 3 of 5.
    ballots = [[[1], [3]], [[1]], [[2]], [[2]], [[3], [2]]]
    page = read(f"/votes/{counted(*ballots, kind=Kind.RANKING, rule=Rule.IRV, maximum=3)}/result")
    assert "“Trees” wins" in page
    assert "Round 2" in page
    assert "Benches leaves" in page


@pytest.mark.parametrize("rule", [Rule.BORDA, Rule.SCHULZE, Rule.COPELAND, Rule.CONDORCET, Rule.STV])
def test_every_rule_for_orders_has_its_result(rule):
    page = read(f"/votes/{counted([[1], [2]], [[1]], [[2]], kind=Kind.RANKING, rule=rule, maximum=3)}/result")
    assert "“A fountain” wins" in page


@pytest.mark.parametrize(("kind", "rule"), [(Kind.SCORE, Rule.SCORE), (Kind.POINTS, Rule.POINTS)])
def test_points_have_their_result(kind, rule):
    page = read(f"/votes/{counted({'2': 5}, {'1': 4}, kind=kind, rule=rule, most_points=5, maximum=3)}/result")
    assert "“Trees” wins" in page


def test_a_vote_nobody_took_part_in_has_a_page_too():
    assert "Nobody chose an option" in read(f"/votes/{counted()}/result")


def filled(**more):
    """Return a counted vote of 700 ballots whose age groups differ, with three that tell of few."""
    reference = make.opened(make.asked(**more))
    held = make.row(reference)
    for choice, age, times in (
        ([1], "20-29", 300),
        ([2], "20-29", 100),
        ([1], "60-69", 80),
        ([2], "60-69", 217),
        ([3], "60-69", 3),
    ):
        Ballot.objects.bulk_create(Ballot(vote=held, choice=choice, age_band=age, gender="female") for _ in range(times))
    make.counted(reference)
    return reference


def test_cells_that_tell_of_few_are_hidden_and_explained():
    page = read(f"/votes/{filled()}/result")
    by_age = page.split("By age", 1)[1].split("</details>", 1)[0]
    assert "20–29" in by_age
    assert "<td" in by_age
    assert not re.search(r">3</td>", by_age)
    assert "people are hidden" in page


def test_anybody_counts_again_from_the_two_files():
    reference = counted([2], [2], [1])
    held = json.loads(Client().get(f"/votes/{reference}/certificate.json").content)
    choices = Client().get(f"/votes/{reference}/choices.json")
    assert certificates.differences(held["certificate"], choices.content) == []
    assert set(held) == {"certificate", "signature", "key"}
    assert choices.headers["Content-Disposition"] == f'attachment; filename="choices-{reference}.json"'


def test_after_closing_the_result_stands_first_and_what_was_asked_is_folded_away():
    before = read(f"/votes/{make.opened()}")
    assert "What you can choose" in before
    assert "How this was counted" not in before
    reference = counted([2], [2], [1])
    page = read(f"/votes/{reference}")
    assert "What you can choose" not in page
    assert page.index("“Trees” wins") < page.index("How this was counted")
    folded = page[page.index("How this was counted") : page.index("</details>", page.index("How this was counted"))]
    for told in ("A fountain", "Who could vote", make.row(reference).tie_seed):
        assert told in folded
        assert told not in page.replace(folded, "")
    result = read(f"/votes/{reference}/result")
    assert result.index("<details") < result.index(make.row(reference).tie_seed)


def test_lists_and_results_need_few_queries(django_assert_max_num_queries):
    reference = counted([2], [1])
    for url, most in (("/votes", 2), ("/votes?stage=closed", 2), (f"/votes/{reference}", 4), (f"/votes/{reference}/result", 6)):
        read(url)
        with django_assert_max_num_queries(most):
            read(url)


def test_a_reader_of_another_language_sees_whose_words_they_are():
    reference = make.opened()
    page = text(Client().get(f"/votes/{reference}", headers={"Accept-Language": "ko"}))
    assert '<span lang="en">What shall stand on the square?</span>' in page


def test_anybody_counts_a_straw_vote_again_with_the_command_that_its_page_shows(tmp_path, monkeypatch, capsys):
    ranking = {"kind": Kind.RANKING, "rule": Rule.IRV, "maximum": 3}
    reference = counted([[1], [2]], [[2], [1]], [[3], [2]], [[3], [1]], [[2]], [], **ranking)
    page = html.unescape(read(f"/votes/{reference}/result"))
    command = re.search(r"python -m madang.urban (ballots count [^<]+)", page)[1].split()
    (tmp_path / f"choices-{reference}.json").write_bytes(Client().get(f"/votes/{reference}/choices.json").content)
    monkeypatch.chdir(tmp_path)
    assert main([*command, "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    kept = json.loads(Client().get(f"/votes/{reference}/certificate.json").json()["certificate"])["result"]
    assert again["winners"] == kept["winners"]
    assert again["rounds"] == kept["outcome"]["rounds"]
    assert again["ties"] == kept["outcome"]["ties"]
