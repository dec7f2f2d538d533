"""Groups of people who stand close together on the map: k-means in two steps, k chosen by silhouette, no dice.

As in Polis, people are first put into at most 100 base clusters, which then are grouped by their size; so the work does not grow
with the square of the people. With at most 100 different positions the first step changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
BASE_CLUSTERS, BASE_ROUNDS = 100, 5
MOST_GROUPS, ROUNDS, TRIED = 5, 300, 20
CHUNK = 4_096


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Groups of points, the largest first (of equal ones that of the smallest index).

    labels       (points,)   the group of each point
    silhouettes  how well so many groups stand apart, -1 to 1; empty where there were too few positions to choose
    """

    labels: Labels
    silhouettes: dict[int, float]


def grouped(points: Floats) -> Grouping:
    """Return the groups of points, (points, 2): of 2 to 5 the number with the best silhouette, at a tie the smaller one.

    No point makes no group; points in one place make one.
    Sources: Small et al. 2021, doi:10.6035/recerca.5516; k-means without dice: Likas, Vlassis and Verbeek 2003,
    doi:10.1016/S0031-3203(02)00060-2; silhouettes: Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7
    """
    bases = _base_clusters(points)
    sizes = np.bincount(bases).astype(np.float64)
    centres = _means(points, np.ones(len(points)), bases)
    apart = np.sqrt(_squares(centres, centres))
    silhouettes: dict[int, float] = {}
    best = np.zeros(len(centres), np.int64)
    for count, labels in _growing(centres, sizes):
        silhouettes[count] = _silhouette(apart, sizes, labels)
        if silhouettes[count] > max((known for size, known in silhouettes.items() if size < count), default=-np.inf):
            best = labels
    return Grouping(_largest_first(_settled(points, best[bases])), silhouettes)


def _settled(points: Floats, labels: Labels) -> Labels:
    """Let people go over from their base cluster's group to the nearest one, until nobody does."""
    weights = np.ones(len(points))
    return _lloyd(points, weights, _means(points, weights, labels), ROUNDS) if len(points) else labels


def _base_clusters(points: Floats) -> Labels:
    order = np.lexsort((points[:, 1], points[:, 0]))
    is_new = np.append(True, (np.diff(points[order], axis=0) != 0).any(axis=1))[: len(points)]
    labels = np.empty(len(points), np.int64)
    labels[order] = np.cumsum(is_new) - 1
    if is_new.sum() <= BASE_CLUSTERS:
        return labels
    weights = np.ones(len(points))
    return _lloyd(points, weights, _means(points, weights, _tiles(points)), BASE_ROUNDS)


def _tiles(points: Floats) -> Labels:
    """Cut the points into 10 strips from left to right, each into 10 from below, all of about the same number of points."""
    side = int(np.sqrt(BASE_CLUSTERS))
    strips = np.empty(len(points), np.int64)
    strips[np.lexsort((points[:, 1], points[:, 0]))] = np.arange(len(points)) * side // len(points)
    order = np.lexsort((points[:, 0], points[:, 1], strips))
    sizes = np.bincount(strips)
    within = np.arange(len(points)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    tiles = np.empty(len(points), np.int64)
    tiles[order] = strips[order] * side + within * side // np.repeat(sizes, sizes)
    return tiles


def _growing(points: Floats, weights: Floats) -> Iterator[tuple[int, Labels]]:
    """Yield labels for 2, 3 ... 5 groups; each time a centre is added where it lowers the error most, of the promising points."""
    apart = _squares(points, points)
    labels = np.zeros(len(points), np.int64)
    for count in range(2, min(MOST_GROUPS, len(points)) + 1):
        centres = _means(points, weights, labels)
        nearest = _squares(points, centres).min(axis=1)
        gains = (weights[:, None] * np.maximum(nearest[:, None] - apart, 0)).sum(axis=0)
        promising = np.argsort(-gains, kind="stable")[:TRIED]
        tried = [_lloyd(points, weights, np.vstack([centres, points[at]]), ROUNDS) for at in promising]
        labels = min(tried, key=lambda one: _error(points, weights, one))
        if labels.max() + 1 < count:
            return
        yield count, labels


def _lloyd(points: Floats, weights: Floats, centres: Floats, rounds: int) -> Labels:
    """Return the nearest centre of each point, the centres moved until nothing changes or so many rounds are over.

    At equal distance the first centre is taken; one that nobody is nearest to falls away.
    """
    labels = _nearest(points, centres)
    for _ in range(rounds):
        again = _nearest(points, _means(points, weights, labels))
        if np.array_equal(again, labels):
            break
        labels = again
    return labels


def _nearest(points: Floats, centres: Floats) -> Labels:
    parts = [np.argmin(_squares(points[at : at + CHUNK], centres), axis=1) for at in range(0, len(points), CHUNK)]
    return np.unique(np.concatenate(parts), return_inverse=True)[1]


def _squares(left: Floats, right: Floats) -> Floats:
    across, up = (left[:, None, axis] - right[None, :, axis] for axis in (0, 1))
    return across * across + up * up


def _means(points: Floats, weights: Floats, labels: Labels) -> Floats:
    sums = np.bincount(labels, weights)
    return np.stack([np.bincount(labels, weights * points[:, axis]) / sums for axis in (0, 1)], axis=1)


def _error(points: Floats, weights: Floats, labels: Labels) -> float:
    away = points - _means(points, weights, labels)[labels]
    return float((weights * (away * away).sum(axis=1)).sum())


def _silhouette(apart: Floats, weights: Floats, labels: Labels) -> float:
    """Return the mean silhouette of all people, those of one base cluster taken to stand in one place.

    Someone alone in a group counts 0.
    """
    groups = np.arange(labels.max() + 1)
    totals = np.stack([(apart * np.where(labels == group, weights, 0.0)).sum(axis=1) for group in groups], axis=1)
    sizes = np.bincount(labels, weights)
    own = labels[:, None] == groups
    others = np.where(own, np.inf, totals / sizes).min(axis=1)
    companions = sizes[labels] - 1
    within = totals[own] / np.maximum(companions, 1)
    widest = np.maximum(np.maximum(within, others), np.finfo(np.float64).tiny)
    scores = np.where(companions > 0, (others - within) / widest, 0.0)
    return float((weights * scores).sum() / weights.sum())


def _largest_first(labels: Labels) -> Labels:
    groups, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    places = np.empty(len(groups), np.int64)
    places[np.lexsort((first, -sizes))] = np.arange(len(groups))
    return places[labels]
