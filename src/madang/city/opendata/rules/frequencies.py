"""How often data are promised anew, and whether the promise is kept. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

AUTHORITY = "http://publications.europa.eu/resource/authority/frequency/"
GRACE_SHARE = 0.1
LEAST_GRACE = timedelta(hours=1)
_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Frequency:
    """A frequency of the EU's list; ``every`` is None where it promises no day, such as irregular."""

    code: str
    titles: Mapping[str, str]
    every: timedelta | None

    @property
    def uri(self) -> str:
        """Return what DCAT calls it."""
        return AUTHORITY + self.code


class Keeping(StrEnum):
    """How a promise stands: nothing promised, kept, or broken."""

    NONE = "none"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Promise:
    """How the promise of a data set stands; ``due_at`` is when new rows must be there, with the grace that is given."""

    keeping: Keeping
    due_at: datetime | None = None


def _days(days: float) -> timedelta:
    return timedelta(days=days)


_ALL: tuple[tuple[str, timedelta | None, str, str, str], ...] = (
    ("UPDATE_CONT", timedelta(hours=1), "All the time", "수시(실시간)", "持续更新"),
    ("15MIN", timedelta(minutes=15), "Every 15 minutes", "15분마다", "每15分钟"),
    ("HOURLY", timedelta(hours=1), "Every hour", "매시간", "每小时"),
    ("BIHOURLY", timedelta(hours=2), "Every two hours", "2시간마다", "每两小时"),
    ("TRIHOURLY", timedelta(hours=3), "Every three hours", "3시간마다", "每三小时"),
    ("12HRS", timedelta(hours=12), "Every twelve hours", "12시간마다", "每十二小时"),
    ("CONT", timedelta(hours=1), "Continuously", "연속", "连续"),
    ("DAILY_2", timedelta(hours=12), "Twice a day", "하루 두 번", "每日两次"),
    ("DAILY", _days(1), "Every day", "매일", "每日"),
    ("WEEKLY_5", _days(3), "Every working day", "근무일마다", "每个工作日"),
    ("WEEKLY_3", _days(3), "Three times a week", "주 세 번", "每周三次"),
    ("WEEKLY_2", _days(4), "Twice a week", "주 두 번", "每周两次"),
    ("WEEKLY", _days(7), "Every week", "매주", "每周"),
    ("BIWEEKLY", _days(14), "Every two weeks", "2주마다", "每两周"),
    ("MONTHLY_3", _days(11), "Three times a month", "월 세 번", "每月三次"),
    ("MONTHLY_2", _days(16), "Twice a month", "월 두 번", "每月两次"),
    ("MONTHLY", _days(31), "Every month", "매월", "每月"),
    ("BIMONTHLY", _days(62), "Every two months", "2개월마다", "每两月"),
    ("QUARTERLY", _days(92), "Every quarter", "분기마다", "每季度"),
    ("ANNUAL_3", _days(123), "Three times a year", "연 세 번", "每年三次"),
    ("ANNUAL_2", _days(184), "Twice a year", "연 두 번", "每年两次"),
    ("ANNUAL", _days(366), "Every year", "매년", "每年"),
    ("BIENNIAL", _days(2 * _YEAR), "Every two years", "2년마다", "每两年"),
    ("TRIENNIAL", _days(3 * _YEAR), "Every three years", "3년마다", "每三年"),
    ("QUADRENNIAL", _days(4 * _YEAR), "Every four years", "4년마다", "每四年"),
    ("QUINQUENNIAL", _days(5 * _YEAR), "Every five years", "5년마다", "每五年"),
    ("DECENNIAL", _days(10 * _YEAR), "Every ten years", "10년마다", "每十年"),
    ("IRREG", None, "Irregularly", "불규칙", "不定期"),
    ("AS_NEEDED", None, "As needed", "필요할 때", "按需"),
    ("NEVER", None, "Once, never again", "한 번만", "仅一次"),
    ("NOT_PLANNED", None, "Nothing planned", "계획 없음", "无计划"),
    ("UNKNOWN", None, "Unknown", "알 수 없음", "未知"),
    ("OTHER", None, "Otherwise", "기타", "其他"),
)
FREQUENCIES: Mapping[str, Frequency] = {
    code: Frequency(code, {"en": en, "ko": ko, "zh": zh}, every) for code, every, en, ko, zh in _ALL
}
OFFERED = ("UPDATE_CONT", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "ANNUAL_2", "ANNUAL", "BIENNIAL", "IRREG", "NEVER")
_ISO = {
    "R/PT1S": "UPDATE_CONT", "R/PT1H": "HOURLY", "R/P1D": "DAILY", "R/P0.33W": "WEEKLY_3", "R/P3.5D": "WEEKLY_2",
    "R/P1W": "WEEKLY", "R/P7D": "WEEKLY", "R/P0.5M": "MONTHLY_2", "R/P2W": "BIWEEKLY", "R/P0.33M": "MONTHLY_3",
    "R/P1M": "MONTHLY", "R/P2M": "BIMONTHLY", "R/P3M": "QUARTERLY", "R/P4M": "ANNUAL_3", "R/P6M": "ANNUAL_2",
    "R/P1Y": "ANNUAL", "R/P2Y": "BIENNIAL", "R/P3Y": "TRIENNIAL", "R/P4Y": "QUADRENNIAL", "R/P5Y": "QUINQUENNIAL",
    "R/P10Y": "DECENNIAL", "IRREGULAR": "IRREG",
}  # fmt: skip
_WORDS = {
    "real time": "UPDATE_CONT", "continual": "UPDATE_CONT", "continuous": "CONT", "hourly": "HOURLY", "daily": "DAILY",
    "weekly": "WEEKLY", "fortnightly": "BIWEEKLY", "monthly": "MONTHLY", "quarterly": "QUARTERLY", "semiannual": "ANNUAL_2",
    "biannually": "ANNUAL_2", "annually": "ANNUAL", "annual": "ANNUAL", "yearly": "ANNUAL", "asneeded": "AS_NEEDED",
    "as needed": "AS_NEEDED", "irregular": "IRREG", "notplanned": "NOT_PLANNED", "unknown": "UNKNOWN", "실시간": "UPDATE_CONT",
    "일간": "DAILY", "주간": "WEEKLY", "월간": "MONTHLY", "분기": "QUARTERLY", "연간": "ANNUAL", "반기": "ANNUAL_2",
    "수시": "IRREG",
}  # fmt: skip


def frequency_of(words: str) -> str:
    """Return the code that an address, a code, an ISO 8601 repetition or words mean; "" where it is none of them."""
    told = re.sub(r"^https?://publications\.europa\.eu/resource/authority/frequency/", "", words.strip())
    told = re.sub(r"^https?://purl\.org/cld/freq/", "", told)
    if told.upper() in FREQUENCIES:
        return told.upper()
    return _ISO.get(told.upper()) or _WORDS.get(told.casefold(), "")


def due_at(code: str, changed_at: datetime | None) -> datetime | None:
    """Return when new rows must be there: a period after the last, and a tenth of it (an hour at least) of grace.

    None where nothing is promised or there are no rows yet.
    """
    known = FREQUENCIES.get(code)
    if known is None or known.every is None or changed_at is None:
        return None
    return changed_at + known.every + max(known.every * GRACE_SHARE, LEAST_GRACE)


def promise(code: str, changed_at: datetime | None, now: datetime) -> Promise:
    """Tell how a promise stands at an instant; a promise without any rows counts as none."""
    due = due_at(code, changed_at)
    if due is None:
        return Promise(Keeping.NONE)
    return Promise(Keeping.BROKEN if now > due else Keeping.KEPT, due)
