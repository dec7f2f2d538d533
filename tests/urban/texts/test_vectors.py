"""Vectors, rarities and concepts: numbers worked by hand."""

import math

import numpy as np
import pytest

from madang.urban import texts
from madang.urban.texts import Rarities, Vector


def vector(**amounts: float) -> Vector:
    return texts.counted({texts.term_id(term): amount for term, amount in amounts.items()})


def weight(found: Vector, name: str) -> float:
    return dict(zip(found.ids.tolist(), found.weights.tolist(), strict=True)).get(texts.term_id(name), 0.0)


def test_a_term_has_the_same_number_on_every_machine():
    assert texts.term_id("123456789") == 0xCBF43926 & 0x7FFF_FFFF  # the check value of CRC-32


def test_ids_ascend_and_weights_go_with_them():
    found = vector(bus=2, shade=1)
    assert found.ids.tolist() == sorted(found.ids.tolist())
    assert (weight(found, "bus"), weight(found, "shade")) == (2, 1)


def test_a_unit_vector_has_length_one():
    found = texts.unit(vector(bus=3, shade=4))
    assert weight(found, "bus") == pytest.approx(0.6)
    assert weight(found, "shade") == pytest.approx(0.8)


def test_a_text_without_terms_stays_without():
    nothing = texts.counted({})
    assert len(texts.unit(nothing)) == len(texts.strongest(nothing, 5)) == 0


def test_what_is_said_four_times_counts_twice():
    assert weight(texts.damped(vector(bus=4)), "bus") == 2


def test_the_strongest_terms_stay_and_those_of_no_weight_go():
    found = texts.strongest(vector(bus=3, shade=2, the=0, roof=1), 2)
    assert {weight(found, name) for name in ("bus", "shade")} == {3, 2}
    assert len(found) == 2
    assert len(texts.strongest(vector(the=0), 2)) == 0


def test_of_equal_terms_those_with_the_lower_numbers_stay():
    found = texts.strongest(vector(one=1, two=1, three=1), 2)
    assert found.ids.tolist() == sorted(map(texts.term_id, ("one", "two", "three")))[:2]


def test_joined_vectors_keep_every_term():
    found = texts.joined(vector(bus=1), Vector(np.array([-5], np.int32), np.array([2], np.float32)))
    assert found.ids.tolist() == [-5, texts.term_id("bus")]
    assert found.weights.tolist() == [2, 1]


def test_what_every_text_has_tells_next_to_nothing_and_what_none_has_tells_most():
    learnt = texts.learn([vector(bus=1, shade=1).ids, vector(bus=1).ids, vector(bus=1, shade=1).ids])
    common, rare, unknown = learnt.of(np.array([texts.term_id(one) for one in ("bus", "shade", "otter")], np.int32)).tolist()
    assert common == pytest.approx(math.log(4 / 3.5))
    assert rare == pytest.approx(math.log(4 / 2.5))
    assert unknown == pytest.approx(math.log(4 / 0.5))


def test_a_lower_power_lets_a_rare_term_count_less():
    learnt = texts.learn([vector(bus=1, shade=1).ids, vector(bus=1).ids, vector(bus=1, shade=1).ids])
    assert weight(learnt.weighed(vector(shade=3)), "shade") == pytest.approx(3 * math.log(4 / 2.5))
    assert weight(learnt.weighed(vector(shade=3), 0.5), "shade") == pytest.approx(3 * math.sqrt(math.log(4 / 2.5)))


def test_a_term_of_one_text_alone_need_not_be_remembered():
    learnt = texts.learn([vector(bus=1, otter=1).ids, vector(bus=1).ids])
    assert learnt.ids.tolist() == [texts.term_id("bus")]


def test_learning_by_parts_is_learning_at_once():
    many = [vector(**{f"w{number % 7}": 1, f"v{number % 3}": 1}).ids for number in range(4_500)]
    learnt = texts.learn(many)
    assert learnt.texts == 4_500
    assert dict(zip(learnt.ids.tolist(), learnt.counts.tolist(), strict=True))[texts.term_id("v0")] == 1_500
    assert learnt.counts.sum() == 9_000


def test_a_share_is_that_of_the_texts_learnt_from():
    learnt = texts.learn([vector(bus=1, shade=1).ids, vector(bus=1).ids, vector(bus=1, shade=1).ids])
    asked = np.array([texts.term_id(one) for one in ("bus", "shade", "otter")], np.int32)
    assert learnt.shares_of(asked) == pytest.approx([1, 2 / 3, 0])
    assert texts.learn([]).shares_of(asked).tolist() == [0, 0, 0]


def test_weights_are_never_below_zero():
    learnt = Rarities(1, vector(bus=1).ids, np.array([2], np.int32))
    assert learnt.of(vector(bus=1).ids).tolist() == [0.0]


def space(**concepts: list[dict[str, float]]) -> texts.ConceptSpace:
    return texts.concept_space(
        {
            name: [{texts.term_id(word): held for word, held in one.items()} for one in phrases]
            for name, phrases in concepts.items()
        }
    )


def hint(found: Vector, name: str) -> float:
    return dict(zip(found.ids.tolist(), found.weights.tolist(), strict=True)).get(texts.concept_id(name), 0.0)


def test_a_word_hints_at_the_concept_whose_word_it_is():
    found = space(shade=[{"canopy": 1}], dog=[{"pup": 1}]).of(vector(canopy=1))
    assert hint(found, "shade") == pytest.approx(math.log(2) ** 3)  # ln(1 + one mention) x ln(2 concepts / 1) squared
    assert hint(found, "dog") == 0


def test_half_of_a_phrase_hints_half_as_much():
    known = space(crossing=[{"zebra": 1, "crossing": 1}], dog=[{"pup": 1}])
    assert hint(known.of(vector(zebra=1)), "crossing") == pytest.approx(math.log(2) ** 3 / 2)
    assert hint(known.of(vector(zebra=1, crossing=1)), "crossing") == pytest.approx(math.log(2) ** 3)


def test_the_shortest_phrase_with_a_word_counts():
    known = space(crossing=[{"zebra": 1, "crossing": 1}, {"zebra": 1}], dog=[{"pup": 1}])
    assert hint(known.of(vector(zebra=1)), "crossing") == pytest.approx(math.log(2) ** 3)


def test_a_word_of_every_concept_hints_at_none():
    known = space(shade=[{"street": 1}], dog=[{"street": 1}])
    assert len(known.of(vector(street=1))) == 0


def test_no_concepts_and_no_known_words_hint_at_nothing():
    assert len(space().of(vector(bus=1))) == 0
    assert len(space(dog=[{"pup": 1}]).of(vector(bus=1))) == 0
    assert len(space(dog=[{"pup": 1}]).of(texts.counted({}))) == 0


def test_concepts_are_no_terms():
    assert texts.concept_id("dog") < 0 <= texts.term_id("dog")


def test_two_concepts_of_one_number_are_refused():
    with pytest.raises(ValueError, match="another name"):
        space(plumless=[{"one": 1}], buckeroo=[{"two": 1}])  # the classic pair of words with one CRC-32
