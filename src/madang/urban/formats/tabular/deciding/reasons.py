"""Why a column has its type: the row that decided, and the key of the sentence that says so."""

import re
from typing import Any

from madang.urban.formats.tabular.deciding import numbers
from madang.urban.formats.tabular.deciding.candidates import NULL_WORDS, Candidate
from madang.urban.formats.tabular.deciding.choice import Choice, Place
from madang.urban.formats.tabular.shapes import Evidence

SHOWN, MOST_SAFE_DIGITS = 200, 15
_DATE_LIKE = re.compile(r"['’]?\d{1,4}\s?[-./년年]\s?\d{1,2}\s?[-./월月]\s?\d{1,4}.*")
_ORDERS = {"date-dmy": "day-first", "instant-dmy": "day-first", "date-mdy": "month-first", "instant-mdy": "month-first",
           "date-dmy-short": "day-first", "date-mdy-short": "month-first", "date-ymd-short": "year-first"}  # fmt: skip


def evidence(choice: Choice) -> Evidence:
    """Return why a column that is settled has its type."""
    if choice.wanted:
        return Evidence(choice.wanted, None, "", "publisher")
    if choice.reason:
        key, place = choice.reason
        return _told("text", key, place, {})
    return _of_text(choice) if choice.chosen.key == "text" else _of_type(choice, choice.chosen)


def _told(type_: str, key: str, place: Place | None, params: dict[str, Any]) -> Evidence:
    return Evidence(type_, place.row if place else None, place.value[:SHOWN] if place else "", key, params)


def _of_type(choice: Choice, chosen: Candidate) -> Evidence:
    first = _first_filled(choice)
    if chosen.kind in ("year-month", "identity-number"):
        return _told("text", chosen.kind, first, {})
    params = {"kind": chosen.kind, "format": chosen.format}
    if chosen.key in _ORDERS and (place := _earliest(choice, chosen, chosen.family)):
        return _told(chosen.type, _ORDERS[chosen.key], place, params)
    if chosen.type == "decimal" and (place := _fraction(choice)):
        key = "has-fraction" if chosen.kind == "decimal" or "comma" not in chosen.key else "marks-decided"
        return _told("decimal", key, place, params)
    return _told(chosen.type, "all-fit", first, params)


def _earliest(choice: Choice, chosen: Candidate, family: str) -> Place | None:
    """Return the row that refuted the last of the other orders of day and month."""
    places = [
        choice.fell.get(one.key) for one in choice.offered if one.family == family and one.type == chosen.type and one != chosen
    ]
    found = [place for place in places if place]
    return max(found, key=lambda place: place.row, default=None)


def _fraction(choice: Choice) -> Place | None:
    """Return the first row that no whole number could read."""
    places = [choice.fell.get(one.key) for one in choice.offered if one.type == "integer"]
    found = [place for place in places if place]
    return max(found, key=lambda place: place.row, default=None)


def _first_filled(choice: Choice) -> Place | None:
    found = [Place(row, value) for value, row in choice.known.items() if value.strip().lower() not in NULL_WORDS]
    return min(found, key=lambda place: place.row, default=choice.first())


def _of_text(choice: Choice) -> Evidence:
    first = _first_filled(choice)
    if first is None:
        return _told("text", "empty", None, {})
    near = choice.nearest or _nearest(choice)
    if near is None:
        strange = _strange(choice) or first
        return _told("text", _alone(strange.value), strange, {})
    if near.both and near.key in choice.fell and choice.fell[near.key] is None:
        return _told("text", "one-sided", first, {})
    place = choice.fell.get(near.key) or first
    return _told("text", _against(near, place.value), place, {"unit": near.unit})


def _nearest(choice: Choice) -> Candidate | None:
    """Return the way that read at least half of the known values, the best of them; None if none did."""
    total = sum(value.strip().lower() not in NULL_WORDS for value in choice.known)
    near = [one for one in choice.offered if choice.accepted.get(one.key, 0) * 2 >= max(total, 1)]
    return max(near, key=lambda one: choice.accepted[one.key], default=None)


def _strange(choice: Choice) -> Place | None:
    """Return the first value that is plainly no number."""
    found = [Place(row, value) for value, row in choice.known.items() if _alone(value) != "words" or any(map(str.isalpha, value))]
    told = [place for place in found if place.value.strip().lower() not in NULL_WORDS]
    return min(told, key=lambda place: place.row, default=None)


def _alone(value: str) -> str:
    """Return why one value is no number, where nothing near it was found."""
    text = value.strip()
    if re.fullmatch(r"[-+]?0\d+([.,]\d+)?", text):
        return "leading-zero"
    if re.fullmatch(r"\d+(\.\d+)?[eE][-+]?\d+", text):
        return "exponent-code"
    if re.fullmatch(r"[-+]?\d{16,}(\.\d+)?", text):
        return "long-number"
    if re.fullmatch(r"[-+]?[\d.,]+", text) and not text.isascii():
        return "other-digits"
    return "words"


def _against(near: Candidate, value: str) -> str:
    """Return why a value refutes a way that read most of the others."""
    alone = _alone(value)
    if near.type in ("integer", "decimal", "text"):
        return alone if alone != "words" else _against_number(near, value)
    if near.type in ("date", "datetime"):
        return _against_date(near, value)
    return {"boolean": "not-a-boolean", "time": "not-a-time"}[near.type]


def _against_number(near: Candidate, value: str) -> str:
    parts = numbers.unit_of(value)
    if parts is None:
        return "not-a-number"
    unit = parts[1] or parts[0]
    if unit != near.unit and (near.unit or unit in numbers.UNITS or unit in numbers.MONEY):
        return "mixed-units"
    return "mixed-marks" if unit == near.unit else "not-a-number"


def _against_date(near: Candidate, value: str) -> str:
    if near.family:
        return "mixed-dates" if _DATE_LIKE.fullmatch(value.strip()) else "not-a-date"
    shape = re.sub(r"\d+", "9", value.strip())
    if _DATE_LIKE.fullmatch(value.strip()):
        year_first = re.match(r"\d{4}", value.strip()) is not None
        return "no-such-date" if year_first and ":" not in shape else "mixed-dates"
    return "not-a-date"


def refuting(choice: Choice) -> Place:
    """Return the first row that the best of the wanted ways cannot read."""
    near = choice.nearest or max(choice.offered, key=lambda one: choice.accepted.get(one.key, 0))
    return choice.fell.get(near.key) or choice.first() or Place(1, "")
