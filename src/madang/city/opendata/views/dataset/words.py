"""Values, types and sizes of a table in the reader's words."""

import math
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import shapely
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from madang.city.kernel.text.languages import text_key
from madang.city.look.words import dates, numbers

TYPES: Mapping[str, Any] = {
    "text": gettext_lazy("Text"),
    "integer": gettext_lazy("Whole number"),
    "decimal": gettext_lazy("Decimal number"),
    "boolean": gettext_lazy("Yes or no"),
    "date": gettext_lazy("Date"),
    "time": gettext_lazy("Time of day"),
    "datetime": gettext_lazy("Date and time"),
    "geometry": gettext_lazy("Shape on the map"),
}
ROLES: Mapping[str, Any] = {
    "longitude": gettext_lazy("Longitude"),
    "latitude": gettext_lazy("Latitude"),
    "area-code": gettext_lazy("Code of an area"),
    "identifier": gettext_lazy("Names the row"),
    "code": gettext_lazy("Code"),
    "category": gettext_lazy("Category"),
    "year": gettext_lazy("Calendar year"),
}
SHAPES: Mapping[str, Any] = {
    "Point": gettext_lazy("Point"),
    "MultiPoint": gettext_lazy("Points"),
    "LineString": gettext_lazy("Line"),
    "MultiLineString": gettext_lazy("Lines"),
    "Polygon": gettext_lazy("Area"),
    "MultiPolygon": gettext_lazy("Areas"),
}
NUMERIC = frozenset({"integer", "decimal"})
UNGROUPED = frozenset({"year", "identifier", "code", "area-code", "longitude", "latitude"})
LONGEST_CELL = 160
UNITS = ("KB", "MB", "GB", "TB")


def type_words(kind: str, role: str = "") -> str:
    """Return a column's type for people; what it means stands before how it is written."""
    return str(ROLES.get(role) or TYPES.get(kind, kind))


def file_size(count: int) -> str:
    """Return bytes as people read them: 812 bytes, 48 KB, 2.1 MB (thousands, as disks are sold)."""
    if count < 1_000:
        return ngettext("%(number)s byte", "%(number)s bytes", count) % {"number": numbers.number(count)}
    power = min(int(math.log10(count) // 3), len(UNITS))
    shown = count / 1_000**power
    return f"{shown:,.1f} {UNITS[power - 1]}" if shown < 10 else f"{shown:,.0f} {UNITS[power - 1]}"


def figure(value: float | Decimal | None) -> str:
    """Return a figure of a chart: whole where it is whole, else with four telling digits."""
    amount = math.nan if value is None else float(value)
    if not math.isfinite(amount):
        return ""
    if amount.is_integer() and abs(amount) < 1e15:
        return f"{int(amount):,}"
    digits = max(0, 3 - math.floor(math.log10(abs(amount)))) if abs(amount) < 1_000 else 1
    return numbers.number(round(amount, min(digits, 12)))


def plain_number(value: float | Decimal, role: str = "") -> str:
    """Return a number with all its digits, in groups of three unless it is a code, a year or a coordinate."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return f"{Decimal(str(value)):f}" if role in UNGROUPED else numbers.number(value)


def value_words(value: Any, kind: str = "", role: str = "") -> str:
    """Return a cell's value in words; "" for no value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | float | Decimal):
        return plain_number(value, role)
    if isinstance(value, date | time):
        return instant_words(value)
    return shape_words(value) if isinstance(value, bytes) else str(value)


def instant_words(value: date | time) -> str:
    """Return a day, a time of day or both: 14 March 2024 09:30; seconds only where there are some."""
    day = dates.date_plain(value, text_key()) if isinstance(value, date) else ""
    clock = value.strftime("%H:%M:%S" if value.second else "%H:%M") if isinstance(value, datetime | time) else ""
    return f"{day} {clock}".strip()


def shape_words(wkb: bytes) -> str:
    """Return what a shape is and about where; "" where the bytes are none."""
    shape = shapely.from_wkb(wkb, on_invalid="ignore")
    if shape is None or shape.is_empty:
        return ""
    middle = shape.representative_point()
    return f"{SHAPES.get(shape.geom_type, shape.geom_type)} {middle.y:.5f}, {middle.x:.5f}"


def cell(value: Any, kind: str = "", role: str = "", *, whole: bool = False) -> SafeString:
    """Return a cell as markup: long text is cut unless ``whole``, a web address is a link, no value is marked."""
    words = value_words(value, kind, role)
    if value is None:
        return format_html(
            '<span class="md-muted"><span aria-hidden="true">–</span><span class="govuk-visually-hidden">{}</span></span>',
            _("no value"),
        )
    shown = words if whole or len(words) <= LONGEST_CELL else words[: LONGEST_CELL - 1] + "…"
    if isinstance(value, str) and value.startswith(("https://", "http://")) and not any(sign.isspace() for sign in value):
        return format_html('<a href="{}" rel="external nofollow noreferrer">{}</a>', value, shown)
    return format_html("{}", shown)


def from_iso(value: Any, kind: str) -> Any:
    """Return a profile's value as what it is: dates and instants stand there as ISO text."""
    readers = {"date": date.fromisoformat, "datetime": datetime.fromisoformat, "time": time.fromisoformat}
    reader = readers.get(kind)
    if reader is None or not isinstance(value, str):
        return value
    try:
        return reader(value)
    except ValueError:
        return value
