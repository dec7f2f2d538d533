"""Groups: k-means without dice, the number by silhouette."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.urban.opinions.clusters import grouped
from tests.urban.opinions.builders import FEW

CORNERS = [(-3.0, 0.0), (3.0, 0.0), (0.0, 4.0)]
places = st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=1, max_size=25).map(
    lambda points: np.array(points, float)
)


def clouds(*sizes: int, seed: int = 1) -> np.ndarray:
    dice = np.random.default_rng(seed)
    return np.concatenate([dice.normal(corner, 0.4, (size, 2)) for corner, size in zip(CORNERS, sizes, strict=False)])


@pytest.mark.parametrize("sizes", [(12, 10, 8), (400, 300, 200)])
def test_clouds_are_found_whole_and_numbered_by_size(sizes):
    """Below and above the 100 base clusters."""
    found = grouped(clouds(*sizes))
    assert found.labels.tolist() == [group for group, size in enumerate(sizes) for _ in range(size)]
    assert max(found.silhouettes, key=found.silhouettes.get) == 3


def test_of_equal_groups_that_of_the_first_point_comes_first():
    found = grouped(np.array([(9.0, 0), (0, 0), (9, 1), (0, 1)]))
    assert found.labels.tolist() == [0, 1, 0, 1]


def test_two_far_pairs_have_the_silhouette_worked_by_hand():
    """Points 0, 1, 9, 10 on a line: own distance 1; mean distance to the others 9.5 for the outer, 8.5 for the inner points."""
    found = grouped(np.array([(0.0, 0), (1, 0), (9, 0), (10, 0)]))
    assert found.silhouettes[2] == pytest.approx((2 * (1 - 1 / 9.5) + 2 * (1 - 1 / 8.5)) / 4)


def test_people_in_one_place_are_one_group_without_a_silhouette():
    found = grouped(np.zeros((6, 2)))
    assert found.labels.tolist() == [0] * 6
    assert found.silhouettes == {}


def test_nobody_makes_no_group():
    assert grouped(np.zeros((0, 2))).labels.tolist() == []


def test_there_are_at_most_five_groups():
    points = np.repeat([(n * 10.0, n * n * 3.0) for n in range(7)], 3, axis=0)
    found = grouped(points)
    assert set(found.silhouettes) == {2, 3, 4, 5}
    assert found.labels.max() == 4


def test_an_outlier_does_not_draw_a_group_to_itself_for_good():
    """k-means begun at the two outermost points would split a cloud from its edge; the error is lowest between the clouds."""
    points = np.concatenate([clouds(60, 60), [(-3.0, 3.5)]])
    labels = grouped(points).labels
    assert len(set(labels[:60])) == len(set(labels[60:120])) == 1
    assert labels[0] != labels[60]


def naive_silhouette(points: np.ndarray, labels: np.ndarray) -> float:
    scores = []
    for at, (point, own) in enumerate(zip(points, labels, strict=True)):
        means = {}
        for group in set(labels.tolist()):
            others = [other for place, other in enumerate(points) if labels[place] == group and place != at]
            means[group] = np.mean([np.hypot(*(point - other)) for other in others]) if others else None
        near = min(mean for group, mean in means.items() if group != own)
        inside = means[own]
        scores.append(0.0 if inside is None or max(near, inside) == 0 else (near - inside) / max(near, inside))
    return float(np.mean(scores))


@FEW
@given(places)
def test_the_chosen_silhouette_is_that_of_its_definition_and_the_best(points):
    found = grouped(points)
    if found.silhouettes:
        count = found.labels.max() + 1
        assert found.silhouettes[count] == pytest.approx(naive_silhouette(points, found.labels))
        assert found.silhouettes[count] == max(found.silhouettes.values())


@FEW
@given(places)
def test_everybody_stands_nearest_to_the_centre_of_the_own_group(points):
    labels = grouped(points).labels
    centres = np.stack([points[labels == group].mean(axis=0) for group in range(labels.max() + 1)])
    away = np.hypot(*(points[:, None] - centres[None]).transpose(2, 0, 1))
    assert (away[np.arange(len(points)), labels] <= away.min(axis=1) + 1e-9).all()


@FEW
@given(places)
def test_who_stands_in_one_place_is_in_one_group(points):
    labels = grouped(points).labels
    for first, second in itertools.combinations(range(len(points)), 2):
        if (points[first] == points[second]).all():
            assert labels[first] == labels[second]


@FEW
@given(places)
def test_groups_are_numbered_from_the_largest(points):
    sizes = np.bincount(grouped(points).labels)
    assert sizes.tolist() == sorted(sizes, reverse=True)
