import pyarrow as pa
import pytest

from madang.city.opendata.store import cache, comparing, deltas, editing, folders, matching, tables
from madang.city.opendata.store.rows import Rows
from madang.city.opendata.tests.store import made
from madang.urban.formats.tabular import ROW_GROUP

OLD = made.trees(3_000)
NEW = pa.concat_tables([made.changed(OLD, "kind", {40: "elm", 41: "elm", 2_000: None}).slice(5), made.trees(30, start=3_000)])


def rows_of(key):
    return tables.open(key).read(0, 100_000).to_pylist()


def test_a_table_is_named_by_its_content_and_kept_once(store):
    first, second = made.stored(OLD, sort=("street",)), made.stored(OLD, group=250)
    assert first.key == second.key
    assert first.rows == 3_000
    assert first.layout == {"kind": "whole", "sort": ["street"]}
    assert [path.name for path in (store / "tables").glob("*/*")] == [first.key]
    assert list((store / "work").iterdir()) == []
    assert tables.open(first.key).sort == ("street",)


def test_a_table_that_is_not_there_is_missing():
    with pytest.raises(tables.Missing):
        tables.open("0" * 64)


def test_a_file_with_large_groups_is_cut_anew():
    table = made.trees(3 * ROW_GROUP)
    key = made.stored(table, group=3 * ROW_GROUP).key
    assert tables.open(key).groups == 3
    assert tables.open(key).read(ROW_GROUP - 1, 2).to_pylist() == table.slice(ROW_GROUP - 1, 2).to_pylist()


def aged(old, new):
    """Store both, keep the old one as what differs; return their keys."""
    old_key, new_key = made.stored(old).key, made.stored(new).key
    assert deltas.replace(old_key, new_key)
    return old_key, new_key


def test_an_older_table_takes_little_room_and_comes_back_as_it_was():
    whole = made.stored(OLD)
    old_key, new_key = aged(OLD, NEW)
    small = tables.described_as(old_key)
    assert small.layout == {"kind": "delta", "sort": [], "from": new_key}
    assert small.bytes < whole.bytes / 2
    assert not tables.is_at_hand(old_key)
    assert rows_of(old_key) == OLD.to_pylist()
    assert tables.open(old_key).schema.equals(tables.open(new_key).schema)
    assert tables.is_at_hand(old_key)


def test_rows_that_moved_or_stand_there_twice_come_back_in_their_order():
    order = [*range(10, 3_000), *range(10)]
    twice = pa.concat_tables([OLD, OLD.slice(100, 50)])
    old_key, _ = aged(twice, twice.take(pa.array([*order, *range(3_000, 3_050)])))
    assert rows_of(old_key) == twice.to_pylist()


def test_neighbours_that_changed_places_do_not_keep_a_table_whole():
    swapped = [place ^ 1 if place % 40 < 2 else place for place in range(3_000)]
    old_key, _ = aged(OLD, OLD.take(pa.array(swapped)))
    assert rows_of(old_key) == OLD.to_pylist()


def test_rows_in_another_order_are_kept_whole():
    thrice = made.trees(3 * ROW_GROUP)
    scattered = [(place * 9_973) % thrice.num_rows for place in range(thrice.num_rows)]
    assert sorted(scattered) == list(range(thrice.num_rows))
    old_key, new_key = (
        made.stored(thrice, group=ROW_GROUP).key,
        made.stored(thrice.take(pa.array(scattered)), group=ROW_GROUP).key,
    )
    assert not deltas.replace(old_key, new_key)


def test_a_chain_of_older_tables_is_made_again_step_by_step():
    newest = pa.concat_tables([NEW, made.trees(5, start=9_000)])
    old_key, new_key = aged(OLD, NEW)
    assert deltas.replace(new_key, made.stored(newest).key)
    assert rows_of(old_key) == OLD.to_pylist()
    assert rows_of(new_key) == NEW.to_pylist()


@pytest.mark.parametrize(
    ("newer", "why"),
    [
        (made.trees(3_000, start=10_000), "nothing is the same"),
        (OLD.drop_columns(["fruit"]), "a column went"),
        (OLD.set_column(0, "id", OLD.column("id").cast(pa.float64())), "a type changed"),
    ],
)
def test_a_table_stays_whole_where_a_difference_is_no_gain(newer, why):
    old_key, new_key = made.stored(OLD, group=3_000).key, made.stored(newer).key
    assert not deltas.replace(old_key, new_key), why
    assert tables.described_as(old_key).layout["kind"] == "whole"
    assert rows_of(old_key) == OLD.to_pylist()


def test_an_older_table_that_comes_out_differently_is_not_shown():
    old_key, _ = aged(OLD, NEW)
    gone = tables.folder_of(old_key) / deltas.ONLY
    tables.write_pieces([made.changed(Rows(gone).read(0, 9), "kind", {0: "birch"})], OLD.schema, gone)
    with pytest.raises(tables.Spoiled):
        tables.open(old_key)
    assert not cache.has(old_key)


def test_the_table_that_an_older_one_is_made_from_can_go_after_that_is_whole():
    old_key, new_key = aged(OLD, NEW)
    deltas.make_whole(old_key)
    tables.drop(new_key)
    assert tables.described_as(old_key).layout["kind"] == "whole"
    assert rows_of(old_key) == OLD.to_pylist()


