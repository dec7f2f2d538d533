"""How much the Plaza is used: by month, and which data sets most."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.look import charts
from madang.city.look.parts import Column, Figure, Table
from madang.city.look.templatetags.look import number
from madang.city.opendata.queries import catalogue, usage
from madang.city.opendata.queries.usage import MonthUsed, Used
from madang.city.opendata.views.catalogue.said import said
from madang.city.opendata.views.catalogue.sections import sections


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show the uses of the last twelve months and the most used data sets; counts only, nothing about who."""
    now = clock.now()
    today = clock.today(now)
    months = usage.of_everything(today)
    most = usage.most_used(today)
    lines = {one.id: one for one in catalogue.lines([pk for pk, _used in most], now)}
    rows = [
        (
            format_html('<a href="{}">{}</a>', reverse("opendata:dataset", args=[lines[pk].slug]), said(lines[pk].titles)),
            *cells(used),
        )
        for pk, used in most
        if pk in lines
    ]
    own_data = catalogue.lines_of(["open-data-usage"], now)
    context = {
        "sections": sections("usage"),
        "figures": _sums(months),
        "chart": _chart(months) if len(months) > 1 else None,
        "table": Table(_("The most used data sets of 90 days"), columns(_("Data set")), rows, show_caption=False)
        if rows
        else None,
        "dataset_url": reverse("opendata:dataset", args=["open-data-usage"]) if own_data else "",
    }
    return render(request, "opendata/catalogue/usage.html", context)


def columns(first: str) -> tuple[Column, ...]:
    """Return the columns of uses behind a first one."""
    kinds = (_("Pages seen"), _("Downloads"), _("Questions"))
    return (Column(first), *(Column(label, numeric=True) for label in kinds))


def cells(used: Used) -> tuple[str, str, str]:
    """Return the cells of uses."""
    return number(used.views), number(used.downloads), number(used.queries)


def _sums(months: tuple[MonthUsed, ...]) -> list[Figure]:
    totals = [sum(getattr(one.used, name) for one in months) for name in ("views", "downloads", "queries")]
    labels = (_("Pages seen in twelve months"), _("Files downloaded"), _("Questions by people and programs"))
    return [Figure(number(total), label) for total, label in zip(totals, labels, strict=True)]


def _chart(months: tuple[MonthUsed, ...]) -> charts.Chart:
    return charts.bars(
        title=_("Uses by month"),
        sub=_("Pages seen, files downloaded and questions asked together"),
        name="month",
        label=_("Month"),
        value=_("Uses"),
        rows=[(f"{one.month:%Y-%m}", one.used.total) for one in months],
        half=False,
    )
