"""Which chart can be drawn of which columns: what a reader asks for becomes a plan, or a refusal that names the remedy."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from madang.city.kernel.refusals import Refusal

NUMBERS = frozenset({"integer", "decimal"})
INSTANTS = frozenset({"date", "datetime"})
NAMED = frozenset({"text", "boolean", "integer", "date", "datetime", "time"})
NO_AMOUNT = frozenset({"identifier", "code", "area-code", "year", "longitude", "latitude"})
Word = TypeVar("Word", bound=StrEnum)
LEAST_TOP, MOST_TOP, USUAL_TOP = 3, 50, 15
MOST_GROUPS = 6
MOST_INSTANTS = 2_000
FEW = 30


class Kind(StrEnum):
    """How it is drawn: bars by kind, lines over time, points of two amounts, the spread of one amount, a grid of two kinds."""

    BARS = "bars"
    LINES = "lines"
    POINTS = "points"
    SPREAD = "spread"
    GRID = "grid"


class Measure(StrEnum):
    """What is told of each kind: how many rows, or one figure of an amount."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "avg"
    MEDIAN = "median"
    LEAST = "min"
    MOST = "max"


class Step(StrEnum):
    """How finely time is parted."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    EACH = ""


class Order(StrEnum):
    """In which order bars stand."""

    MOST = "most"
    LEAST = "least"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Field:
    """A column as a chart sees it. ``distinct``, ``least`` and ``most`` are of its profile; None where that is not known."""

    name: str
    type: str
    role: str = ""
    distinct: int | None = None
    least: date | datetime | float | None = None
    most: date | datetime | float | None = None

    @property
    def is_amount(self) -> bool:
        """Tell whether its values can be added up and compared: numbers that are no codes."""
        return self.type in NUMBERS and self.role not in NO_AMOUNT

    @property
    def is_kind(self) -> bool:
        """Tell whether rows can be put together by its values."""
        return self.type in NAMED and self.role not in {"longitude", "latitude"}

    @property
    def is_time(self) -> bool:
        """Tell whether its values follow each other in time."""
        return self.type in INSTANTS or self.role == "year"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form or a shared address says; every part is as it was written."""

    kind: str = ""
    x: str = ""
    y: str = ""
    how: str = ""
    group: str = ""
    step: str = ""
    order: str = ""
    top: str = ""


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """A chart that can be drawn. ``y`` is None where rows are counted; ``group`` is the second kind."""

    kind: Kind
    x: Field
    y: Field | None = None
    measure: Measure = Measure.COUNT
    group: Field | None = None
    step: Step = Step.EACH
    order: Order = Order.MOST
    top: int = USUAL_TOP

    @property
    def parameters(self) -> dict[str, str]:
        """Return the plan as the parameters of an address, in one order, so that the same chart has one address."""
        told = {
            "kind": self.kind.value,
            "x": self.x.name,
            "y": self.y.name if self.y else "",
            "how": self.measure.value if self.kind in (Kind.BARS, Kind.LINES, Kind.GRID) else "",
            "group": self.group.name if self.group else "",
            "step": self.step.value,
            "order": self.order.value if self.kind == Kind.BARS else "",
            "top": str(self.top) if self.kind in (Kind.BARS, Kind.GRID) else "",
        }
        return {name: value for name, value in told.items() if value}


def chart_plan(asked: Asked, fields: Sequence[Field]) -> ChartPlan | Refusal:
    """Return the chart that is asked for, or why it cannot be drawn and what to choose instead."""
    known = {field.name: field for field in fields}
    kind = _one_of(Kind, asked.kind)
    if kind is None:
        return Refusal("opendata.chart_kind", {"kind": asked.kind[:40]}, status=422)
    for name in (asked.x, asked.y, asked.group):
        if name and name not in known:
            return Refusal("opendata.chart_no_column", {"column": name[:80]}, status=422)
    if not asked.x:
        return Refusal("opendata.chart_no_x", status=422)
    x, y, group = known[asked.x], known.get(asked.y), known.get(asked.group)
    return _DRAFTS[kind](asked, x, y, group)


