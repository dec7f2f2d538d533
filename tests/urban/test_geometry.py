"""Distances, areas, point in area, H3: against published figures and figures worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from madang.urban import geometry
from madang.urban.formats.geojson import read_features

BOW_TIE = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])


def test_a_degree_of_the_equator_is_a_360th_of_the_earths_round():
    round_metres = 2 * math.pi * geometry.EARTH_RADIUS_METRES
    assert geometry.distance_metres(0, 0, 1, 0) == pytest.approx(round_metres / 360)


def test_seoul_to_busan_is_325_km():
    """City halls: 37.5665 N 126.9780 E and 35.1798 N 129.0750 E; 325 km along the great circle."""
    assert geometry.distance_metres(126.9780, 37.5665, 129.0750, 35.1798) == pytest.approx(325_000, rel=0.003)


def test_distances_broadcast():
    assert geometry.distance_metres([0, 1, 2], [0, 0, 0], 0, 0).shape == (3,)


def test_half_the_earth_is_a_distance_too():
    assert geometry.distance_metres(0, 0, 180, 0) == pytest.approx(math.pi * geometry.EARTH_RADIUS_METRES)


def test_the_whole_ellipsoid_has_its_published_area():
    """510,065,622 km2: the surface of WGS 84 (NIMA TR8350.2)."""
    assert geometry.square_metres(box(-180, -90, 180, 90)) == pytest.approx(5.10065622e14, rel=1e-6)


def test_a_line_has_no_area():
    assert geometry.square_metres(LineString([(0, 0), (1, 1)])) == 0


@pytest.mark.realdata
def test_the_dong_of_seoul_sum_up_to_the_city(realdata):
    """605.2 km2 is the city's own figure; the 424 shapes leave out part of the river, so 601.4 km2 is what they hold."""
    shapes = [one.geometry for one in read_features(realdata("seoul/administrative_dong_2025-04.geojson"))]
    assert len(shapes) == 424
    assert sum(geometry.square_metres(one) for one in shapes) == pytest.approx(605.2e6, rel=0.01)


def test_a_bow_tie_is_mended_into_its_two_wings():
    mended = geometry.mend(BOW_TIE)
    assert mended is not None
    assert mended.geometry.is_valid
    assert mended.geometry.area == pytest.approx(2.0)
    assert mended.fault.startswith("Self-intersection")


def test_a_valid_shape_is_left_as_it_is():
    square = box(0, 0, 1, 1)
    assert geometry.mend(square) == geometry.Mended(square, "", 0.0)


@pytest.mark.parametrize("shape", [LineString([(0, 0), (1, 1)]), Point(0, 0), Polygon([(0, 0), (1, 1), (0, 0)])])
def test_what_has_no_area_cannot_be_mended(shape):
    assert geometry.mend(shape) is None


def test_a_shape_that_is_no_area_says_what_it_is():
    assert geometry.why_not_area(Point(0, 0)) == "is a Point, not a Polygon or MultiPolygon"
    assert geometry.why_not_area(box(0, 0, 1, 1)) == ""
    assert "Self-intersection[1 1]" in geometry.why_not_area(BOW_TIE)


QUARTERS = [box(0, 0, 1, 1), box(1, 0, 2, 1), box(0, 1, 1, 2), box(1, 1, 2, 2)]


def test_points_find_their_area():
    index = geometry.AreaIndex(QUARTERS)
    assert index.areas_at([0.5, 1.5, 0.5, 1.5, 9], [0.5, 0.5, 1.5, 1.5, 9]).tolist() == [0, 1, 2, 3, -1]


def test_a_point_on_a_border_belongs_to_the_first_area_whatever_stands_beside_it():
    index = geometry.AreaIndex(QUARTERS)
    assert index.areas_at([1, 1, 0.5, 1.5, 2], [0.5, 1, 1, 1, 2]).tolist() == [0, 0, 0, 1, 3]
    turned = geometry.AreaIndex(QUARTERS[::-1])
    assert turned.areas_at([1], [1]).tolist() == [0]


def test_holes_are_outside():
    ring = Polygon(box(0, 0, 3, 3).exterior, [box(1, 1, 2, 2).exterior])
    assert geometry.AreaIndex([ring]).areas_at([1.5, 0.5], [1.5, 0.5]).tolist() == [-1, 0]


def test_points_that_are_no_numbers_are_nowhere():
    assert geometry.AreaIndex(QUARTERS).areas_at([math.nan, math.inf, 0.5], [0.5, 0.5, math.nan]).tolist() == [-1, -1, -1]


def test_no_points_and_no_areas_are_no_error():
    assert geometry.AreaIndex(QUARTERS).areas_at([], []).tolist() == []
    assert geometry.AreaIndex([]).areas_at([0.5], [0.5]).tolist() == [-1]


def test_lists_of_two_lengths_are_refused():
    with pytest.raises(ValueError, match="two lists of one length"):
        geometry.AreaIndex(QUARTERS).areas_at([1, 2], [1])


@given(st.lists(st.tuples(st.floats(-0.5, 2.5), st.floats(-0.5, 2.5)), min_size=1, max_size=30))
def test_the_index_agrees_with_asking_every_area(points):
    index = geometry.AreaIndex(QUARTERS)
    lons, lats = zip(*points, strict=True)
    asked = [next((at for at, area in enumerate(QUARTERS) if area.intersects(Point(x, y))), -1) for x, y in points]
    assert index.areas_at(lons, lats).tolist() == asked


def test_h3_cells_cover_an_area_whole():
    area = Polygon([(126.97, 37.55), (127.0, 37.55), (127.0, 37.58), (126.97, 37.58)])
    cells = geometry.h3_cells(area, 8)
    cover = MultiPolygon([Polygon(geometry.h3_outline(cell)) for cell in cells]).buffer(1e-9)
    assert cover.covers(area)
    assert cells == sorted(set(cells))
    assert geometry.h3_cell(126.98, 37.56, 8) in cells


def test_a_cells_outline_closes():
    outline = geometry.h3_outline(geometry.h3_cell(127.0, 37.5, 9))
    assert outline[0] == outline[-1]
    assert len(outline) == 7
    assert all(126.9 < lon < 127.1 and 37.4 < lat < 37.6 for lon, lat in outline)


def test_simplified_neighbours_keep_their_common_border():
    wavy = [(1 + 0.01 * (-1) ** step, step / 20) for step in range(21)]
    left = Polygon([(0, 0), *wavy, (0, 1)])
    right = Polygon([(2, 0), *wavy, (2, 1)])
    simple = geometry.simplified_cover([left, right], 0.1)
    assert len(simple[0].exterior.coords) < len(left.exterior.coords)
    assert simple[0].intersection(simple[1]).area == pytest.approx(0, abs=1e-12)
    assert np.isclose(simple[0].area + simple[1].area, left.area + right.area)
