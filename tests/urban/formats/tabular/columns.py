"""Columns made to deceive, each with its right type, worked by hand, and the reason for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

ROWS, LATE = 1_200, 853  # LATE lies behind any sample: only who reads the whole file finds it
Values = Callable[[int], str]


@dataclass(frozen=True)
class Case:
    """A column: its name, the value of each row (from 1), its type, why, and what more is known."""

    name: str
    values: Values
    type: str
    why: str
    row: int | None = None
    unit: str = ""
    role: str | None = None
    nulls: int | None = None


def cycle(*values: str) -> Values:
    return lambda row: values[(row - 1) % len(values)]


def late(values: Values, value: str, row: int = LATE) -> Values:
    return lambda at: value if at == row else values(at)


def count(row: int) -> str:
    return str(row)


def tenths(row: int) -> str:
    return f"{row // 10}.{row % 10}"


def from_row(first: int, values: Values) -> Values:
    return lambda row: values(row) if row >= first else ""


def until(last: int, values: Values) -> Values:
    return lambda row: values(row) if row <= last else ""


def day(row: int) -> tuple[int, int, int]:
    """Return days of 2024 in turn, none over the 28th."""
    return 2024, row // 28 % 12 + 1, row % 28 + 1


def dated(form: str) -> Values:
    def value(row: int) -> str:
        year, month, number = day(row)
        return form.format(y=year, yy=year % 100, m=month, d=number)

    return value


def small(form: str) -> Values:
    """Return days whose number and month are both at most 12, different ones among them."""
    return lambda row: form.format(y=2024, yy=24, m=row % 12 + 1, d=row * 5 % 12 + 1)


WHOLE = [
    Case("counting", count, "integer", "1 to 1200"),
    Case("negative", lambda row: str(-row), "integer", "plain minus"),
    Case("zeros", cycle("0"), "integer", "0 is a number, not a leading zero"),
    Case("minus zero", late(count, "-0"), "integer", "-0 is 0"),
    Case("largest", cycle("9223372036854775807", "-9223372036854775808"), "integer", "fits 64 bits"),
    Case("nineteen digits", lambda row: str(10**18 + row), "integer", "fits 64 bits, kept exactly"),
    Case("twenty digits", lambda row: str(10**19 + row), "text", "beyond 64 bits", 1),
    Case("one of twenty digits", late(count, "92233720368547758080"), "text", "one value beyond 64 bits", LATE),
    Case("milliseconds", lambda row: str(1_709_251_200_000 + row), "integer", "an instant of a machine stays a number"),
    Case("excel day", lambda row: str(45_352 + row), "integer", "a day's serial number is no date by itself"),
    Case("blank tail", until(900, count), "integer", "blanks are no text", nulls=300),
    Case("blank head", from_row(1_100, count), "integer", "the first 1,099 rows tell nothing", nulls=1_099),
    Case("one value", from_row(1_200, count), "integer", "one value decides", nulls=1_199),
    Case("padded", lambda row: f"  {row} ", "integer", "blanks around a number"),
    Case("hard space", lambda row: f"{row}\u00a0", "integer", "a space that does not break"),
    Case("wide space", lambda row: f"\u3000{row}", "integer", "the space of a Korean keyboard"),
    Case("plus", lambda row: f"+{row}", "integer", "a sign"),
    Case("one plus", late(count, "+5"), "integer", "a sign in one row"),
    Case("real minus", lambda row: f"−{row}", "integer", "U+2212"),
    Case("minus behind", lambda row: f"{row}-", "integer", "as bookkeeping programs write it"),
    Case("triangle", lambda row: f"△{row}", "integer", "a negative number in Korean budgets"),
    Case("thousands", lambda row: f"{row * 1_000:,}", "integer", "commas part thousands"),
    Case("some thousands", cycle("567", "1,234", "1234"), "integer", "with and without commas"),
    Case("one thousand", late(count, "1,234"), "integer", "a comma in one row"),
    Case("millions by point", lambda row: f"{row % 900 + 1}.234.567", "integer", "two points part thousands"),
    Case("millions by space", lambda row: f"{row % 900 + 1}.234.567", "integer", "spaces part thousands"),
    Case("millions by hard space", lambda row: f"{row % 900 + 1}\u00a0234", "integer", "hard spaces part thousands"),
    Case("millions by narrow space", lambda row: f"{row % 900 + 1}\u202f234", "integer", "narrow spaces part thousands"),
    Case("apostrophes", lambda row: f"{row % 900 + 1}'234", "integer", "as in Switzerland"),
    Case("fullwidth", cycle("１２", "３４５", "０"), "integer", "digits of a Chinese keyboard"),
    Case("one fullwidth", late(count, "１２"), "integer", "digits of a Chinese keyboard in one row"),
    Case("year", cycle("2019", "2020", "2021"), "integer", "years are whole numbers", role="year"),
    Case("기준연도", cycle("2019", "2020", "2021"), "integer", "years are whole numbers", role="year"),
    Case("since", cycle("2019년", "2020년"), "integer", "a year with its unit", unit="년", role="year"),
    Case("planted", cycle("1962", "2020", "2021"), "integer", "the year in which something was done", role="year"),
    Case("준공", cycle("1962", "2020", "2021"), "integer", "the year in which something was done", role="year"),
    Case("opened", cycle("12", "2020", "3021"), "integer", "how many were opened, no year", role=""),
    Case("long ago", cycle("3년", "12년"), "integer", "years as a span", unit="년", role=""),
    Case("nought or one", cycle("0", "1"), "integer", "0 and 1 are counts unless the publisher says otherwise"),
    Case("six digits", cycle("202401", "202402", "202412"), "integer", "no name tells that these are months"),
    Case(
        "eight digits", late(lambda row: str(20_240_100 + row % 28 + 1), "20240230"), "integer", "one is no day of any calendar"
    ),
    Case("few eight digits", cycle("20240301", "20240302"), "integer", "two values prove no dates"),
    Case("station_id", count, "integer", "a number that names", role="identifier"),
    Case("대여소번호", count, "integer", "a number that names", role="identifier"),
    Case("percent", lambda row: f"{row % 101}%", "integer", "percent", unit="%"),
    Case("percent apart", lambda row: f"{row % 101} %", "integer", "percent behind a space", unit="%"),
    Case("fullwidth percent", lambda row: f"{row % 101}％", "integer", "the percent sign of a Korean keyboard", unit="%"),
    Case("won", lambda row: f"{row * 1_000:,}원", "integer", "money with its unit", unit="원"),
    Case("won sign", lambda row: f"₩{row * 1_000:,}", "integer", "money with its sign", unit="₩"),
    Case("yuan", lambda row: f"{row}元", "integer", "money with its unit", unit="元"),
    Case("people", lambda row: f"{row}명", "integer", "people are counted", unit="명"),
    Case("cases", lambda row: f"{row}건", "integer", "cases are counted", unit="건"),
    Case("chinese people", lambda row: f"{row}人", "integer", "people are counted", unit="人"),
    Case("minutes", lambda row: f"{row}분", "integer", "a span of minutes", unit="분"),
    Case("age", lambda row: f"{row % 90}세", "integer", "years of age", unit="세"),
    Case("thousand won", lambda row: f"{row:,}천원", "integer", "the unit is a thousand won", unit="천원"),
    Case("million won", lambda row: f"△{row:,}백만원", "integer", "negative, in million won", unit="백만원"),
]

MISSING = [
    Case(f"missing {word}", late(cycle("1", "2", "3"), word), "integer", "a word for a missing value", nulls=1)
    for word in ("-", "--", "—", "…", "N/A", "n/a", "NA", "#N/A", "NaN", "nan", "NULL", "null", "None", "\\N", "없음", "해당없음", "미상", "无", "暂无", "<NA>", " ")
]  # fmt: skip

DECIMAL = [
    Case("tenths", tenths, "decimal", "a point", 1),
    Case("late fraction", late(count, "12.5"), "decimal", "whole numbers until row 853", LATE),
    Case("point zero", lambda row: f"{row}.0", "decimal", "the file says that they are no whole numbers", 1),
    Case("no nought", lambda row: f".{row}", "decimal", ".5 is a half", 1),
    Case("minus no nought", lambda row: f"-.{row}", "decimal", "-.5 is minus a half", 1),
    Case("sixteen digits", lambda row: f"0.28364055299539{row:04d}", "decimal", "as floating point numbers are printed"),
    Case("thirty digits", lambda row: f"0.{row:030d}", "decimal", "digits beyond the sixteenth do not matter behind the point"),
    Case("science", lambda row: f"{row % 9 + 1}.5e-07", "decimal", "as pandas writes small numbers"),
    Case("science with sign", cycle("3.2", "1e+20", "1e-05"), "decimal", "as pandas writes large numbers"),
    Case("largest real", cycle("1.7976931348623157e+308", "-1.5e+300"), "decimal", "fits a floating point number"),
    Case("dollars", lambda row: f"${row * 1_000:,}.50", "decimal", "money", unit="$"),
    Case("minus dollars", cycle("-$5.25", "$-1.00", "$3.00"), "decimal", "the sign before or behind the dollar", unit="$"),
    Case("us dollars", cycle("US$5.25", "US$1,000"), "decimal", "money", unit="US$"),
    Case("euros", cycle("€1.25", "€ 3"), "decimal", "money", unit="€"),
    Case("yen", cycle("¥1.5", "¥12"), "decimal", "money", unit="¥"),
    Case("fraction of percent", lambda row: f"{row % 100}.5%", "decimal", "percent", unit="%"),
    Case("kilometres", lambda row: f"{row}.5 km", "decimal", "a unit", unit="km"),
    Case("kilometres both ways", cycle("12.5 km", "3.25km"), "decimal", "the space does not matter", unit="km"),
    Case("celsius", cycle("-3.5℃", "36.5℃"), "decimal", "a unit", unit="℃"),
    Case("square metres", cycle("1,234.5㎡", "84.9㎡"), "decimal", "a unit", unit="㎡"),
    Case("dust", cycle("12.5㎍/㎥", "30.1㎍/㎥"), "decimal", "a unit", unit="㎍/㎥"),
    Case("thousands and point", lambda row: f"{row * 1_000:,}.5", "decimal", "commas part thousands"),
    Case("comma", cycle("1,5", "2,75", "-3,1"), "decimal", "a comma before one or two digits marks decimals"),
    Case("points and comma", lambda row: f"{row % 900 + 1}.234,5", "decimal", "as in Germany"),
    Case("spaces and comma", lambda row: f"{row % 900 + 1}.234,5", "decimal", "as in France"),
    Case("nought comma", cycle("0,123", "1,234"), "decimal", "0,123 cannot part thousands"),
    Case("late comma", late(cycle("1,234", "2,345"), "0,5"), "decimal", "row 853 tells that the comma marks decimals", LATE),
    Case("fullwidth point", cycle("１．５", "２"), "decimal", "the point of a Chinese keyboard"),
    Case("month thirteen", late(cycle("2024.01", "2024.02", "2024.03", "2024.04", "2024.05", "2024.06"), "2024.13"), "decimal", "there is no thirteenth month"),
    Case("위도", lambda row: f"37.5{row}", "decimal", "within 90 degrees", role="latitude"),
    Case("경도", lambda row: f"126.9{row}", "decimal", "within 180 degrees", role="longitude"),
    Case("lat", lambda row: f"37.5{row}", "decimal", "within 90 degrees", role="latitude"),
    Case("lng", lambda row: f"126.9{row}", "decimal", "within 180 degrees", role="longitude"),
    Case("纬度", lambda row: f"31.2{row}", "decimal", "within 90 degrees", role="latitude"),
    Case("latitude", lambda row: f"126.9{row}", "decimal", "no latitude: it is over 90", role=""),
    Case("longitude", lambda row: f"{953_900 + row}.5", "decimal", "metres, no longitude", role=""),
    Case("missing decimals", late(tenths, "-"), "decimal", "a word for a missing value", nulls=1),
    Case("nan decimals", cycle("1.5", "NaN", ""), "decimal", "as pandas writes a missing value", nulls=800),
]  # fmt: skip

BOOLEAN = [
    *(Case(f"{yes} or {no}", cycle(yes, no), "boolean", "both sides occur") for yes, no in (
        ("Y", "N"), ("y", "n"), ("Yes", "No"), ("TRUE", "FALSE"), ("true", "false"), ("T", "F"), ("예", "아니오"), ("예", "아니요"), ("O", "X"),
        ("○", "×"), ("유", "무"), ("있음", "없음"), ("참", "거짓"), ("是", "否"), ("有", "无"), ("真", "假"),
    )),
    Case("yes or blank or no", cycle("Y", "", "N"), "boolean", "blanks are missing", nulls=400),
    Case("late no", late(cycle("Y"), "N"), "boolean", "row 853 is the only no"),
    Case("all true", cycle("true"), "boolean", "the word means nothing else"),
    Case("all yes", cycle("是"), "boolean", "the word means nothing else"),
    Case("padded yes", cycle(" Y", "N "), "boolean", "blanks around"),
]  # fmt: skip

ALL: Sequence[Case] = (*WHOLE, *MISSING, *DECIMAL, *BOOLEAN)
