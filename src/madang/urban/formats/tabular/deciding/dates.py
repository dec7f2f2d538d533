"""Dates, times and instants in Korean, Chinese, English and ISO forms; the order of day and month is decided by evidence."""

from madang.urban.formats.tabular.deciding.candidates import CELL, Candidate, matched, quoted, trimmed

SEP_Y, SEP_M, END = r"\s?(?:[-./]|년|年)\s?", r"\s?(?:[-./]|월|月)\s?", r"\s?(?:일|日|\.)?(?:\s?\([월화수목금토일]\))?"
_YMD = rf"(\d{{4}}){SEP_Y}(\d{{1,2}}){SEP_M}(\d{{1,2}}){END}"
_HALF, _HOUR, _SECOND = r"(오전|오후|上午|下午|AM|PM|am|pm)?", r"(\d{1,2})(?::|시\s?|时|時)", r"(\d{1,2}(?:\.\d{1,9})?)(?:초|秒)?"
_CLOCK = rf"(?:T|\s*){_HALF}\s?{_HOUR}(\d{{1,2}})(?:(?::|분\s?|分){_SECOND}|분|分)?\s?(AM|PM|am|pm)?"
_DAY_FIRST, _MONTH_FIRST = r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})"
_ZONED = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?\s?(Z|[+-]\d\d(:?\d\d)?)"
_SHORT_YMD = r"['’]?(\d{2})[-/.]\s?(\d{1,2})[-/.]\s?(\d{1,2})\.?"
_SHORT_KOREAN = r"['’]?(\d{2})(?:년|年)\s?(\d{1,2})(?:월|月)\s?(\d{1,2})(?:일|日)"
_SHORT_DMY, _SHORT_MDY = r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})", r"(\d{1,2})[-/](\d{1,2})[-/](\d{2})"
_NAMED = r"(\d{1,2}[ -])?[A-Za-z]{3,9}[ -](\d{1,2}, )?\d{4}"
_ENGLISH = ("%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%B-%Y")
YMD, DMY, MDY, ISO = r"\1-\2-\3", r"\3-\2-\1", r"\3-\1-\2", "%Y-%m-%d %H:%M:%S"
_CELL = trimmed(CELL)
_ONE_DIGIT = f"regexp_matches({_CELL}, ':[0-9]([^0-9]|$)')"  # 4:3 is a ratio


def dates() -> list[Candidate]:
    """Return the ways to write a day."""
    exact = f"try_cast({CELL} AS DATE)"
    forms = ", ".join(quoted(form) for form in _ENGLISH)
    english = f"CASE WHEN {matched(_CELL, _NAMED)} THEN try_strptime({_CELL}, [{forms}])::DATE END"
    compact = _compact(8, "%Y%m%d") + "::DATE"
    return [
        Candidate("date-iso", "date", "date", _exact(exact), format="%Y-%m-%d", trusting=f"CAST({CELL} AS DATE)"),
        Candidate("date-ymd", "date", "date", _day(_YMD, YMD), format="%Y.%m.%d"),
        Candidate("date-compact", "date", "date", compact, format="%Y%m%d", distinct=12),
        Candidate("date-dmy", "date", "date", _day(_DAY_FIRST, DMY), family="day", format="%d/%m/%Y"),
        Candidate("date-mdy", "date", "date", _day(_MONTH_FIRST, MDY), family="day", format="%m/%d/%Y"),
        Candidate("date-english", "date", "date", english, format="%d %b %Y"),
        Candidate("date-korean-short", "date", "date", _short(_SHORT_KOREAN, "yMd"), format="%y년 %m월 %d일"),
        Candidate("date-ymd-short", "date", "date", _short(_SHORT_YMD, "yMd"), family="short", format="%y-%m-%d"),
        Candidate("date-dmy-short", "date", "date", _short(_SHORT_DMY, "dMy"), family="short", format="%d/%m/%y"),
        Candidate("date-mdy-short", "date", "date", _short(_SHORT_MDY, "Mdy"), family="short", format="%m/%d/%y"),
    ]  # fmt: skip


def instants() -> list[Candidate]:
    """Return the ways to write a day with its time."""
    exact = f"try_cast({CELL} AS TIMESTAMP)"
    offset = f"regexp_replace({_CELL}, '([+-][0-9][0-9])([0-9][0-9])$', '\\1:\\2')"
    zoned = f"CASE WHEN {matched(_CELL, _ZONED)} THEN try_cast(try_cast({offset} AS TIMESTAMPTZ) AS TIMESTAMP) END"
    return [
        Candidate("instant-iso", "datetime", "datetime", _exact(exact), format=ISO, trusting=f"CAST({CELL} AS TIMESTAMP)"),
        Candidate("instant-ymd", "datetime", "datetime", _instant(_YMD, YMD), format="%Y-%m-%d %H:%M"),
        Candidate("instant-zoned", "datetime", "datetime", zoned, unit="UTC", format="%Y-%m-%dT%H:%M:%S%z"),
        Candidate("instant-compact", "datetime", "datetime", _compact(14, "%Y%m%d%H%M%S"), format="%Y%m%d%H%M%S", distinct=3),
        Candidate("instant-compact-short", "datetime", "datetime", _compact(12, "%Y%m%d%H%M"), format="%Y%m%d%H%M", distinct=12),
        Candidate("instant-dmy", "datetime", "datetime", _instant(_DAY_FIRST, DMY), family="day", format="%d/%m/%Y %H:%M"),
        Candidate("instant-mdy", "datetime", "datetime", _instant(_MONTH_FIRST, MDY), family="day", format="%m/%d/%Y %H:%M"),
    ]  # fmt: skip


