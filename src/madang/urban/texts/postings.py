"""Postings: for each term the texts that have it, packed small enough to be read from a disk for every search."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.urban.texts.vectors import Vector, Weights

LEVELS = 255
ONE_MORE = 0.0125  # to open one more posting costs as much as to read an eightieth of all texts


@dataclass(frozen=True, slots=True)
class Posting:
    """The texts that have one term, as bytes: 4 for a text's number, 1 for the term's weight in it (1/255 to 1)."""

    texts: bytes
    weights: bytes


def packed(vector: Vector) -> tuple[bytes, bytes]:
    """Return ids and weights as bytes, 4 and 1 for each term; weights are at most 1 and come back to the nearest 1/255."""
    return vector.ids.astype("<i4").tobytes(), levels(vector.weights).tobytes()


def unpacked(ids: bytes, weights: bytes) -> Vector:
    """Return the vector of what `packed` gave."""
    shares = np.frombuffer(weights, np.uint8) / np.float32(LEVELS)
    return Vector(np.frombuffer(ids, "<i4").astype(np.int32), shares.astype(np.float32))


def levels(weights: Weights) -> NDArray[np.uint8]:
    """Return weights of 0 to 1 in 255 steps; what is above 0 stays above 0."""
    return np.rint(weights * LEVELS).clip(weights > 0, LEVELS).astype(np.uint8)


def worth_reading(query: Vector, shares: Weights, least: float, most: float) -> Vector:
    """Return a query without the terms that cost most for what they tell; its other weights stay as they are.

    shares  (terms,)  in which share of the texts each term of the query stands, 0 to 1: what its posting costs
    least   how much of the query's squared length stays at least, 0 to 1, if that costs no more than
    most    the sum of the shares of what stays

    What many texts have tells them apart little: scores get lower, and hardly one text changes places with another.
    """
    told, costs = np.square(query.weights, dtype=np.float64), shares + ONE_MORE
    order = np.argsort(told / costs, kind="stable")
    can_be_spared = np.cumsum(told[order]) <= (1 - least) * told.sum()
    is_too_dear = np.cumsum(costs[order][::-1])[::-1] > most
    kept = np.sort(order[~(can_be_spared | is_too_dear)])
    return Vector(query.ids[kept], query.weights[kept])


def scores(query: Vector, postings: Mapping[int, Posting], texts: int) -> Weights:
    """Return the scalar product of a query with every text, by the text's number.

    postings  by term; terms of the query without one are in no text
    texts     how many texts are numbered: their numbers are 0 to texts - 1

    With vectors of length 1 it is the cosine of their angle.
    """
    found = np.zeros(texts, np.float32)
    for term, weight in zip(query.ids.tolist(), query.weights.tolist(), strict=True):
        if posting := postings.get(term):
            numbers = np.frombuffer(posting.texts, "<i4")
            found[numbers] += np.frombuffer(posting.weights, np.uint8) * np.float32(weight / LEVELS)
    return found


def best(found: Weights, most: int, *, without: Iterable[int] = ()) -> list[tuple[int, float]]:
    """Return the numbers and scores of the best texts with a score above 0, best first; of equal ones the lower number first."""
    left = found.copy()
    left[list(without)] = 0
    if left.size > most:
        floor = np.partition(left, left.size - most)[left.size - most]
        candidates = np.flatnonzero(left >= max(floor, np.finfo(np.float32).tiny))
    else:
        candidates = np.flatnonzero(left > 0)
    order = candidates[np.lexsort((candidates, -left[candidates]))][:most]
    return [(int(number), float(left[number])) for number in order]
