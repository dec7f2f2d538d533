"""Files: what they hold, what they are called, parts of them, and a workbook that a job makes."""

import csv
import io
import json

import pyarrow.parquet as pq
import pytest
import python_calamine
from django.test import Client

from madang.city.kernel import jobs
from madang.city.opendata.services import downloading
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.pages.builders import publish, wifi
from madang.city.opendata.views.downloads import disposition

pytestmark = pytest.mark.django_db


def get(path, **headers):
    return Client().get(path, headers=headers)


def body(response):
    """Return what was sent, its file closed."""
    found = b"".join(response.streaming_content) if response.streaming else response.content
    for close in response._resource_closers:  # close() would end the test's connection to the database as well
        close()
    return found


def test_csv_holds_every_row_as_text_that_programs_read():
    response = get(f"/data/{wifi()}.csv")
    rows = list(csv.DictReader(io.StringIO(body(response).decode())))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert len(rows) == 7
    assert rows[0] == {"site_id": "0164A", "name": "나루시장 북문, 1층", "district": "Naru", "opened": "2019-04-02", "lon": "127.0312",
                       "lat": "37.5101", "daily_users": "1204", "speed_mbit": "312"}  # fmt: skip
    assert rows[5]["daily_users"] == ""


def test_instants_and_times_are_iso_text():
    slug = builders.dataset("Times")
    publish(slug, "at,clock\n2024-03-01 09:30:15,08:30\n2024-03-02 00:00:00,23:59\n")
    text = body(get(f"/data/{slug}.csv")).decode().splitlines()
    assert text[0] == '"at","clock"'
    assert "2024-03-01T09:30:15" in text[1]
    assert "2024-03-02T00:00:00" in text[2]


def test_geojson_has_a_feature_for_each_row():
    found = json.loads(body(get(f"/data/{wifi()}.geojson")))
    assert found["type"] == "FeatureCollection"
    assert len(found["features"]) == 7
    first = found["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [127.0312, 37.5101]}
    assert first["properties"]["opened"] == "2019-04-02"


def test_parquet_is_the_table_itself():
    found = pq.read_table(io.BytesIO(body(get(f"/data/{wifi()}.parquet"))))
    assert found.num_rows == 7
    assert found.column_names[0] == "site_id"


def test_a_workbook_has_typed_cells_no_formulas_and_says_where_it_is_from():
    response = get(f"/data/{wifi()}.xlsx")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(body(response)))
    rows = book.get_sheet_by_name("data").to_python()
    assert rows[1][0] == "0164A"
    assert str(rows[1][3]) == "2019-04-02"
    assert rows[1][6] == 1204
    assert rows[7][1] == '=HYPERLINK("http://evil.example")'
    about = dict(book.get_sheet_by_name("about").to_python())
    assert about["Title"] == "Public Wi-Fi sites"
    assert about["Address"].endswith("/data/wifi-sites/v/1")


def test_a_sheet_is_cut_where_it_is_full_and_the_page_says_so(monkeypatch):
    from madang.city.opendata.queries import downloads

    monkeypatch.setattr(downloads, "EXCEL_ROWS", 5)
    monkeypatch.setattr(downloading, "EXCEL_ROWS", 5)
    slug = wifi()
    assert "A sheet holds the first 5 rows." in get(f"/data/{slug}").content.decode()
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(body(get(f"/data/{slug}.xlsx"))))
    assert len(book.get_sheet_by_name("data").to_python()) == 6
    assert "Cut" in dict(book.get_sheet_by_name("about").to_python())


def test_a_large_workbook_is_made_by_a_job_while_the_page_waits(monkeypatch):
    monkeypatch.setattr(downloading, "CELLS_AT_ONCE", 10)
    slug = wifi()
    jobs.run_pending()
    waiting = get(f"/data/{slug}.xlsx")
    assert (waiting.status_code, waiting["Refresh"]) == (202, "10")
    assert get(f"/data/{slug}.xlsx").status_code == 202
    assert jobs.run_pending() == 1  # asked for twice, made once
    assert body(get(f"/data/{slug}.xlsx"))[:2] == b"PK"


def test_a_part_of_a_file_can_be_had():
    slug = wifi()
    whole = body(get(f"/data/{slug}.parquet"))
    part = get(f"/data/{slug}.parquet", Range="bytes=4-11")
    assert (part.status_code, part["Content-Range"], body(part)) == (206, f"bytes 4-11/{len(whole)}", whole[4:12])
    assert body(get(f"/data/{slug}.parquet", Range="bytes=-4")) == b"PAR1"
    assert body(get(f"/data/{slug}.parquet", Range=f"bytes={len(whole) - 4}-")) == b"PAR1"
    assert get(f"/data/{slug}.parquet", Range=f"bytes={len(whole)}-").status_code == 416
    for strange in ("bytes=9-4", "bytes=-0"):
        assert get(f"/data/{slug}.parquet", Range=strange).status_code == 416
    for other in ("rows=1-2", "bytes=-", "bytes=a-b", "bytes=0-1,3-4"):
        assert body(get(f"/data/{slug}.parquet", Range=other)) == whole


def test_what_one_has_is_not_sent_again():
    slug = wifi()
    first = get(f"/data/{slug}.csv")
    body(first)
    assert get(f"/data/{slug}.csv", **{"If-None-Match": first["ETag"]}).status_code == 304
    assert get(f"/data/{slug}.geojson", **{"If-None-Match": first["ETag"]}).status_code == 200
    assert first["Access-Control-Allow-Origin"] == "*"
    assert Client().head(f"/data/{slug}.csv").status_code == 200


def test_a_file_is_named_in_its_own_script():
    slug = wifi()
    named = Client(headers={"Accept-Language": "ko"}).get(f"/data/{slug}.csv")["Content-Disposition"]
    assert named.startswith("attachment; filename=\"data-v1.csv\"; filename*=UTF-8''%EA%B3%B5%EA%B3%B5%20")
    assert (
        disposition('a"b\r\nX: y/../c.csv', "data.csv")
        == "attachment; filename=\"a b X y .. c.csv\"; filename*=UTF-8''a%20b%20X%20y%20..%20c.csv"
    )
