"""Charts and maps: figures worked by hand, the same picture from the same address, a receipt that holds."""

import re

import pytest
from django.test import Client

from madang.city.opendata.models import Receipt
from madang.city.opendata.queries import browsing, mapping
from madang.city.opendata.queries.charts import chart_figures
from madang.city.opendata.rules.charts import Asked, chart_plan
from madang.city.opendata.rules.filters import asked, where
from madang.city.opendata.rules.tabular import Field
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.pages.builders import SITES, publish, wifi
from madang.city.opendata.views.dataset.chart import fields_of
from madang.city.places.tests import builders as areas

pytestmark = pytest.mark.django_db


def get(path, **more):
    return Client().get(path, **more)


def figures(table, plan, *filters):
    query = asked(filters, [Field(column.name, column.type) for column in table.columns])
    found = chart_plan(Asked(**plan), fields_of(table))
    return chart_figures(found, lambda sql, values: browsing.ask(table, sql, values).table, where(query.where))


@pytest.fixture
def sites():
    return browsing.table_shown(publish(builders.dataset("Sites"), SITES).dataset_id)


def marks(found):
    return [(mark.x, mark.value) for mark in found.marks]


def test_bars_count_rows_by_kind_and_say_what_is_left_out(sites):
    found = figures(sites, {"kind": "bars", "x": "district", "top": "3"})
    assert marks(found) == [("Central", 2), ("Naru", 2), ("Byeolbit", 1)]
    assert (found.rows, found.kinds, found.left_out) == (7, 5, 2)


def test_bars_of_a_mean_leave_out_rows_without_a_value(sites):
    found = figures(sites, {"kind": "bars", "x": "district", "y": "daily_users", "how": "avg"}, ("district__differs", "Central"))
    assert marks(found) == [("Naru", 650), ("Byeolbit", 318), ("Hillside", 41), ("Dalmaji", None)]
    assert found.missing == 1


def test_the_smallest_come_first_where_that_is_asked(sites):
    found = figures(sites, {"kind": "bars", "x": "district", "y": "daily_users", "how": "sum", "order": "least", "top": "3"})
    assert [mark.x for mark in found.marks] == ["Hillside", "Byeolbit", "Naru"]


def test_lines_put_days_together(sites):
    assert [(x.year, value) for x, value in marks(figures(sites, {"kind": "lines", "x": "opened", "step": "year"}))] == [
        (2014, 1), (2016, 1), (2019, 1), (2021, 1), (2022, 2), (2023, 1),
    ]  # fmt: skip


def test_groups_beyond_six_are_one():
    rows = "".join(f"{kind},{group}\n" for group in "abcdefgh" for kind in ("x", "y") for _ in range(ord("i") - ord(group)))
    table = browsing.table_shown(publish(builders.dataset("Groups"), "kind,part\n" + rows).dataset_id)
    found = figures(table, {"kind": "bars", "x": "kind", "group": "part"})
    told = {(mark.x, "other" if mark.is_other else mark.group): mark.value for mark in found.marks}
    assert told["x", "a"] == 8
    assert told["x", "other"] == 2 + 1  # g and h
    assert len(told) == 14


def test_a_spread_counts_every_row_in_one_bin(sites):
    found = figures(sites, {"kind": "spread", "x": "speed_mbit"})
    assert sum(mark.value for mark in found.marks) == 7
    assert found.facts == pytest.approx({"least": 12.5, "median": 175.9, "mean": 221.5, "most": 640.5})


def test_a_long_tail_is_one_bin():
    values = [*range(1_000), 10_000_000]
    table = browsing.table_shown(publish(builders.dataset("Tail"), "amount\n" + "\n".join(map(str, values)) + "\n").dataset_id)
    found = figures(table, {"kind": "spread", "x": "amount"})
    assert sum(mark.value for mark in found.marks) == 1_001
    assert found.marks[-1].until == float("inf")
    assert max(mark.value for mark in found.marks) < 100


def test_many_points_are_counted_in_squares():
    rows = "".join(f"{n},{n * 7 % 101}\n" for n in range(2_500))
    table = browsing.table_shown(publish(builders.dataset("Points"), "a,b\n" + rows).dataset_id)
    found = figures(table, {"kind": "points", "x": "a", "y": "b"})
    assert found.binned
    assert sum(mark.rows for mark in found.marks) == 2_500
    few = figures(table, {"kind": "points", "x": "a", "y": "b"}, ("a__less", "9"))
    assert not few.binned
    assert marks(few)[:2] == [(0, 0), (1, 7)]


