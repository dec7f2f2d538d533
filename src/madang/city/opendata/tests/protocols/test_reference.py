"""The reference of the protocols says what the program does."""

import re
from pathlib import Path

from madang.city.opendata.api.ckan import asking
from madang.city.opendata.api.ckan.registry import actions
from madang.city.opendata.api.ckan.rows import MOST_TABLES
from madang.city.opendata.api.ckan.writing_rows import MOST_RECORDS
from madang.city.opendata.api.ogc.documents import CONFORMS_TO
from madang.city.opendata.queries.ckan import conditions, rows
from madang.city.opendata.rules import cql2
from madang.city.opendata.rules.cql2 import moments, plans, reading
from madang.city.opendata.services.ckan.rows import MOST_BASE_ROWS

PAGE = (Path(__file__).parents[6] / "docs" / "reference" / "open-data-protocols.md").read_text()


def test_every_action_stands_there_with_what_it_does_and_whether_it_needs_a_token() -> None:
    told = re.findall(r"^\| `(\w+)` \| (yes|no) \| (.*) \|$", PAGE, re.MULTILINE)
    assert told == [
        (name, "yes" if one.writes else "no", one.help.replace("|", "\\|")) for name, one in sorted(actions().items())
    ]


def test_every_conformance_class_stands_there() -> None:
    assert re.findall(r"^- `(http.*)`$", PAGE, re.MULTILINE) == CONFORMS_TO


def test_limits_fields_and_relations_are_those_of_the_program() -> None:
    for number in (rows.MOST_ROWS, rows.MOST_CELLS, MOST_RECORDS, MOST_BASE_ROWS, cql2.MOST_CHARACTERS):
        assert f"{number:,}" in PAGE
    assert f"10,000 rows, 5 seconds, {MOST_TABLES} tables" in PAGE
    assert f"more than {int(asking.WRITES.removesuffix('/m')):,} writes a minute" in PAGE
    assert (
        f"{cql2.MOST_DEPTH} brackets within each other, {reading.MOST_PARTS} parts of one kind and {plans.MOST_SPATIAL}" in PAGE
    )
    for name in {*conditions._LISTS, *conditions._DATES, *conditions._TEXTS, *conditions._IN_WORDS} - conditions.ALIASES:
        assert f"`{name}`" in PAGE, name
    for name in moments.RELATIONS:
        assert f"`{name.upper()}`" in PAGE, name
