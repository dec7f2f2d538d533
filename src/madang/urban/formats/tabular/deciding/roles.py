"""What a column is for: places, codes, identifiers, categories, years."""

from madang.urban.formats.tabular.deciding.hints import tells
from madang.urban.formats.tabular.shapes import Column, ColumnProfile

MOST_CATEGORIES, FEWEST_EACH = 200, 3
_CODES = ("leading-zero", "code-name", "exponent-code", "long-number", "identity-number")
_RANGES = {"longitude": 180.0, "latitude": 90.0}


def role(column: Column, profile: ColumnProfile, rows: int) -> str:
    """Return the role of a column from its name, its type and all of its values; "" if it has none."""
    name, filled = column.source_name, rows - profile.nulls
    if not filled:
        return ""
    if column.type in ("integer", "decimal") and (place := next((one for one in _RANGES if tells(name, one)), "")):
        return place if max(-float(profile.least), float(profile.most)) <= _RANGES[place] else ""
    return _of_values(column, profile, filled) or _category(column, profile, filled)


def _of_values(column: Column, profile: ColumnProfile, filled: int) -> str:
    name = column.source_name
    if tells(name, "area-code") and column.type in ("text", "integer"):
        return "area-code"
    if column.type == "integer" and _is_year(column, profile):
        return "year"
    if column.type == "text" and (column.evidence.why_key in _CODES or tells(name, "code")):
        return "identifier" if tells(name, "identifier") and not tells(name, "code") else "code"
    if column.type in ("text", "integer") and tells(name, "identifier"):
        return "identifier"
    return ""


def _category(column: Column, profile: ColumnProfile, filled: int) -> str:
    is_few = profile.distinct <= MOST_CATEGORIES and profile.distinct * FEWEST_EACH <= filled
    return "category" if column.type in ("text", "boolean") and is_few else ""


def _is_year(column: Column, profile: ColumnProfile) -> bool:
    told = tells(column.source_name, "year") or column.unit in ("년", "年")
    return told and int(profile.least) >= 1_800 and int(profile.most) <= 2_200


def is_name(column: Column) -> bool:
    """Return whether the values of a column name things that are asked for, rather than measure them."""
    hinted = tells(column.source_name, "identifier") or tells(column.source_name, "area-code")
    return column.type in ("text", "boolean") or (column.type == "integer" and hinted)
