"""Read what people typed into clean values that can be stored as JSON: forgiving about form, strict about meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from madang.city.portal.definitions.model import Field, FieldType

from .values import Problem

# What a page sends: the name of an input, and one or several values.
Raw = Mapping[str, str | Sequence[str]]

LONGEST = {FieldType.LONG_TEXT: 4000, FieldType.NAME: 120, FieldType.EMAIL: 254, FieldType.PHONE: 40}
LONGEST_TEXT = 200


def parse(field: Field, raw: Raw, prefix: str = "", minor_digits: int = 0) -> Any:  # noqa: PLR0911 - by type
    """Return the clean value of a field, None if it was left empty. Raises Problem.

    raw           inputs by name; a date has `-year`, `-month`, `-day` or is one text, an address `-line`, `-detail`, `-postcode`
    prefix        what stands before the field's id in the names of inputs, e.g. "siblings-0-"
    minor_digits  digits of the currency's minor unit: 0 for won and yen, 2 for euro
    """
    name = f"{prefix}{field.id}"
    if field.type is FieldType.DATE:
        return parse_date(raw, name)
    if field.type is FieldType.ADDRESS:
        return _address(raw, name)
    if field.type is FieldType.CHOICES:
        return list(dict.fromkeys(part for part in _many(raw, name) if part)) or None
    text = _clean(one(raw, name), lines=field.type is FieldType.LONG_TEXT)
    if not text:
        return None
    if field.type is FieldType.NUMBER:
        return _number(text, field.decimals)
    if field.type is FieldType.MONEY:
        return _money(text, minor_digits)
    return _READERS[field.type](text)


def one(raw: Raw, name: str) -> str:
    """Return the last value of an input, an empty text if there is none."""
    values = _many(raw, name)
    return values[-1] if values else ""


def _many(raw: Raw, name: str) -> list[str]:
    value = raw.get(name, ())
    return [value] if isinstance(value, str) else list(value)


def _clean(text: str, *, lines: bool = False) -> str:
    """Return a text in NFC without surrounding or doubled spaces; control characters, which no one types, are dropped."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"))
    if lines:
        return "\n".join(line.rstrip() for line in text.split("\n")).strip()
    return " ".join(text.split())


def _text(text: str) -> str:
    return text


def _name(text: str) -> str:
    """Accept any name with at least one letter: 이 준, Ng, X, O'Brien and names of one letter are names."""
    if not any(unicodedata.category(letter)[0] == "L" for letter in text):
        raise Problem("invalid_name")
    return text


_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@(?:[^\s@.<>()\[\],;:\"/]+\.)+[^\s@.<>()\[\],;:\"/]{2,}")


def _email(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    if not _EMAIL.fullmatch(text) or ".." in text:
        raise Problem("invalid_email")
    return text


def _phone(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("–", "-").replace("‑", "-")
    digits = sum(letter.isdecimal() for letter in text)
    if not re.fullmatch(r"\+?[0-9 ()./-]+", text) or not 7 <= digits <= 15:
        raise Problem("invalid_phone")
    return text


_YES, _NO = ("yes", "true", "on", "1"), ("no", "false", "off", "0")


def _yes_no(text: str) -> bool:
    if text not in _YES and text not in _NO:
        raise Problem("not_an_option")
    return text in _YES


_SCALES = {"만": 4, "万": 4, "萬": 4, "억": 8, "亿": 8, "億": 8}
_GROUPED = re.compile(r"[+-]?(\d{1,3}([,' \u00a0\u202f]\d{3})+|\d+)?(\.\d+)?")


def _decimal(text: str) -> Decimal:
    """Read a number with or without thousand separators, in full-width digits too, and with 만 or 억 at the end."""
    text = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    scale = _SCALES.get(text[-1:], 0)
    text = text[:-1].rstrip() if scale else text
    digits = re.sub(r"[,' \u00a0\u202f]", "", text)
    if not _GROUPED.fullmatch(text) or not any(letter.isdecimal() for letter in digits) or len(digits) > 25:
        raise Problem("not_a_number")
    try:
        return Decimal(digits).scaleb(scale)
    except InvalidOperation:
        raise Problem("not_a_number") from None


def _number(text: str, decimals: int) -> int | float:
    number = _decimal(text)
    if number != round(number, decimals):
        raise Problem("too_many_decimals", {"decimals": decimals})
    return float(number) if decimals else int(number)


def _money(text: str, minor_digits: int) -> int:
    amount = _decimal(re.sub(r"^(KRW|CNY|[₩¥￥$€£])\s*|\s*(KRW|CNY|원|元|[₩¥￥$€£])$", "", text)).scaleb(minor_digits)
    if amount != int(amount):
        raise Problem("too_many_decimals", {"decimals": minor_digits})
    return int(amount)


def parse_date(raw: Raw, name: str) -> str | None:
    """Return a day as 2026-03-01 from its three parts, or from one text; full-width digits are read too."""
    parts = {part: unicodedata.normalize("NFKC", one(raw, f"{name}-{part}")).strip() for part in ("year", "month", "day")}
    if not any(parts.values()):
        whole = unicodedata.normalize("NFKC", one(raw, name)).strip()
        if not whole:
            return None
        match = re.fullmatch(r"(\d{4})[-./年년]\s*(\d{1,2})[-./月월]\s*(\d{1,2})[.日일]?", whole)
        if not match:
            raise Problem("invalid_date")
        parts = dict(zip(parts, match.groups(), strict=True))
    missing = [part for part, text in parts.items() if not text]
    if missing:
        raise Problem("date_incomplete", {"missing": missing})
    if not re.fullmatch(r"\d{4}", parts["year"]):
        raise Problem("invalid_year")
    try:
        return date(*(int(text) for text in parts.values())).isoformat()
    except ValueError:
        raise Problem("invalid_date") from None


def _address(raw: Raw, name: str) -> dict[str, str] | None:
    parts = {part: _clean(one(raw, f"{name}-{part}")) for part in ("line", "detail", "postcode")}
    found = {part: text for part, text in parts.items() if text}
    if found and "line" not in found:
        raise Problem("address_line_required")
    if any(len(text) > LONGEST_TEXT for text in found.values()):
        raise Problem("too_long", {"max": LONGEST_TEXT})
    return found or None


_READERS: dict[FieldType, Callable[[str], Any]] = {
    FieldType.TEXT: _text, FieldType.LONG_TEXT: _text, FieldType.NAME: _name, FieldType.EMAIL: _email, FieldType.PHONE: _phone,
    FieldType.YES_NO: _yes_no, FieldType.DECLARATION: _yes_no, FieldType.CHOICE: _text, FieldType.AREA: _text,
}  # fmt: skip
