"""The chart builder: a plain form, a picture drawn here, its table, and an address that shows the same chart for ever."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refusal, sentence
from madang.city.kernel.text.languages import text_key
from madang.city.look.words.dates import date_plain
from madang.city.look.words.numbers import percent
from madang.city.opendata import engine
from madang.city.opendata.queries import asking, browsing
from madang.city.opendata.queries import receipts as receipts_queries
from madang.city.opendata.queries.browsing import TableShown
from madang.city.opendata.queries.charts import ChartFigures, chart_figures
from madang.city.opendata.rules import charts as rules
from madang.city.opendata.rules.charts import Asked, ChartPlan, Field, Kind, Measure, Order, Step, suggestion
from madang.city.opendata.rules.filters import where
from madang.city.opendata.services import receipts
from madang.city.opendata.services.usage import Use
from madang.city.opendata.views.dataset import drawing, frame
from madang.city.opendata.views.dataset.frame import Opened
from madang.city.opendata.views.dataset.table import Told, chips, over_words, told, with_pairs
from madang.city.opendata.views.dataset.words import figure, from_iso

KINDS: Mapping[Kind, Any] = {
    Kind.BARS: gettext_lazy("Bars: compare kinds"),
    Kind.LINES: gettext_lazy("Line: over time"),
    Kind.SPREAD: gettext_lazy("Spread: how an amount varies"),
    Kind.POINTS: gettext_lazy("Points: two amounts"),
    Kind.GRID: gettext_lazy("Grid: two kinds"),
}
MEASURES: Mapping[Measure, Any] = {
    Measure.COUNT: gettext_lazy("Number of rows"),
    Measure.SUM: gettext_lazy("Sum"),
    Measure.MEAN: gettext_lazy("Mean"),
    Measure.MEDIAN: gettext_lazy("Median"),
    Measure.LEAST: gettext_lazy("Least"),
    Measure.MOST: gettext_lazy("Greatest"),
}
STEPS: Mapping[Step, Any] = {
    Step.YEAR: gettext_lazy("By years"),
    Step.MONTH: gettext_lazy("By months"),
    Step.DAY: gettext_lazy("By days"),
    Step.HOUR: gettext_lazy("By hours"),
}
ORDERS: Mapping[Order, Any] = {
    Order.MOST: gettext_lazy("Greatest first"),
    Order.LEAST: gettext_lazy("Least first"),
    Order.NAME: gettext_lazy("By name"),
}
PARTS = ("kind", "x", "y", "how", "group", "step", "order", "top")


def fields_of(table: TableShown) -> list[Field]:
    """Return the columns as charts see them."""
    found = []
    for column in table.columns:
        profile = table.profile.get(column.name)
        least, most = (from_iso(value, column.type) for value in ((profile.least, profile.most) if profile else (None, None)))
        found.append(Field(column.name, column.type, column.role, profile.distinct if profile else None, least, most))
    return found


@require_safe
def chart(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the chart that the address asks for; without one, the first that tells something."""
    here = frame.opened(request, slug)
    if here.table is None:
        return frame.page(request, here, "chart", {})
    if any(value == "" for values in request.GET.lists() for value in values[1] if values[0] in PARTS):
        return HttpResponseRedirect(_cleaned(request))
    fields, question = fields_of(here.table), told(request, here.table)
    wanted = Asked(**{name: request.GET.get(name, "") for name in PARTS})
    is_asked = any(request.GET.get(name) for name in PARTS)
    plan = rules.chart_plan(wanted, fields) if is_asked else suggestion(fields)
    refusal = plan if isinstance(plan, Refusal) else question.refusal
    chosen = plan if isinstance(plan, ChartPlan) else None
    more = _form(here, fields, chosen, wanted) | {
        "chips": chips(here, question, "chart", **(chosen.parameters if chosen else {}))
    }
    more |= {"problem": sentence(refusal) if refusal else "", "kept": [*here.pinned.items(), *question.filters]}
    if chosen is None or refusal is not None:
        return frame.page(request, here, "chart", more, status=422 if refusal else 200)
    try:
        more |= _drawn(here, here.table, chosen, question)
    except engine.OverLimit as over:
        return frame.page(request, here, "chart", more | {"problem": over_words(over)}, status=503)
    frame.count(request, here, Use.QUERY)
    return frame.page(request, here, "chart", more)


