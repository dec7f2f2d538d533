"""How a file is written is found from all of its bytes."""

import gzip

import pytest

from madang.urban.formats import tabular
from tests.urban.formats.tabular.builders import as_json, load, notes, rows, types, workbook, written, zipped

KOREAN = "자치구,인구,비고\n종로구,149952,서울특별시 도심의 자치구입니다\n중구,122781,명동과 남대문 시장이 있습니다\n"
CHINESE = "区县,人口,备注\n黄浦区,662030,上海市中心城区的一个区\n徐汇区,1113078,这里有很多学校和公园\n"
FRENCH = "ville;habitants\nOrléans;116269\nAngoulême;41423\nBéziers;78683\n"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (KOREAN, "utf-8", "utf-8"),
        (KOREAN, "utf-8-sig", "utf-8-sig"),
        (KOREAN, "utf-16", "utf-16"),
        (KOREAN, "utf-16-le", "utf-16-le"),
        (KOREAN, "cp949", "cp949"),
        (KOREAN, "euc-kr", "cp949"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "gb2312", "gb18030"),
        (CHINESE, "utf-16", "utf-16"),
        (FRENCH, "latin-1", "latin-1"),
        (FRENCH.replace("Orléans", "Orléans – “la Loire”"), "cp1252", "cp1252"),
        ("a,b\n1,2\n", "ascii", "utf-8"),
    ],
)
def test_an_encoding_is_found_and_the_words_are_read(tmp_path, text, encoding, found):
    path = written(tmp_path, text, encoding=encoding)
    assert tabular.sniff(path).encoding == found
    table = load(path)
    first = text.split("\n")[1].replace(";", ",").split(",")[0]
    assert str(rows(table)[0][table.columns[0].name]) == first


def test_one_korean_word_at_the_end_of_a_large_file_is_not_missed(tmp_path):
    path = written(tmp_path, b"a,b\n" + b"1,2\n" * 300_000 + "3,구로구".encode("cp949") + b"\n")
    assert tabular.sniff(path).encoding == "cp949"


def test_a_character_that_two_pieces_share_is_whole(tmp_path):
    start = b"a,b\n1,"
    path = written(tmp_path, start + b"x" * ((1 << 20) - len(start) - 1) + "가나다\n".encode())
    assert tabular.sniff(path).encoding == "utf-8"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_a_delimiter_is_found(tmp_path, delimiter):
    text = "\n".join(delimiter.join(cells) for cells in (["name", "size", "left, right"], ["a", "1", "x"], ["b", "2", "y"]))
    text = text if delimiter != "," else text.replace("left, right", '"left, right"')
    assert tabular.sniff(written(tmp_path, text)).delimiter == delimiter


def test_commas_inside_quotes_part_nothing(tmp_path):
    text = 'name;remark\n"a";"x, y, z"\n"b";"p, q, r"\n'
    assert tabular.sniff(written(tmp_path, text)).delimiter == ";"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems_are_read(tmp_path, ending):
    table = load(written(tmp_path, ending.join(["a,b", "1,x", '2,"y', 'z"', ""])))
    assert rows(table) == [{"a": 1, "b": "x"}, {"a": 2, "b": "y\nz"}]


def test_mixed_line_ends_lose_no_row(tmp_path):
    assert [row["a"] for row in rows(load(written(tmp_path, "a,b\n1,x\r\n2,y\n3,z\r\n")))] == [1, 2, 3]


def test_titles_above_the_header_are_left_out_and_told(tmp_path):
    path = written(tmp_path, "서울시 인구,,\n\n(단위: 명),,\n구,연령,인구\n종로구,20세,10\n중구,30세,20\n")
    reading = tabular.sniff(path)
    assert (reading.header_row, notes(reading)) == (4, ["title-lines"])
    table = load(path)
    assert [column.source_name for column in table.columns] == ["구", "연령", "인구"]
    assert table.rows == 2


def test_a_table_without_header_gets_numbered_columns(tmp_path):
    path = written(tmp_path, "1,2.5,가\n2,3.5,나\n")
    assert (tabular.sniff(path).header_row, notes(tabular.sniff(path))) == (0, ["no-header"])
    assert types(load(path)) == {"column_1": "integer", "column_2": "decimal", "column_3": "text"}


def test_years_may_name_columns(tmp_path):
    path = written(tmp_path, "구,2019,2020,2021,2022\n종로구,1,2,3,4\n중구,5,6,7,8\n")
    reading = tabular.sniff(path)
    assert (reading.header_row, reading.is_wide) == (1, True)
    assert [column.name for column in load(path).columns] == ["구", "c_2019", "c_2020", "c_2021", "c_2022"]


@pytest.mark.parametrize(
    "labels",
    [
        [f"{hour:02d}:00" for hour in range(24)],
        ["202401", "202402", "202403", "202404"],
        ["2024-01", "2024-02"],
        [str(day) for day in range(1, 32)],
    ],
)
def test_hours_months_and_days_may_name_columns(tmp_path, labels):
    path = written(tmp_path, ",".join(["구", *labels]) + "\n" + ",".join(["종로구", *["7"] * len(labels)]) + "\n")
    assert tabular.sniff(path).header_row == 1
    assert [column.source_name for column in load(path).columns] == ["구", *labels]


@pytest.mark.parametrize("first", ["종로구,10,20,30", "종로구,2020,2019,2021", "종로구,10:30,09:10,11:00"])
def test_a_first_row_of_data_names_nothing(tmp_path, first):
    assert tabular.sniff(written(tmp_path, first + "\n중구,1,2,3\n마포구,3,4,5\n")).header_row == 0


