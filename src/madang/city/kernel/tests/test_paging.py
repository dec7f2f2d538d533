import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.city.kernel.paging import BadCursor, decode, encode


@given(st.lists(st.one_of(st.integers(), st.text(max_size=20), st.none()), max_size=4))
def test_a_cursor_reads_back(values):
    assert decode(encode(values), len(values)) == values


@pytest.mark.parametrize("cursor", ["", "x", "!!!", "bm9wZQ", encode([1]), encode([[1], 2]), "9" * 5000])
def test_a_cursor_of_another_list_is_refused(cursor):
    with pytest.raises(BadCursor):
        decode(cursor, 2)
