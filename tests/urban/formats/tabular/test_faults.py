"""A file that cannot be read names its place, the remedy, and leaves nothing behind."""

import gzip
import io
import struct
import zipfile

import pytest

from madang.urban.formats import tabular
from madang.urban.formats.faults import FileFault
from tests.urban.formats.tabular.builders import as_json, fault, load, workbook, written, zipped

KOREAN = "구,인구\n" + "종로구,1\n" * 300


def of(path, **options) -> tabular.TableFault:
    with pytest.raises(tabular.TableFault) as caught:
        load(path, **options)
    assert isinstance(caught.value, FileFault)
    return caught.value


@pytest.mark.parametrize(
    ("text", "key", "row", "line"),
    [
        ("a,b\n1,2\n3,4,5\n6,7\n", "too-many-cells", 2, 3),
        ("a,b\n1,2\n3\n6,7\n", "too-few-cells", 2, 3),
        ('a,b\n1,2\n3,"x\n6,7\n', "open-quote", 2, 3),
        ('a,b\n1,2\n3,"x"y\n6,7\n', "open-quote", 2, 3),
        ("title,\n\na,b\n1,x\n2,y\n3,4,5\n", "too-many-cells", 3, 6),
    ],
)
def test_a_row_that_is_built_otherwise_is_named_with_its_line(tmp_path, text, key, row, line):
    told = fault(tmp_path, text)
    assert (told.key, told.row, told.line) == (key, row, line)
    assert f"line {line}" in str(told)


def test_a_row_that_is_built_otherwise_is_named_in_a_file_that_is_copied_first(tmp_path):
    told = fault(tmp_path, "구,인구\r\n종로구,1\r\n중구,2,3\r\n".encode("cp949"))
    assert (told.key, told.row, told.line) == ("too-many-cells", 2, 3)


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_one_damaged_byte_is_named_with_its_line(tmp_path, encoding):
    raw = KOREAN.encode(encoding)
    at = raw.index("종로구".encode(encoding), len(raw) // 2)
    told = fault(tmp_path, raw[:at] + b"\xff" + raw[at:])
    assert (told.key, told.params["encoding"], told.value) == ("bad-byte", encoding, "0xff")
    assert told.line == raw[:at].count(b"\n") + 1


def test_bytes_of_no_encoding_are_no_text(tmp_path):
    assert fault(tmp_path, bytes(range(128, 256)) * 40 + b"\xff\xfe\xfd").key in ("unknown-encoding", "nul")


def test_a_nul_is_named_with_its_line(tmp_path):
    assert (told := fault(tmp_path, "a,b\n1,2\n3,\0\n")).key == "nul"
    assert told.line == 3


@pytest.mark.parametrize(
    ("text", "key"), [("", "empty-file"), ("a,b\n", "no-rows"), ("\n\n\n", "no-rows"), ("a,b\n,\n,\n", "no-rows")]
)
def test_a_file_without_rows_is_no_table(tmp_path, text, key):
    assert fault(tmp_path, text).key == key


def test_an_archive_made_to_burst_is_refused_unread(tmp_path):
    path = zipped(tmp_path, {"a.csv": b"0" * (64 << 20)})
    assert (told := of(path)).key == "zip-bomb"
    assert told.params["megabytes"] == 64


def test_an_archive_that_lies_about_its_size_gives_no_more_than_it_says(tmp_path):
    path = zipped(tmp_path, {"a.csv": b"a,b\n" + b"1,2\n" * 100_000})
    raw = bytearray(path.read_bytes())
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 8)
    path.write_bytes(bytes(raw))
    assert of(path).key in ("damaged", "bad-text", "too-few-cells", "unreadable")


def test_more_than_the_quota_is_refused(tmp_path):
    path = zipped(tmp_path, {"a.csv": b"a,b\n" + b"1,2\n" * 600_000})
    with pytest.raises(tabular.TableFault) as caught:
        tabular.sniff(path, most_bytes=1 << 20)
    assert caught.value.key == "too-large"


def test_an_archive_of_pictures_holds_no_table(tmp_path):
    assert of(zipped(tmp_path, {"a.png": b"x", "b.pdf": b"y"})).key == "no-table"


def test_a_locked_archive_says_so(tmp_path):
    path = zipped(tmp_path, {"a.csv": b"a,b\n1,2\n"})
    raw = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + place] |= 1
    path.write_bytes(bytes(raw))
    assert of(path).key == "locked"


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1", b"\x1f\x8b\x08\0"])
def test_a_file_that_only_begins_like_one_is_damaged(tmp_path, start):
    assert fault(tmp_path, start + b"nothing of the kind" * 10).key in ("damaged", "packed")


def test_cells_of_a_sheet_beyond_its_names_make_a_column_without_name(tmp_path):
    table = load(workbook(tmp_path, {"a": [["x", "y"], *[[1, 2]] * 500, [1, 2, 3]]}))
    assert [(column.name, column.nulls) for column in table.columns] == [("x", 0), ("y", 0), ("column_3", 500)]


