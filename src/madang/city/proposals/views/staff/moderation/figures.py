"""How moderation did: reasons, time, objections, kept and hidden."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.look.parts import Column, Figure, Table
from madang.city.look.templatetags.look import number
from madang.city.proposals.queries import moderation as queries
from madang.city.proposals.queries.moderation.figures import Figures
from madang.city.proposals.views.door import signed_in, viewer_of
from madang.city.proposals.views.figures.moderation import reasons_chart
from madang.city.proposals.views.staff.moderation import showing

PERIOD = timedelta(days=90)


@signed_in
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show moderators how moderation did in the last ninety days."""
    counts, now = queries.counts(viewer_of(request)), clock.now()
    found = queries.figures(since=now - PERIOD, until=now)
    is_drawn = any([*found.reports.values(), *found.hidden.values()])
    context = {
        "rail": showing.rail(counts, "figures"),
        "days": PERIOD.days,
        "figures": _sums(found),
        "chart": reasons_chart(found.reports, found.hidden) if is_drawn else None,
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


def _objections(found: Figures) -> Table:
    rows = [
        (_("Objections made"), number(found.appeals)),
        (_("Judged by another moderator"), number(found.judged)),
        (_("Of these, shown again"), number(found.overturned)),
    ]
    return Table(_("Objections"), (Column(_("Objections")), Column(_("Number"), numeric=True)), rows)
