from datetime import date

import pytest

from madang.city.portal.definitions import compile_text
from madang.city.portal.definitions.eligibility import Answer
from madang.city.portal.rules.guided import question_of, stand
from madang.city.portal.rules.missed import kept_words

TODAY = date(2026, 11, 20)
SERVICE = """\
id: {id}
version: 1
status: live
title: Bus pass
summary: Ride for less.
words: [bus, pass, ride, old, fare]
authority: transport
topics: [transport]
audience: [residents]
channels: {{counter: Town hall}}
cost: free
{more}eligibility:
{conditions}"""


def service(slug, *conditions, more=""):
    lines = "".join(f"  c{number}: {{rule: {rule}, text: Condition {number}.}}\n" for number, rule in enumerate(conditions))
    return compile_text(slug, SERVICE.format(id=slug, conditions=lines, more=more))


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("My Cat is lost", "my cat is lost"),
        ("고양이를 잃어버렸어요!", "고양이를 잃어버렸어요"),
        ("call me 010-1234-5678 about my bin", "call me about my bin"),
        ("mail kim@example.com", "mail"),
        ("see https://example.com/kim now", "see now"),
        ("900101", ""),
        ("", ""),
        ("my neighbour Mr Kim of number four plays music all night long", ""),
        ("a" * 121, ""),
    ],
)
def test_words_that_found_nothing_are_kept_without_numbers_addresses_and_stories(query, kept):
    assert kept_words(query) == kept


def test_the_question_that_keeps_most_services_open_is_asked_first():
    services = [
        service("one", "resident.lives_in_city"),
        service("two", "resident.lives_in_city", "resident.age >= 65"),
        service("three", "resident.is_carer"),
    ]
    assert stand(services, {}, today=TODAY).following.name == "resident.lives_in_city"


def test_an_answer_settles_what_it_can_and_leaves_the_rest_open():
    services = [service("one", "resident.lives_in_city"), service("two", "resident.lives_in_city", "resident.age >= 65")]
    standing = stand(services, {"resident.lives_in_city": True}, today=TODAY)
    assert [outcome.answer for outcome in standing.outcomes] == [Answer.YES, Answer.CANNOT_TELL]
    assert standing.with_answer(Answer.CANNOT_TELL) == [1]
    assert standing.following.name == "resident.age"


def test_one_condition_that_fails_says_no_and_nothing_more_is_asked():
    standing = stand(
        [service("one", "resident.lives_in_city", "resident.age >= 65")], {"resident.lives_in_city": False}, today=TODAY
    )
    assert standing.outcomes[0].answer is Answer.NO
    assert standing.outcomes[0].decided_by == ("c0",)
    assert standing.following is None


def test_what_somebody_would_rather_not_tell_is_not_asked_again():
    services = [service("one", "resident.lives_in_city", "resident.age >= 65")]
    assert stand(services, {}, today=TODAY, passed_over=["resident.lives_in_city"]).following.name == "resident.age"


def test_who_has_no_children_is_not_asked_how_old_they_are():
    services = [service("one", "'household.child_ages.exists(age, age < 7)'")]
    assert stand(services, {}, today=TODAY).following.name == "household.children"
    assert stand(services, {"household.children": 2}, today=TODAY).following.name == "household.child_ages"
    standing = stand(services, {"household.children": 0}, today=TODAY)
    assert standing.outcomes[0].answer is Answer.NO


def test_a_services_own_question_is_asked_only_where_it_stands_alone():
    more = "questions:\n  has_garden: {type: yes_no, label: Do you have a garden?}\n"
    garden, other = service("garden", "answers.has_garden", more=more), service("other", "resident.lives_in_city")
    assert stand([garden], {}, today=TODAY).following.name == "answers.has_garden"
    assert stand([garden, other], {"resident.lives_in_city": True}, today=TODAY).following is None
    assert question_of([garden, other], "answers.has_garden") is None
