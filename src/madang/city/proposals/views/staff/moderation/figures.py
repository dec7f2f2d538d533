"""How moderation did: reasons, time, objections, kept and hidden."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.look import charts
from madang.city.look.charts import Chart
from madang.city.look.parts import Column, Figure, Table
from madang.city.look.templatetags.look import number
from madang.city.proposals.queries import moderation as queries
from madang.city.proposals.queries.moderation.figures import Figures
from madang.city.proposals.rules.moderation import Reason
from madang.city.proposals.services.moderation.sentences import REASONS
from madang.city.proposals.views.door import signed_in, viewer_of
from madang.city.proposals.views.staff.moderation import showing

PERIOD = timedelta(days=90)


@signed_in
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show moderators how moderation did in the last ninety days."""
    counts, now = queries.counts(viewer_of(request)), clock.now()
    found = queries.figures(since=now - PERIOD, until=now)
    context = {
        "rail": showing.rail(counts, "figures"),
        "days": PERIOD.days,
        "figures": _sums(found),
        "chart": _chart(found) if any(found.reports.values()) or any(found.hidden.values()) else None,
        "table": _objections(found),
    }
    return render(request, "proposals/staff/moderation/figures.html", context)


def _sums(found: Figures) -> list[Figure]:
    hidden = sum(found.hidden.values())
    hours = number(found.median_hours, 1) if found.median_hours is not None else "–"
    return [
        Figure(number(found.opened), _("Texts looked at")),
        Figure(number(found.kept), _("Kept")),
        Figure(number(hidden), _("Hidden")),
        Figure(hours, _("Median time to a decision"), _("hours")),
    ]


def _chart(found: Figures) -> Chart:
    kinds = (_("Reported"), _("Hidden"))
    values: list[dict[str, Any]] = [
        {"reason": str(REASONS[reason]), "kind": kind, "texts": counted[reason]}
        for reason in Reason
        for kind, counted in zip(kinds, (found.reports, found.hidden), strict=True)
    ]
    spec = {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "y": {"field": "reason", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 220}},
            "yOffset": {"field": "kind", "sort": None},
            "x": {"field": "texts", "type": "quantitative", "title": None, "axis": {"values": _ticks(values), "format": "d"}},
            "color": {
                "field": "kind", "type": "nominal", "sort": None,
                "legend": {"title": None, "orient": "top", "direction": "vertical"},
                "scale": {"domain": list(kinds), "range": list(charts.KINDS[:2])},
            },
        },
    }  # fmt: skip
    rows = [(REASONS[reason], number(found.reports[reason]), number(found.hidden[reason])) for reason in Reason]
    columns = (Column(_("Reason")), *(Column(kind, numeric=True) for kind in kinds))
    title, sub = _("What is reported, and what is hidden"), _("Reports and hidden texts by reason, in number")
    return Chart(title, sub, "reasons", spec, Table(title, columns, rows))


def _ticks(values: list[dict[str, Any]]) -> list[int]:
    """Return five whole numbers at most, from 0 to the largest value or more: there is no half a text."""
    most = max(one["texts"] for one in values)
    step = max(1, -(-most // 4))
    return list(range(0, most + step, step))


def _objections(found: Figures) -> Table:
    rows = [
        (_("Objections made"), number(found.appeals)),
        (_("Judged by another moderator"), number(found.judged)),
        (_("Of these, shown again"), number(found.overturned)),
    ]
    return Table(_("Objections"), (Column(_("Objections")), Column(_("Number"), numeric=True)), rows)