def _bars(asked: Asked, x: Field, y: Field | None, group: Field | None) -> ChartPlan | Refusal:
    if refusal := _why_not_kind(x) or _why_not_kind(group):
        return refusal
    measure = _measure(asked, y)
    if isinstance(measure, Refusal):
        return measure
    order = _one_of(Order, asked.order) or (Order.NAME if x.is_time else Order.MOST)
    amount = y if measure != Measure.COUNT else None
    return ChartPlan(Kind.BARS, x, amount, measure, _other(group, x), _step(asked, x), order, _top(asked))


def _lines(asked: Asked, x: Field, y: Field | None, group: Field | None) -> ChartPlan | Refusal:
    if not x.is_time and x.type not in NUMBERS:
        return Refusal("opendata.chart_no_time", {"column": x.name}, status=422)
    if refusal := _why_not_kind(group):
        return refusal
    measure = _measure(asked, y)
    if isinstance(measure, Refusal):
        return measure
    amount = y if measure != Measure.COUNT else None
    return ChartPlan(Kind.LINES, x, amount, measure, _other(group, x), _step(asked, x), Order.NAME)


def _points(asked: Asked, x: Field, y: Field | None, group: Field | None) -> ChartPlan | Refusal:
    if y is None:
        return Refusal("opendata.chart_no_y", status=422)
    for field in (x, y):
        if field.type not in NUMBERS:
            return Refusal("opendata.chart_no_amount", {"column": field.name}, status=422)
    if refusal := _why_not_kind(group):
        return refusal
    return ChartPlan(Kind.POINTS, x, y, group=group)


def _spread(asked: Asked, x: Field, y: Field | None, group: Field | None) -> ChartPlan | Refusal:
    if x.type not in NUMBERS:
        return Refusal("opendata.chart_no_amount", {"column": x.name}, status=422)
    return ChartPlan(Kind.SPREAD, x)


def _grid(asked: Asked, x: Field, y: Field | None, group: Field | None) -> ChartPlan | Refusal:
    if group is None or group == x:
        return Refusal("opendata.chart_no_group", status=422)
    if refusal := _why_not_kind(x) or _why_not_kind(group):
        return refusal
    measure = _measure(asked, y)
    if isinstance(measure, Refusal):
        return measure
    amount = y if measure != Measure.COUNT else None
    return ChartPlan(Kind.GRID, x, amount, measure, group, _step(asked, x), Order.NAME, _top(asked))


_DRAFTS = {Kind.BARS: _bars, Kind.LINES: _lines, Kind.POINTS: _points, Kind.SPREAD: _spread, Kind.GRID: _grid}


def _one_of(words: type[Word], text: str) -> Word | None:
    return next((word for word in words if word.value == text), None) if text else None


def _other(group: Field | None, x: Field) -> Field | None:
    return None if group is None or group.name == x.name else group


def _why_not_kind(field: Field | None) -> Refusal | None:
    if field is None or field.is_kind:
        return None
    return Refusal("opendata.chart_no_kind", {"column": field.name}, status=422)


def _measure(asked: Asked, y: Field | None) -> Measure | Refusal:
    """Return what is told: an amount needs a measure, a measure other than counting needs an amount."""
    measure = _one_of(Measure, asked.how) or (Measure.SUM if y else Measure.COUNT)
    if measure == Measure.COUNT:
        return measure
    if y is None:
        return Refusal("opendata.chart_no_y", status=422)
    if y.type not in NUMBERS:
        return Refusal("opendata.chart_no_amount", {"column": y.name}, status=422)
    return measure


def _top(asked: Asked) -> int:
    digits = asked.top.isascii() and asked.top.isdigit() and len(asked.top) < 6
    return min(max(int(asked.top), LEAST_TOP), MOST_TOP) if digits else USUAL_TOP


def _step(asked: Asked, x: Field) -> Step:
    """Return how finely time is parted: as asked, else by how long a time the column tells of."""
    if x.type not in INSTANTS:
        return Step.EACH
    asked_for = _one_of(Step, asked.step)
    if asked_for == Step.HOUR and x.type == "date":
        asked_for = Step.DAY
    return asked_for or usual_step(x)


