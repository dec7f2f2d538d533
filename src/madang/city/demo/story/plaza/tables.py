"""Tables drawn by lot: `over` names what the rows run over, each column a word for how it is filled.

    over:     {places: n} | any of {years, quarters, months, weeks, days: first last, areas: level, hours: n, name: [values]}
    columns:  id PREFIX · place NOUN · area, area-ko · lon, lat · year-of, month, day, hour · value NAME (what the rows run over)
              whole LOW HIGH · number LOW HIGH DIGITS · money LOW HIGH · percent LOW HIGH · year, date, moment FIRST LAST
              one-of A|B · person, phone, email (for the gate to find) · count MEAN (larger areas have more)
              people SHARE (of the area's) · gaps SHARE WORDS

The same seed gives the same table.
"""

import csv
import io
import itertools
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

MEAN_PEOPLE = 30_000
STEPS = {"weeks": 7, "days": 1}
MONTHS = {"months": 1, "quarters": 3}
RUSH = (0.2, 0.1, 0.1, 0.1, 0.2, 0.5, 1.0, 1.8, 2.2, 1.5, 1.1, 1.2, 1.4, 1.2, 1.1, 1.2, 1.5, 2.0, 2.3, 1.6, 1.1, 0.8, 0.6, 0.4)


@dataclass(frozen=True, slots=True)
class Place:
    """An area of the city: its names, how many live there, a point in it and how far from it things may stand (degrees)."""

    en: str
    ko: str
    people: int
    longitude: float
    latitude: float
    reach: float


@dataclass(frozen=True, slots=True)
class City:
    """The areas by level."""

    areas: Mapping[str, Sequence[Place]]


