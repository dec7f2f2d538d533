"""Over 200 columns made to deceive: each gets its right type, for the row that decides it."""

import csv

import pytest

from madang.urban.formats import tabular
from tests.urban.formats.tabular import columns, columns_text

CASES = (*columns.ALL, *columns_text.ALL)
SEMICOLONS = (
    columns.Case("commas", columns.cycle("1,5", "2,75"), "decimal", "a comma before one digit marks decimals"),
    columns.Case("nought comma", columns.cycle("0,5", "1,234"), "decimal", "0,5 tells that commas mark decimals"),
    columns.Case("comma unknown", columns.cycle("1,234", "2,345"), "text", "thousands or decimals: no row tells"),
    columns.Case("point unknown", columns.cycle("1.234", "2.345"), "text", "thousands or decimals: no row tells"),
    columns.Case("points told", columns.cycle("1.234", "1.234.567"), "integer", "two points part thousands"),
    columns.Case("plain", columns.count, "integer", "no marks"),
    columns.Case("points of decimals", columns.tenths, "decimal", "a point before one digit marks decimals"),
    columns.Case("german days", columns.cycle("31.12.2024", "01.02.2024"), "date", "with points the day stands first"),
    columns.Case("german money", columns.cycle("€1.234,50", "€3,00"), "decimal", "both marks", unit="€"),
)


def loaded(folder, cases, delimiter):
    path = folder / "deceiving.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow([case.name for case in cases])
        writer.writerows([case.values(row) for case in cases] for row in range(1, columns.ROWS + 1))
    return tabular.load(path, tabular.sniff(path), folder)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("commas"), CASES, ",")


@pytest.fixture(scope="module")
def semicolons(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("semicolons"), SEMICOLONS, ";")


def check(case, column):
    said = tabular.sentence(column.evidence)
    assert column.type == case.type, f"{case.why}; but: {said}"
    assert column.evidence.type == column.type
    if case.row is not None:
        assert column.evidence.row == case.row, said
        assert column.evidence.value == case.values(case.row)[:200]
    assert column.unit == case.unit
    if case.role is not None:
        assert column.role == case.role
    if case.nulls is not None:
        assert column.nulls == case.nulls


def test_there_are_over_two_hundred_columns_with_names_of_their_own():
    assert len({case.name for case in CASES}) == len(CASES) > 200


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_a_deceiving_column_gets_its_right_type(table, number):
    check(CASES[number], table.columns[number])


@pytest.mark.parametrize("number", range(len(SEMICOLONS)), ids=[case.name for case in SEMICOLONS])
def test_where_semicolons_part_the_cells_a_comma_needs_evidence(semicolons, number):
    check(SEMICOLONS[number], semicolons.columns[number])
