"""A chart's figures as a picture in the house's look, with its table beside it."""

import math
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from madang.city.look.charts import HEX, KINDS, NARROW, WIDE, Chart
from madang.city.look.parts import Column, Table
from madang.city.opendata.queries.charts import ChartFigures, Mark
from madang.city.opendata.rules.charts import ChartPlan, Kind, Measure, Step
from madang.city.opendata.views.dataset.words import figure, value_words

LONGEST_LABEL = 60
FEW = 6
INSTANT_FORMATS = {Step.YEAR: "%Y", Step.MONTH: "%Y-%m", Step.DAY: "%Y-%m-%d", Step.HOUR: "%m-%d %H:%M"}


def chart(plan: ChartPlan, figures: ChartFigures, *, foot: Any = "", sub: Any = "") -> Chart:
    """Return the picture with its table; ``foot`` is markup, ``sub`` the line below the title."""
    spec = _SPECS[plan.kind](plan, figures)
    return Chart(title(plan), sub, "built", spec, _TABLES[plan.kind](plan, figures), foot, (NARROW, WIDE))


def title(plan: ChartPlan) -> str:
    """Return what the chart shows, as a heading."""
    words = {"x": plan.x.name, "value": measure_words(plan), "group": plan.group.name if plan.group else ""}
    if plan.kind == Kind.SPREAD:
        return _("How %(x)s is spread") % words
    if plan.kind == Kind.POINTS:
        return _("%(y)s against %(x)s") % {"x": plan.x.name, "y": plan.y.name if plan.y else ""}
    if plan.group is not None:
        return _("%(value)s by %(x)s and %(group)s") % words
    return _("%(value)s by %(x)s") % words


def measure_words(plan: ChartPlan) -> str:
    """Return what is told of each kind, as the head of a column."""
    named = {"y": plan.y.name if plan.y else ""}
    return {
        Measure.COUNT: _("Number of rows"),
        Measure.SUM: _("Sum of %(y)s") % named,
        Measure.MEAN: _("Mean of %(y)s") % named,
        Measure.MEDIAN: _("Median of %(y)s") % named,
        Measure.LEAST: _("Least %(y)s") % named,
        Measure.MOST: _("Greatest %(y)s") % named,
    }[plan.measure]


def x_words(plan: ChartPlan, value: Any) -> str:
    """Return a value of x for people."""
    if value is None:
        return _("no value")
    if plan.step == Step.YEAR:
        return str(value.year)
    if plan.step == Step.MONTH:
        return f"{value.year}-{value.month:02}"
    return _cut(value_words(value, plan.x.type, plan.x.role))


def group_words(plan: ChartPlan, mark: Mark) -> str:
    """Return the name of a mark's group; all that are not named are "other"."""
    if plan.group is None:
        return ""
    if mark.is_other:
        return _("other")
    return _("no value") if mark.group is None else _cut(value_words(mark.group, plan.group.type, plan.group.role))


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_LABEL else words[: LONGEST_LABEL - 1] + "…"


def _groups(plan: ChartPlan, figures: ChartFigures) -> list[str]:
    """Return the groups' names in the order of their colours; "other" comes last."""
    named = dict.fromkeys(group_words(plan, mark) for mark in figures.marks if not mark.is_other)
    others = dict.fromkeys(group_words(plan, mark) for mark in figures.marks if mark.is_other)
    return [*named, *(one for one in others if one not in named)]


def _colour(plan: ChartPlan, figures: ChartFigures) -> dict[str, Any]:
    """Return how groups are coloured: at most six kinds, all else in the colour of nothing."""
    names = _groups(plan, figures)
    has_other = any(mark.is_other for mark in figures.marks)
    colours = [*KINDS[: len(names) - has_other], *([HEX["field"]] if has_other else [])]
    legend = {
        "title": None,
        "orient": "top",
        "columns": 3,
        "labelFontSize": 13,
        "labelColor": HEX["ink"],
        "labelLimit": 120,
        "symbolSize": 120,
    }
    legend |= {"symbolType": "square", "symbolStrokeWidth": 0, "offset": 12}
    return {"field": "g", "type": "nominal", "sort": names, "scale": {"domain": names, "range": colours}, "legend": legend}


