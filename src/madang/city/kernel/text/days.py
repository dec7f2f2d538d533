"""Names of months and weekdays, and a day written out in English, Korean and Chinese: the one home of both."""

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SHORT_MONTHS = tuple(month[:3] for month in MONTHS)
WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ko": ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"),
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
}


def day_text(day: date, lang: str) -> str:
    """Return a day with its year: 14 March 2024 / 2024년 3월 14일 / 2024 年 3 月 14 日."""
    if lang == "ko":
        return f"{day.year}년 {day.month}월 {day.day}일"
    if lang == "zh":
        return f"{day.year} 年 {day.month} 月 {day.day} 日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
