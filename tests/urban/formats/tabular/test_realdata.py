"""The six Korean files of the city's data folder: encoding, header and types, each worked by hand from the file."""

import pytest

from madang.urban.formats import tabular
from tests.urban.formats.tabular.builders import notes

pytestmark = pytest.mark.realdata
FOLDER = "opendata/korean/"
# Of each file: its encoding, its rows, and the type and role of each column.
FILES = {
    "test_all.csv": ("cp949", 25, {
        "column_1": ("integer", ""), "자치구": ("text", ""), "위도": ("decimal", "latitude"), "경도": ("decimal", "longitude"),
        "화재수_소방시설수": ("decimal", ""), "화재수_장비수": ("decimal", ""), "화재수_소방인력수": ("decimal", ""),
    }),
    "firesafe.csv": ("utf-8", 141, {
        "column_1": ("integer", ""), "이름": ("text", ""), "위도": ("decimal", "latitude"), "경도": ("decimal", "longitude"),
        "주소": ("text", "category"),
    }),
    "공공자전거 대여소 정보_201905.CSV": ("cp949", 1_537, {
        "구분": ("text", "category"), "대여소번호": ("integer", "identifier"), "대여소명": ("text", ""),
        "위도": ("decimal", "latitude"), "경도": ("decimal", "longitude"), "거치대수": ("integer", ""),
    }),
    "서울시 행정구역 시군구 정보 (좌표계_ WGS1984).csv": ("utf-8-sig", 25, {
        "순번": ("integer", "identifier"), "시군구코드": ("text", "area-code"), "시군구명_한글": ("text", ""),
        "시군구명_영문": ("text", ""), "ESRI_PK": ("integer", "identifier"), "위도": ("decimal", "latitude"), "경도": ("decimal", "longitude"),
    }),
    "전국 소방서 현황(2018.11.28).csv": ("cp949", 215, {
        "순번": ("integer", "identifier"), "본부명": ("text", "category"), "소방서": ("text", ""), "주소": ("text", ""), "전화번호": ("text", "code"),
    }),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_korean_file_loads_with_its_right_types(realdata, tmp_path, name):
    path = realdata(FOLDER + name)
    encoding, rows, columns = FILES[name]
    reading = tabular.sniff(path)
    assert (reading.kind, reading.encoding, reading.delimiter, reading.header_row) == ("csv", encoding, ",", 1)
    table = tabular.load(path, reading, tmp_path)
    assert table.rows == rows
    assert {column.name: (column.type, column.role) for column in table.columns} == columns
    assert sum(column.nulls for column in table.columns) == 0


def test_a_table_of_hours_is_told_to_be_wide(realdata, tmp_path):
    path = realdata(FOLDER + "data_in_.csv")
    reading = tabular.sniff(path)
    assert (reading.encoding, reading.is_wide, notes(reading)) == ("utf-8-sig", True, ["wide"])
    table = tabular.load(path, reading, tmp_path)
    assert table.rows == 1_500
    assert [column.type for column in table.columns] == ["integer"] + ["decimal"] * 24
    assert (table.columns[0].name, table.columns[1].name) == ("station_id", "c_0_00_1_00")
    assert table.columns[1].source_name == "0:00 ~ 1:00"