def _value_axis(words: str = "", *, counted: ChartFigures | None = None) -> dict[str, Any]:
    """Return the axis of figures; words, where the title does not say them, stand level above it.

    counted  figures that count rows: where they are few, only whole numbers stand at the axis
    """
    level = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleBaseline": "bottom", "titleX": 0, "titleY": -8}
    axis = {"title": _cut(words) or None, "tickCount": 5, "format": ",f", "labelLimit": 90}
    most = max((mark.value or 0 for mark in counted.marks), default=0) if counted else FEW
    few = {"values": list(range(int(most) + 1)), "format": "d"} if most < FEW else {}
    return axis | (level if words else {}) | few


def _bars(plan: ChartPlan, figures: ChartFigures) -> dict[str, Any]:
    values: list[dict[str, Any]] = [
        {"x": x_words(plan, mark.x), "v": mark.value, "w": figure(mark.value), "g": group_words(plan, mark)}
        for mark in figures.marks
        if mark.value is not None
    ]
    order = list(dict.fromkeys(x_words(plan, mark.x) for mark in figures.marks))
    y = {"field": "x", "type": "nominal", "sort": order, "axis": {"title": None, "grid": False, "labelLimit": 130}}
    most = max((value["v"] for value in values), default=0)
    least = min((value["v"] for value in values), default=0)
    if plan.group is None:
        room = (most - min(least, 0)) * 0.22 or 1
        domain = [min(least * 1.2, 0) if least < 0 else 0, most + room]
        x: dict[str, Any] = {"field": "v", "type": "quantitative", "axis": None, "scale": {"domain": domain, "nice": False}}
        text = {"mark": {"type": "text", "align": "left", "dx": 6}, "encoding": {"text": {"field": "w"}}}
        layer = [{"mark": {"type": "bar", "height": 20}}, text]
        return {"data": {"values": values}, "height": {"step": 30}, "encoding": {"y": y, "x": x}, "layer": layer}
    x = {"field": "v", "type": "quantitative", "axis": _value_axis(counted=figures if plan.measure == Measure.COUNT else None)}
    adds_up = plan.measure in (Measure.COUNT, Measure.SUM) and least >= 0
    encoding = {"y": y, "x": x | {"stack": "zero" if adds_up else None}, "color": _colour(plan, figures)}
    if not adds_up:
        encoding["yOffset"] = {"field": "g", "sort": _groups(plan, figures)}
        return {"data": {"values": values}, "height": {"step": 10}, "mark": "bar", "encoding": encoding}
    encoding["order"] = {"field": "place"}
    names = _groups(plan, figures)
    values = [value | {"place": names.index(value["g"])} for value in values]
    mark = {"type": "bar", "height": 20, "stroke": HEX["sheet"], "strokeWidth": 1.5}
    return {"data": {"values": values}, "height": {"step": 30}, "mark": mark, "encoding": encoding}


def _lines(plan: ChartPlan, figures: ChartFigures) -> dict[str, Any]:
    marks = [mark for mark in figures.marks if mark.x is not None and mark.value is not None]
    is_instant = hasattr(plan.x.least, "year") or plan.step != Step.EACH
    values = [
        {"x": mark.x.isoformat() if hasattr(mark.x, "isoformat") else mark.x, "v": mark.value, "g": group_words(plan, mark)}
        for mark in marks
    ]
    axis = {
        "title": None,
        "grid": False,
        "domain": True,
        "labelOverlap": True,
        "tickCount": 6,
        "labelAngle": 0,
        "labelFlush": True,
    }
    if is_instant:
        x = {
            "field": "x",
            "type": "temporal",
            "scale": {"type": "utc"},
            "axis": axis | {"format": INSTANT_FORMATS.get(plan.step, "%Y-%m-%d")},
        }
        values = [
            value | {"x": f"{value['x']}T00:00:00Z" if len(str(value["x"])) == 10 else f"{value['x']}Z"} for value in values
        ]
    else:
        x = {
            "field": "x",
            "type": "quantitative",
            "scale": {"zero": False, "nice": False},
            "axis": axis | {"format": "d" if plan.x.role == "year" else ",f"},
        }
    y = {
        "field": "v",
        "type": "quantitative",
        "axis": _value_axis(counted=figures if plan.measure == Measure.COUNT else None),
        "scale": {"zero": plan.measure in (Measure.COUNT, Measure.SUM), "nice": True},
    }
    encoding: dict[str, Any] = {"x": x, "y": y}
    if plan.group is not None:
        encoding["color"] = _colour(plan, figures)
    layer: list[dict[str, Any]] = [{"mark": "line"}]
    if len({value["x"] for value in values}) <= 40:
        layer.append({"mark": "point"})
    return {"data": {"values": values}, "height": 280, "encoding": encoding, "layer": layer}


