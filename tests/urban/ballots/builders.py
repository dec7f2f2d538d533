"""Profiles as one would write them down."""

from itertools import groupby

from hypothesis import strategies as st

from madang.urban.ballots.profiles import Rankings


def ranking(text):
    """Return the ranks of "3 > 1=2": 3 before a tie of 1 and 2."""
    return [[int(one) for one in rank.split("=")] for rank in text.split(">")] if text.strip() else []


def rankings(candidates, *ballots):
    """Return the profile of ballots such as "12: 3 > 1=2"; "2:" is blank."""
    counted = [ballot.split(":") for ballot in ballots]
    return Rankings.from_ballots(candidates, [(int(count), ranking(order)) for count, order in counted])


@st.composite
def profiles(draw, most_candidates=6, ties=True):
    """Draw the number of candidates and ballots with their counts: short ones, blank ones, with ties or without."""
    candidates = draw(st.integers(1, most_candidates))
    ranks = st.lists(st.integers(0, candidates), min_size=candidates, max_size=candidates)
    drawn = draw(st.lists(st.tuples(st.integers(1, 20), ranks), max_size=8))
    return candidates, [(count, _in_order(given, ties)) for count, given in drawn]


def _in_order(ranks, ties):
    places = sorted((rank, 0 if ties else one, one) for one, rank in enumerate(ranks, 1) if rank)
    return [[one for _, _, one in tied] for _, tied in groupby(places, key=lambda place: place[:2])]
