"""Postings and near copies."""

import numpy as np
import pytest

from madang.urban import texts
from madang.urban.texts import Posting, Vector
from madang.urban.texts.postings import levels


def vector(*pairs: tuple[int, float]) -> Vector:
    return Vector(np.array([one for one, _ in pairs], np.int32), np.array([weight for _, weight in pairs], np.float32))


def posting(*pairs: tuple[int, float]) -> Posting:
    return Posting(*texts.packed(vector(*pairs)))


def test_a_packed_vector_comes_back_to_the_nearest_step():
    back = texts.unpacked(*texts.packed(vector((-7, 1.0), (3, 0.5), (2_000_000_000, 0.2))))
    assert back.ids.tolist() == [-7, 3, 2_000_000_000]
    assert back.weights == pytest.approx([1.0, 128 / 255, 51 / 255])


def test_a_packed_term_takes_five_bytes():
    assert [len(part) for part in texts.packed(vector((1, 0.3), (2, 0.4)))] == [8, 2]


def test_a_weight_above_zero_never_packs_to_nothing():
    assert levels(np.array([0.0, 0.0001, 1.0], np.float32)).tolist() == [0, 1, 255]


def test_scores_are_the_scalar_products():
    query = vector((1, 0.6), (2, 0.8))
    found = texts.scores(query, {1: posting((0, 1.0), (2, 1.0)), 2: posting((2, 1.0), (3, 0.2))}, 5)
    assert found == pytest.approx([0.6, 0, 1.4, 0.16, 0])


@pytest.mark.parametrize(
    ("least", "most", "kept"),
    [
        (1.0, 9.0, [1, 2, 3, 4]),  # nothing is spared
        (0.95, 9.0, [2, 3, 4]),  # what every text has tells 4 of 100, and costs most for it
        (0.75, 9.0, [3, 4]),  # 4 and 16 of 100 go, in the order of what they tell for their cost
        (1.0, 0.9, [2, 3, 4]),  # together they cost 0.0125 x 3 + 0.5 + 0.2 + 0.1
        (1.0, 0.0, []),
    ],
)
def test_terms_that_cost_more_than_they_tell_are_not_asked_for(least, most, kept):
    query, shares = vector((1, 0.2), (2, 0.4), (3, 0.4), (4, 0.8)), np.array([1.0, 0.5, 0.2, 0.1], np.float32)
    found = texts.worth_reading(query, shares, least, most)
    assert found.ids.tolist() == kept
    assert found.weights.tolist() == [dict(zip(query.ids.tolist(), query.weights.tolist(), strict=True))[one] for one in kept]


def test_of_an_empty_query_nothing_is_asked():
    assert len(texts.worth_reading(vector(), np.empty(0, np.float32), 0.9, 1.0)) == 0


def test_a_term_that_no_text_has_adds_nothing():
    assert texts.scores(vector((1, 1.0)), {}, 2).tolist() == [0, 0]


def test_the_best_come_first_and_equal_ones_by_number():
    found = np.array([0.1, 0.5, 0.0, 0.5, 0.9], np.float32)
    assert [number for number, _ in texts.best(found, 3)] == [4, 1, 3]
    assert [number for number, _ in texts.best(found, 10)] == [4, 1, 3, 0]
    assert [number for number, _ in texts.best(found, 3, without=[4])] == [1, 3, 0]


def test_more_equal_scores_than_asked_for_are_cut_by_number():
    assert [number for number, _ in texts.best(np.ones(9, np.float32), 4)] == [0, 1, 2, 3]


def test_where_nothing_is_found_nothing_is_best():
    assert texts.best(np.zeros(9, np.float32), 4) == []
    assert texts.best(np.zeros(0, np.float32), 4) == []


def test_near_copies_share_most_of_their_runs():
    # runs of four of abcdefgh: abcd bcde cdef defg efgh; of abcdefgx: four of them and efgx: 4 of 6 together
    assert texts.resemblance(texts.shingles("abcdefgh"), texts.shingles("abcdefgx")) == pytest.approx(4 / 6)
    assert texts.resemblance(texts.shingles("abcdefgh"), texts.shingles("abcdefgh")) == 1


def test_texts_without_letters_are_no_copies():
    assert texts.resemblance(texts.shingles(""), texts.shingles("")) == 0


def test_a_text_shorter_than_a_run_is_one_run():
    assert len(texts.shingles("가나")) == 1
    assert texts.resemblance(texts.shingles("가나"), texts.shingles("가나")) == 1
