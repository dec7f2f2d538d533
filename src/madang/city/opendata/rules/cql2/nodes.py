"""What a CQL2 expression is made of."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from madang.city.kernel.refusals import Refusal, Refused


class CqlFault(Refused):
    """Raised where a filter cannot be read or does not fit the collection; its refusal names the place and the remedy."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(Refusal(f"opendata.{key}", params, status=400))


@dataclass(frozen=True, slots=True)
class Property:
    """A column, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, number, truth value, day or instant; instants are aware, in UTC."""

    value: str | int | float | bool | date | datetime


@dataclass(frozen=True, slots=True)
class Interval:
    """From an instant or day until another, both included; None is open."""

    start: "Property | Literal | None"
    end: "Property | Literal | None"


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry in longitude and latitude, as well-known text."""

    wkt: str


@dataclass(frozen=True, slots=True)
class CaseFolded:
    """An operand compared without regard to upper and lower case (CASEI)."""

    operand: "Property | Literal"


Scalar = Property | Literal | CaseFolded


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left op right``; op is one of = <> < > <= >=."""

    op: str
    left: Scalar
    right: Scalar


@dataclass(frozen=True, slots=True)
class Like:
    """A text against a pattern: % any text, _ one character, backslash escapes."""

    operand: Scalar
    pattern: Scalar


@dataclass(frozen=True, slots=True)
class Between:
    """``low <= operand <= high``."""

    operand: Scalar
    low: Scalar
    high: Scalar


@dataclass(frozen=True, slots=True)
class In:
    """The operand equals one of the values."""

    operand: Scalar
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class IsNull:
    """The column has no value in this row."""

    operand: Property


@dataclass(frozen=True, slots=True)
class Spatial:
    """``op`` such as s_intersects, between geometries."""

    op: str
    left: Property | Shape
    right: Property | Shape


@dataclass(frozen=True, slots=True)
class Temporal:
    """``op`` such as t_before, between instants, days or intervals."""

    op: str
    left: Property | Literal | Interval
    right: Property | Literal | Interval


@dataclass(frozen=True, slots=True)
class Truth:
    """TRUE or FALSE."""

    value: bool


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One of the parts at least."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not the part."""

    part: "Node"


Node = And | Or | Not | Truth | Comparison | Like | Between | In | IsNull | Spatial | Temporal
