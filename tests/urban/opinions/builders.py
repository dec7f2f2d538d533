"""Votes and maps of pictures, and random ones."""

import json

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from madang.urban.opinions import OpinionMap, Votes, opinion_map, sorted_votes
from madang.urban.opinions.report import as_dict, positions
from tests.urban.opinions.tables import Rows, rows

FEW = settings(max_examples=40)
any_rows = st.dictionaries(
    st.tuples(st.integers(1, 9), st.integers(101, 107)), st.sampled_from([1, 0, -1]), min_size=1, max_size=50
).map(lambda votes: [(who, what, said) for (who, what), said in votes.items()])


def votes_of(table: Rows | str, **options) -> Votes:
    people, statements, values = zip(*(rows(table) if isinstance(table, str) else table), strict=True)
    return sorted_votes(people, statements, values, **options)


def map_of(table: Rows | str, **options) -> OpinionMap:
    return opinion_map(votes_of(table, **options))


def told(found: OpinionMap) -> str:
    """Return everything that a map says, to the last bit."""
    return json.dumps([as_dict(found), positions(found)])


def noise(people: int, statements: int, share: float, seed: int) -> Rows:
    """Return votes without any groups, each cast with one probability."""
    dice = np.random.default_rng(seed)
    who, what = np.nonzero(dice.random((people, statements)) < share)
    return list(zip(who.tolist(), what.tolist(), dice.integers(-1, 2, len(who)).tolist(), strict=True))
