"""A table is loaded whole, as the publisher wants it, or not at all."""
# ruff: noqa: DTZ001 - tables hold wall times

from datetime import date, datetime, time

import duckdb
import pyarrow.parquet as pq
import pytest
import shapely

from madang.urban.formats import tabular
from madang.urban.formats.tabular import profiling
from tests.urban.formats.tabular.builders import as_json, fault, load, load_text, notes, rows, types, workbook, written


def features(*properties_and_shapes):
    made = [{"type": "Feature", "properties": about, "geometry": shape} for about, shape in properties_and_shapes]
    return {"type": "FeatureCollection", "features": made}


def test_values_are_what_the_cells_say(tmp_path):
    text = 'n,x,b,d,t,i,w\n"1,234",−2.5,예,2024년 3월 1일,오후 3:24,2024-03-01T10:00:00+09:00,있음 \n5,"3",아니오,2024. 12. 31.,9:05,2024-03-01T00:00:00Z,-\n'
    table = load_text(tmp_path, text)
    assert rows(table) == [
        {"n": 1234, "x": -2.5, "b": True, "d": date(2024, 3, 1), "t": time(15, 24), "i": datetime(2024, 3, 1, 1), "w": "있음 "},
        {"n": 5, "x": 3.0, "b": False, "d": date(2024, 12, 31), "t": time(9, 5), "i": datetime(2024, 3, 1), "w": "-"},
    ]


def test_a_column_that_is_text_keeps_each_value_as_it_came(tmp_path):
    values = ["0164A", " x ", "없음", "NaN", "1e5", "=1+1"]
    table = load_text(tmp_path, "code,n\n" + "".join(f"{value},{place}\n" for place, value in enumerate(values)))
    assert [row["code"] for row in rows(table)] == values


def test_each_decision_names_its_row_in_words(tmp_path):
    text = "code,n\n" + "".join(f"{row},{row}\n" for row in range(1, 853)) + "0164A,12.5\n"
    columns = load_text(tmp_path, text).columns
    assert tabular.sentence(
        columns[0].evidence
    ) == "text, because a column of this name holds codes, not amounts; row 1 holds 1" or (
        tabular.sentence(columns[0].evidence) == "text, because row 853 holds 0164A, which is no number"
    )
    assert tabular.sentence(columns[1].evidence) == "decimal, because row 853 holds 12.5"


@pytest.mark.parametrize(
    ("column", "type_", "row", "value"),
    [
        ("n", "integer", 3, "x7"),
        ("d", "date", 2, "2024-02-30"),
        ("b", "boolean", 3, "maybe"),
        ("t", "time", 1, "late"),
        ("n", "decimal", 3, "x7"),
    ],
)
def test_a_wanted_type_that_does_not_fit_names_row_column_value_and_remedy(tmp_path, column, type_, row, value):
    text = "n,d,b,t\n1,2024-01-01,Y,late\n2,2024-02-30,N,10:00\nx7,2024-03-01,maybe,11:00\n"
    told = fault(tmp_path, text, wanted=tabular.Wanted(types={column: type_}))
    assert (told.key, told.row, told.line, told.column, told.value) == ("not-wanted-type", row, row + 1, column, value)
    assert "Correct the cell, or choose the type text" in str(told)


def test_a_line_is_counted_through_cells_that_break_lines(tmp_path):
    told = fault(tmp_path, 'n,t\n1,"a\nb\nc"\nx,d\n', wanted=tabular.Wanted(types={"n": "integer"}))
    assert (told.row, told.line) == (2, 5)


@pytest.mark.parametrize(
    ("type_", "cell", "value"),
    [("text", "12", "12"), ("integer", "007", 7), ("decimal", "1e5", 100_000.0), ("boolean", "1", True), ("decimal", "3", 3.0),
     ("date:%d/%m/%Y", "01/03/2024", date(2024, 3, 1)), ("date:%m/%d/%Y", "01/03/2024", date(2024, 1, 3)), ("datetime", "2024-03-01", datetime(2024, 3, 1))],
)  # fmt: skip
def test_a_wanted_type_is_followed_where_it_fits(tmp_path, type_, cell, value):
    table = load_text(tmp_path, f"a,b\n{cell},x\n", wanted=tabular.Wanted(types={"a": type_}))
    assert rows(table)[0]["a"] == value
    assert table.columns[0].evidence.why_key == "publisher"


def test_a_wanted_date_whose_order_nothing_tells_asks_for_it(tmp_path):
    told = fault(tmp_path, "d,x\n01/03/2024,a\n02/03/2024,b\n", wanted=tabular.Wanted(types={"d": "date"}))
    assert (told.key, told.column) == ("order-unknown", "d")
    assert "date:%d/%m/%Y" in told.remedy


