import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.city.opendata.store.rows import MOST_GROUPS_LOOKED_INTO, Rows
from madang.city.opendata.tests.store import made

WHOLE = made.trees(1_050)
PATH = made.file(WHOLE, group=100)


@given(offset=st.integers(-5, 1_100), limit=st.integers(-2, 1_200))
def test_any_page_is_the_slice_of_the_whole(offset, limit):
    rows = Rows(PATH)
    first, end = max(offset, 0), max(offset, 0) + max(limit, 0)
    assert rows.read(offset, limit).to_pylist() == WHOLE.slice(first, max(end - first, 0)).to_pylist()


@given(st.lists(st.integers(0, 1_049), max_size=40))
def test_rows_are_taken_in_the_order_that_was_asked(positions):
    assert Rows(PATH).take(positions).to_pylist() == WHOLE.take(pa.array(positions, pa.int64())).to_pylist()


def test_a_page_at_any_depth_decodes_one_group():
    rows = Rows(PATH)
    rows.read(910, 20)
    assert [group for group, _ in rows._kept] == [9]
    rows.read(10, 20, ["id"])
    assert [group for group, _ in rows._kept] == [9, 0]


def test_texts_are_kept_as_codes_and_handed_out_as_words():
    rows = Rows(PATH)
    assert rows.read(95, 10).schema.types == rows.take([3, 950]).schema.types == WHOLE.schema.types
    assert all(pa.types.is_dictionary(table.schema.field("kind").type) for table in rows._kept.values())


def test_columns_come_in_the_order_that_was_asked():
    assert Rows(PATH).read(3, 1, ["kind", "id"]).to_pydict() == {"kind": [""] if 3 % 3 == 2 else ["oak"], "id": [3]}


@pytest.mark.parametrize("ask", [lambda rows: rows.read(0, 1, ["no"]), lambda rows: rows.find("no", 1, 1)])
def test_an_unknown_column_is_named(ask):
    with pytest.raises(KeyError, match="no"):
        ask(Rows(PATH))


@pytest.mark.parametrize("position", [-1, 1_050])
def test_a_position_outside_is_refused(position):
    with pytest.raises(IndexError):
        Rows(PATH).take([3, position])


@pytest.mark.parametrize(
    ("column", "value"),
    [("street", "street 0030"), ("id", 777), ("kind", ""), ("kind", None), ("height", 12.5), ("fruit", True), ("fruit", None)],
)
@pytest.mark.parametrize("sort", [(), ("street",)])
def test_rows_that_hold_a_value_are_those_of_a_plain_search(column, value, sort):
    found = Rows(PATH, sort).find(column, value, 1_050)
    plain = [place for place, cell in enumerate(WHOLE.column(column).to_pylist()) if cell == value]
    assert plain
    assert list(found.positions) == plain
    assert found.table.to_pylist() == WHOLE.take(pa.array(plain)).to_pylist()


def test_a_search_goes_on_behind_a_position():
    rows = Rows(PATH)
    first = rows.find("fruit", True, 5)
    rest = rows.find("fruit", True, 5, after=first.positions[-1], columns=["id"])
    assert len(first.positions) == len(rest.positions) == 5
    assert rest.table.column_names == ["id"]
    assert rest.positions[0] > first.positions[-1]
    assert rows.find("fruit", True, 11).positions[:10] == first.positions + rest.positions


def test_a_value_outside_the_bounds_of_every_group_is_found_nowhere_without_looking():
    rows = Rows(PATH)
    assert rows.find("street", "zebra", 5).positions == ()
    assert not rows._kept


def test_a_value_of_another_type_is_refused():
    with pytest.raises((TypeError, pa.ArrowInvalid)):
        Rows(PATH).find("id", "seven", 5)


def test_a_search_that_looks_into_too_many_groups_is_the_engines():
    values = [0, 9] * (MOST_GROUPS_LOOKED_INTO + 1)
    rows = Rows(made.file(pa.table({"n": values}), group=2))
    assert rows.find("n", 5, 1) is None
    assert rows.find("n", 9, 1).positions == (1,)


def test_an_empty_table_has_columns_and_no_rows():
    rows = Rows(made.file(WHOLE.slice(0, 0)))
    assert rows.count == 0
    assert rows.read(0, 10).column_names == WHOLE.column_names
    assert rows.find("id", 1, 5).positions == ()
