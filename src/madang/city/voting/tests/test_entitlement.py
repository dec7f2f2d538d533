"""Who may vote, asked of real profiles and areas; what they are told if not."""

import pytest
from django.utils import translation

from madang.city.kernel.refusals import sentence
from madang.city.people.rules import Assurance
from madang.city.people.tests.builders import resident, viewer_for
from madang.city.places import queries as places
from madang.city.places.tests.builders import feature, load, square
from madang.city.voting.models import RollEntry
from madang.city.voting.queries import areas, ballots, entitlement, population, votes, wording
from madang.city.voting.queries.loading import electorate_of
from madang.city.voting.rules.electorate import Electorate, Near, Roll
from madang.city.voting.rules.groups import Group, from_rows
from madang.city.voting.services import clock, rolls
from madang.city.voting.tests.builders import (
    NOW,
    OPENS,
    announced,
    asked,
    asker,
    born,
    draft,
    head,
    official,
    opened,
    person,
    row,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_keys")]


@pytest.fixture
def city(tmp_path):
    """Two districts of two neighbourhoods each; return ids by code. Each neighbourhood is a square of 0.1 degrees."""
    load(
        tmp_path,
        feature("west", square(0).union(square(1)), name_en="West"),
        feature("east", square(2).union(square(3)), name_en="East"),
        level="district",
        name_field="en:name_en,ko:name_ko",
    )
    parts = [
        feature(code, square(column), parent="west" if column < 2 else "east", name_en=code.title())
        for column, code in enumerate(("maru", "sijang", "namu", "byeol"))
    ]
    load(tmp_path, *parts, level="neighbourhood", parent_field="parent", name_field="en:name_en,ko:name_ko")
    return {one.code: one.id for one in places.areas("haneul")}


def told(reference, who):
    with translation.override("en"):
        refusal = ballots.part(row(reference), who).why_not
        return refusal and sentence(refusal)


def test_who_lives_elsewhere_is_told_where_they_must_live(city):
    reference = opened(asked(electorate=Electorate(areas=frozenset({city["west"]}))))
    assert told(reference, person(home_area_id=city["sijang"])) is None
    assert told(reference, person(home_area_id=city["namu"])) == "You must live in West: your home address is in Namu."
    assert told(reference, person()) == "This vote depends on where you live. Write your neighbourhood in your profile first."


def test_a_distance_takes_in_every_neighbourhood_that_it_touches(city):
    # The place lies in the middle of Sijang, 127.15 east: Maru and Namu begin 0.05 degrees away, 4,440 m at 37.05 north.
    near = Near(127.15, 37.05, 4_500, "City Hall")
    assert areas.areas_near(near) == sorted([city["maru"], city["sijang"], city["namu"]])
    assert areas.areas_near(Near(127.15, 37.05, 4_400, "City Hall")) == [city["sijang"]]
    reference = opened(asked(electorate=Electorate(near=near)))
    assert row(reference).near_areas == sorted([city["maru"], city["sijang"], city["namu"]])
    assert told(reference, person(home_area_id=city["maru"])) is None
    assert (
        told(reference, person(home_area_id=city["byeol"]))
        == "You must live within 4,500 m of City Hall: your home address is in Byeol."
    )


def test_areas_and_a_distance_must_both_hold(city):
    near = Near(127.15, 37.05, 4_500, "City Hall")
    by = asker(home_area_id=city["maru"])
    person(home_area_id=city["namu"])
    found = row(opened(asked(electorate=Electorate(areas=frozenset({city["west"]}), near=near)), by))
    assert found.entitled == 1


def test_before_the_opening_a_distance_is_measured_anew(city):
    reference = announced(asked(electorate=Electorate(near=Near(127.05, 37.05, 1_000, "Maru Hall"))))
    assert told(reference, person(home_area_id=city["maru"])) is None
    assert told(reference, person(home_area_id=city["byeol"])) is not None


def test_ballots_are_counted_by_districts_or_where_there_is_one_by_its_neighbourhoods(city):
    by = asker(home_area_id=city["maru"], birth_date=born(30), gender="male")
    whole = row(opened(asked(), by))
    assert whole.area_level == "district"
    assert from_rows(whole.groups) == {Group(str(city["west"]), "30-39", "male"): 1}
    west = row(opened(asked(electorate=Electorate(areas=frozenset({city["west"]}))), by))
    assert west.area_level == "neighbourhood"
    assert entitlement.voter(west, entitlement.resident(by.resident_id)).group == Group(str(city["maru"]), "30-39", "male")
    maru = row(opened(asked(electorate=Electorate(areas=frozenset({city["maru"]}))), by))
    assert maru.area_level == ""


@pytest.mark.parametrize(
    ("electorate", "details", "sentence_told"),
    [
        (Electorate(age_from=19), {"birth_date": born(18)}, "You must be 19 or older when the vote opens: you are 18."),
        (Electorate(age_until=24), {"birth_date": born(25)}, "You must be 24 or younger when the vote opens: you are 25."),
        (Electorate(), {"birth_date": None}, "You must be 14 or older. Write your birth date in your profile first."),
        (Electorate(genders=frozenset({"female"})), {"gender": "male"}, "This vote is for: woman. Your profile says: man."),
        (
            Electorate(languages=frozenset({"vi"})),
            {},
            "You must speak at least one of: Tiếng Việt. Your profile names none of them.",
        ),
        (
            Electorate(least=Assurance.IDENTITY_PROVED),
            {},
            "You must prove who you are first: sign in with a proved identity, or come to a counter.",
        ),
    ],
)
def test_the_first_condition_that_fails_is_told_with_what_the_city_knows(electorate, details, sentence_told):
    assert told(opened(asked(electorate=electorate)), person(**details)) == sentence_told


def test_everybody_reads_who_may_vote(city):
    electorate = Electorate(
        areas=frozenset({city["west"]}),
        near=Near(127.15, 37.05, 4_500, "City Hall"),
        age_until=24,
        genders=frozenset({"female", "other"}),
        languages=frozenset({"vi", "zh-Hans"}),
        least=Assurance.EMAIL,
        roll=Roll.MAILS,
    )
    with translation.override("en"):
        assert wording.conditions(electorate) == [
            "You are invited: your e-mail address is on the list of this vote.",
            "You are 14 to 24 years old when the vote opens.",
            "You live in: West.",
            "You live in a neighbourhood within 4,500 m of City Hall.",
            "Your profile says: woman, another gender.",
            "You speak at least one of: Tiếng Việt, 简体中文.",
            "You have confirmed your e-mail address.",
        ]
        assert wording.conditions(Electorate(roll=Roll.LETTERS)) == ["You have the code of a letter from the city."]


def listed(electorate, lines):
    by = head()
    reference = draft(asked(electorate=electorate), by)
    rolls.load_roll(reference=reference, lines=lines, by=by, now=NOW)
    from madang.city.voting.services import moving

    moving.announce(reference=reference, by=by, now=NOW)
    clock.move(reference=reference, now=OPENS)
    return reference


def test_invited_people_sign_in_with_their_address():
    mina, haru = resident(email="mina@haneul.example"), resident(email="haru@haneul.example")
    reference = listed(Electorate(roll=Roll.MAILS, least=Assurance.EMAIL), ["Mina@Haneul.example", "nobody@haneul.example"])
    entry = entitlement.voter(row(reference), entitlement.resident(mina)).person
    assert entry.startswith("roll:")
    assert (
        told(reference, entitlement.resident(haru)) == "You must be invited: your e-mail address is not on the list of this vote."
    )
    assert row(reference).entitled == 2


def test_two_accounts_with_one_listed_number_have_one_vote():
    one, other = (resident(phone=phone, proved=True) for phone in ("010-1234-5678", "+82 10 1234 5678"))
    reference = listed(Electorate(roll=Roll.PHONES, least=Assurance.IDENTITY_PROVED), ["01012345678"])
    people = {entitlement.voter(row(reference), entitlement.resident(who)).person for who in (one, other)}
    assert len(people) == 1
    assert told(reference, person(phone="010-9876-5432", proved=True)) == "Your telephone number is not on the list of this vote."


def test_people_are_counted_on_a_list_together_with_the_other_conditions(city):
    resident(email="mina@haneul.example", home_area_id=city["maru"])
    resident(email="haru@haneul.example", home_area_id=city["namu"])
    electorate = Electorate(roll=Roll.MAILS, least=Assurance.EMAIL, areas=frozenset({city["west"]}))
    found = row(listed(electorate, ["mina@haneul.example", "haru@haneul.example", "new@haneul.example"]))
    assert found.entitled == 3
    assert sum(from_rows(found.groups).values()) == 1


def test_lists_are_kept_as_hashes():
    listed(Electorate(roll=Roll.CODES), ["7K3F-92XA"])
    entry = RollEntry.objects.get()
    assert len(bytes(entry.digest)) == 32
    assert b"7K3F" not in bytes(entry.digest)


def test_the_register_of_an_official_vote_is_that_of_its_opening():
    mina = resident(proved=True, birth_date=born(30))
    reference = opened(official())
    late = resident(proved=True)
    who = entitlement.resident(mina)
    assert entitlement.voter(row(reference), who).group.age == "30-39"
    assert told(reference, entitlement.resident(late)) == (
        "The list of voters was closed when the vote opened, and you did not meet the conditions then."
    )
    assert told(reference, person()).startswith("You must prove who you are first")


def test_before_an_official_vote_opens_the_conditions_are_asked():
    mina = resident(proved=True)
    reference = announced(official())
    assert told(reference, entitlement.resident(mina)) is None


def test_a_census_is_cut_to_the_electorate(city):
    from madang.city.voting.models import CensusCount

    for area, age, gender, people in (
        (city["maru"], 20, "female", 5),
        (city["maru"], 13, "female", 7),
        (city["namu"], 20, "male", 11),
    ):
        CensusCount.objects.create(area_id=area, age=age, gender=gender, people=people)
    whole = row(opened())
    assert population.census(whole, electorate_of(whole)) == {
        Group(str(city["west"]), "20-29", "female"): 5,
        Group(str(city["east"]), "20-29", "male"): 11,
    }
    part = row(opened(asked(electorate=Electorate(areas=frozenset({city["west"]}), genders=frozenset({"female"}), age_until=20))))
    assert population.census(part, electorate_of(part)) == {Group(str(city["maru"]), "20-29", "female"): 5}


def test_a_view_holds_all_that_a_page_prints():
    by = asker()
    seen = votes.vote(opened(by=by), viewer_for(by.resident_id), today=OPENS.date())
    assert seen.entitled == 1
    assert seen.question == {"en": "What shall stand on the square?"}
    assert seen.tie_seed.isdigit()
    assert not seen.by_city
