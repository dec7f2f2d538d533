import pyarrow as pa
import pytest

from madang.city.opendata.store.fingerprints import fingerprint
from madang.city.opendata.store.rows import Rows
from madang.city.opendata.tests.store import made

TREES = made.trees(500)


def of(table, *, columns=None, **how):
    rows = Rows(made.file(table, **how))
    return fingerprint(rows.pieces(), rows.schema, columns or made.described(table))


@pytest.mark.parametrize(
    "how",
    [
        {"group": 7},
        {"group": 500, "compression": "none"},
        {"use_dictionary": False},
        {"data_page_version": "2.0", "compression": "gzip", "group": 333},
    ],
)
def test_how_a_file_is_written_makes_no_difference(how):
    assert of(TREES, **how) == of(TREES)


OTHERS = {
    "a value": made.changed(TREES, "id", {499: -1}),
    "no value instead of zero": made.changed(TREES, "height", {1: None}),
    "a text instead of none": made.changed(TREES, "kind", {0: ""}),
    "the row that has no value": made.changed(TREES, "height", {0: 0.0, 1: None}),
    "true for false": made.changed(TREES, "fruit", {1: True}),
    "the order of rows": TREES.take(pa.array([1, 0, *range(2, 500)])),
    "one row less": TREES.slice(0, 499),
    "one row twice": pa.concat_tables([TREES, TREES.slice(499)]),
    "the order of columns": TREES.select(["street", "id", "height", "kind", "fruit"]),
    "a type": TREES.set_column(0, "id", TREES.column("id").cast(pa.float64())),
    "a name": TREES.rename_columns(["key", "street", "height", "kind", "fruit"]),
}


@pytest.mark.parametrize("what", OTHERS)
def test_another_content_has_another_fingerprint(what):
    assert of(OTHERS[what]) != of(TREES)


def test_a_unit_makes_another_table():
    assert of(TREES, columns=made.described(TREES, height="m")) != of(TREES)


def test_texts_that_run_together_alike_are_not_alike():
    assert of(pa.table({"a": ["ab", "c"]})) != of(pa.table({"a": ["a", "bc"]}))
    assert of(pa.table({"a": ["x"], "b": [""]})) != of(pa.table({"a": [""], "b": ["x"]}))


def test_bytes_behind_a_missing_cell_do_not_count():
    plain = pa.array([1, None, 3], pa.int64())
    noisy = pa.Array.from_buffers(
        pa.int64(), 3, [plain.buffers()[0], pa.py_buffer(pa.array([1, 77, 3], pa.int64()).buffers()[1])]
    )
    schema = pa.schema([("a", pa.int64())])
    tables = [pa.table({"a": values}, schema=schema) for values in (plain, noisy)]
    assert fingerprint([tables[0]], schema, []) == fingerprint([tables[1]], schema, [])