def times() -> list[Candidate]:
    """Return the ways to write a time of day."""
    fits = f"{matched(_CELL, _CLOCK)} AND NOT {_ONE_DIGIT}"
    return [Candidate("time", "time", "time", f"CASE WHEN {fits} THEN {_clock(_CELL, _CLOCK, 0)} END", format="%H:%M")]


def written(form: str, type_: str) -> Candidate:
    """Return the way that a publisher wrote down (strptime), for example %d/%m/%Y."""
    sql = f"try_strptime({_CELL}, {quoted(form)})"
    return Candidate(f"written-{form}", type_, type_, f"({sql})::DATE" if type_ == "date" else sql, format=form)


def _compact(digits: int, form: str) -> str:
    fits = matched(CELL, f"(19|20)[0-9]{{{digits - 2}}}")
    return f"(CASE WHEN {fits} THEN try_strptime({CELL}, {quoted(form)}) END)"


def _exact(value: str) -> str:
    """Return a value only where it is written back as it came: DuckDB also reads infinity and years of five digits."""
    return f"CASE WHEN CAST({value} AS VARCHAR) = {CELL} AND {CELL} >= '0' AND {CELL} < ':' AND {CELL}[5] = '-' THEN {value} END"


def _day(pattern: str, order: str) -> str:
    parts = f"regexp_replace({_CELL}, {quoted(f'^{pattern}$')}, {quoted(order)})"
    return f"CASE WHEN {matched(_CELL, pattern)} THEN try_cast({parts} AS DATE) END"


def _short(pattern: str, order: str) -> str:
    """Return a day of two-digit year: 70 to 99 are of the last century."""
    place = {part: number for number, part in enumerate(order, 1)}
    year, month, day = (f"regexp_extract({_CELL}, {quoted(f'^{pattern}$')}, {place[part]})" for part in "yMd")
    century = f"CASE WHEN {year} < '70' THEN '20' ELSE '19' END"
    text = f"{century} || {year} || '-' || {month} || '-' || {day}"
    return f"CASE WHEN {matched(_CELL, pattern)} THEN try_cast({text} AS DATE) END"


def _instant(pattern: str, order: str) -> str:
    whole = f"^{pattern}(?:{_CLOCK})$"
    day = f"regexp_replace({_CELL}, {quoted(whole)}, {quoted(order)})"
    apart = rf"{pattern}(?:T\s?|\s+)\S.*"
    fits = f"{matched(_CELL, pattern + _CLOCK)} AND {matched(_CELL, apart)} AND NOT {_ONE_DIGIT}"
    return f"CASE WHEN {fits} THEN try_cast({day} AS DATE) + {_clock(_CELL, whole, 3)} END"


def _clock(cell: str, pattern: str, skipped: int) -> str:
    """Return the time of the groups half, hour, minute, second, half of a pattern, after so many others; 24:00 is none."""
    groups = [f"skipped_{place}" for place in range(skipped)] + ["half", "hour", "minute", "second", "late"]
    parts = f"regexp_extract({cell}, {quoted(_whole(pattern))}, [{', '.join(map(quoted, groups))}])"
    sign, number = "upper(p.half || p.late)", "try_cast(p.hour AS INTEGER)"
    afternoon = f"CASE WHEN {sign} IN ('PM', '오후', '下午') THEN 12 ELSE 0 END"
    twelve = f"CASE WHEN {number} BETWEEN 1 AND 12 AND {sign} <> '' THEN {number} % 12 + {afternoon} ELSE 99 END"
    hours = f"lpad((CASE WHEN {sign} = '' AND {number} < 24 THEN {number} ELSE {twelve} END)::VARCHAR, 2, '0')"
    seconds = "CASE length(p.second) WHEN 0 THEN '00' WHEN 1 THEN '0' || p.second ELSE p.second END"
    text = f"{hours} || ':' || lpad(p.minute, 2, '0') || ':' || {seconds}"
    return f"list_transform([{parts}], lambda p: try_cast({text} AS TIME))[1]"


def _whole(pattern: str) -> str:
    return pattern if pattern.startswith("^") else f"^{pattern}$"


def midnight() -> Candidate:
    """Return days as instants, which only a publisher may want."""
    return Candidate("instant-day", "datetime", "datetime", f"({_day(_YMD, YMD)})::TIMESTAMP", format="%Y-%m-%d")


def either() -> Candidate:
    """Return days and instants together: in a spreadsheet a day is an instant at midnight."""
    day, instant = _day(_YMD, YMD), _instant(_YMD, YMD)
    return Candidate("instant-or-day", "datetime", "datetime", f"coalesce({instant}, ({day})::TIMESTAMP)", format=ISO)
