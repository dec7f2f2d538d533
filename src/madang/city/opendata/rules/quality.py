"""How good a data set is to find, to reach, to combine, to use again and to understand, and what would raise it. Pure.

After the five dimensions of data.europa.eu's Metadata Quality Assessment (findability, accessibility, interoperability,
reusability, context), with facts about the data themselves that only a site which holds the rows can know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from madang.city.opendata.rules.frequencies import Keeping


class Dimension(StrEnum):
    """What quality is made of."""

    FINDABILITY = "findability"
    ACCESSIBILITY = "accessibility"
    INTEROPERABILITY = "interoperability"
    REUSABILITY = "reusability"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a data set. Shares run from 0 to 1.

    open_formats     formats of it that no single maker owns, such as csv
    machine_formats  formats of it that programs read, such as xlsx
    described        share of the columns with a meaning or a unit; typed: share that is not bare text
    missing          share of cells that are empty
    """

    languages: int = 1
    text_length: int = 0
    keywords: int = 0
    themes: int = 0
    has_place: bool = False
    has_period: bool = False
    has_table: bool = False
    links: int = 0
    open_formats: int = 0
    machine_formats: int = 0
    has_codes: bool = False
    has_geometry: bool = False
    is_licensed: bool = False
    is_open: bool = False
    has_contact: bool = False
    keeping: Keeping = Keeping.NONE
    has_promise: bool = False
    versions: int = 0
    described: float = 0.0
    typed: float = 0.0
    missing: float = 0.0
    has_note: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at: its key, its dimension, what it is worth and how much of that was reached (0 to 1)."""

    key: str
    dimension: Dimension
    points: int
    reached: float


@dataclass(frozen=True, slots=True)
class Quality:
    """The score: 0 to 100 in all and for each dimension, and every check."""

    checks: tuple[Check, ...]
    scores: Mapping[Dimension, int] = field(default_factory=dict)

    @property
    def score(self) -> int:
        """Return the whole, 0 to 100."""
        return _share(self.checks)

    @property
    def raisers(self) -> tuple[Check, ...]:
        """Return what would raise the score, most first."""
        lacking = (check for check in self.checks if check.reached < 1)
        return tuple(sorted(lacking, key=lambda check: (-check.points * (1 - check.reached), check.key)))

    @property
    def band(self) -> str:
        """Return excellent, good, sufficient or bad, in the shares of the assessment of data.europa.eu."""
        return next((name for name, least in (("excellent", 86), ("good", 55), ("sufficient", 30)) if self.score >= least), "bad")


def quality(known: Known) -> Quality:
    """Return the quality of what is known of a data set."""
    checks = (*_finding(known), *_reaching(known), *_combining(known), *_using(known), *_understanding(known))
    scores = {one: _share([check for check in checks if check.dimension is one]) for one in Dimension}
    return Quality(checks, scores)


def _finding(known: Known) -> tuple[Check, ...]:
    return (
        _check("keywords", Dimension.FINDABILITY, 6, min(known.keywords / 3, 1)),
        _check("themes", Dimension.FINDABILITY, 6, known.themes > 0),
        _check("place", Dimension.FINDABILITY, 4, known.has_place),
        _check("period", Dimension.FINDABILITY, 4, known.has_period),
        _check("languages", Dimension.FINDABILITY, 5, min(known.languages / 3, 1)),
    )


def _reaching(known: Known) -> tuple[Check, ...]:
    return (
        _check("download", Dimension.ACCESSIBILITY, 12, known.has_table or known.links > 0),
        _check("table", Dimension.ACCESSIBILITY, 13, known.has_table),
    )


def _combining(known: Known) -> tuple[Check, ...]:
    return (
        _check("machine_format", Dimension.INTEROPERABILITY, 7, known.has_table or known.machine_formats > 0),
        _check("open_format", Dimension.INTEROPERABILITY, 7, known.has_table or known.open_formats > 0),
        _check("types", Dimension.INTEROPERABILITY, 6, known.typed if known.has_table else 0),
        _check("codes", Dimension.INTEROPERABILITY, 5, known.has_codes or known.has_geometry),
    )


def _using(known: Known) -> tuple[Check, ...]:
    return (
        _check("licence", Dimension.REUSABILITY, 7, known.is_licensed),
        _check("open_licence", Dimension.REUSABILITY, 6, known.is_open),
        _check("contact", Dimension.REUSABILITY, 6, known.has_contact),
        _check("versions", Dimension.REUSABILITY, 3, known.versions > 0),
        _check("complete", Dimension.REUSABILITY, 3, 1 - min(known.missing * 2, 1) if known.has_table else 0),
    )


def _understanding(known: Known) -> tuple[Check, ...]:
    return (
        _check("text", Dimension.CONTEXT, 6, min(known.text_length / 120, 1)),
        _check("columns", Dimension.CONTEXT, 7, known.described if known.has_table else 0),
        _check("promise", Dimension.CONTEXT, 4, known.has_promise),
        _check(
            "promise_kept",
            Dimension.CONTEXT,
            5,
            known.keeping is Keeping.KEPT or (known.keeping is Keeping.NONE and known.has_promise),
        ),
        _check("note", Dimension.CONTEXT, 3, known.has_note),
    )


def _check(key: str, dimension: Dimension, points: int, reached: float) -> Check:
    return Check(key, dimension, points, round(min(max(float(reached), 0.0), 1.0), 4))


def _share(checks: Any) -> int:
    whole = sum(check.points for check in checks)
    return round(100 * sum(check.points * check.reached for check in checks) / whole) if whole else 0
