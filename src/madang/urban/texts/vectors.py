"""Texts as sparse vectors: numbered terms and their weights."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]
LARGEST_ID = 0x7FFF_FFFF


@dataclass(frozen=True, slots=True)
class Vector:
    """Terms of a text and their weights.

    ids      (terms,)  ascending, each once; terms from 0, concepts below 0
    weights  (terms,)  >= 0
    """

    ids: Ids
    weights: Weights

    def __len__(self) -> int:
        return int(self.ids.size)


def term_id(term: str) -> int:
    """Return the number of a term, the same on every machine: 31 bits of its CRC-32. Few terms share one."""
    return zlib.crc32(term.encode()) & LARGEST_ID


def counted(amounts: Mapping[int, float]) -> Vector:
    """Return the vector of a text, given how much it holds of each term by the term's number."""
    ids = np.fromiter(amounts, np.int32, len(amounts))
    order = np.argsort(ids)
    return Vector(ids[order], np.fromiter(amounts.values(), np.float32, len(amounts))[order])


def damped(vector: Vector) -> Vector:
    """Return the vector with the square roots of its weights: what is said four times counts twice."""
    return Vector(vector.ids, np.sqrt(vector.weights))


def unit(vector: Vector) -> Vector:
    """Return the vector at length 1; an empty one, or one of zeros, as it stands."""
    length = float(np.sqrt(np.square(vector.weights, dtype=np.float64).sum()))
    return vector if length == 0 else Vector(vector.ids, vector.weights / np.float32(length))


def strongest(vector: Vector, most: int) -> Vector:
    """Return the `most` terms of greatest weight, none of weight 0; of equal ones those of the lower number."""
    order = np.lexsort((vector.ids, -vector.weights))[:most]
    kept = np.sort(order[vector.weights[order] > 0])
    return Vector(vector.ids[kept], vector.weights[kept])


def joined(first: Vector, second: Vector) -> Vector:
    """Return one vector of the terms of two that have no term in common."""
    ids = np.concatenate((first.ids, second.ids))
    order = np.argsort(ids)
    return Vector(ids[order], np.concatenate((first.weights, second.weights))[order])
