"""Plans of charts, conditions of filters, views of maps: pure, worked by hand."""

import math
from datetime import date

import duckdb
import pytest

from madang.city.kernel.refusals import Refusal
from madang.city.opendata.rules import filters, mapview
from madang.city.opendata.rules.charts import (
    Asked,
    ChartPlan,
    Field,
    Kind,
    Measure,
    Order,
    Step,
    axis_choices,
    chart_plan,
    round_edges,
    suggestion,
    tabular_pairs,
)
from madang.city.opendata.rules.tabular import Field as Named

SITE = Field("site_id", "text", "identifier", 7)
DISTRICT = Field("district", "text", "category", 5)
OPENED = Field("opened", "date", "", 7, date(2014, 2, 19), date(2023, 11, 30))
LON = Field("lon", "decimal", "longitude", 7)
USERS = Field("daily_users", "integer", "", 6)
YEAR = Field("year", "integer", "year", 9)
FIELDS = (SITE, DISTRICT, OPENED, LON, USERS, YEAR)


def test_a_plan_has_one_address():
    plan = chart_plan(Asked("bars", "district", "daily_users", "avg", top="7"), FIELDS)
    assert plan == ChartPlan(Kind.BARS, DISTRICT, USERS, Measure.MEAN, order=Order.MOST, top=7)
    assert chart_plan(Asked(**plan.parameters), FIELDS) == plan
    assert plan.parameters == {"kind": "bars", "x": "district", "y": "daily_users", "how": "avg", "order": "most", "top": "7"}


