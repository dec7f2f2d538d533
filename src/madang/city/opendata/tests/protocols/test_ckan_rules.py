"""CKAN's data model and search language, without a database."""

import contextlib
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.city.opendata.rules import ckan
from madang.city.opendata.rules.ckan import CkanFault, Clause, Every, Match, Negated, Span, Words


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Every()),
        ("*:*", Every()),
        ("bus", Words("bus")),
        ('"bus stop"', Words("bus stop", is_phrase=True)),
        ("tags:bus", Match("tags", "bus")),
        ('tags:"bus stop"', Match("tags", "bus stop")),
        ("-tags:bus", Negated(Match("tags", "bus"))),
        ("NOT tags:bus", Negated(Match("tags", "bus"))),
        ("tags:(a OR b)", Clause((Match("tags", "a"), Match("tags", "b")), is_all=False)),
        ("tags:(a AND NOT b)", Clause((Match("tags", "a"), Negated(Match("tags", "b"))), is_all=True)),
        ("a b", Clause((Words("a"), Words("b")), is_all=True)),
        ("a OR b c", Clause((Words("a"), Clause((Words("b"), Words("c")), is_all=True)), is_all=False)),
        ("d:[1 TO *]", Span("d", "1", "*")),
        ("d:{1 TO 2]", Span("d", "1", "2", has_least=False)),
        (r"name:a\:b", Match("name", "a:b")),
        ("url:http://x.org/a?b=1", Match("url", "http://x.org/a?b=1")),
        ("res_format:CSV", Match("res_format", "CSV")),
        ("버스 정류장", Clause((Words("버스"), Words("정류장")), is_all=True)),
        ("ORGANIC AND notes:x", Clause((Words("ORGANIC"), Match("notes", "x")), is_all=True)),
    ],
)  # fmt: skip
def test_queries_are_read_as_solr_reads_them(text: str, query: Any) -> None:
    assert ckan.parsed(text) == query


@given(st.text(max_size=80))
def test_any_query_at_all_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(CkanFault):
        ckan.parsed(text)


def test_the_id_of_a_table_leads_back_to_its_data_set() -> None:
    package = UUID("6a2b9e2c-50a5-4d4e-9f0c-0d1f6f6c8a11")
    assert ckan.table_id(package) != package
    assert ckan.table_id(ckan.table_id(package)) == package


@pytest.mark.parametrize(("value", "number"), [(None, 10), ("", 10), ("0", 0), (7, 7), ("99999999999999999999999", 1_000)])
def test_whole_numbers_are_taken_as_far_as_they_go(value: Any, number: int) -> None:
    assert ckan.whole({"rows": value}, "rows", 10, most=1_000) == number


@pytest.mark.parametrize("value", ["-1", -1, "1.5", "x", True, [1], {"a": 1}, "١", "--1", "+1"])
def test_what_is_no_whole_number_is_named(value: Any) -> None:
    with pytest.raises(CkanFault) as problem:
        ckan.whole({"rows": value}, "rows", 10)
    assert "rows" in problem.value.error


@pytest.mark.parametrize("told", ["frequency", "temporal_start", "spatial_text"])
def test_extras_that_do_not_fit_their_place_are_kept_as_they_came(told: str) -> None:
    received = ckan.package_of({"name": "x1", "extras": [{"key": told, "value": {"odd": 1}}]}, publisher="p", lang="en")
    assert received.facts.extras["ckan"]["extras"] == [{"key": told, "value": {"odd": 1}}]
    assert (received.facts.update_promise, received.facts.period_from, received.facts.place) == ("", None, "")


def test_a_licence_that_nobody_knows_is_told_as_it_was_said() -> None:
    received = ckan.package_of({"name": "x1", "license_id": "beer-42", "license_title": "Beerware"}, publisher="p", lang="en")
    assert received.facts.licence == "other-closed"
    assert received.facts.extras["ckan"]["fields"] == {"license_id": "beer-42", "license_title": "Beerware"}
