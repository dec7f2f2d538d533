"""Addresses as people write them, names, points, classes."""

import pytest

from madang.city.places import rules
from madang.city.places.rules import Address


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12 Maru Street", Address("Maru Street", "12")),
        ("12 Maru Street, 04521 Haneul", Address("Maru Street", "12", "04521")),
        ("Maru Street 12-3", Address("Maru Street", "12-3")),
        ("마루로 12", Address("마루로", "12")),
        ("마루로12", Address("마루로", "12")),
        ("마루로 12, 101동 1203호", Address("마루로", "12")),
        ("(04521) 마루로 12", Address("마루로", "12", "04521")),
        ("玛鲁路12号", Address("玛鲁路", "12")),
        ("玛鲁路 12 號", Address("玛鲁路", "12")),
        ("04521", Address("", "", "04521")),
        ("Maru", Address("Maru")),
        ("", Address("")),
        (" , ;", Address("")),
    ],
)
def test_an_address_is_taken_apart_in_any_order(written, meant):
    assert rules.parse_address(written) == meant


@pytest.mark.parametrize(
    ("lang", "written"),
    [("en", "12 Maru Street, 04521"), ("ko", "Maru Street 12 (04521)"), ("zh", "Maru Street12号 04521")],
)
def test_an_address_is_written_as_each_language_does(lang, written):
    assert rules.format_address(Address("Maru Street", "12", "04521"), lang) == written


@pytest.mark.parametrize("lang", ["en", "ko", "zh"])
def test_what_is_written_is_read_again(lang):
    address = Address("마루로", "12", "04521")
    assert rules.parse_address(rules.format_address(address, lang)) == address


def test_an_address_without_parts_is_written_without_signs():
    assert [rules.format_address(Address("마루로"), lang) for lang in ("en", "ko", "zh")] == ["마루로"] * 3


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ("37.5665, 126.9780", (126.9780, 37.5665)),
        ("126.9780 37.5665", (126.9780, 37.5665)),
        ("37.5;127", (127.0, 37.5)),
        ("-33.9, 18.4", (18.4, -33.9)),
        ("12 Maru Street", None),
        ("200, 300", None),
        ("37.5", None),
        ("", None),
    ],
)
def test_a_point_is_two_numbers_in_either_order(written, point):
    assert rules.parse_point(written) == point


def test_a_whole_name_is_liker_than_a_part_of_one():
    names = {"ko": "마루동", "en": "Maru-dong"}
    assert rules.likeness("마루동", names) == 1.0
    assert rules.likeness("Maru", names) > rules.likeness("Maru", {"en": "Marunouchi District"})
    assert rules.likeness("강변", names) == 0.0
    assert rules.likeness("?", names) == 0.0


def test_name_columns_by_language():
    assert rules.name_columns("adm_nm") == {"": "adm_nm"}
    assert rules.name_columns("en:name_en, ko:name_ko") == {"en": "name_en", "ko": "name_ko"}
    with pytest.raises(ValueError, match="one of en, ko, zh"):
        rules.name_columns("fr:nom")


def test_a_name_without_a_language_is_told_by_its_letters():
    assert rules.names({"n": "사직동"}, {"": "n"}) == {"ko": "사직동"}
    assert rules.names({"n": "Soho"}, {"": "n"}) == {"en": "Soho"}
    assert rules.names({"n": None}, {"": "n"}) == {}


@pytest.mark.parametrize(("density", "number"), [(0, 1), (999, 1), (1_000, 2), (15_999, 5), (16_000, 6), (90_000, 6)])
def test_densities_fall_into_round_classes(density, number):
    assert rules.density_class(density) == number


def test_levels_run_from_large_to_small():
    assert rules.ordered_levels([("b", 10.0), ("a", 10.0), ("city", 99.0)]) == ["city", "a", "b"]


def test_bad_codes_levels_and_schemes_are_named():
    assert all([rules.why_not_level("Dong"), rules.why_not_code(""), rules.why_not_code("a/b"), rules.why_not_scheme("a b")])
    assert not any([rules.why_not_level("dong"), rules.why_not_code("1111053000"), rules.why_not_scheme("kr-adm-2025-04")])
