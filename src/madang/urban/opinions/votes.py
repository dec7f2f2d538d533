"""Votes of people on short statements, as one sorted sparse matrix."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

TABLE_SHARE = 16
Ids = NDArray[np.int64] | NDArray[np.str_]


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """Who voted how on what, sorted by person, then statement; made by ``sorted_votes``.

    people      (people,)      ids of those who voted, ascending
    statements  (statements,)  ids of those that were voted on, ascending
    rows        (votes,)       the person of each vote, as an index
    columns     (votes,)       its statement, as an index
    values      (votes,)       1 agrees, 0 passes, -1 disagrees
    """

    people: Ids
    statements: Ids
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.int8]

    @property
    def cast(self) -> NDArray[np.int64]:
        """Return the number of votes of each person, (people,)."""
        return np.bincount(self.rows, minlength=len(self.people))


def sorted_votes(people: ArrayLike, statements: ArrayLike, values: ArrayLike, *, left_out: Sequence[int | str] = ()) -> Votes:
    """Return votes in one order, whatever the order of the rows that were given.

    people, statements  (votes,)  ids, whole numbers or texts
    values              (votes,)  1 agrees, 0 passes, -1 disagrees
    left_out            ids of statements that count nowhere (moderated); nothing differs from votes that never named them

    Raises ValueError if lengths differ, a value is another one, or a person votes twice on one statement.
    """
    who, what, said = np.asarray(people), np.asarray(statements), np.asarray(values)
    if not who.shape == what.shape == said.shape == (len(said),):
        raise ValueError(f"three lists of one length are needed, not {who.shape}, {what.shape}, {said.shape}")
    if strange := sorted(set(np.unique(said).tolist()) - {-1, 0, 1}):
        raise ValueError(f"a vote is 1, 0 or -1, not {strange[0]}")
    if len(left_out):
        kept = ~np.isin(what, np.asarray(left_out))
        who, what, said = who[kept], what[kept], said[kept]
    return _in_order(_as_ids(who), _as_ids(what), said.astype(np.int8))


def _as_ids(values: NDArray[np.generic]) -> Ids:
    if not len(values):
        return np.zeros(0, np.int64)
    if values.dtype.kind in "iu":
        return values.astype(np.int64)
    if values.dtype.kind == "U":
        return values.astype(np.str_)
    raise ValueError(f"ids are whole numbers or texts, not {values.dtype}")


def _in_order(who: Ids, what: Ids, said: NDArray[np.int8]) -> Votes:
    """Sort by one number that holds person, statement and vote: numbers sort many times faster than rows."""
    (people, rows), (statements, columns) = _numbered(who), _numbered(what)
    width = max(len(statements), 1)
    packed = np.sort((rows * width + columns) * 3 + (said + 1))
    places = packed // 3
    if (again := np.flatnonzero(places[1:] == places[:-1])).size:
        row, column = divmod(int(places[again[0]]), width)
        raise ValueError(f"person {people[row]} votes twice on statement {statements[column]}")
    rows = places // width
    return Votes(people, statements, rows, places - rows * width, (packed - places * 3 - 1).astype(np.int8))


def _numbered(values: Ids) -> tuple[Ids, NDArray[np.int64]]:
    """Return the distinct ids, ascending, and the index of each; by a table where whole numbers lie close enough."""
    if values.dtype.kind == "i" and len(values) and values.max() - values.min() < TABLE_SHARE * len(values):
        first = values.min()
        is_there = np.zeros(values.max() - first + 1, np.bool_)
        is_there[values - first] = True
        return np.flatnonzero(is_there) + first, (np.cumsum(is_there) - 1)[values - first]
    ids = _as_ids(np.unique(values))
    return ids, np.searchsorted(ids, values)