def _points(plan: ChartPlan, figures: ChartFigures) -> dict[str, Any]:
    x_axis = {"title": _cut(plan.x.name), "tickCount": 6, "format": ",f", "grid": True}
    y_axis = _value_axis(plan.y.name if plan.y else "")
    if figures.binned:
        values = [
            {"a": mark.x[0], "b": mark.x[1], "c": mark.until[0], "d": mark.until[1], "n": mark.rows} for mark in figures.marks
        ]
        scale = {"zero": False, "nice": False}
        encoding: dict[str, Any] = {
            "x": {"field": "a", "type": "quantitative", "axis": x_axis, "scale": scale},
            "x2": {"field": "b"},
            "y": {"field": "c", "type": "quantitative", "axis": y_axis, "scale": scale},
            "y2": {"field": "d"},
            "color": {
                "field": "n",
                "type": "quantitative",
                "scale": _steps(max(mark.rows for mark in figures.marks)),
                "legend": _ramp(_("Number of rows")),
            },
        }
        return {"data": {"values": values}, "height": 320, "mark": "rect", "encoding": encoding}
    values = [{"x": mark.x, "v": mark.value, "g": group_words(plan, mark)} for mark in figures.marks]
    encoding = {
        "x": {"field": "x", "type": "quantitative", "axis": x_axis, "scale": {"zero": False, "nice": True}},
        "y": {"field": "v", "type": "quantitative", "axis": y_axis, "scale": {"zero": False, "nice": True}},
    }
    if plan.group is not None:
        encoding["color"] = _colour(plan, figures)
    return {"data": {"values": values}, "height": 320, "mark": {"type": "point", "opacity": 0.7}, "encoding": encoding}


def _steps(most: float, least: float = 1) -> dict[str, Any]:
    """Return six classes with round limits, by powers where the figures are far apart."""
    ramp = [HEX[f"q{number}"] for number in range(1, 7)]
    if least > 0 and most / least > 50:
        return {"type": "threshold", "domain": round_limits(least, most, by_power=True), "range": ramp}
    return {"type": "threshold", "domain": round_limits(least, most), "range": ramp}


def round_limits(least: float, most: float, *, by_power: bool = False) -> list[float]:
    """Return five round limits between two figures, each greater than the one before."""
    if by_power:
        raw = [least * (most / least) ** (step / 6) for step in range(1, 6)]
    else:
        raw = [least + (most - least) * step / 6 for step in range(1, 6)]
    limits: list[float] = []
    for value in raw:
        digits = 1 - math.floor(math.log10(abs(value))) if value else 0
        near = round(value, digits)
        limits.append(near if not limits or near > limits[-1] else limits[-1] + 10.0**-digits)
    return limits


def _ramp(words: str) -> dict[str, Any]:
    type_ = {"titleFontSize": 13, "labelFontSize": 13, "titleColor": HEX["ink"], "labelColor": HEX["muted"]}
    return type_ | {
        "title": words,
        "titleFontWeight": "normal",
        "orient": "top",
        "direction": "horizontal",
        "format": ",",
        "gradientLength": 220,
    }


def _spread(plan: ChartPlan, figures: ChartFigures) -> dict[str, Any]:
    """Return touching bars, one a bin; open bins at the ends stand a bin's width further out."""
    inner = [mark for mark in figures.marks if math.isfinite(mark.x) and math.isfinite(mark.until)]
    width = inner[0].until - inner[0].x if inner else 1.0
    values = [
        {
            "a": mark.x if math.isfinite(mark.x) else mark.until - width,
            "b": mark.until if math.isfinite(mark.until) else mark.x + width,
            "v": mark.value,
            "open": not (math.isfinite(mark.x) and math.isfinite(mark.until)),
        }
        for mark in figures.marks
    ]
    axis = {
        "title": _cut(plan.x.name),
        "grid": False,
        "tickCount": 6,
        "domain": True,
        "format": "d" if plan.x.role == "year" else ",f",
    }
    x = {"field": "a", "type": "quantitative", "axis": axis, "scale": {"zero": False, "nice": False}}
    y = {"field": "v", "type": "quantitative", "axis": _value_axis(counted=figures if plan.measure == Measure.COUNT else None)}
    colour = {"condition": {"test": "datum.open", "value": HEX["field"]}, "value": KINDS[0]}
    mark = {"type": "bar", "stroke": HEX["sheet"], "strokeWidth": 1}
    encoding = {"x": x, "x2": {"field": "b"}, "y": y, "y2": {"datum": 0}, "color": colour}
    return {"data": {"values": values}, "height": 260, "mark": mark, "encoding": encoding}


