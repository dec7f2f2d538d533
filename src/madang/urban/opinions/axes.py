"""The two axes along which people differ most: principal components of a sparse matrix, the same to the last bit each time.

Nothing here is summed by a library whose order of summing depends on the number of threads (BLAS, LAPACK): products with the
sparse matrix run in SciPy's single loop, all others in NumPy's.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from madang.urban.opinions.eigen import eigen
from madang.urban.opinions.votes import Votes

Floats = NDArray[np.float64]
AXES = 2
BLOCK, KEPT, LARGEST, RESTARTS = 4, 12, 32, 100
PRECISION = 1e-10
NOTHING = 1e-12
_IRRATIONAL = np.sqrt(np.array([2.0, 3.0, 5.0, 7.0]))


def centred(votes: Votes) -> tuple[csr_array, Floats]:
    """Return the votes less their statement's mean, (people, statements), and the means.

    A vote that is missing is taken to be the mean of its statement, so that it is 0 here and need not be stored.
    """
    size = len(votes.statements)
    means = np.bincount(votes.columns, votes.values, minlength=size) / np.maximum(np.bincount(votes.columns, minlength=size), 1)
    starts = np.concatenate([[0], np.cumsum(votes.cast)]).astype(np.int32)
    cells = (votes.values - means[votes.columns], votes.columns.astype(np.int32), starts)
    return csr_array(cells, shape=(len(votes.people), size)), means


def principal_axes(matrix: csr_array) -> tuple[Floats, Floats]:
    """Return the directions of most variance, (2, statements), and their sums of squares, (2,), the larger first.

    matrix  (people, statements)  columns of mean 0

    Each direction has length 1 and points so that its largest loading is positive (the first of equal ones); where there is no
    variance left it is 0. Source: block Lanczos with thick restarts, Wu and Simon 2000, doi:10.1137/S0895479898334605
    """
    size = matrix.shape[1]
    block, basis, images = _start(size), np.zeros((size, 0)), np.zeros((size, 0))
    values = np.zeros(0)
    for _ in range(RESTARTS if matrix.nnz else 0):
        basis, images = _extended(matrix, block, basis, images)
        values, turns = eigen(_symmetric(_product(basis.T, images)))
        values, turns = values[:KEPT], turns[:, :KEPT]
        basis, images = _product(basis, turns), _product(images, turns)
        errors = images - basis * values
        if _lengths(errors[:, :AXES]).max() <= PRECISION * abs(values[0]):
            break
        block = errors[:, :BLOCK]
    return _padded(basis, values, size)


def _start(size: int) -> Floats:
    """Return vectors that resemble no data: the fractional parts of the multiples of irrational numbers."""
    multiples = np.arange(1, size + 1)[:, None] * _IRRATIONAL
    return multiples - np.floor(multiples) - 0.5


def _extended(matrix: csr_array, block: Floats, basis: Floats, images: Floats) -> tuple[Floats, Floats]:
    """Return an orthonormal basis that holds the block, its image, the image of that and so on, and the images of the basis."""
    transposed = matrix.T
    while basis.shape[1] < LARGEST:
        fresh = _orthonormal(block, basis)
        if not fresh.shape[1]:
            break
        block = transposed @ (matrix @ fresh)
        basis, images = np.hstack([basis, fresh]), np.hstack([images, block])
    return basis, images


def _orthonormal(block: Floats, basis: Floats) -> Floats:
    """Return what the columns add to the basis, each of length 1; those that add nothing are left out."""
    known = basis
    for column in block.T[:, :, None]:
        fresh = column
        before = _lengths(column)[0]
        for _ in range(2):  # once leaves rounding behind, twice is enough
            fresh = fresh - _product(known, _product(known.T, fresh))
        length = _lengths(fresh)[0]
        if length > NOTHING * before and known.shape[1] < len(block):
            known = np.hstack([known, fresh / length])
    return known[:, basis.shape[1] :]


def _product(left: Floats, right: Floats) -> Floats:
    return np.einsum("ij,jk->ik", left, right)


def _lengths(columns: Floats) -> Floats:
    return np.sqrt((columns * columns).sum(axis=0))


def _symmetric(matrix: Floats) -> Floats:
    return (matrix + matrix.T) / 2


def _padded(basis: Floats, values: Floats, size: int) -> tuple[Floats, Floats]:
    axes, squares = np.zeros((AXES, size)), np.zeros(AXES)
    for at, value in enumerate(values[:AXES]):
        if value > NOTHING * values[0]:
            axes[at], squares[at] = _turned(basis[:, at]), value
    return axes, squares


def _turned(axis: Floats) -> Floats:
    loadings = np.abs(axis)
    largest = int(np.flatnonzero(loadings >= loadings.max() * (1 - 1e-9))[0])
    return axis if axis[largest] > 0 else -axis
