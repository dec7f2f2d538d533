"""From the features of a file to areas that may be saved, or the reasons why not."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from madang.city.places import rules
from madang.urban.formats.geojson import Feature
from madang.urban.geometry import mend, square_metres, why_not_area

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A feature that was not taken: its place in the file (from 0), its code and why."""

    feature: int
    code: str
    reason: str

    def __str__(self) -> str:
        return f"feature {self.feature} ({self.code or 'no code'}): {self.reason}"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which property of a feature holds what."""

    code: str
    names: Mapping[str, str]
    parent: str = ""
    population: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An area as the file gives it."""

    feature: int
    code: str
    name: Mapping[str, str]
    parent_code: str
    population: int | None
    geometry: BaseGeometry
    repaired: str = ""

    def shape_columns(self) -> dict[str, Any]:
        """Return the columns of the table that follow from the shape."""
        west, south, east, north = self.geometry.bounds
        middle = self.geometry.representative_point()
        return {
            "geometry": shapely.to_wkb(self.geometry),
            "longitude": middle.x,
            "latitude": middle.y,
            "west": west,
            "south": south,
            "east": east,
            "north": north,
            "square_metres": square_metres(self.geometry),
        }


@dataclass(slots=True)
class Reading:
    """What came of reading all features."""

    candidates: list[Candidate] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def read(features: Sequence[Feature], columns: Columns, *, repair: bool, progress: Progress | None = None) -> Reading:
    """Sort features into areas and refusals; every fault of a file is found in one run."""
    reading = Reading()
    seen: dict[str, int] = {}
    for done, feature in enumerate(features, start=1):
        found = _candidate(feature, columns, repair=repair)
        if isinstance(found, Candidate) and found.code in seen:
            found = Refusal(feature.index, found.code, f"has the same code as feature {seen[found.code]}")
        if isinstance(found, Refusal):
            reading.refused.append(found)
        else:
            seen[found.code] = feature.index
            reading.candidates.append(found)
        if progress:
            progress(done, len(features))
    return reading


def _candidate(feature: Feature, columns: Columns, *, repair: bool) -> Candidate | Refusal:
    code = str(feature.properties.get(columns.code, "") if feature.properties.get(columns.code) is not None else "").strip()

    def no(reason: str) -> Refusal:
        return Refusal(feature.index, code, reason)

    if reason := _why_no_text(feature.properties, columns, code):
        return no(reason)
    if feature.geometry is None:
        return no(feature.fault)
    geometry, repaired = feature.geometry, ""
    if fault := why_not_area(geometry):
        mended = mend(geometry) if repair else None
        if mended is None:
            return no(fault if repair else f"{fault}. Run again with --repair to have it mended")
        geometry, repaired = mended.geometry, f"{fault}; mended, area {mended.area_change:+.2%}"
    population = feature.properties.get(columns.population) if columns.population else None
    if population is not None and (not isinstance(population, int) or population < 0):
        return no(f"{columns.population} is {population!r}: write a whole number of people")
    parent = str(feature.properties.get(columns.parent) or "") if columns.parent else ""
    return Candidate(
        feature=feature.index,
        code=code,
        name=rules.names(feature.properties, columns.names),
        parent_code=parent,
        population=population,
        geometry=geometry,
        repaired=repaired,
    )


def _why_no_text(properties: Mapping[str, Any], columns: Columns, code: str) -> str:
    if columns.code not in properties:
        return f"has no property {columns.code!r}; it has {_listed(properties)}"
    if reason := rules.why_not_code(code):
        return reason
    missing = [column for column in columns.names.values() if column not in properties]
    if missing:
        return f"has no property {missing[0]!r}; it has {_listed(properties)}"
    return "" if rules.names(properties, columns.names) else f"has no name in {', '.join(columns.names.values())}"


def _listed(properties: Iterable[str]) -> str:
    return ", ".join(sorted(properties)[:12]) or "no properties"