def test_unnamed_and_repeated_columns_get_names_and_notes(tmp_path):
    path = written(tmp_path, ",구,구, 구 ,Name,name\n0,a,b,c,d,e\n")
    assert notes(tabular.sniff(path)) == ["unnamed-column", "repeated-column", "repeated-column"]
    assert [column.name for column in load(path).columns] == ["column_1", "구", "구_2", "구_3", "Name", "name_2"]


def test_a_header_that_breaks_lines_is_one_header(tmp_path):
    table = load(written(tmp_path, 'place,"people\n(thousand)"\na,1\nb,2\n'))
    assert [column.source_name for column in table.columns] == ["place", "people (thousand)"]
    assert table.rows == 2


def test_columns_that_only_trailing_commas_make_are_left_out(tmp_path):
    table = load(written(tmp_path, "a,b,,\n1,x,,\n2,y,,\n"))
    assert (types(table), notes(table)[-1]) == ({"a": "integer", "b": "text"}, "blank-columns")


def test_blank_rows_are_left_out_and_told(tmp_path):
    table = load(written(tmp_path, "a,b\n1,x\n,\n2,y\n,\n,\n"))
    assert (table.rows, notes(table)) == (2, ["blank-rows"])


@pytest.mark.parametrize(
    "names", [[f"{hour}시" for hour in range(24)], [f"{month}월" for month in range(1, 13)], ["Jan", "Feb", "Mar", "Apr"]]
)
def test_columns_of_hours_or_months_make_a_table_wide(tmp_path, names):
    path = written(tmp_path, ",".join(["구", *names]) + "\n" + ",".join(["종로구", *["1"] * len(names)]) + "\n")
    assert tabular.sniff(path).is_wide


def test_the_largest_table_of_an_archive_is_read_and_the_others_are_told(tmp_path):
    path = zipped(tmp_path, {"readme.txt": "x", "구.csv": KOREAN.encode("cp949"), "__MACOSX/._구.csv": b"\0" * 999})
    reading = tabular.sniff(path)
    assert (reading.member, reading.encoding, notes(reading)) == ("구.csv", "cp949", ["other-members"])
    assert rows(load(path))[0]["자치구"] == "종로구"


def test_a_workbook_inside_an_archive_is_read(tmp_path):
    book = workbook(tmp_path, {"a": [["x"], [1.5]]}).read_bytes()
    assert types(load(zipped(tmp_path, {"in.xlsx": book}))) == {"x": "decimal"}


def test_a_sheet_is_read_and_the_others_are_told(tmp_path):
    path = workbook(
        tmp_path, {"비어": [], "인구": [["서울시 인구"], ["구", "인구"], ["종로구", 10], ["중구", 20]], "기타": [["x"], [1]]}
    )
    reading = tabular.sniff(path)
    assert (reading.kind, reading.sheet, reading.header_row, notes(reading)) == (
        "xlsx",
        "인구",
        2,
        ["title-lines", "other-sheets"],
    )
    assert rows(load(path)) == [{"구": "종로구", "인구": 10}, {"구": "중구", "인구": 20}]


@pytest.mark.parametrize(
    "value",
    [
        [{"구": "종로구", "n": 1}, {"구": "중구", "n": 2}],
        {"total": 2, "DATA": [{"구": "종로구", "n": 1}, {"구": "중구", "n": 2}]},
        {"stationInfo": {"list_total_count": 2, "row": [{"구": "종로구", "n": 1}, {"구": "중구", "n": 2}]}},
    ],
)
def test_json_rows_are_found_where_they_stand(tmp_path, value):
    assert rows(load(as_json(tmp_path, value))) == [{"구": "종로구", "n": 1}, {"구": "중구", "n": 2}]


def test_json_lines_are_read(tmp_path):
    path = written(tmp_path, '{"a": 1, "b": "x"}\n{"a": 2, "c": true}\n', "table.ndjson")
    assert rows(load(path)) == [{"a": 1, "b": "x", "c": None}, {"a": 2, "b": None, "c": True}]


def test_what_a_reading_says_fits_json():
    reading = tabular.Reading("csv", "cp949", ",", '"', notes=(tabular.Note("wide", {"columns": 24}),), is_wide=True)
    assert tabular.Reading.from_json(reading.to_json()) == reading


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("구.csv.gz", KOREAN.encode("cp949").replace(b"\n", b"\r\n"), None),
        ("구.csv.gz", KOREAN.encode(), None),
        ("rows.json.gz", b'[{"x": 1.5}, {"x": 2}]', {"x": "decimal"}),
        ("points.ndjson.gz", b'{"x": 1}\n{"x": 2}\n', {"x": "integer"}),
    ],
)
def test_what_a_gzip_holds_is_read_as_if_it_lay_there(tmp_path, name, content, expected):
    plain = written(tmp_path, content, name.removesuffix(".gz"))
    packed = written(tmp_path, gzip.compress(content), name)
    assert tabular.sniff(packed).member == plain.name
    table = load(packed)
    assert types(table) == (expected or types(load(plain)))
    assert rows(table) == rows(load(plain))


def test_a_gzip_may_hold_a_workbook_or_parquet(tmp_path):
    book = workbook(tmp_path, {"a": [["x"], [1.5], [2]]})
    assert types(load(written(tmp_path, gzip.compress(book.read_bytes()), "b.xlsx.gz"))) == {"x": "decimal"}
    file = load(written(tmp_path, "x,y\n1,a\n2,b\n")).path
    kept = written(tmp_path, gzip.compress(file.read_bytes()), "c.parquet.gz")
    assert types(load(kept)) == {"x": "integer", "y": "text"}


def test_the_name_of_a_link_tells_what_a_gzip_holds(tmp_path):
    kept = written(tmp_path, gzip.compress(b"[]"), "download")
    reading = tabular.sniff(kept, "https://data.example/rows.json.gz")
    assert (reading.kind, reading.member) == ("json", "rows.json")
