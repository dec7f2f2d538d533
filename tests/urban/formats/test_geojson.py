"""A file of areas that is wrong says where and what to do."""

import json

import pytest
from shapely.geometry import box, mapping

from madang.urban.formats.faults import FileFault
from madang.urban.formats.geojson import as_geojson, read_features


def collection(*features, **more):
    return {"type": "FeatureCollection", "features": list(features), **more}


def feature(geometry=None, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry or mapping(box(126.9, 37.5, 127.0, 37.6))}


def written(tmp_path, content):
    path = tmp_path / "areas.geojson"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def fault_of(tmp_path, content) -> FileFault:
    with pytest.raises(FileFault) as caught:
        read_features(written(tmp_path, content))
    return caught.value


def test_features_come_in_order_with_their_properties(tmp_path):
    found = read_features(written(tmp_path, collection(feature(code="a"), feature(code="b"))))
    assert [(one.index, one.properties["code"], one.fault) for one in found] == [(0, "a", ""), (1, "b", "")]


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = written(tmp_path, b"\xef\xbb\xbf" + json.dumps(collection(feature())).encode())
    assert len(read_features(path)) == 1


def test_a_korean_code_page_is_named_with_line_and_column(tmp_path):
    content = b'{"type": "FeatureCollection",\n "name": "' + "서울".encode("cp949") + b'"}'
    fault = fault_of(tmp_path, content)
    assert (fault.line, fault.column) == (2, 11)
    assert "is not UTF-8" in str(fault)
    assert "iconv -f CP949" in str(fault)


def test_broken_json_is_named_with_line_and_column(tmp_path):
    fault = fault_of(tmp_path, '{"type": "FeatureCollection",\n"features": [}')
    assert str(fault).endswith("areas.geojson:2:14: is not JSON: Expecting value")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_are_none_are_named_with_their_place(tmp_path, number):
    fault = fault_of(tmp_path, f'{{"type": "FeatureCollection",\n"features": [], "x": {number}}}')
    assert fault.line == 2
    assert number in str(fault)


def test_an_empty_file_is_no_json(tmp_path):
    assert fault_of(tmp_path, "").line == 1


def test_nesting_without_end_is_a_fault_of_the_file(tmp_path):
    assert "nested deeper" in str(fault_of(tmp_path, "[" * 200_000))


@pytest.mark.parametrize("content", ["[]", "{}", '{"type": "Feature"}', '{"type": "FeatureCollection", "features": {}}'])
def test_json_that_is_no_feature_collection_is_refused(tmp_path, content):
    assert "is not a GeoJSON FeatureCollection" in str(fault_of(tmp_path, content))


def test_another_coordinate_system_is_refused_with_the_remedy(tmp_path):
    content = collection(feature(), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5179"}})
    message = str(fault_of(tmp_path, content))
    assert "EPSG::5179" in message
    assert "ogr2ogr -t_srs EPSG:4326" in message


def test_wgs84_may_be_named(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert len(read_features(written(tmp_path, collection(feature(), crs=crs)))) == 1


def fault_of_feature(tmp_path, geometry) -> str:
    (found,) = read_features(written(tmp_path, collection({"type": "Feature", "properties": {}, "geometry": geometry})))
    assert found.geometry is None
    return found.fault


@pytest.mark.parametrize(
    ("corner", "named"),
    [
        ((953_900, 1_952_000), "EPSG:5179"),
        ((198_000, 451_000), "EPSG:5186"),
        ((14_135_000, 4_518_000), "EPSG:3857"),
        ((322_000, 4_150_000), "UTM"),
    ],
)
def test_metres_are_recognised_and_refused_with_the_remedy(tmp_path, corner, named):
    x, y = corner
    fault = fault_of_feature(tmp_path, mapping(box(x, y, x + 100, y + 100)))
    assert named in fault
    assert "ogr2ogr" in fault


def test_latitude_before_longitude_is_recognised(tmp_path):
    assert "longitude first" in fault_of_feature(tmp_path, mapping(box(37.5, 126.9, 37.6, 127.0)))


def test_degrees_that_are_none_are_refused(tmp_path):
    assert "outside longitude -180 to 180" in fault_of_feature(tmp_path, mapping(box(190, 10, 191, 11)))


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        (None, "has no geometry"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "Polygon"}, "cannot be read"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, "cannot be read"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}, "cannot be read"),
        ({"type": "Blob", "coordinates": [1, 2]}, "cannot be read"),
        ({"type": 7, "coordinates": [1, 2]}, "cannot be read"),
    ],
)
def test_a_shape_that_cannot_be_used_is_named_and_the_others_are_read(tmp_path, geometry, words):
    bad = {"type": "Feature", "properties": {"code": "x"}, "geometry": geometry}
    found = read_features(written(tmp_path, collection(bad, feature(code="y"))))
    assert words in found[0].fault
    assert found[1].fault == ""


def test_something_that_is_no_feature_is_named(tmp_path):
    assert read_features(written(tmp_path, collection(7)))[0].fault == "is not a Feature"


def test_heights_are_left_out(tmp_path):
    corners = [[126.9, 37.5, 30], [127.0, 37.5, 30], [127.0, 37.6, 30], [126.9, 37.5, 30]]
    (found,) = read_features(written(tmp_path, collection(feature({"type": "Polygon", "coordinates": [corners]}))))
    assert not found.geometry.has_z


def test_what_is_written_is_read_again(tmp_path):
    square = box(126.9, 37.5, 127.0, 37.6)
    text = as_geojson(iter([({"code": "마루"}, square)]), description="invented")
    assert json.loads(text)["description"] == "invented"
    (found,) = read_features(written(tmp_path, text))
    assert found.properties == {"code": "마루"}
    assert found.geometry.equals(square)


def test_no_features_are_a_file_too(tmp_path):
    assert read_features(written(tmp_path, as_geojson(iter([])))) == []
