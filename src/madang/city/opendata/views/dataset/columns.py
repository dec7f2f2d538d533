"""The columns: type and the row that decided it, range, missing share, how values are spread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from madang.city.opendata.views.dataset import frame
from madang.city.opendata.views.dataset.evidence import evidence_words
from madang.city.opendata.views.dataset.frame import Opened
from madang.city.opendata.views.dataset.table import with_pairs
from madang.city.opendata.views.dataset.words import figure, from_iso, type_words, value_words
from madang.urban.formats.tabular import Column, ColumnProfile

BAR, GAP, HEIGHT = 7, 2, 28
MOST_BARS = 20
LEAST_ROUNDED = 0.01
NOTHING = ColumnProfile()


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """A column in words.

    meaning  what the publisher says it is, by language, empty where nothing is said
    missing  a share of 0 to 1;  spread: a small picture, empty where there is none
    """

    column: Column
    meaning: Mapping[str, str]
    kind: str
    why: str
    missing: float
    values: str
    spread: SafeString
    table_url: str
    chart_url: str


@require_safe
def columns(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every column."""
    here = frame.opened(request, slug)
    if here.table is None:
        return frame.page(request, here, "columns", {})
    table = here.table
    shown = [_shown(here, column, table.profile.get(column.name, NOTHING), table.rows) for column in table.columns]
    return frame.page(request, here, "columns", {"shown": shown})


def _shown(here: Opened, column: Column, profile: ColumnProfile, rows: int) -> ColumnShown:
    can_draw = column.type not in ("geometry", "time") and column.role != "identifier"
    return ColumnShown(
        column=column,
        meaning=here.dataset.extras.get("columns", {}).get(column.name, {}),
        kind=type_words(column.type, column.role),
        why=evidence_words(column.evidence),
        missing=column.nulls / rows if rows else 0.0,
        values=values_in_words(column, profile),
        spread=spread(profile),
        table_url=with_pairs(here, "table", [], col=column.name),
        chart_url=_chart_url(here, column) if can_draw and rows else "",
    )


def _chart_url(here: Opened, column: Column) -> str:
    is_amount = column.type in ("integer", "decimal") and column.role not in ("code", "area-code", "year")
    kind = "spread" if is_amount else "lines" if column.type in ("date", "datetime") else "bars"
    return with_pairs(here, "chart", [], kind=kind, x=column.name)


def values_in_words(column: Column, profile: ColumnProfile) -> str:
    """Return what stands in a column: its range and median, else how many different values, else the commonest ones."""
    if profile.least is None and not profile.distinct:
        return ""
    if column.type in ("integer", "decimal", "date", "datetime", "time"):
        return _range(column, profile)
    about = _("about ") if profile.distinct_is_estimate else ""
    different = ngettext("%(about)s%(count)s value", "%(about)s%(count)s different values", profile.distinct)
    words = different % {"about": about, "count": f"{profile.distinct:,}"}
    if column.type == "geometry" or not profile.top:
        return words
    commonest = [str(value_words(value, column.type))[:40] for value, _count in profile.top[:3] if value is not None]
    return _("%(words)s, most often %(values)s") % {"words": words, "values": ", ".join(commonest)} if commonest else words


def _range(column: Column, profile: ColumnProfile) -> str:
    least, most = (_short(from_iso(value, column.type)) for value in (profile.least, profile.most))
    ends = {"least": value_words(least, column.type, column.role), "most": value_words(most, column.type, column.role)}
    if least == most:
        return _("always %(least)s") % ends
    middle = profile.quantiles.get("0.5") if column.role not in ("year", "code", "longitude", "latitude", "identifier") else None
    if middle is None:
        return _("%(least)s to %(most)s") % ends
    return _("%(least)s to %(most)s, median %(median)s") % {**ends, "median": figure(middle)}


def _short(value: Any) -> Any:
    """Return a decimal figure without the digits that only come of computing it; all else as it is."""
    return round(value, 6) if isinstance(value, float) and abs(value) >= LEAST_ROUNDED else value


def spread(profile: ColumnProfile) -> SafeString:
    """Return a small picture of how often values occur: bins of numbers and times, else the commonest values."""
    counts: Sequence[int] = profile.counts or [count for _value, count in profile.top]
    counts = list(counts)[:MOST_BARS]
    most = max(counts, default=0)
    if len(counts) < 2 or not most:
        return SafeString("")
    width = len(counts) * (BAR + GAP)
    bars: list[tuple[Any, ...]] = []
    for place, count in enumerate(counts):
        height = max(round(count / most * (HEIGHT - 2), 1), 1.0 if count else 0.0)
        bars.append((place * (BAR + GAP), HEIGHT - height, BAR, height))
    drawn = format_html_join("", '<rect x="{}" y="{}" width="{}" height="{}"/>', bars)
    size = format_html('viewBox="0 0 {} {}" width="{}" height="{}"', width, HEIGHT, width, HEIGHT)
    picture = '<svg class="od-spread" {} aria-hidden="true" focusable="false">{}<path d="M0 {}h{}"/></svg>'
    return format_html(picture, size, drawn, HEIGHT - 0.5, width)
