"""Whatever a table holds, it is read as it was written, or a fault says why not."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from madang.urban.formats import tabular
from madang.urban.formats.tabular.deciding.candidates import NULL_WORDS
from tests.urban.formats.tabular.builders import load, rows, written

FEW = settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).map(
    lambda text: f"w{text}w"
)


def as_csv(header, lines, delimiter=","):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([header, *lines])
    return out.getvalue()


def read(text, encoding="utf-8"):
    with tempfile.TemporaryDirectory() as folder:
        table = load(written(Path(folder), text, encoding=encoding))
        return table, rows(table)


@FEW
@given(st.lists(st.tuples(words, words), min_size=1, max_size=20), st.sampled_from([",", "\t", ";", "|"]))
def test_words_come_back_as_they_were(lines, delimiter):
    _, found = read(as_csv(["left", "right"], lines, delimiter))
    assert [(row["left"], row["right"]) for row in found] == lines


@FEW
@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=30))
def test_whole_numbers_come_back_exactly(numbers):
    table, found = read(as_csv(["n", "w"], [(number, "word") for number in numbers]))
    assert table.columns[0].type == "integer"
    assert [row["n"] for row in found] == numbers


@FEW
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14), min_size=1, max_size=30))
@example([1e-07, 5e-324, -0.0])
def test_decimals_come_back_exactly(numbers):
    table, found = read(as_csv(["n", "w"], [(repr(number), "word") for number in numbers]))
    assert table.columns[0].type == "decimal"
    assert [row["n"] for row in found] == numbers


@FEW
@given(
    st.lists(st.dates(), min_size=1, max_size=30),
    st.sampled_from(["{0:%Y}-{0:%m}-{0:%d}", "{0.year:04d}년 {0.month}월 {0.day}일", "{0.year:04d}. {0.month}. {0.day}."]),
)
def test_days_come_back(days, form):
    table, found = read(
        as_csv(
            ["d", "w"],
            [
                (
                    form.format(day).replace(f"{day.year}-", f"{day.year:04d}-", 1)
                    if day.year < 1000 and "-" in form
                    else form.format(day),
                    "word",
                )
                for day in days
            ],
        )
    )
    assert table.columns[0].type == "date"
    assert [row["d"] for row in found] == days


@FEW
@given(st.lists(st.sampled_from(["가나다", "서울특별시", "종로구 인구", "마을 주민 센터"]), min_size=3, max_size=30))
def test_korean_of_the_old_code_page_comes_back(names):
    _, found = read(as_csv(["이름", "번호"], [(name, number) for number, name in enumerate(names)]), "cp949")
    assert [row["이름"] for row in found] == names


@FEW
@given(st.lists(st.one_of(st.just("1"), st.just("22"), st.just("-"), words), min_size=1, max_size=30))
def test_one_word_keeps_a_whole_column_as_it_came(cells):
    table, found = read(as_csv(["a", "w"], [(cell, "word") for cell in cells]))
    if any(cell not in ("1", "22") and cell.lower() not in NULL_WORDS for cell in cells) or set(cells) == {"-"}:
        assert (table.columns[0].type, [row["a"] for row in found]) == ("text", cells)
    else:
        assert [row["a"] for row in found] == [None if cell == "-" else int(cell) for cell in cells]


@settings(max_examples=40)
@given(st.binary(min_size=1, max_size=300))
@example(b"a\n\x00")
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
@example(b'"')
@example(b",,,\n,,,")
@example(b"{")
@example(b"[]")
@example(b"PK\x05\x06" + b"\0" * 18)
def test_any_bytes_give_a_table_or_a_fault(raw):
    with tempfile.TemporaryDirectory() as folder:
        try:
            table = load(written(Path(folder), raw))
        except tabular.TableFault:
            pass
        else:
            assert table.rows == len(rows(table)) > 0