@pytest.mark.parametrize(
    "wanted", [{"types": {"none": "text"}}, {"types": {"a": "money"}}, {"keys": ("none",)}, {"types": {"a": "integer:%d"}}]
)
def test_wishes_that_fit_no_column_or_type_are_refused(tmp_path, wanted):
    assert fault(tmp_path, "a,b\n1,x\n", wanted=tabular.Wanted(**wanted)).key in ("unknown-column", "unknown-type")


def test_a_form_of_dates_cannot_smuggle_a_statement(tmp_path):
    wanted = tabular.Wanted(types={"a": "date:%Y'); DROP TABLE x; --"})
    assert fault(tmp_path, "a,b\n2024,x\n", wanted=wanted).key == "not-wanted-type"


def test_names_that_the_publisher_chose_are_used_and_made_unique(tmp_path):
    table = load_text(tmp_path, "a b,c\n1,2\n", wanted=tabular.Wanted(names={"c": "A b"}))
    assert [(column.source_name, column.name) for column in table.columns] == [("a b", "a_b"), ("c", "A_b_2")]


def test_hostile_names_of_columns_are_only_names(tmp_path):
    table = load_text(tmp_path, '"a"" FROM x; --",\'b\',"c;d"\n1,2,3\n')
    assert [column.name for column in table.columns] == ["a_FROM_x", "b", "c_d"]
    assert len(rows(table)[0]) == 3


def test_a_large_table_is_sorted_by_place_and_time_in_small_groups(tmp_path):
    lines = "".join(f"2024-01-{row % 28 + 1:02d},{row * 7 % 97:03d},{row}\n" for row in range(20_000))
    table = load_text(tmp_path, "day,station,n\n" + lines)
    assert table.sort == ("station", "day")
    file = pq.ParquetFile(table.path)
    keys = [(row["station"], row["day"]) for row in rows(table)]
    assert keys == sorted(keys)
    assert {file.metadata.row_group(group).num_rows for group in range(file.num_row_groups - 1)} == {tabular.ROW_GROUP}
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_the_publisher_chooses_the_order(tmp_path):
    table = load_text(tmp_path, "a,b\n1,z\n2,y\n3,x\n", wanted=tabular.Wanted(keys=("b",)))
    assert (table.sort, [row["a"] for row in rows(table)]) == (("b",), [3, 2, 1])


def test_a_small_table_keeps_its_order(tmp_path):
    table = load_text(tmp_path, "a,b\nz,1\ny,2\nx,3\n")
    assert (table.sort, [row["a"] for row in rows(table)]) == ((), ["z", "y", "x"])


def test_progress_is_told_in_order_and_leaves_nothing_but_the_result(tmp_path):
    heard: list[tuple[str, float]] = []
    table = load_text(tmp_path, "a,b\r\n1,x\r\n", progress=lambda step, share: heard.append((step, share)))
    steps = list(dict.fromkeys(step for step, _ in heard))
    assert steps[0] == "copying"
    assert steps[-1] == "profiling"
    assert all(0 <= share <= 1 for _, share in heard)
    assert [one.name for one in table.path.parent.iterdir()] == ["rows.parquet"]


class Stopped(Exception):
    pass


@pytest.mark.parametrize("step", ["copying", "profiling"])
def test_whoever_hears_of_progress_may_stop_the_work(tmp_path, step):
    def stop(told: str, share: float) -> None:
        if told == step:
            raise Stopped

    path = written(tmp_path, "a,b\r\n1,x\r\n")
    with pytest.raises(Stopped):
        load(path, progress=stop)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_spreadsheets_typed_cells_keep_their_types(tmp_path):
    path = workbook(tmp_path, {"a": [
        ["code", "n", "x", "when", "day", "ok"],
        ["001", 12, 1.5, datetime(2024, 3, 1, 10, 30), datetime(2024, 3, 1), True],
        ["002", 13, 2, datetime(2024, 3, 2, 0, 0), datetime(2024, 3, 2), False],
    ]})  # fmt: skip
    table = load(path)
    assert types(table) == {
        "code": "text",
        "n": "integer",
        "x": "decimal",
        "when": "datetime",
        "day": table.columns[4].type,
        "ok": "boolean",
    }
    assert table.columns[4].type in ("date", "datetime")
    assert rows(table)[1]["when"] == datetime(2024, 3, 2)


def test_geojson_becomes_columns_and_a_shape(tmp_path):
    point = {"type": "Point", "coordinates": [126.9, 37.5]}
    table = load(
        as_json(
            tmp_path, features(({"구": "종로구", "n": 1, "at": {"x": 1}}, point), ({"구": "중구", "n": 2}, None)), "a.geojson"
        )
    )
    assert types(table) == {"구": "text", "n": "integer", "at": "text", "geometry": "geometry"}
    found = rows(table)
    assert shapely.from_wkb(found[0]["geometry"]) == shapely.Point(126.9, 37.5)
    assert (found[0]["at"], found[1]["geometry"]) == ('{"x":1}', None)


