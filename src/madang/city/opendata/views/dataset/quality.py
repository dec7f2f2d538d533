"""The quality of a data set in words: five dimensions, and what would raise the score, most first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from madang.city.opendata.rules.quality import Dimension

DIMENSIONS: Mapping[str, Any] = {
    Dimension.FINDABILITY: _("Easy to find"),
    Dimension.ACCESSIBILITY: _("Easy to get"),
    Dimension.INTEROPERABILITY: _("Fits other data"),
    Dimension.REUSABILITY: _("Free to use"),
    Dimension.CONTEXT: _("Well explained"),
}
RAISERS: Mapping[str, Any] = {
    "keywords": _("Three keywords or more"),
    "themes": _("A theme"),
    "place": _("The area that it is about"),
    "period": _("The time that it tells of"),
    "languages": _("Title and description in three languages"),
    "download": _("A file, or a link to one"),
    "table": _("A table that can be seen and asked here"),
    "machine_format": _("A format that programs read, such as CSV"),
    "open_format": _("A format that belongs to nobody, such as CSV or GeoJSON"),
    "types": _("Numbers, dates and places typed as such in more columns"),
    "codes": _("Codes of areas, or coordinates, so that it can be joined with other data"),
    "licence": _("A licence"),
    "open_licence": _("A licence that lets everybody use it for anything"),
    "contact": _("Somebody to ask"),
    "versions": _("Versions that are kept"),
    "complete": _("Fewer empty cells"),
    "text": _("A longer description: what it holds, how it was gathered"),
    "columns": _("A meaning or a unit for more columns"),
    "promise": _("A promise how often it is updated"),
    "promise_kept": _("The update promise kept"),
    "note": _("A note on what is new in each version"),
}
MOST_RAISERS = 5


@dataclass(frozen=True, slots=True)
class QualityShown:
    """The score (0 to 100), (name, score) of the dimensions, and what would raise it with the points it would bring."""

    score: int
    dimensions: tuple[tuple[Any, int], ...]
    raisers: tuple[Any, ...]


def quality_shown(kept: Mapping[str, Any]) -> QualityShown | None:
    """Return the quality as the catalogue has counted it; None before it has."""
    if "score" not in kept:
        return None
    scores, checks = kept.get("scores", {}), kept.get("checks", {})
    dimensions = tuple((label, int(scores.get(str(name), 0))) for name, label in DIMENSIONS.items())
    lacking = sorted((reached, key) for key, reached in checks.items() if reached < 1 and key in RAISERS)
    return QualityShown(int(kept["score"]), dimensions, tuple(RAISERS[key] for _reached, key in lacking[:MOST_RAISERS]))
