"""What the gate finds in a table before anybody may see it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What was found: something about a person, or counts so small that they are about a few."""

    PERSON_NAME = "person-name"
    PHONE = "phone"
    EMAIL = "email"
    RESIDENT_NUMBER = "resident-number"
    CHINESE_ID = "chinese-id"
    PASSPORT = "passport"
    PAYMENT_CARD = "payment-card"
    BANK_ACCOUNT = "bank-account"
    ADDRESS = "address"
    COORDINATES = "coordinates"
    IP_ADDRESS = "ip-address"
    VEHICLE_PLATE = "vehicle-plate"
    BIRTH_DATE = "birth-date"
    SMALL_CELLS = "small-cells"


class Certainty(StrEnum):
    """How sure the gate is.

    CERTAIN   a check digit agrees, or name and content of the column say the same
    LIKELY    the content looks like it
    POSSIBLE  only a hint: look at it
    OFFICE    it looks like an office's number or address, not a person's: say so, and go on
    """

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"
    OFFICE = "office"


class Measure(StrEnum):
    """What can be done about a finding.

    KEEP      publish it as it is, with a reason
    DROP      leave the column out
    BLANK     empty the values that were found, keep the others
    COARSEN   tell less of each value: fewer decimals of a place, the street without the number, the year without the day
    BAND      ranges of a width instead of numbers
    TOP       one word for all that is at or above a value
    ROUND     multiples of a base instead of numbers
    SUPPRESS  hide small cells, and as many others as it takes that nobody can work them out
    """

    KEEP = "keep"
    DROP = "drop"
    BLANK = "blank"
    COARSEN = "coarsen"
    BAND = "band"
    TOP = "top"
    ROUND = "round"
    SUPPRESS = "suppress"


NUMBERED = frozenset({Measure.BAND, Measure.TOP, Measure.ROUND})
_HIDING = (Measure.DROP, Measure.BLANK, Measure.KEEP)
_COARSE = (Measure.COARSEN, Measure.DROP, Measure.KEEP)
REMEDIES: Mapping[Kind, tuple[Measure, ...]] = {
    Kind.ADDRESS: _COARSE,
    Kind.COORDINATES: _COARSE,
    Kind.IP_ADDRESS: _COARSE,
    Kind.BIRTH_DATE: _COARSE,
    Kind.SMALL_CELLS: (Measure.SUPPRESS, Measure.DROP, Measure.KEEP),
}


def remedies(kind: Kind) -> tuple[Measure, ...]:
    """Return what can be done about a kind of finding, the advised one first."""
    return REMEDIES.get(kind, _HIDING)


@dataclass(frozen=True, slots=True)
class Field:
    """A column as the gate sees it: name in the store, the header's words, type, role and unit of urban.formats.tabular."""

    name: str
    label: str = ""
    type: str = "text"
    role: str = ""
    unit: str = ""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Field":
        """Read a column of Table.columns."""
        name = str(stored["name"])
        label, kind = str(stored.get("source_name") or name), str(stored.get("type") or "text")
        return cls(name, label, kind, str(stored.get("role") or ""), str(stored.get("unit") or ""))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in one column, or in several that belong together.

    columns   the column, or all that it takes: longitude and latitude, the counts of a table
    rows      in how many rows; for small cells, how many cells
    examples  a few values, masked
    details   numbers for the words of the page: ``whole`` rows that have a value, ``k``, ``cells`` ...
    """

    kind: Kind
    columns: tuple[str, ...]
    rows: int
    certainty: Certainty
    examples: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def column(self) -> str:
        """Return the first column."""
        return self.columns[0]

    @property
    def key(self) -> str:
        """Return what names this finding in a decision, such as ``phone:전화번호``."""
        return f"{self.kind.value}:{self.column}"

    @property
    def remedy(self) -> Measure:
        """Return the advised measure; an office's particulars may stay."""
        return Measure.KEEP if self.certainty is Certainty.OFFICE else remedies(self.kind)[0]

    def to_json(self) -> dict[str, Any]:
        """Return it as Disclosure.findings keeps it."""
        stored = asdict(self) | {"column": self.column, "key": self.key, "remedy": self.remedy.value}
        return stored | {"kind": self.kind.value, "certainty": self.certainty.value, "details": dict(self.details)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Finding":
        """Read what to_json wrote."""
        return cls(
            Kind(stored["kind"]),
            tuple(stored["columns"]),
            int(stored["rows"]),
            Certainty(stored["certainty"]),
            tuple(stored.get("examples", ())),
            dict(stored.get("details", {})),
        )


def read_findings(stored: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Return the findings of a Disclosure."""
    return tuple(Finding.from_json(one) for one in stored)