def _grid(plan: ChartPlan, figures: ChartFigures) -> dict[str, Any]:
    marks = [mark for mark in figures.marks if not mark.is_other and mark.value is not None]
    values: list[dict[str, Any]] = [{"x": x_words(plan, mark.x), "g": group_words(plan, mark), "v": mark.value} for mark in marks]
    amounts = [value["v"] for value in values] or [0, 1]
    across = {"title": None, "labelLimit": 90, "labelAngle": -40, "orient": "top", "grid": False}
    up = {"title": None, "labelLimit": 130, "grid": False}
    encoding = {
        "x": {"field": "x", "type": "nominal", "sort": list(dict.fromkeys(value["x"] for value in values)), "axis": across},
        "y": {"field": "g", "type": "nominal", "sort": _groups(plan, figures), "axis": up},
        "color": {
            "field": "v",
            "type": "quantitative",
            "scale": _steps(max(amounts), min(amounts)),
            "legend": _ramp(measure_words(plan)) | {"orient": "bottom"},
        },
    }
    mark = {"type": "rect", "stroke": HEX["sheet"], "strokeWidth": 2}
    return {"data": {"values": values}, "height": {"step": 26}, "mark": mark, "encoding": encoding}


_SPECS = {Kind.BARS: _bars, Kind.LINES: _lines, Kind.POINTS: _points, Kind.SPREAD: _spread, Kind.GRID: _grid}


def _plain_table(plan: ChartPlan, figures: ChartFigures) -> Table:
    """Return the figures one line each, or, with groups, a column for each group."""
    if plan.group is None:
        columns = [Column(plan.x.name), Column(measure_words(plan), numeric=True)]
        rows: list[Sequence[Any]] = [(x_words(plan, mark.x), figure(mark.value)) for mark in figures.marks]
        return Table(title(plan), columns, rows)
    names = _groups(plan, figures)
    lines: dict[str, dict[str, str]] = {}
    for mark in figures.marks:
        lines.setdefault(x_words(plan, mark.x), {})[group_words(plan, mark)] = figure(mark.value)
    return Table(
        title(plan),
        [Column(plan.x.name), *(Column(name, numeric=True) for name in names)],
        [(x, *(cells.get(name, "") for name in names)) for x, cells in lines.items()],
    )


def _points_table(plan: ChartPlan, figures: ChartFigures) -> Table:
    y = plan.y.name if plan.y else ""
    if figures.binned:
        rows: list[Sequence[Any]] = [(_between(*mark.x), _between(*mark.until), figure(mark.rows)) for mark in figures.marks]
        return Table(title(plan), [Column(plan.x.name), Column(y), Column(_("Number of rows"), numeric=True)], rows)
    columns = [Column(plan.x.name), Column(y, numeric=True), *([Column(plan.group.name)] if plan.group else [])]
    rows = [(figure(mark.x), figure(mark.value), *([group_words(plan, mark)] if plan.group else [])) for mark in figures.marks]
    return Table(title(plan), columns, rows)


def _spread_table(plan: ChartPlan, figures: ChartFigures) -> Table:
    rows = [(_between(mark.x, mark.until), figure(mark.value)) for mark in figures.marks]
    return Table(title(plan), [Column(plan.x.name), Column(_("Number of rows"), numeric=True)], rows)


def _between(low: float, high: float) -> str:
    """Return a bin in words; its lower edge belongs to it."""
    if not math.isfinite(low):
        return _("below %(edge)s") % {"edge": figure(high)}
    if not math.isfinite(high):
        return _("%(edge)s and more") % {"edge": figure(low)}
    return _("%(low)s to under %(high)s") % {"low": figure(low), "high": figure(high)}


_TABLES = {
    Kind.BARS: _plain_table,
    Kind.LINES: _plain_table,
    Kind.POINTS: _points_table,
    Kind.SPREAD: _spread_table,
    Kind.GRID: _plain_table,
}