FAMILIES = ("김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "남궁")
GIVEN = ("하루", "민서", "지원", "도현", "유나", "순자", "태양", "소라", "민준", "채원", "지수", "가람", "훈")
Row = dict[str, Any]
Fill = Callable[[Row, random.Random], Any]


def table(spec: Mapping[str, Any], city: City) -> list[list[Any]]:
    """Return the header and the rows of a data set's description. Raises KeyError for a word that is not known."""
    rng = random.Random(spec["slug"])  # noqa: S311 - an invented city is drawn by lot
    fills = {name: _fill(str(words)) for name, words in spec["columns"].items()}
    rows = [list(fills)]
    rows += [[fill(row, rng) for fill in fills.values()] for row in _rows(spec["over"], city, rng)]
    return rows


def earlier(rows: Sequence[Sequence[Any]], spec: Mapping[str, Any]) -> list[Sequence[Any]]:
    """Return an earlier state of a table: its last rows are not there yet, and here and there a figure stood otherwise."""
    rng = random.Random(f"{spec['slug']} before")  # noqa: S311 - as above
    kept = rows[: 1 + (len(rows) - 1) * 19 // 20]
    numbers = [place for place, words in enumerate(spec["columns"].values()) if str(words).split()[0] in ("whole", "count")]
    changed: list[Sequence[Any]] = [list(row) for row in kept]
    if numbers:
        for number in rng.sample(range(1, len(changed)), min(5, len(changed) - 1)):
            row = list(changed[number])
            row[numbers[-1]] += 3
            changed[number] = row
    return changed


def as_csv(rows: Sequence[Sequence[Any]], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Return the rows as the file that an office would hand in."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


# What the rows run over


def _rows(over: Mapping[str, Any], city: City, rng: random.Random) -> Iterator[Row]:
    if "places" in over:
        places = city.areas["neighbourhood"]
        weights = [place.people for place in places]
        for number, place in enumerate(rng.choices(places, weights, k=over["places"]), start=1):
            yield {"area": place, "number": number}
        return
    axes = [_axis(name, wanted, city) for name, wanted in over.items()]
    for combination in itertools.product(*axes):
        yield {name: value for part in combination for name, value in part.items()}


def _axis(name: str, wanted: Any, city: City) -> list[Row]:
    if name == "areas":
        return [{"area": place} for place in city.areas[wanted]]
    if name == "hours":
        return [{"hour": hour} for hour in range(wanted)]
    if name == "years":
        first_year, last_year = map(int, wanted.split())
        return [{"year-of": year} for year in range(first_year, last_year + 1)]
    if name in MONTHS:
        first_month, last_month = wanted.split()
        return [{"month": month} for month in _months(first_month, last_month, MONTHS[name])]
    if name in STEPS:
        first, last = map(date.fromisoformat, wanted.split())
        return [{"day": first + timedelta(days=days)} for days in range(0, (last - first).days + 1, STEPS[name])]
    return [{name: value} for value in wanted]


def _months(first: str, last: str, step: int) -> Iterator[str]:
    begin, end = ((int(text[:4]) * 12 + int(text[5:]) - 1) for text in (first, last))
    for month in range(begin, end + 1, step):
        yield f"{month // 12}-{month % 12 + 1:02}"


# How a column is filled


def _fill(words: str) -> Fill:
    kind, _, rest = words.partition(" ")
    if kind == "gaps":
        share, _, inner = rest.partition(" ")
        fill = _fill(inner)
        return lambda row, rng: fill(row, rng) if rng.random() >= float(share) else ""
    return FILLS[kind](rest)


def _value(name: str) -> Fill:
    return lambda row, _: row[name]


def _identifier(prefix: str) -> Fill:
    return lambda row, _: f"{prefix}{row['number']:05}"


def _place(noun: str) -> Fill:
    is_korean = any("가" <= letter <= "힣" for letter in noun)
    return lambda row, _: f"{row['area'].ko if is_korean else row['area'].en} {noun} {row['number']}"


def _near(axis: str) -> Callable[[str], Fill]:
    return lambda _rest: lambda row, rng: round(getattr(row["area"], axis) + rng.uniform(-1, 1) * row["area"].reach, 6)


def _between(turn: Callable[[float], Any]) -> Callable[[str], Fill]:
    def fill(rest: str) -> Fill:
        low, high = map(float, rest.split()[:2])
        return lambda _, rng: turn(rng.uniform(low, high))

    return fill


def _number(rest: str) -> Fill:
    low, high, digits = rest.split()
    return lambda _, rng: round(rng.triangular(float(low), float(high)), int(digits))


def _count(rest: str) -> Fill:
    mean = float(rest)

    def fill(row: Row, rng: random.Random) -> int:
        expected = mean * (row["area"].people / MEAN_PEOPLE if "area" in row else 1) * RUSH[row.get("hour", 9)]
        if "month" in row:
            expected *= 1 + 0.25 * math.sin(int(row["month"][5:]) / 12 * math.tau - 1.5)
        if "day" in row:
            expected *= 0.7 if row["day"].weekday() > 4 else 1.1
        return max(0, round(rng.gauss(expected, max(1.0, expected**0.5 * 1.5))))

    return fill


def _people(rest: str) -> Fill:
    return lambda row, rng: round(row["area"].people * float(rest) * rng.uniform(0.7, 1.3))


def _one_of(rest: str) -> Fill:
    values = rest.split("|")
    return lambda _, rng: rng.choice(values)


def _instant(last_part: Callable[[datetime], Any]) -> Callable[[str], Fill]:
    def fill(rest: str) -> Fill:
        first, last = map(int, rest.split())
        begin = datetime(first, 1, 1)  # noqa: DTZ001 - a day in a file, in the city's own time
        minutes = int((datetime(last, 10, 31) - begin).total_seconds() // 60)  # noqa: DTZ001 - as above
        return lambda _, rng: last_part(begin + timedelta(minutes=rng.randrange(minutes)))

    return fill


def _person(rest: str) -> Fill:
    return lambda _row, rng: rng.choice(FAMILIES) + rng.choice(GIVEN)


def _phone(rest: str) -> Fill:
    return lambda _row, rng: f"010-{rng.randrange(2000, 9999)}-{rng.randrange(1000, 9999)}"


def _email(rest: str) -> Fill:
    return lambda row, _rng: f"helper{row['number']}@haneul.example"


FILLS: Mapping[str, Callable[[str], Fill]] = {
    "person": _person,
    "phone": _phone,
    "email": _email,
    "id": _identifier,
    "place": _place,
    "area": lambda _rest: lambda row, _: row["area"].en,
    "area-ko": lambda _rest: lambda row, _: row["area"].ko,
    "lon": _near("longitude"),
    "lat": _near("latitude"),
    "year-of": lambda _rest: _value("year-of"),
    "month": lambda _rest: _value("month"),
    "day": lambda _rest: _value("day"),
    "hour": lambda _rest: _value("hour"),
    "value": _value,
    "whole": _between(round),
    "money": _between(lambda drawn: int(round(drawn, -2 if drawn < 1_000_000 else -5))),
    "percent": _between(lambda drawn: f"{drawn:.1f}%"),
    "number": _number,
    "year": _between(int),
    "count": _count,
    "people": _people,
    "one-of": _one_of,
    "date": _instant(lambda instant: instant.date()),
    "moment": _instant(lambda instant: instant.isoformat(" ", "minutes")),
}
