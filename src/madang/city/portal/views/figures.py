"""How the city's services do: volume, days, share in time, where people stop."""

import csv
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from madang.city.kernel import clock
from madang.city.kernel.database.replica import from_replica
from madang.city.kernel.paging import BadCursor
from madang.city.kernel.registries.datasets import datasets
from madang.city.look import charts
from madang.city.look.parts import Column, Figure, Page, Table
from madang.city.look.templatetags.look import number, percent
from madang.city.opendata.services import receipts
from madang.city.portal.queries import performance
from madang.city.portal.queries.performance import Figures, WholeCity
from madang.city.portal.views.texts import said

LONGEST_LABEL = 26
PUBLISHED_AS = "service-figures"


@require_GET
@from_replica("portal")
def figures(request: HttpRequest) -> HttpResponse:
    """Show how services did in the last twelve months; numbers that rest on fewer than ten cases are left out."""
    try:
        page = performance.figures(cursor=request.GET.get("after"))
    except BadCursor:
        page = performance.figures()
    whole, busiest = performance.whole_city(), performance.busiest()
    here = reverse("portal:performance")
    after = urlencode({"after": page.next_cursor or ""})
    context = {
        "whole": whole,
        "sums": _sums(whole) if whole else [],
        "chart": _chart(busiest) if busiest else None,
        "table": _table(page.rows),
        "page": Page(
            next_url=f"{here}?{after}" if page.next_cursor else "", previous_url=here if request.GET.get("after") else ""
        ),
        "fewest": performance.FEWEST,
    }
    return render(request, "portal/figures.html", context)


def _sums(whole: WholeCity) -> list[Figure]:
    in_time = percent(whole.share_in_time) if whole.share_in_time is not None else _("too few to show")
    return [
        Figure(number(whole.received), _("Applications in twelve months"), source_url=_source("received__sum", whole.received)),
        Figure(number(whole.decided), _("First decisions"), source_url=_source("decided__sum", whole.decided)),
        Figure(in_time, _("Decided in time")),
    ]


def _source(measure: str, value: int) -> str:
    """Return where the receipt of a figure lies; "" as long as what is published says something else."""
    shown_at = reverse("portal:performance")
    code = receipts.offered(dataset=PUBLISHED_AS, query=((measure, ""),), value=value, shown_at=shown_at, now=clock.now())
    return reverse("opendata:receipt", args=[code]) if code else ""


def _chart(busiest: Iterable[Figures]) -> charts.Chart:
    rows = [(_short(one), _days(one.median_days)) for one in busiest if one.median_days is not None]
    return charts.bars(
        title=_("How long the most used services take"),
        sub=_("Median days from the application to the decision, weekends and waiting included; twelve months"),
        name="days",
        label=_("Service"),
        value=_("Days"),
        rows=sorted(rows, key=lambda row: row[1]),
        half=False,
    )


def _days(days: float) -> float:
    """Return days without a needless ``.0``."""
    return int(days) if days == int(days) else round(days, 1)


def _short(one: Figures) -> str:
    title = strip_tags(said(one.titles))
    return title if len(title) <= LONGEST_LABEL else f"{title[: LONGEST_LABEL - 1]}…"


def _table(rows: Iterable[Figures]) -> Table:
    columns = [
        Column(_("Service")),
        Column(_("Applications"), numeric=True),
        Column(_("Decisions"), numeric=True),
        Column(_("In time"), numeric=True),
        Column(_("Median days"), numeric=True),
        Column(_("Began and stopped"), numeric=True),
    ]
    return Table(_("Every service, most used first"), columns, [_cells(one) for one in rows])


def _cells(one: Figures) -> list[Any]:
    few = _("too few")
    name = format_html('<a href="{}">{}</a>', reverse("portal:service", args=[one.slug]), said(one.titles))
    return [
        name,
        number(one.received) if one.received is not None else few,
        number(one.decided) if one.decided is not None else few,
        percent(one.share_in_time) if one.share_in_time is not None else few,
        number(_days(one.median_days)) if one.median_days is not None else few,
        percent(one.left_share) if one.left_share is not None else few,
    ]


@require_GET
@from_replica("portal")
def figures_csv(request: HttpRequest) -> HttpResponse:
    """Hand out all figures as CSV, the open data."""
    table = datasets()[PUBLISHED_AS]
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{table.slug}.csv"'
    writer = csv.writer(answer)
    writer.writerow([column.name for column in table.columns])
    writer.writerows(table.rows())
    return answer