def test_a_workbook_made_to_burst_is_refused(tmp_path):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (64 << 20))
    assert fault(tmp_path, held.getvalue(), "a.xlsx").key == "zip-bomb"


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ('[{"a": 1},\n{"a": 2},\n{"a": }]', "bad-json", 3),
        ('[{"a": 1},\n{"a": 2}', "bad-json", 2),
        ('[{"a": 1},\n3]', "not-an-object", 2),
        ('{"a": 1}\n{"a": 2}\n{"a": 3\n', "bad-json", 4),
        ('{"a": {"b": 1}, "c": [1, 2]}\n[', "no-records", None),
        ('[{"a": ' + "[" * 100_000, "bad-json", 1),
        ('[{"a": ' + "9" * 10_000 + "}]", "bad-json", 1),
    ],
)
def test_json_that_is_wrong_is_named_with_its_line(tmp_path, text, key, line):
    told = fault(tmp_path, text, "a.json")
    assert (told.key, told.line) == (key, line)


def test_a_shape_in_metres_names_its_row_and_the_remedy(tmp_path):
    shapes = [{"type": "Point", "coordinates": at} for at in ([126.9, 37.5], [953_900, 1_952_000])]
    made = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"n": 1}, "geometry": one} for one in shapes],
    }
    told = of(as_json(tmp_path, made, "a.geojson"))
    assert (told.key, told.row) == ("bad-shape", 2)
    assert "ogr2ogr" in str(told)


def test_another_system_of_coordinates_is_refused_with_the_remedy(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5179"}}
    made = {"type": "FeatureCollection", "crs": crs, "features": [{"type": "Feature", "properties": {}, "geometry": None}]}
    assert (told := of(as_json(tmp_path, made, "a.geojson"))).key == "other-crs"
    assert "EPSG::5179" in str(told)


@pytest.mark.parametrize(
    "geometry",
    [{"type": "Point"}, {"type": "Point", "coordinates": "x"}, {"coordinates": [1, 2]}, {"type": "Dot", "coordinates": [1, 2]}],
)
def test_a_shape_that_is_none_names_its_row(tmp_path, geometry):
    made = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"n": 1}, "geometry": geometry}]}
    assert of(as_json(tmp_path, made, "a.geojson")).row == 1


@pytest.mark.parametrize("name", ["a.csv", "a.json"])
def test_more_columns_than_anybody_reads_are_refused(tmp_path, name):
    csv = ",".join(f"n{place}" for place in range(2_001)) + "\n" + ",".join(["1"] * 2_001) + "\n"
    told = fault(tmp_path, csv if name == "a.csv" else "[" + ",".join(f'{{"n{place}": 1}}' for place in range(2_001)) + "]", name)
    assert (told.key, told.params["most"]) == ("too-many-columns", 2_000)


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert of(tmp_path / "none.csv").key == "unreadable"


def test_a_sheet_or_member_that_is_not_there_is_told(tmp_path):
    book = workbook(tmp_path, {"a": [["x"], [1]]})
    with pytest.raises(tabular.TableFault, match="no sheet"):
        tabular.load(book, tabular.Reading("xlsx", sheet="b", header_row=1), tmp_path)
    path = zipped(tmp_path, {"a.csv": b"a\n1\n"})
    with pytest.raises(tabular.TableFault, match="holds no b"):
        tabular.load(path, tabular.Reading("csv", "utf-8", ",", '"', member="b.csv", header_row=1), tmp_path)


def test_a_reading_that_a_publisher_made_wrong_is_a_fault_of_the_file(tmp_path):
    path = written(tmp_path, KOREAN, encoding="cp949")
    with pytest.raises(tabular.TableFault):
        tabular.load(path, tabular.Reading("csv", "utf-8", ",", '"', "\n", header_row=1), tmp_path)


def test_every_sentence_has_its_values(tmp_path):
    told = fault(tmp_path, "a,b\n1,2\n3,4,5\n")
    assert "?" not in told.message
    assert told.params["expected"] == 2
    assert told.remedy == "Put cells that hold the delimiter in quotes, or remove what is too much"


def test_a_gzip_made_to_burst_is_refused_before_it_is_unpacked_whole(tmp_path):
    assert fault(tmp_path, gzip.compress(b"0" * (64 << 20)), "a.csv.gz").key == "zip-bomb"


def test_of_a_gzip_no_more_is_unpacked_than_there_is_room_for(tmp_path):
    rows = b"".join(b"%d,%d\n" % (number, number**3) for number in range(200_000))
    path = written(tmp_path, gzip.compress(b"a,b\n" + rows), "a.csv.gz")
    with pytest.raises(tabular.TableFault) as caught:
        tabular.sniff(path, most_bytes=1 << 20)
    assert caught.value.key == "too-large"


ROWS = gzip.compress(b"a,b\n" + b"1,2\n" * 1_000, mtime=0)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        pytest.param(ROWS[:-20], "damaged", id="cut off"),
        pytest.param(ROWS[:-8] + bytes(8), "damaged", id="another checksum"),
        pytest.param(gzip.compress(b"", mtime=0), "empty-file", id="nothing"),
        pytest.param(gzip.compress(gzip.compress(b"a,b\n1,2\n"), mtime=0), "packed", id="packed twice"),
        pytest.param(gzip.compress(b"a,b\n1,2\n3,4,5\n", mtime=0), "too-many-cells", id="a cell too many"),
    ],
)
def test_a_gzip_that_holds_no_table_says_why(tmp_path, content, key):
    assert fault(tmp_path, content, "a.csv.gz").key == key
    assert not (tmp_path / "rows.parquet").exists()
