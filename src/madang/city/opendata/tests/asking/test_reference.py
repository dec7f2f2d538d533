"""The reference for programs says what the program does: every operator, parameter, limit and spelling, no more and no less."""

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest
from django.test import Client

from madang.city.cli import cli
from madang.city.opendata import engine
from madang.city.opendata.api.ogc import parameters as ogc
from madang.city.opendata.api.ogc import urls as ogc_urls
from madang.city.opendata.api.sql import RATE
from madang.city.opendata.api.tabular import forms
from madang.city.opendata.api.tabular.rows import _SAID, NOT_GRAMMAR
from madang.city.opendata.api.upload import _FIELDS
from madang.city.opendata.models import Dataset
from madang.city.opendata.queries import asking, public_sql
from madang.city.opendata.rules.disclosure import Measure, Reason
from madang.city.opendata.rules.tabular import MEASURES, Operator, operators, reading

PAGE = (Path(__file__).parents[6] / "docs" / "reference" / "open-data-api.md").read_text()


def section(title: str) -> str:
    """Return what stands below a heading, up to the next of its rank or a higher one."""
    marks, _, _ = title.partition(" ")
    begun = PAGE.index(f"\n{title}\n") + len(title) + 2
    end = re.search(rf"^#{{1,{len(marks)}}} ", PAGE[begun:], re.MULTILINE)
    return PAGE[begun : begun + end.start()] if end else PAGE[begun:]


def table(title: str, number: int = 0) -> dict[str, list[str]]:
    """Return the rows of a section's table by their first cell, without its marks."""
    tables = re.findall(r"(?:^\|.*\|\n)+", section(title), re.MULTILINE)
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in tables[number].splitlines()[2:]]
    return {line[0].strip("`"): line[1:] for line in lines}


def examples(method: str) -> list[str]:
    return [line.removeprefix(f"{method} ") for line in PAGE.splitlines() if line.startswith(f"{method} ")]


def test_every_operator_and_measure_is_told_and_none_that_there_is_not() -> None:
    told = table("### Conditions: `column__operator=value`")
    assert set(told) == set(Operator)
    assert set(table("### Groups and figures")) == set(MEASURES)
    for alias, meant in operators.ALIASES.items():
        assert f"`{alias}`" in told[meant][1]
    for one in Operator:
        meaning = operators.MEANINGS[one]
        assert {
            operators.EVERY: "all",
            operators.PLAIN: "all but geometry",
            operators.ORDERED: "all but boolean and geometry",
        }.get(meaning.types, "text") == told[one][0]
        assert told[one][1].startswith(meaning.says.replace('"a,b"', '`"a,b"`'))


def test_every_parameter_is_told() -> None:
    told = {name for cell in table("### Other parameters") for name in re.findall(r"[a-z]+", cell)}
    described = {one["name"] for one in _SAID}
    assert told == described | NOT_GRAMMAR | {"count", "and"}
    assert "`select`" in section("### Other parameters")


def test_every_form_is_told_with_its_media_type_and_its_limit() -> None:
    told = table("### Other parameters", 1)
    assert {name: cells[0].strip("`") for name, cells in told.items()} == forms.MEDIA_TYPES
    limits = table("### Other parameters")["limit"][0]
    assert {str(most) for most in forms.MOST_ROWS.values()} == set(re.findall(r"\b\d{5,}\b", limits))


def test_every_limit_is_the_one_that_holds() -> None:
    own = [asking.MOST_SCANNED, engine.OWN.seconds, engine.OWN.memory_mb, reading.MOST_PARAMETERS, reading.MOST_CONDITIONS,
           reading.MOST_GROUPS, reading.MOST_MEASURES]  # fmt: skip
    public = [engine.PUBLIC.seconds, engine.PUBLIC.memory_mb, engine.PUBLIC.rows, engine.PUBLIC.megabytes,
              public_sql.MOST_CHARACTERS, public_sql.MOST_TABLES, int(RATE.removesuffix("/m"))]  # fmt: skip
    assert [float(cells[0]) for cells in table("### Limits").values()] == own
    assert [float(cells[0]) for cells in table("## SQL: `POST /api/v1/sql`").values()] == public
    assert str(operators.MOST_IN) in table("### Conditions: `column__operator=value`")["in"][1]


def test_the_gates_decisions_and_the_commands_are_spelled_as_they_are() -> None:
    told = section("## The gate's decisions")
    assert set(table("## The gate's decisions")) == set(Measure)
    assert set(re.findall(r"`([a-z-]+)`", told.split("Reasons to keep:")[1])) == set(Reason)
    for title, names in (
        ("## The gate's decisions", ["dataset", "decide"]),
        ("## Bringing data: `POST /api/v1/datasets`", ["import", "dataset"]),
    ):
        command: Any = cli
        for name in names:
            command = command.get_command(click.Context(command), name)
        options = {one for param in command.params if isinstance(param, click.Option) for one in param.opts}
        assert set(re.findall(r"`(--[a-z]+)`", section(title))) == options
    fields = section("## Bringing data: `POST /api/v1/datasets`").split("At the terminal")[0]
    assert set(_FIELDS) <= set(re.findall(r"`([a-z]+)`", fields))


def test_ogcs_addresses_and_parameters_are_told() -> None:
    told = table("## OGC API Features: `/ogc/`")
    patterns = [str(one.pattern) for one in ogc_urls.urlpatterns]
    assert len(told) == len(patterns)
    for address in told:
        concrete = address.strip("/").replace("{slug}", "trees").replace("{number}", "1")
        assert any(one.pattern.match(concrete) for one in ogc_urls.urlpatterns), address
    items = told["/ogc/collections/{slug}/items"][0]
    assert set(re.findall(r"`([a-z-]+)`", items)) == set(ogc.ITEMS)


@pytest.fixture
def named(stations_slug: str) -> None:
    Dataset.objects.filter(slug=stations_slug).update(slug="bike-stations")


@pytest.mark.parametrize("address", examples("GET"))
def test_an_example_is_answered(client: Client, named: None, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, response.content
    assert response.content


@pytest.mark.parametrize("line", examples("POST"))
def test_an_example_in_sql_is_answered(client: Client, named: None, line: str) -> None:
    address, _, body = line.partition(" ")
    response = client.post(address, body, content_type="application/json")
    assert response.status_code == 200, response.content
    assert json.loads(response.content)["rows"]


def test_there_are_examples() -> None:
    assert len(examples("GET")) >= 8
    assert len(examples("POST")) >= 2
