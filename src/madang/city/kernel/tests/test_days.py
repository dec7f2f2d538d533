"""Days written out, and that their names stand in one place only."""

from datetime import date
from pathlib import Path

import pytest

from madang.city.kernel.text import days

CITY = Path(__file__).parents[2]


@pytest.mark.parametrize(("lang", "words"), [("en", "1 March 2026"), ("ko", "2026년 3월 1일"), ("zh", "2026 年 3 月 1 日")])
def test_a_day_reads_as_in_its_language(lang, words):
    assert days.day_text(date(2026, 3, 1), lang) == words


def test_names_of_months_and_weekdays_have_one_home():
    sources = [path for path in CITY.rglob("*.py") if "tests" not in path.parts]
    for name in ('"September"', '"Thursday"', '"목요일"', '"星期四"'):
        assert [path.name for path in sources if name in path.read_text(encoding="utf-8")] == ["days.py"], name


def test_short_months_are_the_first_three_letters():
    assert days.SHORT_MONTHS == ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
