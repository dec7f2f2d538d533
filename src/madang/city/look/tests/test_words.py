"""Days, numbers and money are written in each language's manner."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from madang.city.look.words import dates, numbers

DAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("lang", "words", "plain", "table"),
    [
        ("en", "Friday 27 November", "27 November 2026", "27 Nov"),
        ("ko", "2026년 11월 27일 금요일", "2026년 11월 27일", "11월 27일"),
        ("zh", "2026 年 11 月 27 日 星期五", "2026 年 11 月 27 日", "11 月 27 日"),
    ],
)
def test_a_day_is_written_as_people_write_it(lang: str, words: str, plain: str, table: str) -> None:
    assert dates.date_words(DAY, lang, this_year=2026) == words
    assert dates.date_plain(DAY, lang) == plain
    assert dates.date_table(DAY, lang, this_year=2026) == table


def test_another_year_is_said() -> None:
    assert dates.date_words(DAY, "en", this_year=2027) == "Friday 27 November 2026"
    assert dates.date_table(DAY, "en", this_year=2027) == "27 Nov 2026"
    assert dates.date_table(DAY, "ko", this_year=2027) == "2026년 11월 27일"


def test_a_moment_has_its_time() -> None:
    moment = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)
    assert dates.moment_words(moment, "en", this_year=2026) == "Friday 20 November, 09:05"
    assert dates.moment_words(moment, "ko") == "2026년 11월 20일 금요일 09:05"


@pytest.mark.parametrize(
    ("amount", "en", "ko", "zh"),
    [
        (84_000_000, "₩84 million", "8,400만 원", "8400 万韩元"),
        (84_500_000, "₩84.5 million", "8,450만 원", "8450 万韩元"),
        (1_350_000_000, "₩1.35 billion", "13억 5,000만 원", "13.5 亿韩元"),
        (1_000_000_000, "₩1 billion", "10억 원", "10 亿韩元"),
        (12_345, "₩12,345", "12,345원", "12,345 韩元"),
        (-84_000_000, "-₩84 million", "-8,400만 원", "-8400 万韩元"),
        (0, "₩0", "0원", "0 韩元"),
    ],
)
def test_money_is_said_as_people_say_it(amount: int, en: str, ko: str, zh: str) -> None:
    assert [numbers.money_words(amount, "KRW", 0, lang) for lang in ("en", "ko", "zh")] == [en, ko, zh]


@pytest.mark.parametrize(("lang", "words"), [("en", "₩84,000,000"), ("ko", "84,000,000원"), ("zh", "84,000,000 韩元")])
def test_money_is_exact_where_it_must_be(lang: str, words: str) -> None:
    assert numbers.money(84_000_000, "KRW", 0, lang) == words


def test_minor_units_stand_behind_the_point() -> None:
    assert numbers.money(1_250, "USD", 2, "en") == "$12.50"
    assert numbers.money(5, "EUR", 2, "ko") == "0.05유로"
    assert numbers.money(1_250, "XYZ", 2, "en") == "XYZ 12.50"


def test_numbers_stand_in_groups_of_three() -> None:
    assert [numbers.number(value) for value in (23_100, 0, -1_234.5, 100, Decimal("2.50"))] == [
        "23,100",
        "0",
        "-1,234.5",
        "100",
        "2.5",
    ]
    assert numbers.number(2.345, 1) == "2.3"


def test_percent_has_a_thin_gap_in_english_only() -> None:
    assert numbers.percent(0.94, "en") == "94\u202f%"
    assert numbers.percent(0.945, "ko", 1) == "94.5%"