def test_an_amount_without_a_measure_is_added_up_and_counting_forgets_the_amount():
    assert chart_plan(Asked("bars", "district", "daily_users"), FIELDS).measure == Measure.SUM
    counted = chart_plan(Asked("bars", "district", "daily_users", "count"), FIELDS)
    assert (counted.measure, counted.y) == (Measure.COUNT, None)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (Asked("pie", "district"), "chart_kind"),
        (Asked("bars"), "chart_no_x"),
        (Asked("bars", "nowhere"), "chart_no_column"),
        (Asked("bars", "district", "nowhere"), "chart_no_column"),
        (Asked("bars", "lon"), "chart_no_kind"),
        (Asked("bars", "district", "site_id", "sum"), "chart_no_amount"),
        (Asked("bars", "district", how="avg"), "chart_no_y"),
        (Asked("lines", "district"), "chart_no_time"),
        (Asked("points", "daily_users"), "chart_no_y"),
        (Asked("points", "district", "daily_users"), "chart_no_amount"),
        (Asked("spread", "district"), "chart_no_amount"),
        (Asked("grid", "district"), "chart_no_group"),
        (Asked("grid", "district", group="district"), "chart_no_group"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_reason(asked, key):
    refusal = chart_plan(asked, FIELDS)
    assert isinstance(refusal, Refusal)
    assert (refusal.key, refusal.status) == (f"opendata.{key}", 422)


@pytest.mark.parametrize(("top", "kept"), [("3", 3), ("0", 3), ("999999", 15), ("51", 50), ("-4", 15), ("２", 15), ("x", 15)])
def test_how_many_bars_is_bounded(top, kept):
    assert chart_plan(Asked("bars", "district", top=top), FIELDS).top == kept


@pytest.mark.parametrize(
    ("least", "most", "step"),
    [
        (date(1990, 1, 1), date(2020, 1, 1), Step.YEAR),
        (date(2020, 1, 1), date(2021, 6, 1), Step.MONTH),
        (date(2020, 1, 1), date(2020, 1, 3), Step.DAY),
    ],
)
def test_time_is_parted_by_how_long_it_is(least, most, step):
    field = Field("day", "date", "", 9, least, most)
    assert chart_plan(Asked("lines", "day"), [field]).step == step
    assert chart_plan(Asked("lines", "day", step="hour"), [field]).step == Step.DAY  # a day has no hours
    assert chart_plan(Asked("lines", "day", step="year"), [field]).step == Step.YEAR


def test_the_first_chart_tells_something():
    assert suggestion(FIELDS).x == OPENED
    assert suggestion([YEAR, USERS]).parameters == {"kind": "lines", "x": "year", "y": "daily_users", "how": "sum"}
    assert suggestion([SITE, DISTRICT, USERS]).x == DISTRICT
    assert suggestion([SITE, USERS]).kind == Kind.SPREAD
    assert suggestion([SITE]) is None


def test_codes_and_coordinates_come_behind_amounts():
    assert axis_choices(FIELDS)["y"] == ["daily_users", "lon", "year"]
    assert "lon" not in axis_choices(FIELDS)["group"]


def test_the_question_behind_a_chart_is_one_of_the_tabular_api():
    bars = chart_plan(Asked("bars", "district", "daily_users", "avg", top="7"), FIELDS)
    assert tabular_pairs(bars) == [
        ("groupby", "district"),
        ("daily_users__avg", ""),
        ("sort", "-daily_users__avg"),
        ("limit", "7"),
    ]
    assert tabular_pairs(chart_plan(Asked("points", "lon", "daily_users"), FIELDS)) is None


@pytest.mark.parametrize(
    ("least", "most", "whole", "edges"),
    [
        (0, 96, True, [*range(0, 101, 5)]),
        (0, 1, True, [0, 1]),
        (0.0, 1.0, False, [n / 20 for n in range(21)]),
        (-7, -7, True, [-7, -6]),
        (12.5, 640.5, False, [*range(0, 651, 50)]),
    ],
)
def test_bins_have_round_edges(least, most, whole, edges):
    assert round_edges(least, most, 20, whole=whole) == pytest.approx(edges)


COLUMNS = [Named("district", "text"), Named("n", "integer"), Named('a"b', "text")]


def rows_that_fit(parameters):
    query = filters.asked(parameters, COLUMNS)
    held = filters.where(query.where)
    connection = duckdb.connect()
    connection.execute('create table data (district text, n integer, "a""b" text)')
    connection.execute("insert into data values ('Naru', 1, 'x'), ('naru 2', 2, null), (null, null, 'y''); drop table data; --')")
    return [row[0] for row in connection.execute(f"select rowid from data where {held.sql} order by 1", held.values).fetchall()]


@pytest.mark.parametrize(
    ("parameters", "fit"),
    [
        ([], [0, 1, 2]),
        ([("district__exact", "Naru")], [0]),
        ([("district__differs", "Naru")], [1, 2]),
        ([("district__contains", "NARU")], [0, 1]),
        ([("district__notcontains", "2")], [0, 2]),
        ([("district__null", "")], [2]),
        ([("district__notnull", "1")], [0, 1]),
        ([("district__in", "Naru,nowhere")], [0]),
        ([("district__notin", "Naru")], [1, 2]),
        ([("n__greater", "1"), ("n__strictly_less", "2")], [0]),
        ([("n__range", "1,2")], [0, 1]),
        ([("or", '(n__exact=2,a"b__exact=x)')], [0, 1]),
        ([('a"b__exact', "y'); drop table data; --")], [2]),
        ([("district__exact", ""), ("v", "3"), ("kind", "bars")], [0, 1, 2]),
    ],
)
def test_filters_are_conditions_with_typed_values(parameters, fit):
    assert rows_that_fit(parameters) == fit


@pytest.mark.parametrize("parameter", [("nowhere__exact", "1"), ("n__exact", "many"), ("n__contains", "1")])
def test_filters_that_make_no_sense_are_refused(parameter):
    assert filters.asked([parameter], COLUMNS).status == 422


def test_a_place_comes_back_from_its_pixel():
    view = mapview.view_of(126.9, 37.4, 127.2, 37.7)
    assert view.place(*view.pixel(127.03, 37.51)) == pytest.approx((127.03, 37.51))
    assert view.pixel(*view.place(0, 0)) == pytest.approx((0, 0))
    assert view.height <= mapview.MOST_HEIGHT
    metres, pixels = mapview.scale_bar(view)
    east, _south = view.place(pixels, 0)
    assert (east - view.west) * view.narrowing * mapview.METRES_A_DEGREE == pytest.approx(metres, rel=1e-6)


def test_every_point_lies_in_the_hexagon_that_sql_puts_it_into():
    view = mapview.view_of(126.9, 37.4, 127.2, 37.7)
    x, y = mapview.hexagon_sql(view, "lon", "lat")
    made = "select 126.9 + 0.3 * ((i * 7919) % 1000) / 1000 as lon, 37.4 + 0.3 * ((i * 104729) % 1000) / 1000 as lat from range(500) r(i)"
    for lon, lat, middle_x, middle_y in duckdb.sql(f"select lon, lat, {x}, {y} from ({made})").fetchall():
        assert math.dist(view.pixel(lon, lat), (middle_x, middle_y)) <= mapview.HEXAGON + 1e-6


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "10,0,5,1", "nan,0,1,1", "-181,0,0,1", "0,0,1,inf", "1" * 200])
def test_a_box_that_is_none_is_left_out(text):
    assert mapview.box_of(text) is None


def test_a_box_is_read_as_it_is_written():
    assert mapview.box_of(mapview.box_text(126.9, 37.4, 127.2, 37.7)) == (126.9, 37.4, 127.2, 37.7)
