"""What residents see of a data set, in every state that it can be in."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from madang.city.opendata.models import Dataset, UsageDay, Version
from madang.city.opendata.rules.facts import LinkFacts
from madang.city.opendata.services import catalogue, usage
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.builders import NOW
from madang.city.opendata.tests.pages.builders import SITES, publish, wifi
from madang.city.opendata.views.dataset.columns import values_in_words
from madang.city.people.rules import SYSTEM, Role
from madang.city.people.tests import builders as people
from madang.urban.formats.tabular import Column, ColumnProfile, Evidence

pytestmark = pytest.mark.django_db


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def get(path, lang="en", **more):
    return Client(headers={"Accept-Language": lang}).get(path, **more)


def test_the_page_answers_first():
    page = text(get(f"/data/{wifi()}"))
    for words in (
        "Public Wi-Fi sites",
        "Every site where the city pays",
        "Parks",
        "CC BY 4.0",
        "Promise: Every month",
        "of 100",
        "나루시장 북문, 1층",
    ):
        assert words in page
    for form in ("csv", "xlsx", "parquet", "geojson"):
        assert f'href="/data/wifi-sites.{form}"' in page
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert told["@type"] == "Dataset"
    assert 'href="http://evil.example' not in page


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "Public Wi-Fi sites"), ("ko", "공공 와이파이 위치"), ("zh-hans", "Public Wi-Fi sites")]
)
def test_every_view_opens_in_three_languages(lang, title):
    wifi()
    for path in ("", "/table", "/chart", "/map", "/columns", "/code", "/versions", "/v/1", "/rows/1"):
        response = get(f"/data/wifi-sites{path}", lang)
        assert response.status_code == 200, path
        assert response["Content-Language"] == lang
        assert title in text(response)


def test_a_program_gets_the_description_as_data():
    response = get(f"/data/{wifi()}", headers={"Accept": "text/turtle"})
    assert response["Content-Type"].startswith("text/turtle")
    assert "Accept" in response["Vary"]
    assert "Accept" in get("/data/wifi-sites")["Vary"]


def test_a_data_set_of_links_says_where_the_files_lie():
    link = LinkFacts(url="https://files.example/a.csv", titles={"en": "The list"}, format="csv", bytes=123_456)
    slug = builders.dataset("Elsewhere", links=(link,))
    page = text(get(f"/data/{slug}"))
    assert "Why is there no preview?" in page
    assert "The files lie with their publisher" in page
    assert 'href="https://files.example/a.csv"' in page
    assert "123 KB" in page
    table = get(f"/data/{slug}/table")
    assert table.status_code == 404
    assert "The files lie with their publisher" in text(table)


def failed(slug, **problem):
    row = Dataset.objects.get(slug=slug)
    told = {"key": "not-wanted-type", "params": {"wanted": "integer"}, "row": 853, "column": "phone", "value": "010-1234-5678"}
    Version.objects.create(
        dataset=row, state="failed", file_name="목록.csv", made_by="system", made_at=NOW, problem=told | problem
    )


def test_a_failed_reading_names_the_row_and_keeps_the_value_to_the_publisher():
    slug = builders.dataset("Broken")
    failed(slug)
    page = text(get(f"/data/{slug}"))
    assert "it fails at row 853, column phone" in page
    assert "Correct the cell, or choose the type text" in page
    assert "010-1234-5678" not in page
    staff = people.signed_in(people.staff(Role.CASEWORKER, department_code="parks"))
    own = text(staff.get(f"/data/{slug}"))
    assert "010-1234-5678" in own


@pytest.mark.parametrize(
    ("state", "words"),
    [("at-gate", "being checked for personal data"), ("reading", "is being read"), ("received", "is being read")],
)
def test_a_file_under_way_says_how_far_it_is(state, words):
    slug = builders.dataset("On its way")
    row = Dataset.objects.get(slug=slug)
    Version.objects.create(dataset=row, state=state, done=40, file_name="a.csv", made_by="system", made_at=NOW)
    assert words in text(get(f"/data/{slug}"))


def test_without_any_file_the_page_says_so():
    assert "No file has been handed in yet" in text(get(f"/data/{builders.dataset('Nothing yet')}"))


def test_what_was_taken_back_says_why_and_hands_out_nothing():
    slug = wifi()
    catalogue.withdraw_dataset(slug=slug, reason={"en": "The counts were <wrong>."}, by=SYSTEM, now=NOW)
    response = get(f"/data/{slug}")
    assert response.status_code == 410
    page = text(response)
    assert "The counts were &lt;wrong&gt;." in page
    assert "나루시장" not in page
    for path in (".csv", "/rows/1", "/table", "/map"):
        gone = get(f"/data/{slug}{path}")
        assert gone.status_code == 410
        assert "No file has been handed in" not in text(gone)
    assert "나루시장" not in text(get(f"/data/{slug}/v/1"))
    assert "Version 1" not in text(get(f"/data/{slug}/versions"))


def test_an_embargo_tells_the_day_and_nothing_else():
    slug = wifi(embargo_until=NOW + timedelta(days=4_000))
    response = get(f"/data/{slug}")
    assert response.status_code == 404
    assert "publishes this data set on" in text(response)
    assert "나루시장" not in text(response)
    assert get(f"/data/{slug}/table").status_code == 404
    assert get(f"/data/{slug}.csv").status_code == 404


def test_what_was_never_published_is_not_found():
    slug = builders.dataset("Secret plans", is_public=False)
    response = get(f"/data/{slug}")
    assert response.status_code == 404
    assert "Secret plans" not in text(response)


def test_an_old_version_keeps_its_rows_and_leads_to_the_present():
    slug = wifi()
    publish(slug, SITES.replace("4812", "4820"), keys=("site_id",))
    page = text(get(f"/data/{slug}/v/1"))
    assert "You are looking at version 1" in page
    assert "4,812" in page
    assert f'href="/data/{slug}/table?v=1"' in page
    assert "4,812" in text(get(f"/data/{slug}/table?v=1"))
    assert "4,820" in text(get(f"/data/{slug}/table"))
    assert get(f"/data/{slug}/v/9").status_code == 404
    assert get(f"/data/{slug}/table?v=99999999999").status_code == 200  # no number of a version: the present one


@pytest.mark.parametrize(
    "rows",
    [
        "name\nA\nB\n",
        ",".join(f"시간_{n}" for n in range(60)) + "\n" + ",".join("1" for _ in range(60)) + "\n",
        "이름,값\n가,1\n나,\n",
    ],
)
def test_narrow_wide_and_korean_tables_open_in_every_view(rows):
    slug = builders.dataset("Shapes of tables")
    publish(slug, rows)
    for path in ("", "/table", "/chart", "/map", "/columns", "/code", "/rows/1", ".csv"):
        assert get(f"/data/{slug}{path}").status_code == 200, path


def test_a_table_without_rows_says_so():
    slug = builders.dataset("Empty")
    version = publish(slug, "a,b\n1,2\n")
    import pyarrow as pa

    from madang.city.opendata.store import folders, tables

    with folders.workshop() as shop:
        tables.write_pieces([], pa.schema([("a", pa.int64()), ("b", pa.int64())]), shop / "e.parquet")
        stored = tables.write(shop / "e.parquet", version.table.columns)
    version.table.key, version.table.rows, version.table.layout, version.table.profile = stored.key, 0, stored.layout, {}
    version.table.save()
    assert "This version has columns but no rows." in text(get(f"/data/{slug}"))
    for path in (
        "/table",
        "/table?a__exact=1",
        "/chart",
        "/chart?kind=bars&x=a",
        "/chart?kind=spread&x=a",
        "/chart?kind=points&x=a&y=b",
        "/columns",
    ):
        assert get(f"/data/{slug}{path}").status_code == 200, path
    assert b"".join(get(f"/data/{slug}.csv").streaming_content) == b'"a","b"\n'


def test_looking_downloading_and_asking_are_counted_without_anybody():
    slug = wifi()
    usage.write()
    UsageDay.objects.all().delete()
    get(f"/data/{slug}")
    get(f"/data/{slug}/table")
    get(f"/data/{slug}/chart")
    b"".join(get(f"/data/{slug}.csv").streaming_content)
    usage.write()
    row = UsageDay.objects.get()
    assert (row.views, row.queries, row.downloads) == (2, 1, 1)


@pytest.mark.parametrize(
    "path", ["no-such", "no-such/table", "no-such.csv", "wifi-sites/rows/0", "wifi-sites/rows/8", "wifi-sites/rows/999999999"]
)
def test_what_is_not_there_is_not_found(path):
    wifi()
    assert get(f"/data/{path}").status_code == 404


def test_the_reason_of_each_type_stands_beside_it():
    page = text(get(f"/data/{wifi()}/columns"))
    assert "because row 1 holds “0164A”" in page
    assert "14.3" in page  # one of seven rows has no daily users
    assert '<svg class="od-spread"' in page
    assert "12.5 to 640.5, median 175.9" in page


def test_a_range_shows_no_digits_that_only_come_of_computing():
    column = Column("share", "share", "decimal", Evidence("decimal", None, "", "all-fit"))
    assert values_in_words(column, ColumnProfile(distinct=2, least=5 / 6, most=13 / 15)) == "0.833333 to 0.866667"
    assert values_in_words(column, ColumnProfile(distinct=2, least=1.5e-7, most=126.986141)) == "0.00000015 to 126.986141"


def test_code_holds_the_real_address(settings):
    settings.SITE_URL = "https://haneul.example"
    page = text(get(f"/data/{wifi()}/code"))
    assert "https://haneul.example/data/wifi-sites.parquet" in page
    assert "https://haneul.example/api/v1/datasets/wifi-sites/rows" in page