def usual_step(field: Field) -> Step:
    """Return years, months, days or hours, so that a line has some 5 to 120 points."""
    if not (isinstance(field.least, date) and isinstance(field.most, date)):
        return Step.MONTH
    days = (field.most - field.least).days
    if days > 3_000:
        return Step.YEAR
    if days > 120:
        return Step.MONTH
    return Step.DAY if days > 2 or field.type == "date" else Step.HOUR


def suggestion(fields: Sequence[Field]) -> ChartPlan | None:
    """Return a first chart that tells something: rows over time, else by a kind with few values, else how an amount spreads."""
    amounts = [field for field in fields if field.is_amount]
    times = [field for field in fields if field.type in INSTANTS and (field.distinct or 0) > 3]
    if times:
        return ChartPlan(Kind.LINES, times[0], step=usual_step(times[0]), order=Order.NAME)
    years = [field for field in fields if field.role == "year" and (field.distinct or 0) > 3]
    if years:
        plan = ChartPlan(Kind.LINES, years[0], order=Order.NAME)
        return replace(plan, y=amounts[0], measure=Measure.SUM) if amounts else plan
    if kinds := _telling_kinds(fields):
        return ChartPlan(Kind.BARS, kinds[0])
    if amounts:
        return ChartPlan(Kind.SPREAD, amounts[0])
    return None


def _telling_kinds(fields: Sequence[Field]) -> list[Field]:
    """Return columns whose values part the rows: categories first, then any with few different values."""
    kinds = (one for one in fields if one.type in ("text", "boolean") and one.role != "identifier")
    few = [one for one in kinds if 1 < (one.distinct or 0) <= FEW]
    return sorted(few, key=lambda one: (one.role != "category", -(one.distinct or 0)))


def axis_choices(fields: Sequence[Field]) -> Mapping[str, list[str]]:
    """Return which columns may stand where: ``x``, ``y`` (amounts, and other numbers behind them), ``group``."""
    numbers = sorted((one for one in fields if one.type in NUMBERS), key=lambda one: not one.is_amount)
    kinds = [one for one in fields if one.is_kind]
    return {
        "x": [one.name for one in fields if one.is_kind or one.type in NUMBERS],
        "y": [one.name for one in numbers],
        "group": [one.name for one in kinds],
    }


def round_edges(least: float, most: float, about: int, *, whole: bool = False) -> list[float]:
    """Return about ``about`` bins' edges of one round width (1, 2 or 5 times a power of ten) from ``least`` to ``most``.

    whole  the values are whole numbers, so no bin is narrower than one
    """
    span = most - least
    if not span > 0:
        width = 1.0 if whole or not least else 10.0 ** math.floor(math.log10(abs(least)))
        return [least, least + width]
    rough = span / about
    power = 10.0 ** math.floor(math.log10(rough))
    width = next(power * step for step in (1, 2, 5, 10) if power * step >= rough * 0.999)
    width = max(width, 1.0) if whole else width
    first, last = math.floor(least / width), math.ceil(most / width)
    last = max(last, first + 1)
    return [round(place * width, 12) for place in range(first, last + 1)]


def tabular_pairs(plan: ChartPlan) -> list[tuple[str, str]] | None:
    """Return the question behind a chart in the parameters of the tabular API, filters apart; None where it has no such words.

    Where time is put together by years, months or hours, the question asks for each instant; points are rows, not figures.
    """
    if plan.kind == Kind.POINTS:
        return None
    if plan.kind == Kind.SPREAD:
        return [("count", ""), *((f"{plan.x.name}__{one}", "") for one in ("min", "median", "avg", "max"))]
    groups = [plan.x.name, *([plan.group.name] if plan.group else [])]
    figure = "count" if plan.measure == Measure.COUNT or plan.y is None else f"{plan.y.name}__{plan.measure.value}"
    if plan.group is None and plan.kind == Kind.BARS and plan.step == Step.EACH and not plan.x.is_time:
        sort = figure if plan.order == Order.LEAST else f"-{figure}"
        return [("groupby", ",".join(groups)), (figure, ""), ("sort", sort), ("limit", str(plan.top))]
    return [("groupby", ",".join(groups)), (figure, ""), ("sort", groups[0]), ("limit", str(MOST_INSTANTS))]
