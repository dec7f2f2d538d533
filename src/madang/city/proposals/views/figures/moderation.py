"""How moderation goes, for everybody: what is reported, decided and objected to, without counts that are small."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.database.replica import from_replica
from madang.city.look import charts
from madang.city.look.charts import Chart
from madang.city.look.parts import Column, Figure, Table
from madang.city.look.templatetags.look import number
from madang.city.proposals.queries.moderation import told_figures
from madang.city.proposals.queries.moderation.figures import KEPT, OVERTURNED, QUICK, SLOW, UPHELD, ToldFigures
from madang.city.proposals.rules.moderation import APPEALED_WITHIN, Reason
from madang.city.proposals.services.moderation.sentences import REASONS
from madang.city.proposals.views.figures.asked import Asked

Counts = Mapping[Reason, int | None]


@require_safe
@from_replica("proposals")
def moderation(request: HttpRequest) -> HttpResponse:
    """Show how moderation went in the last twelve months. There is one period: two that overlap would tell of small counts."""
    asked = Asked.of_the_year(clock.now())
    found = told_figures(since=asked.since, until=asked.until)
    reports, hidden = _by_reason(found.reports.parts), _by_reason(found.decisions.parts)
    is_drawn = any([*reports.values(), *hidden.values()])
    context = {
        "asked": asked,
        "least": settings.OPENDATA_K,
        "sums": _sums(found),
        "chart": reasons_chart(reports, hidden, charts.HALF) if is_drawn else None,
        "reasons": _reasons(reports, hidden),
        "decisions": _decisions(found),
        "objections": _objections(found),
        "days": APPEALED_WITHIN.days,
    }
    return render(request, "proposals/figures/moderation.html", context)


def reasons_chart(reports: Counts, hidden: Counts, wide: int = charts.WIDE) -> Chart:
    """Return what is reported and hidden by reason; None stands for what may not be told."""
    kinds = (_("Reported"), _("Hidden"))
    values: list[dict[str, Any]] = [
        {"reason": str(REASONS[reason]), "kind": kind, "texts": counted[reason]}
        for reason in Reason
        for kind, counted in zip(kinds, (reports, hidden), strict=True)
        if counted[reason] is not None
    ]
    names = [str(REASONS[reason]) for reason in Reason]
    spec = {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "y": {
                "field": "reason", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 220},
                "scale": {"domain": names},
            },
            "yOffset": {"field": "kind", "sort": None},
            "x": {"field": "texts", "type": "quantitative", "title": None, "axis": {"values": _ticks(values), "format": "d"}},
            "color": {
                "field": "kind", "type": "nominal", "sort": None,
                "legend": {
                    "title": None, "orient": "top", "direction": "vertical", "labelFontSize": 13, "labelColor": charts.HEX["ink"],
                },
                "scale": {"domain": list(kinds), "range": list(charts.KINDS[:2])},
            },
        },
    }  # fmt: skip
    table = _reasons(reports, hidden)
    sub = _("Reports and hidden texts by reason, in number")
    return Chart(table.caption, sub, "reasons", spec, table, widths=(charts.NARROW, wide))


def _reasons(reports: Counts, hidden: Counts) -> Table:
    columns = (Column(_("Reason")), Column(_("Reported"), numeric=True), Column(_("Hidden"), numeric=True))
    rows = [(REASONS[reason], _count(reports[reason]), _count(hidden[reason])) for reason in Reason]
    return Table(_("What is reported, and what is hidden"), columns, rows)


def _ticks(values: list[dict[str, Any]]) -> list[int]:
    """Return five whole numbers at most, from 0 to the largest value or more: there is no half a text."""
    most = max(one["texts"] for one in values)
    step = max(1, -(-most // 4))
    return list(range(0, most + step, step))


def _sums(found: ToldFigures) -> list[Figure]:
    hours = number(found.median_hours, 1) if found.median_hours is not None else "–"
    return [
        Figure(_count(found.reports.total), _("Reports")),
        Figure(_count(found.decisions.total), _("Texts decided on")),
        Figure(hours, _("Median time to a decision"), _("hours")),
        Figure(_count(found.appeals), _("Objections made")),
    ]


def _decisions(found: ToldFigures) -> Table:
    total, kept = found.decisions.total, found.decisions.parts[KEPT]
    hidden = total - kept if total is not None and kept is not None else None
    rows = [
        (_("Kept"), _count(kept)),
        (_("Hidden, with a reason that its author reads"), _count(hidden)),
        (_("Decided within a day"), _count(found.speed.parts[QUICK])),
        (_("Decided later"), _count(found.speed.parts[SLOW])),
    ]
    return _numbers(_("What moderators decided, and how fast"), rows)


def _objections(found: ToldFigures) -> Table:
    rows = [
        (_("Objections made"), _count(found.appeals)),
        (_("Judged by another moderator"), _count(found.judged.total)),
        (_("The objection was right: the text is shown again"), _count(found.judged.parts[OVERTURNED])),
        (_("The text stays hidden"), _count(found.judged.parts[UPHELD])),
    ]
    return _numbers(_("What became of objections"), rows)


def _numbers(title: str, rows: list[tuple[str, str]]) -> Table:
    return Table(title, (Column(_("What became of them")), Column(_("Texts"), numeric=True)), rows)


def _count(value: int | None) -> str:
    return _("too few to show") if value is None else number(value)


def _by_reason(parts: Mapping[str, int | None]) -> dict[Reason, int | None]:
    return {reason: parts[reason.value] for reason in Reason}
