"""Charts drawn on the server: a Vega-Lite specification becomes two pictures in the city's tokens, with its table.

The pictures (330 and 680 wide) carry CSS variables, so they follow dark mode and a city's accent.
Drawing takes some 20 ms, so pictures are kept by content.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from madang.city.look.parts import Column, Table

NARROW, WIDE, HALF = 330, 680, 500
WEEK = 7 * 86_400
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
HEAD = '<svg class="md-chart" viewBox="0 0 \\1 \\2" aria-hidden="true" focusable="false">'
TOKENS = {
    "#1d2325": "ink",
    "#545b5c": "muted",
    "#e4e1d8": "grid",
    "#767b78": "field",
    "#775100": "heed",
    "#fffffe": "sheet",
    "#0a5c6b": "c1",
    "#bd4e0a": "c2",
    "#376dca": "c3",
    "#5c4615": "c4",
    "#a87183": "c5",
    "#1f9ad8": "c6",
    "#e3eff0": "q1",
    "#b9d7db": "q2",
    "#85b8c0": "q3",
    "#4f95a1": "q4",
    "#21707f": "q5",
    "#084651": "q6",
    "#8f3a06": "d1",
    "#d17a3c": "d2",
    "#efc9a6": "d3",
    "#dfdcd2": "d4",
    "#aecbe4": "d5",
    "#4f8fc4": "d6",
    "#1c548c": "d7",
    "#dcd9cf": "none",
}
HEX = {name: colour for colour, name in TOKENS.items()}
KINDS = tuple(HEX[name] for name in ("c1", "c2", "c3", "c4", "c5", "c6"))
CONFIG: dict[str, Any] = {
    "background": None,
    "font": "Noto Sans",
    "view": {"stroke": None},
    "padding": 2,
    "axis": {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "labelColor": HEX["muted"],
        "titleColor": HEX["ink"],
        "titleFontWeight": "normal",
        "gridColor": HEX["grid"],
        "domainColor": HEX["field"],
        "tickColor": HEX["field"],
        "ticks": False,
        "labelPadding": 6,
        "domain": False,
        "titleAnchor": "start",
        "titlePadding": 8,
    },
    "text": {"fontSize": 13, "color": HEX["ink"]},
    "line": {"strokeWidth": 3, "strokeJoin": "round", "color": KINDS[0]},
    "point": {"size": 45, "filled": True, "opacity": 1, "color": KINDS[0]},
    "bar": {"color": KINDS[0]},
    "range": {
        "category": list(KINDS),
        "ramp": [HEX[f"q{n}"] for n in range(1, 7)],
        "diverging": [HEX[f"d{n}"] for n in range(1, 8)],
    },
    "rule": {"color": HEX["heed"], "strokeDash": [5, 4]},
}


class StyledPicture(ValueError):
    """Raised if a picture came out with a style attribute, which the content policy would refuse."""


@dataclass(frozen=True)
class Chart:
    """A picture with its table. ``name`` is unique on its page; ``spec`` is Vega-Lite without size and config."""

    title: Any
    sub: Any
    name: str
    spec: Mapping[str, Any]
    table: Table
    foot: Any = ""
    widths: Sequence[int] = field(default=(NARROW, WIDE))

    @property
    def picture(self) -> SafeString:
        """Return both pictures; the style sheet shows the one that fits."""
        narrow, wide = (drawn(self.spec, width) for width in self.widths)
        return format_html('<div class="md-only-narrow">{}</div><div class="md-only-wide">{}</div>', narrow, wide)

    @property
    def table_html(self) -> SafeString:
        """Return the same figures as a table."""
        return render_to_string("look/components/data_table.html", {"table": self.table, "stacked": False})


def drawn(spec: Mapping[str, Any], width: int) -> SafeString:
    """Return the specification as inline SVG, ``width`` pixels wide; kept by its content."""
    whole = {"$schema": SCHEMA, "config": CONFIG, **spec, "width": width - 4} | _fit(spec)
    full = json.dumps(whole, sort_keys=True, default=str)
    key = "look:chart:" + sha256(full.encode()).hexdigest()
    picture = cache.get(key)
    if picture is None:
        import vl_convert  # noqa: PLC0415 - an engine of 100 MB: only processes that draw load it

        picture = in_tokens(vl_convert.vegalite_to_svg(full))
        cache.set(key, picture, WEEK)
    return SafeString(picture)  # drawn by our own engine; Vega escapes text


def _fit(spec: Mapping[str, Any]) -> dict[str, Any]:
    return {"autosize": spec.get("autosize", {"type": "fit-x", "contains": "padding"})}


def in_tokens(svg: str) -> str:
    """Return a Vega picture with our variables for colours and no style attribute. Raises StyledPicture."""
    for colour, name in TOKENS.items():
        svg = svg.replace(f'"{colour}"', f'"var(--{name})"')
    svg = re.sub(r' font-family="[^"]*"', "", svg)
    svg = re.sub(r' (?:role|aria-roledescription|aria-label|aria-hidden)="[^"]*"', "", svg)
    svg = re.sub(r"<svg [^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>", HEAD, svg, count=1)
    svg = re.sub(r"(\d+\.\d{2})\d+", r"\1", svg)
    if re.search(r"<[^>]*\sstyle=", svg):
        raise StyledPicture("the picture has a style attribute; write it as a presentation attribute in look/charts.py")
    return svg


def bars(
    *,
    title: Any,
    sub: Any,
    name: str,
    label: Any,
    value: Any,
    rows: Sequence[tuple[Any, float]],
    foot: Any = "",
    half: bool = True,
) -> Chart:
    """Return horizontal bars from zero in the order given, each with its figure. ``half``: it stands in half a page."""
    values = [{"label": str(text), "value": figure, "words": f"{figure:,}"} for text, figure in rows]
    most = max((figure for _text, figure in rows), default=0) or 1
    y = {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None, "grid": False, "labelLimit": 150}}
    x = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, most * 1.18], "nice": False}}
    spec = {
        "data": {"values": values},
        "height": {"step": 34},
        "encoding": {"y": y, "x": x},
        "layer": [
            {"mark": {"type": "bar", "height": 22}},
            {"mark": {"type": "text", "align": "left", "dx": 6}, "encoding": {"text": {"field": "words"}}},
        ],
    }
    table = Table(title, [Column(label), Column(value, numeric=True)], [(text, f"{figure:,}") for text, figure in rows])
    return Chart(title, sub, name, spec, table, foot, (NARROW, HALF if half else WIDE))


def lines(  # noqa: PLR0913 - every part of a line chart may be said, most are left out
    *,
    title: Any,
    sub: Any,
    name: str,
    label: Any,
    value: Any,
    rows: Sequence[tuple[Any, float]],
    limit: tuple[float, Any] | None = None,
    from_zero: bool = False,
    foot: Any = "",
    half: bool = True,
) -> Chart:
    """Return one line over ordered labels, the last point named; ``limit`` is a dashed line with a word."""
    values = [{"label": str(text), "value": figure} for text, figure in rows]
    y = {
        "field": "value",
        "type": "quantitative",
        "axis": {"title": None, "tickCount": 4},
        "scale": {"zero": from_zero, "nice": True, "padding": 0 if from_zero else 10},
    }
    x = {
        "field": "label",
        "type": "ordinal",
        "sort": None,
        "axis": {"title": None, "grid": False, "labelAngle": 0, "domain": True, "labelOverlap": True},
    }
    layers: list[dict[str, Any]] = [
        {"mark": "line"},
        {"mark": "point"},
        {
            "transform": [{"window": [{"op": "row_number", "as": "place"}]}, {"filter": f"datum.place == {len(rows)}"}],
            "mark": {"type": "text", "dy": -14, "fontWeight": "bold"},
            "encoding": {"text": {"field": "value"}},
        },
    ]
    if limit:
        layers += _limit(limit)
    spec = {"data": {"values": values}, "height": 190, "encoding": {"x": x, "y": y}, "layer": layers}
    table = Table(title, [Column(label), Column(value, numeric=True)], [(text, f"{figure:,}") for text, figure in rows])
    return Chart(title, sub, name, spec, table, foot, (NARROW, HALF if half else WIDE))


def _limit(limit: tuple[float, Any]) -> list[dict[str, Any]]:
    """Return a dashed line across with its word at the start."""
    place = {"datum": limit[0]}
    once = [{"window": [{"op": "row_number", "as": "place"}]}, {"filter": "datum.place == 1"}]
    text = f"{limit[1]} {limit[0]:g}"
    words = {"type": "text", "align": "left", "baseline": "bottom", "dx": 4, "dy": -3, "color": HEX["heed"], "text": text}
    return [
        {"transform": once, "mark": "rule", "encoding": {"y": place, "x": None}},
        {"transform": once, "mark": words, "encoding": {"y": place, "x": {"value": 0}}},
    ]
