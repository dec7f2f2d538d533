"""Results: hidden until they may be seen, counted once, signed, counted again by anybody, published."""

import base64

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.cache import cache
from django.utils import translation

from madang.city.kernel.registries import datasets, search
from madang.city.people.rules import Role
from madang.city.people.tests.builders import staff, viewer_for
from madang.city.places import queries as places
from madang.city.places.tests.builders import feature, load, square
from madang.city.voting.models import Ballot, CensusCount, Result, Vote
from madang.city.voting.queries import ballots, results, votes
from madang.city.voting.rules import certificates
from madang.city.voting.rules.votes import Kind, Rule, Shown, State
from madang.city.voting.services import census, counting
from madang.city.voting.tests.builders import (
    CLOSES,
    NOW,
    OPENS,
    RANKING,
    announced,
    asked,
    asker,
    born,
    counted,
    draft,
    opened,
    person,
    refusal,
    refused,
    row,
    vote,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def filled(reference, *ballots_of_groups):
    """Put straw ballots into an open vote: (choice, age band, gender, how many)."""
    held = row(reference)
    for choice, age, gender, times in ballots_of_groups:
        Ballot.objects.bulk_create(Ballot(vote=held, choice=choice, age_band=age, gender=gender) for _ in range(times))
    return reference


def test_a_result_shows_when_its_asker_said():
    after_closing, after_voting, always = (
        opened(asked(shown=one)) for one in (Shown.AFTER_CLOSING, Shown.AFTER_VOTING, Shown.ALWAYS)
    )
    mina = person()
    for reference in (after_closing, after_voting, always):
        vote(reference, [2], mina)
    assert refused(results.result, after_closing, person=mina) == "voting.result_later"
    assert refused(results.result, after_voting, person=person()) == "voting.result_after_voting"
    assert refused(results.result, after_voting) == "voting.result_after_voting"
    seen = [results.result(after_voting, person=mina), results.result(always)]
    assert [one.figures["winners"] for one in seen] == [[2], [2]]
    assert not any(one.is_final or "tables" in one.figures for one in seen)


def test_a_vote_is_counted_once_and_its_groups_are_forgotten():
    reference = opened()
    vote(reference, [1], person(gender="female", birth_date=born(30)))
    found = counted(reference)
    assert found.result.figures["ballots"] == 1
    assert set(Ballot.objects.values_list("area_id", "age_band", "gender")) == {(None, "", "")}
    assert refused(counting.count_vote, reference=reference, now=CLOSES) == "voting.not_now"
    assert Result.objects.count() == 1


def test_the_certificate_is_signed_by_the_city_and_counts_again():
    reference = opened(asked(quorum_percent=50, **RANKING))
    for choice in ([[1], [2]], [[2], [1]], [[3], [2]], [[2]], []):
        vote(reference, choice)
    counted(reference)
    seen = results.result(reference)
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(seen.key))
    key.verify(base64.b64decode(seen.signature), seen.certificate.encode())
    with pytest.raises(InvalidSignature):
        key.verify(base64.b64decode(seen.signature), seen.certificate.replace("2", "1").encode())
    assert certificates.differences(seen.certificate, ballots.choices_file(row(reference))) == []
    assert seen.figures["winners"] == [2]
    assert seen.figures["quorum"] == {"needed": 1, "met": True}
    assert row(reference).tie_seed in seen.certificate


def test_tables_by_group_hide_what_would_tell_of_few():
    reference = filled(
        opened(),
        ([1], "20-29", "female", 40),
        ([2], "20-29", "male", 3),
        ([2], "70+", "female", 30),
        ([1], "70+", "male", 60),
        ([2], "30-39", "male", 40),
    )
    counted(reference)
    tables = results.result(reference).figures["tables"]
    rows = {one["group"]: one for one in tables["age"]["rows"]}
    assert rows["20-29"]["chosen"][1] is None
    assert sum(cell is None for one in rows.values() for cell in (*one["chosen"], one["people"])) >= 3
    assert results.result(reference).figures["k"] == 10


def test_areas_are_named_in_the_readers_language(tmp_path):
    load(
        tmp_path,
        feature("maru", square(0), name_en="Maru"),
        feature("sijang", square(1), name_en="Sijang"),
        name_field="en:name_en,ko:name_ko",
    )
    reference = opened()
    for code in ("maru", "sijang"):
        area = places.area_by_code("haneul", code).id
        Ballot.objects.bulk_create(Ballot(vote=row(reference), choice=[1], area_id=area) for _ in range(20))
    counted(reference)
    with translation.override("ko"):
        rows = results.result(reference).figures["tables"]["area"]["rows"]
    assert [(one["group"], one["people"]) for one in rows] == [("maru동", 20), ("sijang동", 20)]


def test_who_is_entitled_is_told_by_group_without_few():
    by = asker(gender="female", birth_date=born(30))
    reference = opened(by=by)
    Vote.objects.filter(reference=reference).update(
        groups=[["", "20-29", "female", 40], ["", "30-39", "male", 60], ["", "70+", "male", 3]]
    )
    found = results.entitled_tables(reference)
    assert found["gender"]["rows"] == [{"group": "female", "people": 40}, {"group": "male", "people": 63}]
    assert [one["people"] for one in found["age"]["rows"]].count(None) == 2


