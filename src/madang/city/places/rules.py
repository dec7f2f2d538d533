"""Levels of areas, names in several languages, and addresses as people write them. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from madang.city.kernel.text.analysis import language_of, ngrams, normalise, words

LANGUAGES = ("en", "ko", "zh")
MIN_SHARED = 0.5
WIDE_SIGN, NARROW_SIGN = 13.0, 7.6
DENSITY_STEPS = (1_000, 2_000, 4_000, 8_000, 16_000)
_LEVEL = re.compile(r"[a-z][a-z0-9-]{0,39}")
_SCHEME = re.compile(r"[A-Za-z0-9-]{1,60}")
_CODE = re.compile(r"[A-Za-z0-9._-]{1,60}")
_NUMBER = re.compile(r"\d{1,5}(?:-\d{1,5})?[a-z]?", re.IGNORECASE)
_POSTCODE = re.compile(r"\d{5,6}")
_PAIR = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*")
_BETWEEN = re.compile(r"[\s,;()/]+")
_GLUED = re.compile(r"(?<=[\uac00-\ud7a3\u3400-\u9fff])(?=\d)")


@dataclass(frozen=True, slots=True)
class Address:
    """An address in its parts; what was not said is empty."""

    street: str
    number: str = ""
    postcode: str = ""


def parse_address(text: str) -> Address:
    """Take a written address apart, whatever its order: "12 Maru Street, 04521 Haneul", "마루로 12", "马鲁路12号".

    The house number is the last number that is no postcode; after a comma come towns and flats, which are left out
    unless the street has not been named yet.
    """
    street: list[str] = []
    number = postcode = ""
    for clause in re.split(r"[,;，、]", text):
        named: list[str] = []
        for piece in _pieces(clause):
            if _POSTCODE.fullmatch(piece) and not postcode:
                postcode = piece
            elif _NUMBER.fullmatch(piece) and not number:
                number = piece
            elif not _NUMBER.fullmatch(piece):
                named.append(piece)
        street = street or named
    return Address(" ".join(street), number, postcode)


def _pieces(clause: str) -> list[str]:
    pieces = [piece for piece in _BETWEEN.split(_GLUED.sub(" ", clause.strip())) if piece]
    bare = (piece.removesuffix("号").removesuffix("號").removesuffix("번지") for piece in pieces)
    return [piece for piece in bare if piece]


def format_address(address: Address, lang: str) -> str:
    """Write an address the way people of a language do."""
    street, number, postcode = address.street, address.number, address.postcode
    if lang == "zh":
        return _joined(" ", street + (f"{number}号" if number else ""), postcode)
    if lang == "ko":
        return _joined(" ", street, number, f"({postcode})" if postcode else "")
    return _joined(", ", _joined(" ", number, street), postcode)


def _joined(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)


def parse_point(text: str) -> tuple[float, float] | None:
    """Return (longitude, latitude) of two numbers in either order, as maps copy them ("37.5665, 126.9780"); None if it is none.

    Where both orders are possible the first number is the latitude, as on every map site.
    """
    match = _PAIR.fullmatch(text)
    if not match:
        return None
    first, second = float(match[1]), float(match[2])
    if abs(first) <= 90 and abs(second) <= 180:
        return second, first
    return (first, second) if abs(second) <= 90 and abs(first) <= 180 else None


def spot_words(longitude: float, latitude: float) -> str:
    """Return a point as people read it and ``parse_point`` takes it back without loss: latitude first, as maps copy it."""
    return f"{latitude!r}, {longitude!r}"


def grams(names: Mapping[str, str]) -> list[str]:
    """Return the pairs of letters by which a street or area is found, of its names in all languages."""
    found = {pair for name in names.values() for word in words(name) for pair in ngrams(word, 2)}
    return sorted(found)


def likeness(asked: str, names: Mapping[str, str]) -> float:
    """Return how much of what was asked is in the best of the names, 0 to 1; a whole name scores above a part of one."""
    wanted = set(grams({"": asked}))
    if not wanted:
        return 0.0
    best = 0.0
    for name in names.values():
        have = set(grams({"": name}))
        shared = len(wanted & have)
        best = max(best, (shared / len(wanted) + shared / max(len(have), 1)) / 2 if shared else 0.0)
        if normalise(name) == normalise(asked):
            return 1.0
    return best


def why_not_level(level: str) -> str:
    """Return what is wrong with the name of a level; "" if nothing."""
    return "" if _LEVEL.fullmatch(level) else f"level {level!r}: write small letters, for example neighbourhood"


def why_not_scheme(scheme: str) -> str:
    """Return what is wrong with the name of a scheme; "" if nothing."""
    return (
        "" if _SCHEME.fullmatch(scheme) else f"scheme {scheme!r}: write letters, figures and dashes, for example kr-adm-2025-04"
    )


def why_not_code(code: str) -> str:
    """Return what is wrong with an area's code; "" if nothing."""
    return "" if _CODE.fullmatch(code) else f"code {code!r}: write 1 to 60 letters, figures, points, dashes and underscores"


def name_columns(name_field: str) -> dict[str, str]:
    """Return the column of each language: "en:name_en,ko:name_ko" gives two; a bare column name has the key "".

    Raises ValueError for a language that texts cannot have.
    """
    columns: dict[str, str] = {}
    for part in name_field.split(","):
        lang, colon, column = part.strip().partition(":")
        if colon and lang not in LANGUAGES:
            raise ValueError(f"name field {part!r}: the language is one of {', '.join(LANGUAGES)}, for example ko:adm_nm")
        columns[lang if colon else ""] = column if colon else lang
    return columns


def names(properties: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, str]:
    """Return an area's names by language; where the column names none, the letters of the name tell it."""
    found: dict[str, str] = {}
    for lang, column in columns.items():
        text = str(properties.get(column) or "").strip()
        if text:
            found[lang or language_of(text)] = text
    return found


def density_class(people_per_km2: float) -> int:
    """Return the class, 1 to 6, of a density of people: doubling steps of round numbers."""
    return 1 + sum(people_per_km2 >= step for step in DENSITY_STEPS)


def ordered_levels(found: Sequence[tuple[str, float]]) -> list[str]:
    """Order levels from the largest areas to the smallest, given (level, mean square metres)."""
    return [level for level, _ in sorted(found, key=lambda pair: (-pair[1], pair[0]))]


def label_width(name: str) -> float:
    """Return how wide a name stands on a map, in pixels of 13 px type: Hangul and Chinese signs are nearly twice as wide."""
    return sum(WIDE_SIGN if sign > "\u2e80" else NARROW_SIGN for sign in name)
