"""The axes are the principal components that NumPy's dense decomposition gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.urban.opinions.axes import centred, principal_axes
from madang.urban.opinions.eigen import eigen
from tests.urban.opinions.builders import FEW, any_rows, noise, votes_of


def test_a_missing_vote_is_the_mean_of_its_statement():
    matrix, means = centred(votes_of("+- -. +0"))
    assert means.tolist() == pytest.approx([1 / 3, -1 / 2])
    assert matrix.toarray() == pytest.approx(np.array([[2 / 3, -1 / 2], [-4 / 3, 0], [2 / 3, 1 / 2]]))


def test_the_axis_of_two_people_who_disagree_is_worked_by_hand():
    """Rows (1, -1) and (-1, 1): all variance lies along (1, -1) / sqrt 2, its sum of squares is 4; nothing is left."""
    axes, squares = principal_axes(centred(votes_of("+- -+"))[0])
    assert axes == pytest.approx(np.array([[2**-0.5, -(2**-0.5)], [0, 0]]))
    assert squares == pytest.approx([4, 0])


@pytest.mark.parametrize("size", [(30, 12, 0.8), (25, 60, 0.5), (400, 90, 0.3)])
def test_axes_are_those_of_the_dense_decomposition(size):
    matrix, _ = centred(votes_of(noise(*size, seed=4)))
    axes, squares = principal_axes(matrix)
    _, values, rows = np.linalg.svd(matrix.toarray())
    assert squares == pytest.approx(values[:2] ** 2, rel=1e-12)
    signs = np.sign((axes * rows[:2]).sum(axis=1))[:, None]
    assert axes * signs == pytest.approx(rows[:2], abs=1e-8)


@FEW
@given(any_rows)
def test_axes_are_orthonormal_or_nothing_and_the_largest_loading_is_positive(table):
    matrix, _ = centred(votes_of(table))
    axes, squares = principal_axes(matrix)
    values = np.append(np.linalg.svd(matrix.toarray(), compute_uv=False) ** 2, [0, 0])[:2]
    assert squares == pytest.approx(values, rel=1e-9, abs=1e-9)
    lengths = (squares > 0).astype(float)
    assert axes @ axes.T == pytest.approx(np.diag(lengths), abs=1e-9)
    for axis in axes[squares > 0]:
        assert axis.max() >= -axis.min() * (1 - 1e-6)


def test_two_axes_of_equal_variance_are_both_found():
    """Four people at the corners of a square: both statements vary alike."""
    axes, squares = principal_axes(centred(votes_of("++ +- -+ --"))[0])
    assert squares == pytest.approx([4, 4])
    assert axes @ axes.T == pytest.approx(np.eye(2))


def test_where_all_think_alike_there_is_no_axis():
    axes, squares = principal_axes(centred(votes_of("+-0 +-0 +-0"))[0])
    assert not axes.any()
    assert not squares.any()


@FEW
@given(st.integers(0, 12), st.integers(0, 2**32 - 1))
def test_eigenvectors_turn_the_matrix_into_its_diagonal(size, seed):
    dice = np.random.default_rng(seed)
    matrix = dice.integers(-3, 4, (size, size)) * 10.0 ** dice.integers(-4, 5)
    matrix = matrix + matrix.T
    values, vectors = eigen(matrix)
    assert values == pytest.approx(np.linalg.eigvalsh(matrix)[::-1], abs=1e-12 * np.abs(matrix).sum() + 1e-300)
    assert vectors.T @ vectors == pytest.approx(np.eye(size), abs=1e-12)
    assert vectors @ (values[:, None] * vectors.T) == pytest.approx(matrix, abs=1e-12 * np.abs(matrix).sum() + 1e-300)