def test_an_older_content_that_is_published_again_is_whole_again():
    old_key, _ = aged(OLD, NEW)
    assert made.stored(OLD).layout["kind"] == "whole"
    assert rows_of(old_key) == OLD.to_pylist()


def test_what_was_not_asked_for_the_longest_leaves_the_cache_first(store):
    old_key, _ = aged(OLD, NEW)
    rows_of(old_key)
    assert cache.make_room(0) == 0
    assert cache.make_room(1_000, most=1_000) == 1
    assert not cache.has(old_key)
    tables.close_all()
    assert rows_of(old_key) == OLD.to_pylist()


def differences(old, new, keys=()):
    found = comparing.compare(made.stored(old).key, made.stored(new).key, keys)
    return found, [tuple(row.values()) for row in found.rows.read(0, 10_000).to_pylist()]


def test_rows_are_told_apart_by_their_keys():
    found, rows = differences(OLD, NEW, ["id"])
    assert found.counts == {"changed": 3, "added": 30, "removed": 5}
    assert found.keys == ("id",)
    assert rows[:3] == [("changed", 40, 35), ("changed", 41, 36), ("changed", 2_000, 1_995)]
    assert rows[3:33] == [("added", -1, place) for place in range(2_995, 3_025)]
    assert rows[33:] == [("removed", place, -1) for place in range(5)]
    assert found.span("removed") == (33, 5)


@pytest.mark.parametrize("keys", [[], ["street"], ["no such column"]])
def test_without_keys_that_are_unique_a_changed_row_is_one_removed_and_one_added(keys):
    found, _ = differences(OLD, NEW, keys)
    assert found.counts == {"changed": 0, "added": 33, "removed": 8}
    assert found.keys == ()


def test_rows_that_stand_there_several_times_are_counted():
    old, new = pa.table({"a": ["x", "x", "y", None]}), pa.table({"a": ["x", None, "x", "x", "y", None]})
    found, rows = differences(old, new)
    assert found.counts == {"changed": 0, "added": 2, "removed": 0}
    assert rows == [("added", -1, 3), ("added", -1, 5)]


def test_columns_that_came_went_or_changed_type_are_named_and_the_others_compared():
    old = pa.table({"id": [1, 2], "name": ["a", "b"], "code": [1, 2]})
    new = pa.table({"id": [1, 2], "name": ["a", "c"], "code": ["01", "02"], "new": [True, False]})
    found, rows = differences(old, new, ["id"])
    assert [(one["name"], one["change"]) for one in found.columns] == [("new", "added"), ("code", "type")]
    assert rows == [("changed", 1, 1)]


def test_tables_that_share_no_column_are_wholly_other():
    found, _ = differences(pa.table({"a": [1, 2]}), pa.table({"b": [1, 2, 3]}))
    assert found.counts == {"changed": 0, "added": 3, "removed": 2}


def test_a_comparison_is_kept_and_made_again_when_it_went(store):
    keys = made.stored(OLD).key, made.stored(NEW).key
    assert comparing.held(*keys) is None
    counts = comparing.compare(*keys, ["id"]).counts
    assert comparing.held(*keys, ["id"]).counts == counts
    assert comparing.held(*keys) is None
    cache.make_room(1, most=0)
    assert comparing.held(*keys, ["id"]) is None
    assert comparing.compare(*keys, ["id"]).counts == counts


@pytest.mark.parametrize("part_rows", [10, 1_000, 10_000_000])
def test_matching_in_parts_finds_the_same_pairs(tmp_path, part_rows):
    old, new = (
        matching.hashes(Rows(made.file(table)), table.column_names, tmp_path / name) for table, name in ((OLD, "o"), (NEW, "n"))
    )
    pairs = matching.pair(old, new, part_rows=part_rows)
    assert len(pairs.old) == 2_992
    assert (old[pairs.old] == new[pairs.new]).all()
    assert (pairs.old[1:] > pairs.old[:-1]).all()


def test_edited_cells_change_and_no_others(tmp_path):
    rows = tables.open(made.stored(OLD).key)
    editing.edit(rows, {0: {"kind": "elm"}, 2_999: {"height": None, "id": -1}}, tmp_path / "edited.parquet")
    expected = made.changed(made.changed(made.changed(OLD, "kind", {0: "elm"}), "height", {2_999: None}), "id", {2_999: -1})
    assert Rows(tmp_path / "edited.parquet").read(0, 5_000).to_pylist() == expected.to_pylist()


@pytest.mark.parametrize(
    ("changes", "error"),
    [({3_000: {"id": 1}}, IndexError), ({0: {"no": 1}}, KeyError), ({0: {"id": "one"}}, (pa.ArrowInvalid, TypeError))],
)
def test_an_edit_that_cannot_be_is_refused(tmp_path, changes, error):
    with pytest.raises(error):
        editing.edit(tables.open(made.stored(OLD).key), changes, tmp_path / "edited.parquet")


def test_what_dead_processes_left_is_swept_away(store):
    (store / "work" / "left").mkdir(parents=True)
    assert folders.sweep() == 0
    assert folders.sweep(now=(store / "work" / "left").stat().st_mtime + 3 * 86_400) == 1
