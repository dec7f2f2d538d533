"""The table: sorting, filtering and turning pages by links, one row as a record, a correction of it."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from madang.city.opendata.api.tabular.forms import MOST_ROWS, Form
from madang.city.opendata.models import Correction
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.pages.builders import publish, wifi
from madang.city.opendata.views.dataset.table import MOST_EXPORTED
from madang.city.people.tests import builders as people

pytestmark = pytest.mark.django_db


def get(path, client=None):
    return (client or Client()).get(path)


def shown(path):
    """Return the second cell of every row of the page's table."""
    page = re.sub(r"\s+", " ", get(path).content.decode())
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    return [re.sub(r"<[^>]+>", "", row.split("<td")[1].split(">", 1)[1]).strip() for row in body.split("<tr>")[1:]]


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("", ["0164A", "0165", "0166", "0167", "0168", "0170", "0171"]),
        ("sort=-daily_users", ["0168", "0165", "0164A", "0167", "0171", "0166", "0170"]),
        ("sort=daily_users", ["0166", "0171", "0167", "0164A", "0165", "0168", "0170"]),
        ("district__exact=Central", ["0165", "0168"]),
        ("district__exact=Central&sort=-speed_mbit", ["0165", "0168"]),
        ("name__contains=나루", ["0164A"]),
        ("opened__greater=2022-01-01&opened__less=2022-12-31", ["0170", "0171"]),
        ("daily_users__null", ["0170"]),
        ("or=(district__exact=Byeolbit,speed_mbit__greater=600)", ["0165", "0167"]),
    ],
)
def test_rows_are_sorted_and_filtered_by_the_address(asked, ids):
    assert shown(f"/data/{wifi()}/table?{asked}") == ids


def test_pages_lead_to_any_depth():
    slug = builders.dataset("Many")
    publish(slug, "number\n" + "".join(f"{n}\n" for n in range(1, 246)))
    assert shown(f"/data/{slug}/table?row=241") == ["241", "242", "243", "244", "245"]
    assert shown(f"/data/{slug}/table?row=99999") == ["241", "242", "243", "244", "245"]
    assert shown(f"/data/{slug}/table?sort=-number&row=21&size=50")[0] == "225"  # the row that was asked for comes first
    page = get(f"/data/{slug}/table").content.decode()
    assert "Rows 1 to 20 of 245" in page
    assert 'rel="next" href="/data/many/table?row=21"' in page
    assert 'href="/data/many/table?row=241"' in page


def test_a_head_sorts_upwards_then_downwards_then_not_at_all():
    wifi()

    def link(path):
        page = get(path).content.decode()
        return re.search(r'<a class="md-sort" href="([^"]+)" rel="nofollow">daily_users', page)[1].replace("&amp;", "&")

    first = link("/data/wifi-sites/table?district__exact=Naru")
    assert dict(parse_qsl(urlsplit(first).query)) == {"district__exact": "Naru", "sort": "daily_users"}
    second = link(first)
    assert dict(parse_qsl(urlsplit(second).query))["sort"] == "-daily_users"
    assert 'aria-sort="descending"' in get(second).content.decode()
    assert dict(parse_qsl(urlsplit(link(second)).query)) == {"district__exact": "Naru"}


def test_fields_of_the_form_that_are_left_empty_leave_the_address():
    wifi()
    response = get("/data/wifi-sites/table?daily_users__greater=100&daily_users__less=")
    assert (response.status_code, response["Location"]) == (302, "/data/wifi-sites/table?daily_users__greater=100")
    assert get("/data/wifi-sites/table?daily_users__null=").status_code == 200


def test_a_filter_that_makes_no_sense_is_said_and_every_row_shown():
    wifi()
    for asked in ("daily_users__exact=many", "nowhere__exact=1", "district__greater=", "or=((((", "sort=nowhere"):
        response = get(f"/data/wifi-sites/table?{asked}")
        assert response.status_code in (302, 422), asked
    page = get("/data/wifi-sites/table?daily_users__exact=many").content.decode()
    assert 'role="alert"' in page
    assert "0164A" in page


def test_the_filtered_rows_can_be_had_as_csv():
    wifi()
    page = get("/data/wifi-sites/table?district__exact=Central&sort=-daily_users").content.decode()
    address = re.search(r'href="(/api/v1/datasets/wifi-sites/rows[^"]+)"', page)[1].replace("&amp;", "&")
    lines = get(address).content.decode().splitlines()
    assert [line.split(",")[0].strip('"') for line in lines] == ["site_id", "0168", "0165"]


def test_as_many_rows_are_offered_as_csv_as_the_api_gives():
    assert MOST_ROWS[Form.CSV] == MOST_EXPORTED


def test_the_panel_of_a_column_offers_its_frequent_values_and_keeps_other_filters():
    wifi()
    page = get("/data/wifi-sites/table?daily_users__greater=90&col=district").content.decode()
    assert "daily_users__greater=90&amp;district__exact=Central" in page
    assert '<input type="hidden" name="daily_users__greater" value="90">' in page
    assert "daily_users at least 90" in page


def test_hostile_names_and_values_stay_text():
    slug = builders.dataset("Hostile")
    publish(slug, '<script>alert(1)</script>,"a""b"\n"<img src=x onerror=alert(2)>",1\n')
    for path in ("", "/table", "/columns", "/chart", "/code", "/rows/1"):
        page = get(f"/data/{slug}{path}").content.decode()
        assert "<img src=x" not in page
        assert "<script>alert" not in page


def test_a_row_is_a_record_with_its_neighbours():
    wifi()
    page = get("/data/wifi-sites/rows/2").content.decode()
    for part in (
        "Row 2 of 7",
        "Central Library",
        "14 September 2016",
        'rel="prev" href="/data/wifi-sites/rows/1"',
        "/rows/2/correct?column=district",
    ):
        assert part in page


def test_a_correction_goes_to_the_publisher_once_a_resident_says_why():
    slug = wifi()
    address = f"/data/{slug}/rows/5/correct?column=daily_users"
    assert get(address)["Location"].startswith("/account/login/?next=/data/wifi-sites/rows/5/correct")
    resident = people.signed_in(people.resident())
    assert "4,812" in get(address, resident).content.decode()
    assert resident.post(address, {"wanted": "4820", "why": ""}).status_code == 422
    wrong = resident.post(address, {"wanted": "many", "why": "I counted them on 3 May."})
    assert wrong.status_code == 422
    assert Correction.objects.count() == 0
    sent = resident.post(address, {"wanted": "4820", "why": "I counted them on 3 May."})
    assert (sent.status_code, sent["Location"]) == (302, f"/data/{slug}/rows/5")
    made = Correction.objects.get()
    assert (made.position, made.wanted, made.row["site_id"]) == (4, {"daily_users": "4820"}, "0168")
    assert resident.get(f"/data/{slug}/rows/5/correct?column=nowhere").status_code == 404
