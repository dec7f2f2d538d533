"""What is about persons is found; what only looks like it is not."""

import numpy as np
import pyarrow as pa
import pytest

from madang.city.opendata.rules.disclosure import Certainty, Field, Finding, Kind, find_personal
from madang.city.opendata.rules.disclosure.personal import digits
from madang.urban.formats import tabular


def found(**columns: list) -> dict[tuple[Kind, str], Finding]:
    table = pa.table(columns)
    kinds = {
        pa.types.is_string: "text",
        pa.types.is_integer: "integer",
        pa.types.is_floating: "decimal",
        pa.types.is_date: "date",
    }
    roles = {"위도": "latitude", "경도": "longitude", "lat": "latitude", "lon": "longitude"}
    fields = [
        Field(one.name, one.name, next(kind for check, kind in kinds.items() if check(one.type)), roles.get(one.name, ""))
        for one in table.schema
    ]
    return {(one.kind, one.column): one for one in find_personal(fields, table.to_batches(max_chunksize=40))}


def certainty(kind: Kind, header: str, *values: object) -> Certainty | None:
    one = found(**{header: list(values)}).get((kind, header))
    return one.certainty if one else None


def test_check_digits_by_published_examples():
    assert digits.luhn(pa.array(["4111 1111 1111 1111", "4111 1111 1111 1112", "378282246310005"])).tolist() == [
        True,
        False,
        True,
    ]
    assert digits.chinese(pa.array(["11010519491231002X", "110105194912310021"])).tolist() == [True, False]
    assert digits.iban(pa.array(["GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 33"])).tolist() == [True, False]
    # 900101-123456?: 9*2+0+0+1*5+0+1*7+1*8+2*9+3*2+4*3+5*4+6*5 = 124, 124 % 11 = 3, 11 - 3 = 8
    assert digits.korean(pa.array(["900101-1234568", "900101-1234567"])).tolist() == [True, False]


@pytest.mark.parametrize(
    ("kind", "header", "value", "sure"),
    [
        (Kind.RESIDENT_NUMBER, "비고", "900101-1234568", Certainty.CERTAIN),
        (Kind.RESIDENT_NUMBER, "비고", "201015-3234567", Certainty.LIKELY),  # since October 2020 without check digit
        (Kind.RESIDENT_NUMBER, "주민등록번호", "900101-1******", Certainty.LIKELY),
        (Kind.CHINESE_ID, "code", "11010519491231002X", Certainty.CERTAIN),
        (Kind.PAYMENT_CARD, "memo", "card 4111-1111-1111-1111 used", Certainty.CERTAIN),
        (Kind.PHONE, "비고", "문의: 010-1234-5678", Certainty.CERTAIN),
        (Kind.PHONE, "비고", "０１０－１２３４－５６７８", Certainty.CERTAIN),
        (Kind.PHONE, "电话", "13800138000", Certainty.CERTAIN),
        (Kind.PHONE, "전화번호", "02-735-6119", Certainty.OFFICE),
        (Kind.PHONE, "phone", "+44 20 7946 0958", Certainty.OFFICE),
        (Kind.EMAIL, "note", "write to kim.minsu@example.com", Certainty.CERTAIN),
        (Kind.EMAIL, "note", "info@seoul.go.kr", Certainty.OFFICE),
        (Kind.PERSON_NAME, "성명", "홍길동", Certainty.CERTAIN),
        (Kind.PERSON_NAME, "姓名", "王小明", Certainty.CERTAIN),
        (Kind.PERSON_NAME, "full_name", "James Smith", Certainty.CERTAIN),
        (Kind.PASSPORT, "여권번호", "M123A4567", Certainty.CERTAIN),
        (Kind.BANK_ACCOUNT, "계좌번호", "110-234-567890", Certainty.LIKELY),
        (Kind.BANK_ACCOUNT, "note", "GB82 WEST 1234 5698 7654 32", Certainty.CERTAIN),
        (Kind.ADDRESS, "거주지", "서울특별시 마포구 월드컵로 12, 101동 202호", Certainty.CERTAIN),
        (Kind.ADDRESS, "비고", "마포구 월드컵로 12, 101동 202호", Certainty.LIKELY),
        (Kind.ADDRESS, "住址", "北京市朝阳区建国路88号1栋201室", Certainty.CERTAIN),
        (Kind.IP_ADDRESS, "client", "203.0.113.7", Certainty.CERTAIN),
        (Kind.VEHICLE_PLATE, "차량번호", "12가 3456", Certainty.CERTAIN),
        (Kind.VEHICLE_PLATE, "车牌", "京A12345", Certainty.CERTAIN),
        (Kind.BIRTH_DATE, "생년월일", "1990-01-01", Certainty.LIKELY),
    ],
)
def test_each_kind_is_found(kind, header, value, sure):
    assert certainty(kind, header, value, None) is sure


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("자치구", ["강남구", "마포구", "도봉구", "은평구", "노원구"]),
        ("이름", ["영등포소방서", "용산소방서", "동대문소방서"]),
        ("대여소명", ["망원역 1번출구 앞", "을지로3가역 5번출구", "청계천 박물관"]),
        ("법인등록번호", ["110111-1234567", "110111-2234567"]),
        ("event_time_ms", [1_609_459_200_000, 1_612_137_600_000, 1_614_556_800_000]),
        ("station", ["Central Station", "Market Street", "Kim Park"]),
        ("date", ["2019-01-02", "2020-10-31", "2021-02-14"]),
        ("version", ["release 2.10", "release 3.4"]),
        ("population", [9_411_440, 3_349_016, 2_418_346]),
        ("area_code", ["1111010100", "1111010200", "1111010300"]),
        ("docks", [5, 10, 14]),
    ],
)
def test_what_only_looks_like_it_is_left_alone(header, values):
    assert found(**{header: values}) == {}


