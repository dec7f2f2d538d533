"""What reading a table yields: how the file is written, its columns with evidence, what stands in them. All of it fits JSON."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROW_GROUP = 8_192  # decision 0011: one page decodes one group, and the engine hardly minds
TYPES = ("text", "integer", "decimal", "boolean", "date", "time", "datetime", "geometry")
ROLES = ("", "longitude", "latitude", "area-code", "identifier", "code", "category", "year")
NO_PARAMS: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth telling of a file, as a key of ``words`` and its values."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the note as values that JSON holds."""
        return {"key": self.key, "params": dict(self.params)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Note":
        """Return the note that ``to_json`` wrote."""
        return cls(values["key"], dict(values.get("params", {})))


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is written.

    kind        csv, xlsx (any spreadsheet), json, geojson or parquet
    encoding    as Python names it; "" where the format decides
    header_row  the row that names the columns, counted from 1; 0 if there is none
    newline     as it stands: "\n", or anything else where lines are made alike before they are read
    sheet       of a spreadsheet; member: of a zip archive; records: the key under which a JSON file holds its rows
    certainty   0 to 1: how sure the encoding is
    is_wide     columns are hours, months or years, so that each row holds many observations
    """

    kind: str
    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    newline: str = ""
    header_row: int = 0
    sheet: str = ""
    member: str = ""
    records: str = ""
    certainty: float = 1.0
    notes: tuple[Note, ...] = ()
    is_wide: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the reading as values that JSON holds."""
        return dataclasses.asdict(self) | {"notes": [note.to_json() for note in self.notes]}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Reading":
        """Return the reading that ``to_json`` wrote."""
        return cls(**{**values, "notes": tuple(Note.from_json(note) for note in values.get("notes", ()))})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a column has its type: the row (counted in data rows from 1) and the value that decided, and a key of ``words``."""

    type: str
    row: int | None
    value: str
    why_key: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the evidence as values that JSON holds."""
        return dataclasses.asdict(self) | {"params": dict(self.params)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Evidence":
        """Return the evidence that ``to_json`` wrote."""
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Column:
    """A typed column.

    name, source_name  for machines; as the file has it
    unit               of numbers, as the cells wrote it, for example km, %, 원; UTC for instants that named their offset
    format             how dates were written (strptime) or numbers marked, for example "1,234.5"; "" if plain
    nulls              cells without a value
    """

    name: str
    source_name: str
    type: str
    evidence: Evidence
    unit: str = ""
    role: str = ""
    format: str = ""
    nulls: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the column as values that JSON holds."""
        return dataclasses.asdict(self) | {"evidence": self.evidence.to_json()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Column":
        """Return the column that ``to_json`` wrote."""
        return cls(**{**values, "evidence": Evidence.from_json(values["evidence"])})


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """What stands in a column. Dates and times are ISO text.

    distinct     different values; an estimate (within some 5 %) if ``distinct_is_estimate``
    mean         of numbers
    quantiles    {"0.05", "0.25", "0.5", "0.75", "0.95": value} of numbers, estimated
    edges        of at most 20 bins for numbers, dates and instants, one more than ``counts``; both empty otherwise
    top          the most frequent values with their counts, most frequent first; empty where all differ
    """

    nulls: int = 0
    distinct: int = 0
    distinct_is_estimate: bool = False
    least: Any = None
    most: Any = None
    mean: float | None = None
    quantiles: Mapping[str, float] = field(default_factory=dict)
    edges: tuple[Any, ...] = ()
    counts: tuple[int, ...] = ()
    top: tuple[tuple[Any, int], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the profile as values that JSON holds."""
        lists = {"edges": list(self.edges), "counts": list(self.counts), "top": [list(pair) for pair in self.top]}
        return dataclasses.asdict(self) | {"quantiles": dict(self.quantiles)} | lists

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "ColumnProfile":
        """Return the profile that ``to_json`` wrote."""
        tuples = {"edges": tuple(values.get("edges", ())), "counts": tuple(values.get("counts", ()))}
        return cls(**{**values, **tuples, "top": tuple((value, count) for value, count in values.get("top", ()))})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the publisher decided, over what was found.

    types  {name or source name: type};  keys: names to sort by;  names: {source name: name}
    """

    types: Mapping[str, str] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the wishes as values that JSON holds."""
        return {"types": dict(self.types), "keys": list(self.keys), "names": dict(self.names)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Wanted":
        """Return the wishes that ``to_json`` wrote; anything else in ``values`` is left to others."""
        return cls(dict(values.get("types", {})), tuple(values.get("keys", ())), dict(values.get("names", {})))


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read: its columns in the file's order, rows, the names it is sorted by, and where its Parquet lies."""

    columns: tuple[Column, ...]
    rows: int
    sort: tuple[str, ...]
    profile: Mapping[str, ColumnProfile]
    path: Path
    notes: tuple[Note, ...] = ()
