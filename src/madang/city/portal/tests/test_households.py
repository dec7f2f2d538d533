from datetime import date

import pytest

from madang.city.portal.rules.households import known_facts, why_not_facts


def test_known_names_with_values_of_their_type_are_taken():
    facts = {
        "resident.age": 70,
        "household.child_ages": [1, 4],
        "resident.work": "retired",
        "resident.birth_date": "1956-02-29",
        "answers.x": True,
    }
    assert why_not_facts(facts) is None
    known = known_facts(facts | {"household.cars": None}, date(2026, 11, 21))
    assert known["resident.birth_date"] == date(1956, 2, 29)
    assert known["today"] == date(2026, 11, 21)
    assert "household.cars" not in known


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("resident.age", "70"), ("resident.age", True), ("resident.age", -1), ("resident.age", 2**60), ("resident.work", "dreaming"),
        ("resident.birth_date", "1957-02-29"), ("household.child_ages", [1, "x"]), ("resident.lives_in_city", 1),
    ],
)  # fmt: skip
def test_values_of_another_type_are_refused_by_name(name, value):
    refusal = why_not_facts({name: value})
    assert refusal is not None
    assert (refusal.key, refusal.params["name"]) == ("portal.fact_of_other_type", name)


def test_an_unknown_name_is_answered_with_the_nearest():
    refusal = why_not_facts({"resident.agge": 70})
    assert refusal is not None
    assert refusal.params == {"name": "resident.agge", "near": "resident.age"}
