"""Parameters of a request, each known, said once, and of its kind."""

import math
from collections.abc import Collection as Names
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest

from madang.city.opendata.queries.ogc import MOST_ITEMS, Asked
from madang.city.opendata.rules import cql2
from madang.city.opendata.rules.cql2 import CqlFault

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CRS84H = "http://www.opengis.net/def/crs/OGC/0/CRS84h"
FORMS = ("json", "html")
ITEMS = ("limit", "bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs", "after", "f")
DEFAULT_LIMIT = 10


class BadParameter(Exception):
    """Raised for a parameter that is not known or has no such value: 400 with its name."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name[:80]}: {why}")


class NotThere(Exception):
    """Raised where there is no such collection or feature: 404."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an address says, by name; each name once."""

    values: dict[str, str]

    def text(self, name: str, default: str = "") -> str:
        """Return a parameter's text."""
        return self.values.get(name, default)

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """Return a whole number, at most ``most``. Raises BadParameter for anything else, and what is below ``least``."""
        told = self.values.get(name)
        if told is None:
            return default
        if not (told.isascii() and told.isdigit()) or len(told) > 18 or int(told) < least:
            raise BadParameter(name, f"has to be a whole number from {least}")
        return min(int(told), most)


def said(request: HttpRequest, known: Names[str]) -> Said:
    """Return the parameters of a request. Raises BadParameter for one that is unknown, or said twice."""
    for name, values in request.GET.lists():
        if name not in known:
            raise BadParameter(name, f"is not known here; known are: {', '.join(sorted(known))}")
        if len(values) != 1:
            raise BadParameter(name, "is said more than once")
        if "\0" in values[0]:
            raise BadParameter(name, "holds the character NUL")
    return Said({name: request.GET[name] for name in request.GET})


def asked_of(told: Said, columns: Names[str]) -> Asked:
    """Return what items are asked for. Raises BadParameter, CqlFault."""
    for name in ("bbox-crs", "filter-crs"):
        if told.text(name, CRS84) not in (CRS84, CRS84H):
            raise BadParameter(name, f"has to be {CRS84}: longitude and latitude are all there is")
    if told.text("filter-lang", "cql2-text") != "cql2-text":
        raise BadParameter("filter-lang", "has to be cql2-text")
    return Asked(
        limit=told.whole("limit", DEFAULT_LIMIT, 1, MOST_ITEMS),
        after=told.whole("after", 0, 0, 10**18),
        bbox=_bbox(told),
        time=_time(told),
        filter=cql2.read(told.text("filter")) if "filter" in told.values else None,
        values={name: told.values[name] for name in told.values if name in columns and name not in ITEMS},
    )


def _bbox(told: Said) -> tuple[float, ...]:
    if "bbox" not in told.values:
        return ()
    try:
        numbers = tuple(float(one) for one in told.text("bbox").split(","))
    except ValueError as problem:
        raise BadParameter("bbox", "has to be four or six numbers with commas between them") from problem
    if len(numbers) not in (4, 6) or not all(map(math.isfinite, numbers)):
        raise BadParameter("bbox", "has to be four or six numbers with commas between them")
    try:
        cql2.box_of(list(numbers))
    except CqlFault as problem:
        raise BadParameter("bbox", "has to be west, south, east, north in degrees, the south not above the north") from problem
    return numbers


def _time(told: Said) -> cql2.Literal | cql2.Interval | None:
    text = told.text("datetime")
    if "datetime" not in told.values:
        return None
    parts = text.split("/")
    if len(parts) > 2 or (len(parts) == 1 and parts[0] in ("", "..")):
        raise BadParameter("datetime", "has to be an instant, or two with a slash between them (.. for open)")
    ends = [_moment(one) for one in parts]
    if len(ends) == 1 and ends[0] is not None:
        return ends[0]
    start, end = ends
    if start and end and str(start.value) > str(end.value):
        raise BadParameter("datetime", "ends before it starts")
    return cql2.Interval(start, end)


def _moment(text: str) -> cql2.Literal | None:
    if text in ("", ".."):
        return None
    try:
        found: date | datetime = cql2.moment_of(text)
    except CqlFault as problem:
        raise BadParameter("datetime", f"{text[:40]} is no instant: write 2026-11-21T09:00:00Z or 2026-11-21") from problem
    return cql2.Literal(found)