def test_the_shared_address_draws_the_same_chart_after_a_newer_version():
    slug = wifi()
    page = get(f"/data/{slug}/chart?kind=bars&x=district&how=sum&y=daily_users").content.decode()
    shared = re.search(r'value="http[^"]*?(/data/[^"]+)" data-selects', page)[1].replace("&amp;", "&")
    assert "v=1" in shared
    before = re.search(r'<div class="md-view__table">.*?</table>', get(shared).content.decode(), re.S)[0]
    publish(slug, SITES.replace("4812", "9999"), keys=("site_id",))
    after = get(shared).content.decode()
    assert re.search(r'<div class="md-view__table">.*?</table>', after, re.S)[0] == before
    assert "7,689" in before  # 2,877 + 4,812
    assert "You are looking at version 1" in after
    assert "12,876" in get(f"/data/{slug}/chart?kind=bars&x=district&how=sum&y=daily_users").content.decode()


def test_a_chart_gets_a_receipt_that_holds():
    slug = wifi()
    address = f"/data/{slug}/chart/receipt?kind=bars&x=district&how=sum&y=daily_users&v=1&district__notin=Naru"
    assert get(address).status_code == 405
    given = Client().post(address)
    assert given.status_code == 302
    receipt = Receipt.objects.get()
    assert given["Location"] == f"/data/receipts/{receipt.code}"
    assert receipt.value[0] == {"district": "Central", "daily_users__sum": 7689}
    assert get(given["Location"]).status_code == 200
    assert Client().post(f"/data/{slug}/chart/receipt?kind=pie").status_code == 404


@pytest.mark.parametrize(
    "asked_for",
    [
        "kind=pie&x=district",
        "kind=bars&x=nowhere",
        "kind=bars&x=lon",
        "kind=lines&x=district",
        "x=district",
        "kind=bars&x=district&daily_users__exact=no",
    ],
)
def test_what_cannot_be_drawn_is_said_beside_the_form(asked_for):
    wifi()
    response = get(f"/data/wifi-sites/chart?{asked_for}")
    assert response.status_code == 422
    page = response.content.decode()
    assert 'role="alert"' in page
    assert 'name="kind"' in page


def test_a_picture_has_no_style_attribute_and_its_table_stands_beside_it():
    page = get(f"/data/{wifi()}/chart?kind=grid&x=district&group=opened").content.decode()
    assert '<svg class="md-chart"' in page
    assert " style=" not in page
    assert '<div class="md-view__table">' in page


def test_few_rows_are_points_with_their_names(sites):
    found = mapping.map_shown(sites, where(asked([], []).where), None)
    assert (len(found.points), found.inside, found.outside, found.missing) == (7, 7, 0, 0)
    assert found.points[0].name == "나루시장 북문, 1층"
    for point in found.points:
        assert found.view.place(point.x, point.y) == pytest.approx((point.longitude, point.latitude))


def test_many_rows_are_hexagons_that_lose_none():
    rows = "".join(f"{n},{127 + n % 40 / 400},{37.5 + n % 37 / 400}\n" for n in range(1_200)) + "1200,0,0\n1201,,\n"
    slug = builders.dataset("Lamps")
    table = browsing.table_shown(publish(slug, "n,lon,lat\n" + rows).dataset_id)
    found = mapping.map_shown(table, where(asked([], []).where), None)
    assert sum(cell.rows for cell in found.cells) == found.inside == 1_200
    assert (found.outside, found.missing) == (1, 1)  # a place far from all others stretches nothing
    page = get(f"/data/{slug}/map").content.decode()
    nearer = re.search(r'href="(/data/lamps/map\?box=[^"]+)"', page)[1].replace("&amp;", "&")
    assert get(nearer).status_code == 200
    assert "1 outside" in page
    assert get(f"/data/{slug}/map?box=1,1,2,2").status_code == 200
    assert get(f"/data/{slug}/map?box=x").status_code == 200


def test_the_citys_areas_lie_under_the_map_and_name_the_hexagons(tmp_path):
    squares = [areas.feature(f"a{n}", areas.square(n)) for n in range(2)]
    areas.load(tmp_path, *squares)
    rows = "".join(f"{127.01 + n % 30 / 400},{37.01 + n % 31 / 400}\n" for n in range(700))
    slug = builders.dataset("Benches")
    publish(slug, "lon,lat\n" + rows)
    page = get(f"/data/{slug}/map").content.decode()
    assert page.count('class="od-ground"') == 2
    assert "a0동 (37." in page


def test_a_table_without_places_has_no_map():
    slug = builders.dataset("Plain")
    publish(slug, "a,b\n1,2\n")
    assert "/map" not in get(f"/data/{slug}").content.decode()
    assert "No row has a place" in get(f"/data/{slug}/map").content.decode()
    assert get(f"/data/{slug}.geojson").status_code == 404