@require_POST
@rate_limited("opendata.receipt", "30/m")
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the figures of a chart their receipt, and lead to it."""
    here = frame.opened(request, slug)
    if here.table is None:
        raise Http404
    plan = rules.chart_plan(Asked(**{name: request.GET.get(name, "") for name in PARTS}), fields_of(here.table))
    question = told(request, here.table)
    pairs = rules.tabular_pairs(plan) if isinstance(plan, ChartPlan) else None
    if not isinstance(plan, ChartPlan) or question.refusal is not None or pairs is None:
        raise Http404
    now, number = clock.now(), here.table.number
    query = [*question.filters, *pairs]
    value = receipts_queries.compute(asking.source(slug, number, now=now), query)
    shown_at = with_pairs(here, "chart", question.filters, **(plan.parameters | {"v": number}))
    code = receipts.give(dataset=slug, version=number, query=query, value=value, shown_at=shown_at, now=now)
    return redirect("opendata:receipt", code)


def _cleaned(request: HttpRequest) -> str:
    kept = request.GET.copy()
    for name in PARTS:
        if name in kept and not kept[name]:
            del kept[name]
    return f"{request.path}?{kept.urlencode()}" if kept else request.path


def _form(here: Opened, fields: list[Field], plan: ChartPlan | None, wanted: Asked) -> dict[str, Any]:
    """Return what the form offers and what is chosen in it."""
    offered = rules.axis_choices(fields)
    parameters = plan.parameters if plan else {name: getattr(wanted, name) for name in PARTS}
    return {
        "choices": {
            "kind": [(kind.value, label) for kind, label in KINDS.items()],
            "how": [(one.value, label) for one, label in MEASURES.items()],
            "step": [(one.value, label) for one, label in STEPS.items()],
            "order": [(one.value, label) for one, label in ORDERS.items()],
            **{axis: [(name, name) for name in names] for axis, names in offered.items()},
        },
        "chosen": {name: parameters.get(name, "") for name in PARTS},
        "can_draw": bool(offered["x"]),
    }


def _drawn(here: Opened, table: TableShown, plan: ChartPlan, question: Told) -> dict[str, Any]:
    costs: list[engine.Answer] = []

    def asking(sql: str, values: Mapping[str, Any]) -> Any:
        costs.append(browsing.ask(table, sql, values))
        return costs[-1].table

    figures = chart_figures(plan, asking, where(question.query.where))
    share = {**plan.parameters, "v": table.number}
    unpinned = with_pairs(here, "chart", question.filters, **share) if not here.pinned else ""
    address = unpinned or with_pairs(here, "chart", question.filters, **plan.parameters)
    return {
        "figures": figures,
        "drawn": drawing.chart(plan, figures, sub=_sub(table, figures)) if figures.marks else None,
        "notes": _notes(plan, figures),
        "share_url": settings.SITE_URL + address,
        "rows_url": with_pairs(here, "table", question.filters),
        "milliseconds": max(round(sum(one.wall_ms for one in costs)), 1),
        "rows_scanned": sum(one.rows_scanned for one in costs),
        "plan": plan,
        "receipt_url": with_pairs(here, "chart-receipt", question.filters, **share) if rules.tabular_pairs(plan) else "",
    }


def _sub(table: TableShown, figures: ChartFigures) -> str:
    """Return of how many rows the chart tells, of which version."""
    day = date_plain(clock.today(table.published_at), text_key())
    counted = {"rows": f"{figures.rows:,}", "number": table.number, "day": day}
    return (
        ngettext("%(rows)s row, version %(number)s of %(day)s", "%(rows)s rows, version %(number)s of %(day)s", figures.rows)
        % counted
    )


def _notes(plan: ChartPlan, figures: ChartFigures) -> list[str]:
    """Return what the picture leaves out, and the figures of a spread."""
    notes = []
    if plan.kind == Kind.SPREAD and figures.facts:
        known = {name: figure(value) for name, value in figures.facts.items()}
        notes.append(_("From %(least)s to %(most)s; median %(median)s, mean %(mean)s.") % known)
    if figures.left_out and plan.kind in (Kind.BARS, Kind.GRID, Kind.LINES):
        words = ngettext(
            "%(count)s further value of %(x)s is not shown.", "%(count)s further values of %(x)s are not shown.", figures.left_out
        )
        notes.append(words % {"count": f"{figures.left_out:,}", "x": plan.x.name})
    if figures.missing and figures.rows:
        share = percent(round(figures.missing / figures.rows, 4), text_key(), 1)
        words = ngettext(
            "%(count)s row (%(share)s) has no value here.", "%(count)s rows (%(share)s) have no value here.", figures.missing
        )
        notes.append(words % {"count": f"{figures.missing:,}", "share": share})
    if figures.binned:
        notes.append(_("There are too many points to draw each: squares tell how many lie in them."))
    return notes