def test_parquet_keeps_what_its_maker_declared(tmp_path):
    first = load_text(tmp_path, "code,n,d\n007,1,2024-03-01\n008,2,2024-03-02\n")
    second = tmp_path / "again"
    second.mkdir()
    table = tabular.load(first.path, tabular.sniff(first.path), second)
    assert types(table) == {"code": "text", "n": "integer", "d": "date"}
    assert rows(table) == rows(first)
    assert {column.evidence.why_key for column in table.columns} == {"declared"}


def test_a_type_that_the_publisher_wants_goes_before_what_parquet_declares(tmp_path):
    first = load_text(tmp_path, "code,n\n007,1\n008,2\n")
    folder = tmp_path / "again"
    folder.mkdir()
    wanted = tabular.Wanted(types={"code": "integer", "n": "text"})
    table = tabular.load(first.path, tabular.sniff(first.path), folder, wanted=wanted)
    assert rows(table) == [{"code": 7, "n": "1"}, {"code": 8, "n": "2"}]


def test_a_name_that_looks_like_a_pattern_names_one_file(tmp_path):
    (tmp_path / "a1.csv").write_text("a,b\n9,9\n")
    table = load_text(tmp_path, "a,b\n1,x\n", "a[1].csv")
    assert rows(table) == [{"a": 1, "b": "x"}]
    again = tmp_path / "b[1].parquet"
    table.path.rename(again)
    assert rows(load(again)) == [{"a": 1, "b": "x"}]


def test_half_characters_of_json_become_whole_text(tmp_path):
    table = load_text(tmp_path, '[{"a\\ud800": "x\\udc00", "b": ["\\ud800"], "c": "\\ud83d\\ude00"}]', "a.json")
    assert [*rows(table)[0].values()][2] == "😀"


def test_a_profile_counts_by_hand(tmp_path):
    table = load_text(tmp_path, "n,w,d\n1,a,2024-01-01\n2,a,2024-01-31\n3,b,2024-01-16\n,,\n10,a,2024-01-16\n")
    numbers, words, days = (table.profile[name] for name in ("n", "w", "d"))
    assert (numbers.nulls, numbers.distinct, numbers.least, numbers.most, numbers.mean) == (0, 4, 1, 10, 4.0)
    assert numbers.quantiles["0.5"] == 2.5
    assert numbers.counts == (1, 1, 1, 0, 0, 0, 0, 0, 0, 1)
    assert numbers.edges == tuple(range(1, 12))
    assert (words.top, words.distinct, words.distinct_is_estimate) == ((("a", 3), ("b", 1)), 2, False)
    assert (days.least, days.most, sum(days.counts), len(days.counts)) == ("2024-01-01", "2024-01-31", 4, 20)
    assert tabular.ColumnProfile.from_json(days.to_json()) == days


def test_bounds_of_the_footer_are_those_of_the_rows(tmp_path):
    cells = [
        ("n", lambda row: row - 9_000), ("empty_for_long", lambda row: "" if row < 9_000 else f"{row}.5"), ("zero", lambda row: (0, "-0", "")[row % 3]),
        ("word", lambda row: ("가", "Ω", "z", "", "🌳")[row % 5]), ("long", lambda row: "x" * 20_000 if row == 5 else f"y{row}"),
        ("day", lambda row: f"{1900 + row % 200}-02-03"), ("at", lambda row: f"2024-01-31 {row % 24:02d}:05:06"), ("time", lambda row: f"{row % 24:02d}:05"),
        ("is_open", lambda row: "Y" if row % 2 else "N"),
    ]  # fmt: skip
    lines = [",".join(str(make(row)) for _, make in cells) for row in range(20_000)]
    table = load_text(tmp_path, "\n".join([",".join(name for name, _ in cells), *lines]) + "\n")
    assert {one.type for one in table.columns} == {"integer", "decimal", "text", "date", "datetime", "time", "boolean"}
    told = profiling.bounds(table.path, table.columns)
    assert set(told) == {name for name, _ in cells} - {"long"}
    for name, found in told.items():
        asked = f"""SELECT count("{name}"), min("{name}"), max("{name}") FROM '{table.path}'"""
        assert duckdb.execute(asked).fetchone() == found, name
    longest = table.profile["long"]
    assert (longest.nulls, longest.least, longest.most) == (0, "x" * 200, "y9999")


def test_days_that_python_has_no_calendar_for_are_asked_of_the_engine(tmp_path):
    duckdb.execute(
        f"COPY (SELECT DATE '0044-03-15 (BC)' AS d UNION ALL SELECT DATE '12024-01-01') TO '{tmp_path / 'far.parquet'}'"
    )
    table = load(tmp_path / "far.parquet")
    assert profiling.bounds(table.path, table.columns) == {}
    assert table.profile["d"].nulls == 0


def test_columns_fit_json(tmp_path):
    for column in load_text(tmp_path, "code,n,p\n007,1.5,3%\n").columns:
        assert tabular.Column.from_json(column.to_json()) == column


def test_no_shape_is_told(tmp_path):
    assert notes(load_text(tmp_path, "a,b\n1,2\n")) == []
