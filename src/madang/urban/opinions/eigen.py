"""Eigenvectors of a small symmetric matrix, by the same additions in the same order each time.

LAPACK shares its work among threads, even that of 40 x 40; so its last bits, and the picture, could depend on the machine's load.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SWEEPS = 40
PRECISION = 1e-15
NOTHING = 1e-30


def eigen(matrix: Floats) -> tuple[Floats, Floats]:
    """Return the eigenvalues, (size,), the largest first, and the eigenvectors as columns, (size, size).

    matrix  (size, size)  symmetric

    Source: Jacobi's rotations, as many at once as touch different rows, in the order of Brent and Luk 1985,
    doi:10.1137/0906007
    """
    size = len(matrix)
    even = size + size % 2  # a row of zeros is never turned
    scale = float(np.abs(matrix).max(initial=0.0)) or 1.0
    work, vectors = np.zeros((even, even)), np.eye(even)
    work[:size, :size] = matrix / scale
    rounds = _rounds(even)
    for _ in range(SWEEPS):
        if _off_diagonal(work) <= PRECISION * np.sqrt((work * work).sum()):
            break
        for left, right in rounds:
            _turn(work, vectors, left, right)
    order = np.argsort(-np.diag(work)[:size], kind="stable")
    return np.diag(work)[order] * scale, vectors[:size, order]


def _rounds(size: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return the rounds of a tournament in which everybody meets everybody once."""
    seats = np.arange(size)
    rounds = []
    for _ in range(size - 1):
        rounds.append((seats[: size // 2], seats[: size // 2 - 1 : -1]))
        seats = np.concatenate([seats[:1], seats[-1:], seats[1:-1]])
    return rounds


def _off_diagonal(work: Floats) -> float:
    beside = work - np.diag(np.diag(work))
    return float(np.sqrt((beside * beside).sum()))


def _turn(work: Floats, vectors: Floats, left: NDArray[np.int64], right: NDArray[np.int64]) -> None:
    """Turn pairs of axes so that the entries that join them vanish."""
    joins = work[left, right]
    is_joined = np.abs(joins) > NOTHING
    slope = np.divide(work[right, right] - work[left, left], 2 * joins, out=np.zeros_like(joins), where=is_joined)
    tangent = np.where(is_joined, np.copysign(1, slope) / (np.abs(slope) + np.hypot(slope, 1)), 0)
    cosine = 1 / np.sqrt(tangent * tangent + 1)
    sine = tangent * cosine
    for rows in (work, work.T, vectors.T):
        first, second = rows[left], rows[right]
        rows[left] = cosine[:, None] * first - sine[:, None] * second
        rows[right] = sine[:, None] * first + cosine[:, None] * second