def test_long_numbers_that_pass_a_check_by_chance_are_no_cards():
    numbers = (4_000_000_000_000_000 + np.random.default_rng(3).integers(0, 10**15, 400)).tolist()
    one = found(serial=numbers).get((Kind.PAYMENT_CARD, "serial"))
    assert one is None or one.certainty is Certainty.POSSIBLE


def test_numbers_that_lost_their_zero_are_still_mobile_numbers():
    assert certainty(Kind.PHONE, "연락처", 1_012_345_678, 1_098_765_432) is Certainty.CERTAIN


def test_rows_are_counted_over_all_batches_and_few_examples_kept():
    one = found(memo=["010-1234-5678", "nothing"] * 50)[Kind.PHONE, "memo"]
    assert (one.rows, one.details["whole"]) == (50, 100)
    assert 1 <= len(one.examples) <= 3
    assert all("1234" not in text for text in one.examples)


def test_exact_places_matter_where_the_rows_are_about_persons():
    places = {"lat": [37.549561, 37.556123, 37.554951], "lon": [126.905754, 126.910454, 126.910835]}
    assert (Kind.COORDINATES, "lat") not in found(station=["Market", "River", "Hill"], **places)
    assert found(patient_id=["p1", "p2", "p3"], **places)[Kind.COORDINATES, "lat"].columns == ("lat", "lon")
    coarse = {"lat": [37.55, 37.56, 37.55], "lon": [126.91, 126.91, 126.92]}
    assert (Kind.COORDINATES, "lat") not in found(patient_id=["p1", "p2", "p3"], **coarse)


def test_an_office_number_in_a_table_of_persons_is_no_office_s():
    one = found(성명=["홍길동", "김민수"], 전화번호=["02-735-6119", "02-735-6120"])
    assert one[Kind.PHONE, "전화번호"].certainty is Certainty.LIKELY


def test_hostile_text_takes_no_longer_than_its_length():
    assert found(memo=["0-" * 200_000, "@" * 200_000, "(" * 100_000, "\u0000", "가" * 200_000]) == {}


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("firesafe.csv", {}),
        ("test_all.csv", {}),
        ("data_in_.csv", {}),
        ("공공자전거 대여소 정보_201905.CSV", {}),
        ("서울시 행정구역 시군구 정보 (좌표계_ WGS1984).csv", {}),
        ("전국 소방서 현황(2018.11.28).csv", {"주소": Certainty.OFFICE, "전화번호": Certainty.OFFICE}),
    ],
)
def test_the_six_korean_files_raise_no_false_alarm(realdata, tmp_path, name, expected):
    path = realdata(f"opendata/korean/{name}")
    table = tabular.load(path, tabular.sniff(path, name=name), tmp_path)
    fields = [Field.from_json(column.to_json()) for column in table.columns]
    import pyarrow.parquet as pq

    findings = find_personal(fields, pq.ParquetFile(table.path).iter_batches())
    assert {one.column: one.certainty for one in findings} == expected