def test_the_weighted_result_stands_beside_the_raw_one():
    reference = filled(
        opened(),
        ([1], "20-29", "female", 60),
        ([2], "20-29", "female", 40),
        ([1], "70+", "female", 90),
        ([2], "70+", "female", 210),
    )
    Vote.objects.filter(reference=reference).update(groups=[["", "20-29", "female", 500], ["", "70+", "female", 500]])
    counted(reference)
    weighted = results.result(reference).figures["weighted"]
    assert (weighted["shares"], weighted["worth"], weighted["source"]) == ({"1": 45, "2": 55, "3": 0}, 300, "entitled")


def test_a_census_comes_before_the_register(tmp_path):
    load(tmp_path, feature("maru"))
    area = places.area_by_code("haneul", "maru").id
    for age, people in ((25, 800), (75, 200)):
        CensusCount.objects.create(area_id=area, age=age, gender="female", people=people)
    reference = filled(
        opened(),
        ([1], "20-29", "female", 60),
        ([2], "20-29", "female", 40),
        ([1], "70+", "female", 90),
        ([2], "70+", "female", 210),
    )
    counted(reference)
    weighted = results.result(reference).figures["weighted"]
    assert weighted["source"] == "census"
    assert weighted["shares"]["1"] == 54  # 0.8 x 60 % + 0.2 x 30 %


def test_votes_are_found_by_their_words():
    reference = announced()
    draft(asked("Tulips", "Roses", question={"en": "Which flowers?"}))
    assert [one.reference for one in votes.votes_like("fountain square")] == [reference]
    assert votes.votes_like("flowers") == []
    assert votes.votes_like("!") == []
    source = next(one for one in search.sources() if one.name == "votes")
    with translation.override("en"):
        (hit,) = source.search("fountain", "en", 5)
    assert (hit.title, hit.summary, hit.url) == (
        "What shall stand on the square?",
        "Straw vote · Opens soon",
        f"/votes/{reference}",
    )


def test_votes_results_and_turnout_are_open_data():
    reference = filled(opened(), ([2], "20-29", "female", 30), ([1], "70+", "male", 25))
    draft()
    counted(reference)
    tables = datasets.datasets()
    assert [one[:3] for one in tables["votes"].rows()] == [(reference, "straw", "counted")]
    assert list(tables["vote-results"].rows()) == [
        (reference, 1, "A fountain", 25.0, False),
        (reference, 2, "Trees", 30.0, True),
        (reference, 3, "Benches", 0.0, False),
    ]
    assert list(tables["vote-turnout"].rows()) == [
        (reference, "age", "20-29", 30),
        (reference, "age", "70+", 25),
        (reference, "gender", "female", 30),
        (reference, "gender", "male", 25),
    ]
    for name in ("votes", "vote-results", "vote-turnout"):
        table = tables[name]
        assert {len(one) for one in table.rows()} == {len(table.columns)}


def test_points_are_published_as_points():
    reference = opened(asked(kind=Kind.SCORE, rule=Rule.SCORE, maximum=3, most_points=5))
    vote(reference, {"1": 5, "2": 0})
    counted(reference)
    assert [one[3] for one in datasets.datasets()["vote-results"].rows()] == [5.0, 0.0, 0.0]


def test_shared_first_choices_are_published_as_parts():
    reference = opened(asked(kind=Kind.RANKING, rule=Rule.BORDA, maximum=3))
    Ballot.objects.create(vote=row(reference), choice=[[1, 2, 3]])
    counted(reference)
    Result.objects.filter(vote__reference=reference).update(
        figures={"outcome": {"rounds": [{"tally": {"1": "1/2", "2": 0}}]}, "winners": [1], "tables": {}}
    )
    assert [one[3] for one in datasets.datasets()["vote-results"].rows()] == [0.5, 0.0, None]


def test_a_census_is_loaded_whole_or_not_at_all(tmp_path):
    load(tmp_path, feature("maru"))
    boss = viewer_for(staff(Role.ADMINISTRATOR))
    path = tmp_path / "census.csv"
    path.write_text("area,age,gender,people\nmaru,20,female,5\nmaru,20,male,7\n")
    assert census.load_census(path=path, by=boss, now=NOW) == 2
    for line, fault in (
        ("moon,20,female,5", "there is no area 'moon'"),
        ("maru,121,female,5", "'121' is no age"),
        ("maru,²,female,5", "'²' is no age"),
        ("maru,20,robot,5", "the gender 'robot'"),
        ("maru,20,female,-5", "'-5' is no number"),
        ("maru,20,female,9999999999", "is no number"),
        ("maru,20,male,7\nmaru,20,male,7", "stand there twice"),
        ("maru,20", "cells"),
    ):
        path.write_text(f"area,age,gender,people\nmaru,30,female,5\n{line}\n")
        told = refusal(census.load_census, path=path, by=boss, now=NOW)
        assert told.key == "voting.census_line"
        assert fault in told.params["fault"]
        assert told.params["line"] == 3 + line.count("\n")
    assert CensusCount.objects.count() == 2
    path.write_text("area,age\nmaru,3\n")
    assert refusal(census.load_census, path=path, by=boss, now=NOW).params["line"] == 1
    assert refused(census.load_census, path=path, by=asker(), now=NOW) == "people.staff_only"


def test_a_cancelled_vote_has_no_result():
    from madang.city.voting.services import moving

    by = asker()
    reference = opened(by=by)
    moving.cancel(reference=reference, why={"en": "Sold."}, by=by, now=OPENS)
    assert refused(results.result, reference) == "voting.cancelled"
    assert votes.votes(states=frozenset({State.CANCELLED})).rows[0].reference == reference
