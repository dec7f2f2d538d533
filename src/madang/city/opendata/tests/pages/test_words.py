"""How values, sizes and reasons are told."""

from datetime import UTC, date, datetime, time

import pytest
import shapely
from django.utils import translation

from madang.city.opendata.views.dataset import evidence, file_words
from madang.city.opendata.views.dataset.words import cell, figure, file_size, from_iso, value_words
from madang.urban.formats.tabular import Evidence, words

PLACE = shapely.to_wkb(shapely.Point(127.03, 37.51))


@pytest.mark.parametrize(
    ("value", "kind", "role", "told"),
    [
        (None, "text", "", ""),
        (True, "boolean", "", "Yes"),
        (1204, "integer", "", "1,204"),
        (1999, "integer", "year", "1999"),
        (11010, "integer", "area-code", "11010"),
        (0.1, "decimal", "", "0.1"),
        (1e16, "decimal", "", "10,000,000,000,000,000"),
        (float("nan"), "decimal", "", "nan"),
        (127.0312, "decimal", "longitude", "127.0312"),
        (date(2019, 4, 2), "date", "", "2 April 2019"),
        (datetime(2019, 4, 2, 9, 5, tzinfo=UTC), "datetime", "", "2 April 2019 09:05"),
        (datetime(2019, 4, 2, 9, 5, 7, tzinfo=UTC), "datetime", "", "2 April 2019 09:05:07"),
        (time(8, 30), "time", "", "08:30"),
        (PLACE, "geometry", "", "Point 37.51000, 127.03000"),
        (b"no shape", "geometry", "", ""),
    ],
)
def test_a_value_is_told_as_people_write_it(value, kind, role, told):
    assert value_words(value, kind, role) == told


def test_a_day_is_written_in_the_readers_language():
    with translation.override("ko"):
        assert value_words(date(2019, 4, 2), "date") == "2019년 4월 2일"


def test_a_cell_escapes_what_it_holds_and_links_only_to_the_web():
    assert cell("<b>bold</b>") == "&lt;b&gt;bold&lt;/b&gt;"
    assert cell("https://a.example/?a=1&b=2").startswith('<a href="https://a.example/?a=1&amp;b=2" rel="external nofollow')
    assert cell('https://a.example/"onclick="x').count('"') == 4  # of href and rel alone
    assert "<a" not in cell("javascript:alert(1)")
    assert "<a" not in cell("https://a.example and more")
    assert "no value" in cell(None)
    assert len(cell("x" * 5_000)) == 160
    assert len(cell("x" * 5_000, whole=True)) == 5_000


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1_000, "1.0 KB"),
        (48_200, "48 KB"),
        (2_100_000, "2.1 MB"),
        (10**15, "1,000 TB"),
    ],
)
def test_sizes_are_read_as_disks_are_sold(count, told):
    assert file_size(count) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [(None, ""), (12.0, "12"), (1_234_567.0, "1,234,567"), (0.12345, "0.1235"), (45.6789, "45.68"), (float("inf"), "")],
)
def test_a_figure_has_the_digits_that_tell(value, told):
    assert figure(value) == told


def test_what_a_profile_keeps_as_text_is_a_day_again():
    assert from_iso("2019-04-02", "date") == date(2019, 4, 2)
    assert from_iso("no day", "date") == "no day"
    assert from_iso(4, "integer") == 4


def test_every_sentence_of_the_library_can_be_translated():
    assert {key: str(text) for key, text in file_words.WHY.items()} == words.WHY
    assert {key: str(text) for key, text in file_words.NOTES.items()} == words.NOTES
    assert {key: str(text) for key, text in file_words.KINDS.items()} == words.KINDS
    assert {key: (str(said), str(remedy)) for key, (said, remedy) in file_words.FAULTS.items()} == words.FAULTS


def test_the_row_that_decided_a_type_is_named():
    told = evidence.evidence_words(Evidence("text", 853, "0164A", "words"))
    assert told == "Text, because row 853 holds “0164A”, which is no number, date, or yes or no"


def test_only_the_publisher_sees_what_stood_in_the_failing_cell():
    problem = {"key": "not-wanted-type", "params": {"wanted": "integer"}, "row": 853, "column": "phone", "value": "010-1234-5678"}
    own = evidence.problem_words(problem, with_value=True)
    assert "010-1234-5678" in own["message"]
    others = evidence.problem_words(problem, with_value=False)
    assert "010-1234-5678" not in repr(others)
    assert others["where"] == "row 853, column phone"
    assert others["remedy"]
