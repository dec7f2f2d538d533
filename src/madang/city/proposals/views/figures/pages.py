"""The dashboard of ideas for everybody; its figures as files, and each with its receipt."""

import csv
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from madang.city.kernel import clock
from madang.city.kernel.database.replica import from_replica
from madang.city.kernel.http.limits import rate_limited
from madang.city.look.parts import Figure
from madang.city.look.templatetags.look import number
from madang.city.proposals.queries import figures as queries
from madang.city.proposals.views.figures import mapped, receipts
from madang.city.proposals.views.figures import sheets as drawing
from madang.city.proposals.views.figures.asked import PERIODS, Asked, asked_of
from madang.city.proposals.views.figures.sheets import Sheet

HALVES = ("topics", "begun", "answers")


@require_safe
@from_replica("proposals")
def figures(request: HttpRequest) -> HttpResponse:
    """Show how far ideas come, what they are about and where, and how fast the city answers."""
    asked, sheets = _found(request)
    is_empty = not any(line.values[0] for line in sheets["funnel"].lines)
    shown = [name for name in HALVES if sheets[name].lines]
    context = {
        "asked": asked,
        "periods": list(PERIODS.items()),
        "area": str(asked.area.id) if asked.area else "",
        "is_empty": is_empty,
        "sums": _sums(sheets["funnel"], asked),
        "funnel": drawing.chart(sheets["funnel"], asked, half=False),
        "halves": [drawing.chart(sheets[name], asked) for name in shown],
        "league": drawing.chart(sheets["league"], asked, half=False) if sheets["league"].lines else None,
        "map": _map(sheets["areas"], asked),
    }
    return render(request, "proposals/figures/figures.html", context)


@require_GET
@from_replica("proposals")
def figures_csv(request: HttpRequest) -> HttpResponse:
    """Hand out one sheet as a file."""
    _asked, sheets = _found(request)
    sheet = sheets.get(request.GET.get("of", ""))
    if sheet is None:
        raise Http404
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ideas-{sheet.name}.csv"'
    writer = csv.writer(answer)
    writer.writerow([_("Code"), *sheet.columns])
    writer.writerows(sheet.rows())
    return answer


@require_GET
@rate_limited("idea-figures-receipt", "30/m", methods=("GET",))
def receipt(request: HttpRequest) -> HttpResponse:
    """Lead to the receipt of a figure; say so where the published table does not tell it yet."""
    asked, sheets = _found(request)
    sheet = sheets.get(request.GET.get("of", ""))
    line = next((one for one in sheet.lines if one.code == request.GET.get("code")), None) if sheet else None
    if sheet is None or line is None:
        raise Http404
    if code := receipts.code_of(sheet, line, asked, clock.now()):
        return redirect("opendata:receipt", code)
    messages.info(
        request, _("This figure was counted just now. The open data is published every night, and does not say the same yet.")
    )  # fmt: skip
    return redirect(asked.address(reverse("proposals:figures")))


def _found(request: HttpRequest) -> tuple[Asked, dict[str, Sheet]]:
    now = clock.now()
    asked = asked_of(request, now)
    found = queries.dashboard(since=asked.since, until=asked.until, areas=asked.within)
    return asked, drawing.sheets(found, queries.league(now=now), asked)


def _sums(funnel: Sheet, asked: Asked) -> list[Figure]:
    base = reverse("proposals:figures-receipt")
    return [
        Figure(number(line.values[0]), line.label, source_url=asked.address(base, of=funnel.name, code=line.code))
        for line in funnel.lines
    ]


def _map(sheet: Sheet, asked: Asked) -> dict[str, Any] | None:
    drawn = mapped.picture(sheet, asked)
    if drawn is None:
        return None
    picture, legend = drawn
    table = render_to_string(
        "look/components/data_table.html", {"table": drawing.table(sheet, asked), "dense": True, "stacked": False}
    )  # fmt: skip
    return {"sheet": sheet, "picture": picture, "legend": legend, "table": table, "foot": drawing.foot(sheet, asked)}
