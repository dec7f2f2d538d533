"""Days and times as people write them in English, Korean and Chinese. Plain values in, text out."""

from datetime import date, datetime, time

from madang.city.kernel.text.days import MONTHS, SHORT_MONTHS, WEEKDAYS, day_text


def date_words(day: date, lang: str, this_year: int | None = None) -> str:
    """Return a day with its weekday: Friday 27 November / 2026년 11월 27일 금요일 / 2026 年 11 月 27 日 星期五.

    English leaves the year out if it is ``this_year``.
    """
    if lang in ("ko", "zh"):
        return f"{date_plain(day, lang)} {WEEKDAYS[lang][day.weekday()]}"
    year = "" if day.year == this_year else f" {day.year}"
    return f"{WEEKDAYS['en'][day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}"


def date_plain(day: date, lang: str) -> str:
    """Return a day with its year: 14 March 2024 / 2024년 3월 14일 / 2024 年 3 月 14 日."""
    return day_text(day, lang)


def date_table(day: date, lang: str, this_year: int | None = None) -> str:
    """Return a day for a table: 27 Nov / 11월 27일 / 11 月 27 日; with the year if it is not ``this_year``."""
    other_year = this_year is not None and day.year != this_year
    if lang == "ko":
        return f"{day.year}년 {day.month}월 {day.day}일" if other_year else f"{day.month}월 {day.day}일"
    if lang == "zh":
        return f"{day.year} 年 {day.month} 月 {day.day} 日" if other_year else f"{day.month} 月 {day.day} 日"
    return f"{day.day} {SHORT_MONTHS[day.month - 1]}{f' {day.year}' if other_year else ''}"


def time_words(moment: datetime | time) -> str:
    """Return a time of day: 14:00, in all languages."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def moment_words(moment: datetime, lang: str, this_year: int | None = None) -> str:
    """Return a day and a time: Friday 20 November, 09:12 / 2026년 11월 20일 금요일 09:12 / 2026 年 11 月 20 日 星期五 09:12."""
    comma = "," if lang == "en" else ""
    return f"{date_words(moment, lang, this_year)}{comma} {time_words(moment)}"
